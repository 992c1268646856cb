/** What a plan writes, in numbers, and who has proven it. */
import type { Plan } from '../../plan/model/result.ts';
import { countFiles } from '../words/tally.ts';
import { count, enumerated } from '../words/words.ts';

/** `writes 37 files (231 edits, 14 patches, 4 new files), 8 restarts a root` */
export function changesText(plan: Plan): string {
  return plan.changes.length === 0 ? 'nothing to change' : `writes ${filesText(plan)}`;
}

/** `37 files (231 edits, 14 patches, 4 new files), 8 restarts a root`, or the configuration by its name where that is all. */
export function filesText(plan: Plan): string {
  if (isOfConfiguration(plan)) return enumerated(plan.changes.map(({ path }) => path));
  const { edits, patches, newFiles } = countFiles(plan);
  const parts = [
    ...(edits > 0 ? [count(edits, 'edit')] : []),
    ...(patches > 0 ? [count(patches, 'patch', 'patches')] : []),
    ...(newFiles > 0 ? [count(newFiles, 'new file')] : []),
  ];
  const made = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  return `${count(plan.changes.length, 'file')}${made}${restarts(plan)}`;
}

function restarts({ roots }: Plan): string {
  const numbers = roots.map(root => root.restarts).filter(number => number > 0);
  if (numbers.length === 0) return '';
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const many = least === most ? count(most, 'workload') : `${least} to ${most} workloads`;
  // Remediations that have one workload each count it: it restarts once for all of them.
  return `, restarts ${many}${numbers.length === 1 ? '' : ' a root'}${most === 1 ? '' : ', each once'}`;
}

/** Whether all that is written is what people state. */
export function isOfConfiguration({ changes, fixes }: Plan): boolean {
  return changes.length > 0 && fixes.every(({ status }) => status !== 'planned');
}

/** `3 roots and 1 other kustomization`: what is proven is more than what was looked at. */
function provenText({ expected, roots }: Plan): string {
  const selected = new Set(roots.filter(root => root.selected).map(({ folder }) => folder));
  const proven = [...expected.keys()].filter(folder => selected.has(folder)).length;
  const besides = expected.size - proven;
  if (proven === 0) return count(besides, 'kustomization');
  const others = besides === 0 ? '' : ` and ${count(besides, 'other kustomization')}`;
  return `${count(proven, 'root')}${others}`;
}

export function proofLines(plan: Plan, witness: string, width: number): string[] {
  if (plan.changes.length === 0 || isOfConfiguration(plan)) return [];
  const own = `proof: ${provenText(plan)}`;
  const both = `${own}; ${witness}`;
  return both.length <= width ? [both] : [own, `witness: ${witness}`];
}
