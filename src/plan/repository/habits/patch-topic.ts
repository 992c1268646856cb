/** What a patch file is for, by its name: `replicas.yaml` takes no resources (placement.md, New patches). */
import { baseName } from '../../../kustomize/files/files.ts';
import type { FieldPath } from '../../../transform.ts';

interface Topic {
  /** Names a new file. */
  readonly name: string;
  /** In the name of a file, lower case, without the name of the object that is patched. */
  readonly words: RegExp;
  readonly fields: readonly string[];
}

const TOPICS: readonly Topic[] = [
  {
    name: 'security',
    words: /securit|harden|non-?root|seccomp|privilege|capabilit/,
    fields: ['securityContext', 'automountServiceAccountToken', 'hostNetwork', 'hostPID', 'hostIPC'],
  },
  { name: 'resources', words: /resource|memory|cpu|limit|request/, fields: ['resources'] },
  {
    name: 'probes',
    words: /probe|health|liveness|readiness/,
    fields: ['livenessProbe', 'readinessProbe', 'startupProbe'],
  },
  {
    name: 'replicas',
    words: /replica|(?:^|[^a-z])(?:auto)?scal(?:e|ing)/,
    fields: ['replicas', 'minReplicas', 'maxReplicas'],
  },
  {
    name: 'scheduling',
    words: /affinit|tolerat|node-?selector|schedul|spread|topolog/,
    fields: ['affinity', 'tolerations', 'nodeSelector', 'topologySpreadConstraints', 'priorityClassName'],
  },
  { name: 'images', words: /(?:^|[^a-z])(?:image|tag)s?(?:[^a-z]|$)/, fields: ['image', 'imagePullPolicy'] },
  { name: 'env', words: /(?:^|[^a-z])envs?(?:[^a-z]|$)/, fields: ['env', 'envFrom'] },
  {
    name: 'volumes',
    words: /volume|storage|(?:^|[^a-z])pvc/,
    fields: ['volumes', 'volumeMounts', 'volumeClaimTemplates'],
  },
  { name: 'labels', words: /label|annotation/, fields: ['labels', 'annotations'] },
];

export type Topics = ReadonlySet<string>;

/** The topics of fields. */
export function topicsOf(paths: readonly FieldPath[]): Topics {
  const steps = new Set(paths.flat().filter(step => typeof step === 'string'));
  return new Set(TOPICS.filter(({ fields }) => fields.some(each => steps.has(each))).map(({ name }) => name));
}

/** The topics that a file names, beside the object. */
export function topicsOfFile(file: string, object: string): Topics {
  const stem = stemOf(file).replace(object.toLowerCase(), '');
  return new Set(TOPICS.filter(({ words }) => words.test(stem)).map(({ name }) => name));
}

/** Whether a file holds patches of many objects, and not those of the one that it is called after. */
export function isForMany(file: string, objects: readonly string[]): boolean {
  const names = new Set(objects.map(each => each.toLowerCase()));
  const stem = stemOf(file);
  return names.size > 1 && ![...names].some(name => stem.includes(name));
}

/** Whether a file is for something else. Fields without a topic go everywhere. */
export function isForeign(file: Topics, wanted: Topics): boolean {
  return file.size > 0 && wanted.size > 0 && !shareTopic(file, wanted);
}

export function shareTopic(a: Topics, b: Topics): boolean {
  return [...a].some(topic => b.has(topic));
}

/** The same name with another topic: `replicas-patch.yaml` becomes `resources-patch.yaml`; null without one to replace. */
export function renamedFor(file: string, topic: string): string | null {
  const stem = stemOf(file);
  const words = stem.split(/(?<=[^a-z])|(?=[^a-z])/);
  const named = words.filter(word => TOPICS.some(each => each.words.test(word)));
  if (named.length !== 1) return null;
  const name = baseName(file);
  return (
    file.slice(0, file.length - name.length) +
    words.map(w => (w === named[0] ? topic : w)).join('') +
    name.slice(stem.length)
  );
}

function stemOf(file: string): string {
  return baseName(file)
    .replace(/\.ya?ml$/, '')
    .toLowerCase();
}
