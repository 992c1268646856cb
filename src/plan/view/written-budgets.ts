/** Budgets that were there before a plan, and not made by it. */
import type { Files } from '../../kustomize/files/files.ts';
import type { Resource } from '../../transform.ts';
import { documentsIn, kindOf, nameOf } from '../repository/platform/documents.ts';

/**
 * Whether somebody has decided on a budget. What another environment gets in the same plan is no decision of anybody: which of the
 * two is looked at first would make the difference.
 *
 * @param before as the repository is
 * @param now as an earlier round has left it
 */
export function isWrittenBudget(budget: Resource, before: Files, now: Files): boolean {
  const file = budget.where(['kind']).replace(/:\d+$/, '');
  // A file as it was, or none: made by a chart or a remote base.
  if (before.read(file) === now.read(file)) return true;
  const names = [budget.name, ...budget.formerNames];
  return documentsIn(before, file).some(
    document => kindOf(document) === budget.kind && names.includes(nameOf(document)),
  );
}
