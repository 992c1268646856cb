/** A kustomize that does not come to an end holds a run up for so long and no longer, however many roots are in doubt. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askWhetherTheyBuild, type Patience } from '../../src/witness/ask.ts';
import type { WitnessTool } from '../../src/witness/tool.ts';

const BUILT = 'kind: ConfigMap\n';

/** Answers at once for roots that are called `quick`, and never for others; keeps a line for each question. */
function slowKustomize(): { readonly tool: WitnessTool; questions(): number } {
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-slow-'));
  const [path, log] = [join(folder, 'kustomize'), join(folder, 'questions')];
  writeFileSync(
    path,
    `#!/bin/sh\necho asked >> '${log}'\ncase "$PWD" in */quick) printf '${BUILT}' ;; *) exec sleep 600 ;; esac\n`,
    { mode: 0o755 },
  );
  const env = { PATH: process.env.PATH };
  return {
    tool: { path, env, version: 'v5.8.2' },
    questions: () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0),
  };
}

function ask(tool: WitnessTool, folders: readonly string[], patience: Patience) {
  const root = mkdtempSync(join(tmpdir(), 'kustomend-asked-'));
  const virtual = folders.map(folder => ({
    path: `${folder}/kustomization.yaml`,
    before: 'resources: []\n',
    after: '',
  }));
  const options = { loadRestrictor: 'LoadRestrictionsRootOnly' } as const;
  return askWhetherTheyBuild(tool, { root, paths: [], virtual }, folders, options, patience);
}

test('one root that takes too long says nothing of itself, and takes no answer from the others', () => {
  const { tool, questions } = slowKustomize();
  const verdicts = ask(tool, ['slow', 'quick'], { each: 2000, all: 600_000 });
  expect([...verdicts]).toEqual([['quick', { builds: true }]]);
  expect(questions()).toBe(2);
});

test('of many the last are not asked about any more', () => {
  const { tool, questions } = slowKustomize();
  const many = Array.from({ length: 40 }, (_, index) => `slow-${index}`);
  expect(ask(tool, many, { each: 400, all: 1200 }).size).toBe(0);
  // Each takes all of its time, so there is room for three.
  expect(questions()).toBeLessThan(8);
});

test('without any time left nobody is asked', () => {
  const { tool, questions } = slowKustomize();
  expect(ask(tool, ['quick'], { each: 2000, all: 0 }).size).toBe(0);
  expect(questions()).toBe(0);
});
