/** Never again: which entries of `ignore:` leave fixes out, and what else they mean. */
import { matchesGlob } from '../../config/glob.ts';
import type { ExemptionStatement, Statement } from '../../config/statements.ts';
import { folderOf } from '../../kustomize/files/files.ts';
import type { Fix } from '../../plan/model/result.ts';

/** An entry for each remediation and object, once; of what a root lacks, for each of the roots. */
export function exemptionsOf(
  fixes: readonly Fix[],
  all: readonly Fix[],
  reason: string,
): readonly ExemptionStatement[] {
  const meant = new Set(fixes.map(({ id }) => id));
  const entries = fixes.flatMap((fix): ExemptionStatement[] => {
    const { subject, transform: id, roots } = fix;
    const common = { type: 'exemption', id, reason } as const;
    if (isRoot(fix)) return roots.map(root => ({ ...common, root }));
    const entry = { ...common, resource: nameOf(fix) };
    // What else is found of the object is nobody's decision yet: the field tells them apart where it can.
    const others = all.filter(each => !meant.has(each.id) && exempts(entry, each));
    const isNarrower = others.some(({ subject: { field } }) => !isBelow(field, subject.field));
    return [isNarrower && isPlain(subject.field) ? { ...entry, field: subject.field } : entry];
  });
  const once = [...new Map(entries.map(entry => [JSON.stringify(entry), entry])).values()];
  return once.filter(entry => !once.some(other => other !== entry && saysMore(other, entry)));
}

/** A root stands for those below it, too: an entry for one of these would exempt nothing. */
function saysMore({ id, root: above }: ExemptionStatement, { id: own, root }: ExemptionStatement): boolean {
  return id === own && above !== undefined && root !== undefined && matchesGlob(above, root);
}

/** Whether a statement keeps a fix from being found, as the configuration reads it. */
export function exempts(statement: Statement, fix: Fix): boolean {
  if (statement.type !== 'exemption' || statement.id !== fix.transform) return false;
  const { resource, root, field } = statement;
  if (root !== undefined) return isRoot(fix) && fix.roots.some(folder => matchesGlob(root, folder));
  return resource === nameOf(fix) && (field === undefined || isBelow(fix.subject.field, field));
}

function nameOf({ subject: { kind, name } }: Fix): string {
  return `${kind}/${name}`;
}

/** About the root itself: the kustomization stands for it. */
function isRoot({ subject: { kind, name, at } }: Fix): boolean {
  return kind === 'Kustomization' && name === folderOf(at);
}

function isBelow(field: string, above: string): boolean {
  return field === above || field.startsWith(`${above}.`);
}

/** Entries are globs: a field with their characters in it would mean others. */
function isPlain(field: string): boolean {
  return field !== '' && !/[*?{}!]/.test(field);
}
