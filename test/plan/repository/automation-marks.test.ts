/** Values that an automation writes are left to it. */

import { buildGraph } from '../../../src/kustomize/file/graph.ts';
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { mayMeetMarks } from '../../../src/plan/repository/others/automation-marks.ts';
import { BASE, deployment, outcome, setting } from '../tiny.ts';

const READY = ['spec', 'minReadySeconds'];

const changedWith = (line: string, more = '') =>
  Object.keys(
    outcome({ ...BASE, 'base/web.yaml': deployment('web', `${line}\n${more}`) }, [setting(READY, 10)])
      .changed,
  );

test.each([
  '  minReadySeconds: 5 # {"$imagepolicy": "apps:web:tag"}',
  '  # renovate: datasource=docker depName=web\n  minReadySeconds: 5',
  '  # renovate: datasource=docker depName=web\n  # by hand before\n  minReadySeconds: 5',
  '  minReadySeconds: 5 # renovate: datasource=docker',
])('%j', line => {
  expect(changedWith(line)).toEqual([]);
});

test.each([
  '  minReadySeconds: 5 # renovated',
  '  # renovate: datasource=docker depName=web\n  paused: false\n  minReadySeconds: 5',
  '  # renovate: datasource=docker depName=web\n\n  minReadySeconds: 5',
])('not %j', line => {
  expect(changedWith(line)).toEqual(['base/web.yaml']);
});

test('nor a value above a marked one', () => {
  expect(changedWith('  minReadySeconds: 5', '  paused: false # {"$imagepolicy": "apps:web:tag"}\n')).toEqual(
    ['base/web.yaml'],
  );
});

describe('where values may come from', () => {
  const mayMeet = (texts: Readonly<Record<string, string>>) => {
    const [files, paths] = [memoryFiles(texts), Object.keys(texts)];
    return mayMeetMarks(files, paths, buildGraph(files, paths));
  };
  const marked = '# renovate: datasource=docker depName=web\nTAG=1\n';
  const generator = (field: string) => `configMapGenerator:\n  - name: c\n    ${field}\n`;

  test.each([
    { 'kustomization.yaml': generator('envs: [versions.env]'), 'versions.env': marked },
    { 'kustomization.yaml': generator('env: versions.env'), 'versions.env': marked },
    { 'kustomization.yaml': generator('files: [v=versions.txt]'), 'versions.txt': marked },
    { Kustomization: 'namespace: a # renovate: datasource=docker\n' },
    { 'kustomization.yaml': 'transformers: [t.yaml]\n', 't.yaml': '' },
  ])('%j', texts => expect(mayMeet(texts)).toBe(true));

  test.each([
    { 'kustomization.yaml': generator('envs: [other.env]'), 'other.env': 'TAG=1\n', 'versions.env': marked },
    { 'kustomization.yaml': 'namespace: a\n', 'README.md': marked },
  ])('not %j', texts => expect(mayMeet(texts)).toBe(false));
});
