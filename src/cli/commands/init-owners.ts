/** The questions about owners of namespaces that `kustomend init` writes. */
import type { Plan } from '../../plan/model/result.ts';
import { shown } from '../../report/words/list.ts';
import { type QuestionKey, questionsOf } from '../../report/words/questions.ts';
import { folderName } from '../../report/words/words.ts';

export type OwnerQuestion = Pick<Extract<QuestionKey, { type: 'namespace' }>, 'namespace' | 'claimants'>;

/**
 * Namespaces that several roots have the same claim on; one that several clusters have is asked for once, and so is one that
 * environments have under a name of their own.
 */
export function ownerQuestions(plan: Plan): OwnerQuestion[] {
  const byName = new Map<string, OwnerQuestion>();
  for (const { key } of questionsOf(plan)) {
    if (key?.type !== 'namespace') continue;
    const claimants = [...(byName.get(key.namespace)?.claimants ?? []), ...key.claimants];
    byName.set(key.namespace, { ...key, claimants });
  }
  const byCause = new Map<string, OwnerQuestion[]>();
  for (const each of byName.values()) {
    const cause = patternOf(each);
    byCause.set(cause, [...(byCause.get(cause) ?? []), each]);
  }
  return [...byCause].flatMap(([namespace, questions]) =>
    questions.length === 1
      ? questions
      : [{ namespace, claimants: questions.flatMap(({ claimants }) => claimants) }],
  );
}

/** `shop-dev` of folders that all have the word `dev` is `shop-*`. */
function patternOf({ namespace, claimants }: OwnerQuestion): string {
  const words = namespace.split('-');
  const isShared = (word: string) => claimants.every(folder => folder.split(/[/-]/).includes(word));
  const at = words.findLastIndex(isShared);
  // A glob of nothing but a star would be about every namespace.
  return at < 0 || words.length < 2 ? namespace : words.with(at, '*').join('-');
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
