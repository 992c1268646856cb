/** Whether what an earlier round has written did what it was for. */
import type { Change, FieldPath } from '../transform.ts';
import { inTexts, setApart } from './apart.ts';
import type { Finding } from './find/found/finding.ts';
import type { Goal } from './find/goals.ts';
import { type Lessons, withLessons } from './model/lessons.ts';
import type { Placed } from './place/types.ts';
import { type Copy, copiesBelow } from './rendered/copies.ts';
import { groupedBy } from './rendered/grouped.ts';
import { nodeAt, type RenderedRoot } from './rendered/rendered.ts';
import { canonical } from './rendered/same-data.ts';
import type { Created } from './write/draft/emit-context.ts';

/** What the round before has written, and all rounds before it. */
export interface Written {
  readonly placed: readonly Placed[];
  readonly created: readonly Created[];
  readonly everPlaced: readonly Placed[];
}

/**
 * A fix that is wanted again has done nothing, be it that the patch it went into says it otherwise; one that makes others want something belongs higher up.
 *
 * @returns null where there is nothing to learn
 */
export function lessonsOfEarlierRounds(
  findings: readonly Finding[],
  planned: ReadonlySet<string>,
  before: readonly Finding[] | undefined,
  written: Written,
  lessons: Lessons,
  describe: (copy: Copy) => string,
): Lessons | null {
  const isPlanned = (f: Finding) => planned.has(f.key);
  const idle = planned.size === 0 ? [] : findings.filter(f => f.status === 'candidate' && isPlanned(f));
  if (idle.length > 0) {
    const keys = new Set(idle.map(f => f.key));
    const texts = inTexts(written.everPlaced, lessons).filter(({ serves }) =>
      serves.some(wanting => wanting.findings.some(key => keys.has(key))),
    );
    if (texts.length > 0) return setApart(lessons, texts, 'it has no effect there');
    const isRaised = ({ fixId }: Finding) => lessons.raised.has(fixId);
    return withLessons(lessons, {
      raised: idle.map(({ fixId }) => fixId),
      withdrawn: idle.filter(isRaised).map(f => [f.key, whyIdle(f, written.everPlaced, describe)]),
    });
  }
  const raised = before ? strayed(findings, before, written, lessons) : [];
  return raised.length === 0 ? null : withLessons(lessons, { raised });
}

/** Fixes that reached where nobody asked for them, and are the cause of what is found there now. */
function strayed(
  findings: readonly Finding[],
  before: readonly Finding[],
  written: Written,
  { raised }: Lessons,
): string[] {
  const suspects = written.placed
    .map(({ goal }) => goal)
    .filter(goal => goal.elsewhere === 'harmless' && !raised.has(goal.fixId));
  const byTransform = groupedBy(suspects, goal => goal.transform.id);
  // Ids last: few findings are about anything that has strayed.
  const caused = findings.flatMap(finding => {
    const cause = byTransform
      .get(finding.transform.id)
      ?.find(goal => !isWantedFor(goal, finding) && concerns(goal, finding, written.created));
    return cause ? [{ finding, cause }] : [];
  });
  const known = new Set(caused.length > 0 ? before.map(f => f.key) : []);
  return caused.filter(({ finding }) => !known.has(finding.key)).map(({ cause }) => cause.fixId);
}

/** Another fix has taken it back, or something does that we do not see. */
function whyIdle(
  { fixId, transform, proposal, object, root }: Finding,
  placed: readonly Placed[],
  describe: (copy: Copy) => string,
): string {
  const paths = proposal.changes.flatMap(change => ('path' in change ? [change.path] : []));
  const opponent = placed.find(
    ({ goal }) =>
      goal.type !== 'create' &&
      goal.fixId !== fixId &&
      goal.sourceId === object?.sourceId &&
      paths.some(path => overlaps(path, goal.path)),
  );
  if (!opponent) {
    const part = proposal.changes.flatMap(change => copiesAt(change, root)).at(0);
    if (part) return `${describe(part)}, writes a part of it`;
    const namespace = proposal.changes.flatMap(change => namespaceCopiesBeside(change, root)).at(0);
    return namespace
      ? `${describe(namespace)}, writes the namespace of what it is for, and not its own`
      : `it has no effect in ${root.folder || '.'}`;
  }
  return `${opponent.goal.transform.id} takes back what ${transform.id} wants: they would alternate`;
}

/** Copies in the field of a change, or below it. */
function copiesAt(change: Change, root: RenderedRoot): Copy[] {
  return 'path' in change ? copiesIn(root, change.resource, change.path) : [];
}

/** A replacement by kind reaches what is new there or does not: only trying tells. */
function namespaceCopiesBeside(change: Change, root: RenderedRoot): Copy[] {
  const beside = change.type === 'create' && 'beside' in change ? change.beside : null;
  return beside === null ? [] : copiesIn(root, beside, ['metadata', 'namespace']);
}

function copiesIn(root: RenderedRoot, key: string, path: FieldPath): Copy[] {
  const object = root.byKey.get(key);
  const node = object && nodeAt(object.final.node, path);
  return node ? copiesBelow(root, object, node) : [];
}

/** Whether one of two fields is part of the other. */
export function overlaps(a: FieldPath, b: FieldPath): boolean {
  const length = Math.min(a.length, b.length);
  return canonical(a.slice(0, length)) === canonical(b.slice(0, length));
}

/** Whether the object of a finding has asked for a goal; of a new object, whether its root has. */
function isWantedFor(goal: Goal, { root, object }: Finding): boolean {
  const isNew = goal.type === 'create' && goal.beside !== object?.sourceId;
  return [...goal.wants.values()].some(
    wanting => wanting.root.folder === root.folder && (isNew || wanting.object?.key === object?.key),
  );
}

/** Whether a finding is about the object that a goal has changed or made, or about the one beside it. */
function concerns(goal: Goal, finding: Finding, created: readonly Created[]): boolean {
  const subject = finding.object?.sourceId;
  if (subject === undefined) return false;
  if (goal.type !== 'create') return goal.sourceId === subject;
  return (
    goal.beside === subject || created.some(c => c.goal.id === goal.id && `${c.file}#${c.doc}` === subject)
  );
}
