/** Which parts of a run its time goes to, as V8 samples it. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { timed } from './timed.ts';

/** Functions that a part begins with, of which the innermost counts. */
const BEGINNINGS = {
  'Module._load': 'start',
  collectSecrets: 'secrets',
  prepare: 'render',
  askWhetherTheyBuild: 'kustomize',
  viewRoots: 'views',
  findAll: 'findings',
  writeRound: 'writing',
  proveRounds: 'proof',
  '(garbage collector)': 'garbage',
} as const;

type Part = (typeof BEGINNINGS)[keyof typeof BEGINNINGS] | 'rest';

export const PARTS: readonly Part[] = [...Object.values(BEGINNINGS), 'rest'];

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/**
 * Of the program, with the names of its functions.
 *
 * @param top of the project
 * @returns the share of each part
 */
export function profiled(top: string, folder: string, args: readonly string[]): Record<Part, number> {
  const out = mkdtempSync(join(tmpdir(), 'kustomend-profile-'));
  try {
    const program = join(out, 'program.cjs');
    const entryPoints = [join(top, 'src/cli/main.ts')];
    buildSync({ entryPoints, outfile: program, bundle: true, platform: 'node', format: 'cjs' });
    const start = `process.argv.splice(1, 0, 'kustomend'); require(${JSON.stringify(program)}).start()`;
    timed(process.execPath, ['--cpu-prof', '--cpu-prof-dir', out, '-e', start, '--', ...args], folder);
    const file = readdirSync(out).find(each => each.endsWith('.cpuprofile'));
    if (file === undefined) throw new Error(`no profile of ${folder}`);
    return sharesOf(JSON.parse(readFileSync(join(out, file), 'utf8')));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function sharesOf({ nodes, samples, timeDeltas }: Profile): Record<Part, number> {
  const parts = new Map<number, Part>();
  // What has the name of something else gets a number in a bundle.
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName.replace(/\d+$/, '')]));
  // Parents come before their children.
  for (const { id, children = [] } of nodes) {
    const own = BEGINNINGS[names.get(id) as keyof typeof BEGINNINGS] ?? parts.get(id) ?? 'rest';
    parts.set(id, own);
    for (const child of children) parts.set(child, own);
  }
  const shares = Object.fromEntries(PARTS.map(part => [part, 0])) as Record<Part, number>;
  const busy = [...samples.entries()].filter(([, id]) => names.get(id) !== '(idle)');
  const all = busy.reduce((sum, [index]) => sum + timeDeltas[index]!, 0);
  for (const [index, id] of busy) shares[parts.get(id) ?? 'rest'] += timeDeltas[index]! / all;
  return shares;
}
