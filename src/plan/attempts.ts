/** Attempts at a plan, until one of them is proven: each begins with what those before it have learnt. */
import type { Evaluator } from '../kustomize/build/evaluate.ts';
import { type Graph, reachedFrom } from '../kustomize/file/graph.ts';
import { folderOf, isWithin } from '../kustomize/files/files.ts';
import { inTexts, setApart } from './apart.ts';
import { type Proven, withDisplaced } from './displaced.ts';
import { overlaps } from './earlier-rounds.ts';
import { fixesOf } from './find/goals.ts';
import { newPlanMemory, type PlanMemory } from './memory.ts';
import type { Declaration } from './model/declaration.ts';
import { type Lessons, NO_LESSONS, withLessons } from './model/lessons.ts';
import type { Place } from './model/result.ts';
import { isField, type PlacedField, placeKey } from './place/types.ts';
import { differsAlong } from './prove/differs.ts';
import { type Proof, problemOf, prove, type Violation } from './prove/prove.ts';
import { patchedElements } from './rendered/elements.ts';
import { reaches } from './rendered/heights.ts';
import { declaredForNew, injectionOf, type Planning, type RoundsResult, runRounds } from './rounds.ts';
import type { Created } from './write/draft/emit-context.ts';

const MAX_ATTEMPTS = 60;

/** @throws when the planner cannot agree with itself after many attempts (a bug, never a repository's fault) */
export function planProven(planning: Planning): Proven {
  const attempts = { left: MAX_ATTEMPTS };
  const memory = newPlanMemory();
  const settled = settle(
    planning,
    memory,
    withLessons(NO_LESSONS, { raised: planning.input.decisions.raised }),
    attempts,
  );
  if (settled === undefined) throw new Error('the plan does not settle: please report this repository');
  return withDisplaced(settled, lessons => settle(planning, memory, lessons, attempts));
}

/** Attempts from some lessons on; undefined where none are left. */
function settle(
  planning: Planning,
  memory: PlanMemory,
  known: Lessons,
  attempts: { left: number },
): Proven | undefined {
  let lessons = known;
  while (attempts.left-- > 0) {
    const rounds = runRounds(planning, memory, lessons);
    if ('learnt' in rounds) {
      lessons = rounds.learnt;
      continue;
    }
    const proof = proveRounds(planning, rounds);
    const [violation] = proof.violations;
    if (violation === undefined) return { rounds, proof };
    if (planning.input.selection.unsafe && memory.isSafeFirst) {
      memory.isSafeFirst = false;
      lessons = known;
      continue;
    }
    lessons = blame([violation, ...proof.violations.slice(1)], rounds, planning);
  }
  return undefined;
}

function proveRounds({ input, repository, evaluator: before }: Planning, rounds: RoundsResult): Proof {
  return prove({
    before,
    injected: rounds.created.length > 0 ? before.injected(injectionOf(rounds.created)) : before,
    after: rounds.evaluator,
    graph: repository.graph,
    changedFiles: [...rounds.changed.keys()],
    declarations: [...rounds.declarations, ...declaredForNew(rounds)],
    makers: new Map(rounds.created.map(each => [sourceOf(each), fixesOf(each.goal)])),
    deployed: new Set(repository.choices.map(({ folder }) => folder)),
    promised: promisedBy(rounds),
    progress: input.progress,
  });
}

/** `Kind/name` of what planned fixes refer to and somebody makes by other means. */
export function promisedBy({ findings }: Pick<RoundsResult, 'findings'>): ReadonlySet<string> {
  const planned = findings.flat().filter(({ status }) => status === 'candidate');
  return new Set(
    planned.flatMap(({ proposal: { promised = [] } }) => promised.map(({ kind, name }) => `${kind}/${name}`)),
  );
}

/** The fixes that touch what came out wrong move up to the overlays, and failing that out of the plan. */
function blame(
  violations: readonly [Violation, ...Violation[]],
  rounds: RoundsResult,
  { repository: { graph }, evaluator: before }: Planning,
): Lessons {
  const { lessons } = rounds;
  const inTheWay = violations.flatMap(violation => placesInTheWay(violation, rounds, before));
  if (inTheWay.length > 0) return withLessons(lessons, { refused: inTheWay });
  // What came out otherwise first: a mount whose volume did not come out stands nowhere too low.
  const [otherwise, worse] = [violations.filter(each => !each.worse), violations.filter(each => each.worse)];
  const all = otherwise.length > 0 ? otherwise : worse;
  const lowest = all.flatMap(violation => placesBelow(violation, rounds));
  if (lowest.length > 0) return withLessons(lessons, { refused: lowest });
  const texts = all.flatMap(violation =>
    inTexts(rounds.placed, lessons).filter(f => cameOutOtherwise(f, violation)),
  );
  if (texts.length > 0) return setApart(lessons, texts, reasonOf(all[0]!));
  const guilty = new Map<string, string>();
  for (const violation of all) {
    const reason = reasonOf(violation);
    for (const id of suspects(violation, rounds, graph)) guilty.set(id, reason);
  }
  if (guilty.size === 0)
    throw new Error(`unexplained change: ${violations[0].folder}: ${violations[0].message}`);
  const raised = [...guilty.keys()].filter(id => !lessons.raised.has(id));
  return raised.length > 0 ? withLessons(lessons, { raised }) : withLessons(lessons, { withdrawn: guilty });
}

function reasonOf({ folder, message }: Violation): string {
  return `the proof failed in ${folder || '.'}: ${message}`;
}

/**
 * Places of new objects that are in the way by being there: what a layer says of many means them too, or no longer one. It
 * does not build with them, or writes into them what they cannot have.
 */
function placesInTheWay(
  { folder, file, isIntruded, sourceId, message }: Violation,
  { created, placed }: RoundsResult,
  before: Evaluator,
): (readonly [string, string])[] {
  const why = (each: Created): string => {
    if (isIntruded) return sourceOf(each) === sourceId ? message : '';
    const problem =
      file === undefined ? '' : problemOf(before.injected(injectionOf([each])).evaluate(folder));
    return problem === '' ? '' : `${folder || '.'} does not build with it: ${problem}`;
  };
  return created.flatMap(each => {
    const reason = why(each);
    if (reason === '') return [];
    return placed
      .filter(({ goal }) => goal === each.goal)
      .map(({ goal, level }) => [placeKey(goal, level), reason] as const);
  });
}

/** What stands too low for what it needs, which only a layer above brings: the places that the folder sees of it. */
function placesBelow(violation: Violation, rounds: RoundsResult): (readonly [string, string])[] {
  const { worse, sourceId } = violation;
  if (!worse) return [];
  return rounds.placed.filter(isField).flatMap(({ goal, level, path }) => {
    // The text of a patch says it of every object that the patch reaches, whoever wanted it there.
    const prefix = level.type === 'text' ? patchedElements(worse.resource.node).get(level.key) : [];
    if (!prefix || (level.type !== 'text' && goal.sourceId !== sourceId)) return [];
    if (!overlaps([...prefix, ...path], worse.path) || !reaches({ accumulated: worse.resource }, level))
      return [];
    const place = placeKey(goal, level);
    return rounds.lessons.refused.has(place) ? [] : [[place, reasonOf(violation)] as const];
  });
}

function cameOutOtherwise({ goal, level, path }: PlacedField, violation: Violation): boolean {
  return isOtherwise({ sourceId: level.type === 'text' ? null : goal.sourceId, level, path }, violation);
}

/** The id of the source of a new object. */
function sourceOf({ file, doc }: RoundsResult['created'][number]): string {
  return `${file}#${doc}`;
}

/**
 * Those that declared what came out otherwise; failing that, anything of the very object, then of all objects. A build
 * that fails is more likely the work of a new patch or file than of an edit where the value stood.
 */
function suspects(violation: Violation, rounds: RoundsResult, graph: Graph): string[] {
  const { folder, sourceId, file, worse } = violation;
  if (sourceId !== undefined) {
    const declared = rounds.declarations.filter(d => isOtherwise(d, violation));
    if (declared.length > 0) return declared.flatMap(d => d.fixIds);
    const all = [
      ...rounds.declarations.map(d => ({
        ids: d.fixIds,
        sourceId: d.sourceId,
        isAbout: worse !== undefined && overlaps(d.path, worse.path),
      })),
      ...rounds.created.map(c => ({ ids: fixesOf(c.goal), sourceId: sourceOf(c), isAbout: false })),
    ];
    for (const wanted of [sourceId, null]) {
      const found = all.filter(d => d.sourceId === wanted);
      const closest = found.some(d => d.isAbout) ? found.filter(d => d.isAbout) : found;
      if (closest.length > 0) return closest.flatMap(d => d.ids);
    }
  }
  // A patch and the kustomization that lists it stand in one folder, or one below the other.
  const beside = [...rounds.places].filter(([, places]) =>
    places.some(p => isFragment(p.kind) && file !== undefined && isWithin(folderOf(file), p.file)),
  );
  if (beside.length > 0) return beside.map(([id]) => id);
  const reached = reachedFrom(graph, folder);
  const near = [...rounds.places].filter(([, places]) =>
    places.some(p => isFragment(p.kind) && reached.has(folderOf(p.file))),
  );
  return (near.length > 0 ? near : [...rounds.places]).map(([id]) => id);
}

/** Whether what was declared of a field is not what came out there. */
function isOtherwise(
  { sourceId, level, path }: Pick<Declaration, 'sourceId' | 'level' | 'path'>,
  violation: Violation,
): boolean {
  const { trees } = violation;
  if (!trees || (sourceId !== null && sourceId !== violation.sourceId)) return false;
  const prefix = level.type === 'text' ? patchedElements(trees.expected).get(level.key) : [];
  return prefix !== undefined && differsAlong(trees.expected, trees.actual, [...prefix, ...path]);
}

function isFragment(kind: Place['kind']): boolean {
  return kind !== 'source' && kind !== 'in-place';
}
