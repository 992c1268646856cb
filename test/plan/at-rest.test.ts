/** What is switched off in one root does not keep what all others want out of the base. */

import type { Repo } from '../harness/repo.ts';
import { BASE, outcome, overlay, setting } from './tiny.ts';

const POD = ['spec', 'template', 'spec'];
const runs = {
  when: (resource: { get(path: readonly string[]): unknown }) => resource.get(['spec', 'replicas']) !== 0,
};

const scaled = (more = '') => `patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      replicas: 0
${more}`;

const repo = (off: string): Repo => ({
  ...BASE,
  ...overlay('dev', off),
  ...overlay('staging'),
  ...overlay('prod'),
});

test('a field of its pods stands in the base', () => {
  const { changed } = outcome(repo(scaled()), [setting([...POD, 'hostUsers'], false, runs)]);
  expect(Object.keys(changed)).toEqual(['base/web.yaml']);
});

test('what is no field of its pods stands in the overlays that want it', () => {
  const { changed } = outcome(repo(scaled()), [setting(['spec', 'revisionHistoryLimit'], 3, runs)]);
  expect(Object.keys(changed)).not.toContain('base/web.yaml');
});
