/** How soon `--watch` says what a save changes: of the repository in the middle of a folder of them. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LONGEST_MS = 200;
const SAVES = 9;

/**
 * Saves the file of the first hunk again and again, a line longer each time, so that what is printed changes. Prints a line.
 *
 * @param folder of the repository, in a git work tree
 */
export async function printWatched(program: string, name: string, folder: string): Promise<void> {
  const args = [program, '--watch', '--unsafe', '--exit-zero', '--no-pager', '.'];
  const watching = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    let shown = '';
    let waiting = (): void => {};
    watching.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    watching.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('watching:')) waiting();
    });
    const blockEnds = () => new Promise<void>(resolve => (waiting = resolve));
    await blockEnds();
    const file = /^--- a\/(.+)$/m.exec(shown)?.[1];
    if (file === undefined) throw new Error(`${name}: nothing is shown that could change`);
    const times: number[] = [];
    while (times.length < SAVES) {
      // A person who saves is not faster than what follows a run.
      await new Promise(resolve => setTimeout(resolve, 100));
      const path = join(folder, file);
      const ended = blockEnds();
      const started = performance.now();
      writeFileSync(path, `# saved\n${readFileSync(path, 'utf8')}`);
      await ended;
      times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    const ms = times[SAVES >> 1]!;
    console.log(`a save, --watch | ${name} | ${ms.toFixed(0)} | ${ms <= LONGEST_MS ? 'met' : 'missed'}`);
  } finally {
    watching.kill();
  }
}
