// Evaluates every kustomization of the corpus and compares with the real kustomize: node scripts/run.mjs scripts/corpus-render.ts [repository]
import { join } from 'node:path';
import { createEvaluator } from '../src/kustomize/build/evaluate.ts';
import { diskFiles } from '../src/kustomize/files/disk.ts';
import { realKustomize } from '../test/harness/kustomize.ts';
import {
  CORPUS,
  inParallel,
  kustomizationFolders,
  realBuild,
  repositories,
} from '../test/kustomize/corpus.ts';
import { declared, verdict } from '../test/kustomize/verdict.ts';

const binary = realKustomize?.path ?? null;
if (!binary) throw new Error('no kustomize on PATH');
const [only = ''] = process.argv.slice(2);
const total: Record<string, number> = {};
const reasons: Record<string, number> = {};
for (const repository of repositories().filter(name => name.includes(only))) {
  const root = join(CORPUS, repository);
  const folders = kustomizationFolders(root);
  const started = performance.now();
  const evaluator = createEvaluator(diskFiles(root), { loadRestrictor: 'LoadRestrictionsNone' });
  const outcomes = new Map(folders.map(folder => [folder, evaluator.evaluate(folder)]));
  const elapsed = performance.now() - started;
  const tally: Record<string, number> = {};
  await inParallel(folders, 2, async folder => {
    const outcome = outcomes.get(folder)!;
    const skipped = declared(outcome) !== null;
    const real = skipped
      ? { ok: true as const, yaml: '' }
      : await realBuild(binary, root, folder, repository);
    const found = verdict(outcome, real);
    tally[found.kind] = (tally[found.kind] ?? 0) + 1;
    total[found.kind] = (total[found.kind] ?? 0) + 1;
    if (found.kind === 'declared') reasons[found.reason] = (reasons[found.reason] ?? 0) + 1;
    if (found.kind === 'different')
      process.stdout.write(`${repository}/${folder}: ${found.reason.slice(0, 400)}\n`);
  });
  process.stdout.write(`${repository}: ${JSON.stringify(tally)} ${elapsed.toFixed(0)} ms\n`);
}
process.stdout.write(`${JSON.stringify(total)}\n${JSON.stringify(reasons, null, 1)}\n`);
if (total.different) process.exitCode = 1;
