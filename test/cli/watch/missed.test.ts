/** What is saved while a run looks, before anybody watches. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Said } from '../../../src/cli/cache/answer.ts';
import { filesNow, type RunMemory } from '../../../src/cli/cache/run-memory.ts';
import { EXIT } from '../../../src/cli/process/exit.ts';
import type { Io } from '../../../src/cli/process/io.ts';
import { watching } from '../../../src/cli/watch/watch.ts';
import { writeIn } from '../cli.ts';

test('is found by a second look, without any event', async () => {
  const root = mkdtempSync(join(tmpdir(), 'kustomend-missed-'));
  const said: string[] = [];
  let runs = 0;
  let printed: Said[] = [];
  const io = {
    held: (run: () => unknown) => {
      printed = [];
      return { result: run(), said: printed };
    },
    release: (texts: readonly Said[]) => said.push(...texts.map(([, text]) => text)),
    unrepeatable: () => {},
    note: (text: string) => said.push(text),
  } as unknown as Io;
  const ended = watching(io, (memory: RunMemory) => {
    memory.paths = ['a.yaml'];
    const files = filesNow(memory, root);
    printed.push(['stdout', `${files.read('a.yaml') ?? ''}`]);
    if (runs++ === 0) writeIn(root, 'a.yaml', 'b');
    else setTimeout(() => process.emit('SIGINT'), 0);
    return EXIT.ok;
  });
  expect(await ended).toBe(EXIT.interrupted);
  expect(said.join('|')).toContain('what was saved meanwhile');
  expect(said.filter(text => text === 'b')).toHaveLength(1);
  rmSync(root, { recursive: true });
});
