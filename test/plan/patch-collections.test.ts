/** Files of patches for many objects take those of others too; the file of one object does not. */

import type { Repo } from '../harness/repo.ts';
import { deployment, outcome, patch, setting } from './tiny.ts';

const POD = ['spec', 'template', 'spec'];
const SECURITY = setting([...POD, 'securityContext', 'runAsNonRoot'], true, {
  when: ({ name }, { path }) => name === 'one' && path.endsWith('prod'),
});

const serviceOf = (name: string) => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  publishNotReadyAddresses: true
`;
const service = serviceOf('two');
const hostless = (name: string) => patch(name, '  template:\n    spec:\n      hostNetwork: false\n');

const repo = (file: string, patches: readonly string[]): Repo => ({
  'base/one.yaml': deployment('one'),
  'base/two.yaml': deployment('two'),
  'base/three.yaml': deployment('three'),
  'base/service.yaml': ['two', 'three']
    .map(name => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports: [{port: 80}]\n`)
    .join('---\n'),
  'base/kustomization.yaml': 'resources: [one.yaml, two.yaml, three.yaml, service.yaml]\n',
  'overlays/dev/kustomization.yaml': 'resources: [../../base]\n',
  'overlays/prod/kustomization.yaml': `resources: [../../base]\npatches:\n- path: ${file}\n`,
  [`overlays/prod/${file}`]: patches.join('---\n'),
});

test.each([
  ['of several', 'security.yaml', [hostless('two'), hostless('three')], 'overlays/prod/security.yaml'],
  [
    'of several about anything',
    'patches.yaml',
    [hostless('two'), hostless('three')],
    'overlays/prod/patches.yaml',
  ],
  ['of one about anything', 'patches.yaml', [hostless('two')], undefined],
  ['of one in all its kinds', 'security.yaml', [hostless('two'), service], undefined],
  ['of another kind, and called so', 'patch-service.yaml', [service, serviceOf('three')], undefined],
  ['of another kind', 'patches.yaml', [service, serviceOf('three')], 'overlays/prod/patches.yaml'],
  ['called after one of them', 'two-security.yaml', [hostless('two'), hostless('three')], undefined],
] as const)('a file of patches %s', (_, file, patches, taken) => {
  const { changed } = outcome(repo(file, patches), [SECURITY]);
  const held = Object.keys(changed).filter(each => changed[each]!.includes('runAsNonRoot'));
  expect(held).toEqual([taken ?? expect.stringMatching(/^overlays\/prod\/one-|^overlays\/prod\/.*one/)]);
  if (taken === undefined) expect(Object.keys(changed)).not.toContain(`overlays/prod/${file}`);
});
