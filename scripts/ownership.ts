// Share of rendered scalars with an editable owner or a named reason, over every kustomization of the corpus: node scripts/run.mjs scripts/ownership.ts [repository]
import { join } from 'node:path';
import { createEvaluator } from '../src/kustomize/build/evaluate.ts';
import { diskFiles } from '../src/kustomize/files/disk.ts';
import type { Node } from '../src/kustomize/tree/node.ts';
import { CORPUS, filesBelow, kustomizationFolders, repositories } from '../test/kustomize/corpus.ts';
import { ownerOf } from '../test/kustomize/owner.ts';

const [only = ''] = process.argv.slice(2);
const kinds: Record<string, number> = {};
const without: string[] = [];
let total = 0;
let folders = 0;
for (const repository of repositories().filter(name => name.includes(only))) {
  const root = join(CORPUS, repository);
  const files = diskFiles(root);
  const owner = ownerOf(files, new Set(filesBelow(root)));
  const evaluator = createEvaluator(files, { loadRestrictor: 'LoadRestrictionsNone' });
  for (const folder of kustomizationFolders(root)) {
    const outcome = evaluator.evaluate(folder);
    if (outcome.state !== 'evaluated') continue;
    folders++;
    for (const resource of outcome.resources) {
      const visit = (node: Node, path: string): void => {
        if (node.kind === 'scalar') {
          const answer = owner(node);
          total++;
          kinds[answer.kind] = (kinds[answer.kind] ?? 0) + 1;
          if (answer.kind === 'none') without.push(`${repository}/${folder} ${path}: ${answer.says}`);
        } else if (node.kind === 'list')
          for (const [index, item] of node.items.entries()) visit(item, `${path}/${index}`);
        else for (const [key, child] of node.entries) visit(child, `${path}/${key}`);
      };
      visit(resource.node, resource.source.id);
    }
  }
}
const share = ((total - without.length) / total) * 100;
process.stdout.write(
  `${folders} kustomizations, ${total} scalars: ${share.toFixed(3)} % with an owner or a reason\n`,
);
for (const [kind, count] of Object.entries(kinds).sort(([, a], [, b]) => b - a)) {
  process.stdout.write(`  ${kind.padEnd(28)} ${count} (${((count / total) * 100).toFixed(2)} %)\n`);
}
for (const line of without.slice(0, 20)) process.stdout.write(`${line}\n`);
if (share < 99) process.exitCode = 1;
