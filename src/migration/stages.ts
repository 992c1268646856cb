/** The way of a plan in steps, each of which is planned from where the way begins, and changes what the steps before it have left. */
import type { ExpectedRender, FileChange, Fix, Plan } from '../plan/model/result.ts';

/** What is to be done together. */
export interface Task {
  readonly title: string;
  /** Ids of fixes. */
  readonly fixes: ReadonlySet<string>;
}

/** A task as it is carried out. */
export interface Stage<Each extends Task> {
  /** Undefined: what is left, which no task had for itself. */
  readonly task: Each | undefined;
  /** From the files that the stages before it have left. */
  readonly plan: Plan;
}

/** Where a way leads, and what is asked on it. */
export interface Way {
  readonly plan: Plan;
  /** Plans some of its fixes, and what they need, from the start of the way. */
  part(fixes: ReadonlySet<string>): Plan;
  /** Folders of the kustomizations that a change of files may change. */
  affected(files: readonly string[]): readonly string[];
}

/**
 * Every stage is what two plans from the same start differ in: of the fixes up to it, and of those up to the one before. Planned
 * one upon the other they would not always come to the same: what one reads, another has written.
 *
 * A task whose fixes need those of a later one is done after that.
 *
 * @param isWhole what no task has for itself is done at the end
 */
export function* stagesOf<Each extends Task>(
  tasks: readonly Each[],
  way: Way,
  isWhole = true,
): Generator<Stage<Each>, void, void> {
  const open = [...tasks];
  const postponed = new Set<Each>();
  let taken = new Set<string>();
  let before: Plan | undefined;
  for (let task = open.shift(); task !== undefined; task = open.shift()) {
    const wanted = new Set([...taken, ...task.fixes]);
    const after = way.part(wanted);
    const done = plannedIds(after);
    const needed = open.findLastIndex(({ fixes }) => [...fixes].some(id => done.has(id) && !wanted.has(id)));
    if (needed >= 0 && !postponed.has(task)) {
      postponed.add(task);
      open.splice(needed + 1, 0, task);
      continue;
    }
    taken = new Set([...wanted, ...done]);
    const plan = between(before, after, way);
    if (plan === undefined) continue;
    before = after;
    if (plan.changes.length > 0) yield { task, plan };
  }
  if (!isWhole) return;
  const rest = between(before, way.plan, way);
  if (rest !== undefined && rest.changes.length > 0) yield { task: undefined, plan: rest };
}

/** What leads from one plan to the next of the same files; undefined where a file of the first would have to go. */
function between(before: Plan | undefined, after: Plan, { affected }: Way): Plan | undefined {
  if (before === undefined) return after;
  const [old, now] = [byPath(before), byPath(after)];
  const changes: FileChange[] = [];
  for (const path of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(path), now.get(path)];
    const text = is === undefined ? was!.before : is.after;
    if (text === null) return undefined;
    const start = was === undefined ? is!.before : was.after;
    if (start !== text) changes.push({ path, before: start, after: text });
  }
  const done = plannedIds(before);
  return {
    ...after,
    changes,
    fixes: after.fixes.filter(fix => isPlanned(fix) && !done.has(fix.id)),
    expected: rendersBetween(before, after, affected(changes.map(({ path }) => path))),
    virtual: standingBetween(before, after),
  };
}

/** Renders are made when somebody asks for them. */
function rendersBetween(before: Plan, after: Plan, folders: readonly string[]): Map<string, ExpectedRender> {
  return new Map(
    folders.flatMap(folder => {
      const [was, is] = [before.expected.get(folder), after.expected.get(folder)];
      const both = is ?? was;
      if (both === undefined) return [];
      const render: ExpectedRender = {
        get before() {
          return was === undefined ? both.before : was.after;
        },
        get after() {
          return is === undefined ? both.before : is.after;
        },
        get fixes() {
          return is?.fixes ?? [];
        },
      };
      return [[folder, render] as const];
    }),
  );
}

/** What a witness has to be given besides the files on disk, which may still be those that the way begins with. */
function standingBetween(before: Plan, after: Plan): Plan['virtual'] {
  const now = new Map([...after.virtual, ...after.changes].map(({ path, after: text }) => [path, text]));
  return [...before.virtual, ...before.changes].map(({ path, after: stands }) => ({
    path,
    before: stands,
    after: now.get(path) ?? stands,
  }));
}

function byPath({ changes }: Plan): ReadonlyMap<string, FileChange> {
  return new Map(changes.map(change => [change.path, change]));
}

function plannedIds({ fixes }: Pick<Plan, 'fixes'>): Set<string> {
  return new Set(fixes.filter(isPlanned).map(({ id }) => id));
}

export function isPlanned({ status }: Pick<Fix, 'status'>): boolean {
  return status === 'planned';
}
