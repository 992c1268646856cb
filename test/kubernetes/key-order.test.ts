import { conventionalNeighbour } from '../../src/kubernetes/key-order.ts';

const CONTAINER = ['spec', 'template', 'spec', 'containers', 0];

describe('conventionalNeighbour', () => {
  test.each<[string, readonly (string | number)[], string[], string, string | null | undefined]>([
    [
      'securityContext goes before the last volumeMounts',
      CONTAINER,
      ['name', 'image', 'env', 'volumeMounts'],
      'securityContext',
      'env',
    ],
    [
      'the last of the earlier ones in the text leads, whatever its rank',
      CONTAINER,
      ['image', 'name', 'ports'],
      'imagePullPolicy',
      'name',
    ],
    ['probes in order', CONTAINER, ['name', 'resources', 'startupProbe'], 'readinessProbe', 'resources'],
    ['requests go before limits', [...CONTAINER, 'resources'], ['limits'], 'requests', null],
    [
      'memory after cpu',
      [...CONTAINER, 'resources', 'limits'],
      ['cpu', 'ephemeral-storage'],
      'memory',
      'cpu',
    ],
    [
      'pod security before the containers',
      ['spec', 'template', 'spec'],
      ['serviceAccountName', 'containers', 'volumes'],
      'securityContext',
      'serviceAccountName',
    ],
    ['pod security first where only containers are', ['spec'], ['containers'], 'securityContext', null],
    [
      'volumes last',
      ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
      ['containers'],
      'volumes',
      'containers',
    ],
    [
      'container security',
      [...CONTAINER, 'securityContext'],
      ['privileged', 'capabilities'],
      'readOnlyRootFilesystem',
      'privileged',
    ],
    [
      'pod security context',
      ['spec', 'template', 'spec', 'securityContext'],
      ['runAsUser'],
      'fsGroup',
      'runAsUser',
    ],
    [
      'probe timings after the handler',
      [...CONTAINER, 'livenessProbe'],
      ['httpGet', 'periodSeconds'],
      'initialDelaySeconds',
      'httpGet',
    ],
    ['strategy after the selector', ['spec'], ['replicas', 'selector', 'template'], 'strategy', 'selector'],
    ['cron history', ['spec'], ['schedule', 'jobTemplate'], 'failedJobsHistoryLimit', 'schedule'],
    ['job limits', ['spec', 'jobTemplate', 'spec'], ['template'], 'backoffLimit', null],
    ['annotations after labels', ['metadata'], ['name', 'labels'], 'annotations', 'labels'],
    ['metadata of an object', [], ['apiVersion', 'kind', 'spec'], 'metadata', 'kind'],
    [
      'components of a kustomization',
      [],
      ['apiVersion', 'kind', 'resources', 'images'],
      'components',
      'resources',
    ],
    [
      'patches of a kustomization',
      [],
      ['namespace', 'resources', 'configMapGenerator'],
      'patches',
      'resources',
    ],
    ['digest of an image entry', ['images', 0], ['name', 'newName'], 'newTag', 'newName'],
    ['a container port', [...CONTAINER, 'ports', 0], ['containerPort'], 'name', null],
    ['a Service port', ['spec', 'ports', 0], ['port', 'targetPort'], 'name', null],
    ['unknown key: end', CONTAINER, ['name'], 'zzz', undefined],
    ['only unknown neighbours: end', CONTAINER, ['x-a', 'x-b'], 'image', undefined],
    ['unknown map: end', ['data'], ['a'], 'b', undefined],
    ['inherited names are no context', ['constructor'], ['a'], 'b', undefined],
  ])('%s', (_, path, keys, newKey, expected) => {
    expect(conventionalNeighbour(path, keys, newKey)).toBe(expected);
  });
});
