/** No password, token or key stands in the repository in clear (catalogue C1). */
import { defineTransform } from '../../src/transform.ts';
import { asWorkload } from '../shared/pods.ts';
import { inConfigMap } from './config-maps.ts';
import { inApplied, inSecret } from './secrets.ts';
import { inText } from './texts.ts';
import { inValues } from './values.ts';
import { inContainers } from './variables.ts';

export default defineTransform({
  id: 'plaintext-credentials',
  title: 'No credential stands in the repository in clear',
  severity: 'critical',
  severities: {
    'env-default': 'high',
    'command-default': 'high',
    'config-default': 'high',
    'config-file-default': 'high',
    'secret-default': 'high',
    'secret-stand-in': 'high',
    'values-default': 'high',
    text: 'high',
    'text-unknown': 'medium',
    'text-left': 'medium',
    'text-default': 'low',
  },
  group: 'security',
  order: 50,
  preset: 'recommended',
  each: 'resource',
  options: {
    secret: {
      type: 'string',
      description:
        'The Secret that holds the credentials of a workload under the names of its variables, made by other means: `{workload}` stands for its name.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    env: '{subject} has {what} in clear: {name} of container {container}',
    'env-secret':
      '{subject} has {what} in clear: {name} of container {container}. It comes from key {key} of Secret {secret}',
    secret: 'Secret {name} stands in the repository in clear: {key} is {what}, and base64 is no encryption',
    'secret-stand-in':
      'Secret {name} has a text to be changed in {key}, and what applies it puts that over the real one',
    applied: '{kind} {name} repeats its values in the annotation of kubectl. The annotation goes',
    config: 'ConfigMap {name} has {what} in clear: {key}',
    'config-file': 'ConfigMap {name} has credentials in clear: {what} in {key}',
    'config-twice':
      'ConfigMap {name} has {what} in clear: {key}, which Secret {secret} gives to all who take it. It goes',
    command: '{subject} has credentials in clear: {what} in {field} of container {container}',
    text: '{file} shows {what} that is in use: {name}. It says {instead}; rotate it',
    'text-unknown': '{file} shows {what} in clear: {name}. It says {instead}; rotate it',
    'text-left': '{file} shows {what} in clear: {name}. Rotate it',
    values: '{kind} {name} has credentials in clear: {what}',
    'values-default': '{kind} {name} has credentials that everybody tries first: {what}',
    'text-default': '{file} shows {what}: {name}. It says {instead}',
    'env-default': '{subject} has {what}: {name} of container {container}',
    'secret-default': 'Secret {name} stands in the repository in clear: {key} is {what}',
    'config-default': 'ConfigMap {name} has {what}: {key}',
    'config-file-default': 'ConfigMap {name} has credentials that everybody tries first: {what} in {key}',
    'command-default':
      '{subject} has credentials that everybody tries first: {what} in {field} of container {container}',
  },
  briefs: {
    env: 'credential in clear in a variable',
    'env-secret': 'credential in clear that Secret {secret} holds',
    secret: 'Secret in clear',
    'secret-stand-in': 'stand-in for a credential',
    applied: 'values repeated by an annotation',
    config: 'credential in clear in a ConfigMap',
    'config-file': 'credential in clear in a file of a ConfigMap',
    'config-twice': 'credential in clear that a Secret holds too',
    command: 'credential in clear in a command',
    text: 'credential in a text that is in use',
    'text-unknown': 'credential in a text',
    'text-left': 'credential in a text',
    'text-default': 'default credential in a text',
    values: 'credential in clear in values of a chart',
    'values-default': 'default credential in values of a chart',
    'env-default': 'default credential in a variable',
    'secret-default': 'default credential in a Secret',
    'config-default': 'default credential in a ConfigMap',
    'config-file-default': 'default credential in a file of a ConfigMap',
    'command-default': 'default credential in a command',
  },
  docs: {
    why: 'Whoever may read the repository, a build log or the object in the cluster has the credential, and its history keeps it for good.',
    risk: 'A variable that comes from a Secret without that key keeps its pod from starting, and a Secret may say something else than the manifest did. Whatever has stood here must be rotated all the same.',
    links: [
      'https://kubernetes.io/docs/concepts/configuration/secret/#good-practices-for-secrets',
      'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
    ],
    sameAs: [
      'kube-linter:env-var-secret',
      'polaris:sensitiveContainerEnvVar',
      'polaris:sensitiveConfigmapContent',
    ],
    sameAsOf: {
      secret: [],
      text: [],
      'text-unknown': [],
      'text-left': [],
      'text-default': [],
      values: [],
      'values-default': [],
      'secret-default': [],
      'secret-stand-in': [],
      applied: [],
      config: ['polaris:sensitiveConfigmapContent'],
      'config-default': ['polaris:sensitiveConfigmapContent'],
      'config-file': ['polaris:sensitiveConfigmapContent'],
      'config-file-default': ['polaris:sensitiveConfigmapContent'],
      'config-twice': ['polaris:sensitiveConfigmapContent'],
    },
  },
  *plan(resource, { root, options, configured }) {
    yield* inApplied(resource, root);
    if (resource.kind === 'Secret') yield* inSecret(resource, root);
    if (resource.kind === 'ConfigMap') yield* inConfigMap(resource, root, options.secret);
    yield* inValues(resource);
    const workload = asWorkload(resource);
    if (workload === undefined) return;
    const evidence = configured('secret', 'a Secret made by other means holds them');
    const secret = options.secret?.replaceAll('{workload}', workload.name);
    yield* inContainers(workload, root, secret && evidence ? { secret, evidence } : undefined);
  },
  texts: (file, context) => inText(file, context as never),
});
