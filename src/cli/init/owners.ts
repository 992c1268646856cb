/** The questions about owners of namespaces that `kustomend init` writes. */
import type { Plan } from '../../plan/model/result.ts';
import { shown } from '../../report/words/list.ts';
import { type QuestionKey, questionsOf } from '../../report/words/questions/questions.ts';
import { folderName } from '../../report/words/words.ts';

export type OwnerQuestion = Pick<Extract<QuestionKey, { type: 'namespace' }>, 'namespace' | 'claimants'>;

/** Namespaces that several roots have the same claim on. */
export function ownerQuestions(plan: Plan): OwnerQuestion[] {
  return questionsOf(plan).flatMap(({ key }) => (key?.type === 'namespace' ? [key] : []));
}

export function ownerLines(owners: readonly OwnerQuestion[]): string[] {
  if (owners.length === 0) return [];
  return [
    '',
    '# Namespaces that several folders render: which of them owns quota and limits? A folder, a glob over folders, or none.',
    'namespaces:',
    ...owners.flatMap(({ namespace, claimants }) => [
      `  # ${shown(claimants.map(folderName))}`,
      `  ${namespace.includes('*') ? JSON.stringify(namespace) : namespace}:`,
      "    owner: '?'",
    ]),
  ];
}
