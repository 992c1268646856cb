import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inCopy } from '../../src/witness/copy.ts';

test.each([
  ['as usual', process.env.PATH],
  ['that is empty', ''],
  ['that is not set', undefined],
])('a copy is gone soon after its use, with a path %s', async (_, PATH) => {
  const root = mkdtempSync(join(tmpdir(), 'kustomend-copied-'));
  writeFileSync(join(root, 'web.yaml'), 'kind: Service\n');
  const copy = inCopy(root, ['web.yaml'], { PATH }, place => {
    expect(existsSync(join(place, 'web.yaml'))).toBe(true);
    return place;
  });
  for (let tries = 0; tries < 200 && existsSync(copy); tries++) await sleep(50);
  expect(existsSync(copy)).toBe(false);
});
