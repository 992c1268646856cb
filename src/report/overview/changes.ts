/** What a plan writes, in numbers, and who has proven it. */
import type { Plan } from '../../plan/model/result.ts';
import { countFiles } from '../words/tally.ts';
import { count } from '../words/words.ts';

/** `writes 37 files (231 edits, 14 patches, 4 new files), 8 restarts a root` */
export function changesText(plan: Plan): string {
  return plan.changes.length === 0 ? 'nothing to change' : `writes ${filesText(plan)}`;
}

/** `37 files (231 edits, 14 patches, 4 new files), 8 restarts a root` */
export function filesText(plan: Plan): string {
  const { edits, patches, newFiles } = countFiles(plan);
  const parts = [
    ...(edits > 0 ? [count(edits, 'edit')] : []),
    ...(patches > 0 ? [count(patches, 'patch', 'patches')] : []),
    ...(newFiles > 0 ? [count(newFiles, 'new file')] : []),
  ];
  // The configuration is no fix's.
  const made = parts.length === 0 || isOfConfiguration(plan) ? '' : ` (${parts.join(', ')})`;
  return `${count(plan.changes.length, 'file')}${made}${restarts(plan)}`;
}

function restarts({ roots }: Plan): string {
  const numbers = roots.map(root => root.restarts).filter(number => number > 0);
  if (numbers.length === 0) return '';
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const many = least === most ? count(most, 'restart') : `${least} to ${most} restarts`;
  return `, ${many}${numbers.length === 1 ? '' : ' a root'}`;
}

/** Whether all that is written is what people state. */
export function isOfConfiguration({ changes, fixes }: Plan): boolean {
  return changes.length > 0 && fixes.every(({ status }) => status !== 'planned');
}

export function proofLines(plan: Plan, witness: string, width: number): string[] {
  if (plan.changes.length === 0 || isOfConfiguration(plan)) return [];
  const own = `proof: ${count(plan.expected.size, 'kustomization')}`;
  const both = `${own}; ${witness}`;
  return both.length <= width ? [both] : [own, `witness: ${witness}`];
}
