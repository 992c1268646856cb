/** Files of a disk at a later time, and what is rendered of them: as if everything were read anew. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEvaluator } from '../../src/kustomize/build/evaluate.ts';
import { diskFiles } from '../../src/kustomize/files/disk.ts';
import type { Files } from '../../src/kustomize/files/files.ts';
import { toJson } from '../../src/kustomize/tree/node.ts';

const options = { loadRestrictor: 'LoadRestrictionsRootOnly' } as const;
let root: string;
const write = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};
const long = Date.now() / 1000 - 1000;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kustomend-later-'));
  write('base/kustomization.yaml', 'configMapGenerator:\n- {name: a, files: [data.bin, absent/b]}\n');
  write('base/data.bin', Uint8Array.of(0xff));
  write('base/absent/b', 'b');
  write('overlay/kustomization.yaml', 'resources: [../base]\nnamePrefix: x-\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const rendered = (evaluator: ReturnType<typeof createEvaluator>) => {
  const outcome = evaluator.evaluate('overlay');
  return outcome.state === 'evaluated' ? outcome.resources.map(({ node }) => toJson(node)) : outcome.state;
};
const anew = (files: Files) => rendered(createEvaluator(files, options));

test.each<[string, () => void, string[]]>([
  ['bytes that are no text', () => write('base/data.bin', Uint8Array.of(0xfe)), ['base/data.bin']],
  [
    'a kustomization',
    () => write('overlay/kustomization.yaml', 'resources: [../base]\n'),
    ['overlay/kustomization.yaml'],
  ],
  ['a time', () => utimesSync(join(root, 'base/data.bin'), long, long), []],
])('%s is another', (_, change, paths) => {
  const before = diskFiles(root);
  const evaluator = createEvaluator(before, options);
  const first = rendered(evaluator);
  change();
  const files = before.again();
  expect(files.before?.files).toBe(before);
  expect([...(files.before?.changed ?? [])]).toEqual(paths);
  const later = rendered(evaluator.later(files, files.before!.changed));
  expect(later).toEqual(anew(diskFiles(root)));
  expect(JSON.stringify(later) === JSON.stringify(first)).toBe(paths.length === 0);
});

test.each<[string, () => void]>([
  ['a file has gone', () => rmSync(join(root, 'base/absent/b'))],
  ['a file has come', () => write('base/kustomization.yml', 'resources: []\n')],
  [
    'a link stands there',
    () => {
      renameSync(join(root, 'base'), join(root, 'moved'));
      symlinkSync('moved', join(root, 'base'));
    },
  ],
])('more than a text is another where %s', (_, change) => {
  const before = diskFiles(root);
  anew(before);
  change();
  const files = before.again();
  expect(files.before).toBeUndefined();
  expect(anew(files)).toEqual(anew(diskFiles(root)));
});

test('a text that stays is the same one, and what was before is let go', () => {
  const first = diskFiles(root);
  const text = first.read('overlay/kustomization.yaml');
  const second = first.again();
  expect(second.read('overlay/kustomization.yaml')).toBe(text);
  second.again();
  expect(second.before).toBeUndefined();
});
