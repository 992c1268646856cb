/** What the lock file says, and what it must not say. */
import { FileProblems } from '../../src/cli/process/errors.ts';
import { readLock } from '../../src/cli/session/lock.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import { configOf } from '../harness/repo.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const lockOf = (text: string) => readLock(memoryFiles({ 'kustomend.lock.yaml': text }), configOf({}));

test('digests, with their platforms where somebody has recorded them', () => {
  const lock = lockOf(`version: 1
images:
  docker.io/library/a:1: {digest: "${DIGEST}", resolvedAt: 2026-01-01}
  docker.io/library/b:1:
    digest: ${DIGEST}
    platforms: [linux/amd64, linux/arm/v7]
`);
  expect([...lock]).toEqual([
    ['docker.io/library/a:1', { digest: DIGEST, at: 'kustomend.lock.yaml:3' }],
    [
      'docker.io/library/b:1',
      { digest: DIGEST, at: 'kustomend.lock.yaml:4', platforms: ['linux/amd64', 'linux/arm/v7'] },
    ],
  ]);
});

test.each(['linux/amd64', '[amd64]', '[linux/arm/v7/x]', '[7]'])('platforms are none: %s', platforms => {
  const text = `version: 1\nimages:\n  a:1: {digest: "${DIGEST}", platforms: ${platforms}}\n`;
  expect(() => lockOf(text)).toThrow(FileProblems);
});
