/** A JSON patch about an object takes what else is wanted of it there. */

import type { Repo } from '../harness/repo.ts';
import { deployment, outcome, patch, setting } from './tiny.ts';

const READY = setting(['spec', 'minReadySeconds'], 5, {
  when: ({ name }, { path }) => name === 'one' && path.endsWith('prod'),
});
const CONTAINER = setting(['spec', 'template', 'spec', 'containers', { name: 'one' }, 'workingDir'], '/srv', {
  when: ({ name }, { path }) => name === 'one' && path.endsWith('prod'),
});
const PROFILE = setting(
  ['spec', 'template', 'spec', 'securityContext', 'seccompProfile'],
  { type: 'RuntimeDefault' },
  { when: ({ name }, { path }) => name === 'one' && path.endsWith('prod') },
);
const OPERATION = '- op: add\n  path: /spec/paused\n  value: false\n';
const TARGET = '  target:\n    kind: Deployment\n    name: one\n';

const repo = (patches: string, files: Repo = {}): Repo => ({
  'base/one.yaml': deployment('one'),
  'base/two.yaml': deployment('two'),
  'base/kustomization.yaml': 'resources: [one.yaml, two.yaml]\n',
  'overlays/dev/kustomization.yaml': 'resources: [../../base]\n',
  'overlays/prod/kustomization.yaml': `resources: [../../base]\npatches:\n${patches}`,
  ...files,
});
const inline = `- patch: |-\n${OPERATION.replace(/^/gm, '    ').trimEnd()}\n${TARGET}`;

test('in the kustomization', () => {
  const { changed } = outcome(repo(inline), [READY]);
  expect(changed['overlays/prod/kustomization.yaml']).toContain(
    '      value: false\n    - op: add\n      path: /spec/minReadySeconds\n      value: 5\n  target:',
  );
});

test('in a file of its own', () => {
  const { changed } = outcome(repo(`- path: one.yaml\n${TARGET}`, { 'overlays/prod/one.yaml': OPERATION }), [
    READY,
  ]);
  expect(changed).toEqual({
    'overlays/prod/one.yaml': `${OPERATION}- op: add\n  path: /spec/minReadySeconds\n  value: 5\n`,
  });
});

test.each([
  ['that is for several', inline.replace('name: one', 'name: one|two'), READY],
  [
    'whose file is for something else',
    `- path: image.yaml\n${TARGET}`,
    setting(['spec', 'replicas'], 3, {
      when: ({ name }, { path }) => name === 'one' && path.endsWith('prod'),
    }),
  ],
  ['that would have to count containers', inline, CONTAINER],
  ['that would put a map of several fields whole', inline, PROFILE],
])('not one %s', (_, patches, transform) => {
  const { changed } = outcome(repo(patches, { 'overlays/prod/image.yaml': OPERATION }), [transform]);
  expect(Object.values(changed).join()).toContain('kind: Deployment\n');
  expect(changed['overlays/prod/image.yaml']).toBeUndefined();
});

test('nor where a merge patch is about it', () => {
  const merge = patch('one', '  paused: true\n');
  const { changed } = outcome(repo(`${inline}- path: merge.yaml\n`, { 'overlays/prod/merge.yaml': merge }), [
    READY,
  ]);
  expect(Object.keys(changed)).toEqual(['overlays/prod/merge.yaml']);
});
