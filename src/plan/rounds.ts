/** Plans in rounds over the planned render until nothing new is wanted (architecture.md, Rounds). */

import type { Evaluator } from '../kustomize/build/evaluate.ts';
import { folderOf, withChanges } from '../kustomize/files/files.ts';
import { newResource } from '../kustomize/object/read-objects.ts';
import type { Resource } from '../kustomize/object/resource.ts';
import { fromJson, originOf } from '../kustomize/tree/node.ts';
import type { Splice } from '../text/splice.ts';
import { lessonsOfEarlierRounds, type Written } from './earlier-rounds.ts';
import { keptBack, keptBackUnasked } from './find/barred/kept-back.ts';
import { conversionsOf } from './find/conversions.ts';
import { findAll } from './find/find-all.ts';
import { followed } from './find/followed.ts';
import { inLightOf } from './find/follows.ts';
import type { Finding } from './find/found/finding.ts';
import { fixesOf, type Goal, goalsOf, type Restatement, restatementsOf } from './find/goals.ts';
import { renamesOf } from './find/renames.ts';
import { rootNamespacesOf } from './find/root-namespaces.ts';
import { turnsOf } from './find/turns.ts';
import type { PlanMemory } from './memory.ts';
import type { Declaration } from './model/declaration.ts';
import type { PlanInput } from './model/input.ts';
import { type Learnt, type Lessons, withLessons } from './model/lessons.ts';
import type { Place } from './model/result.ts';
import { asAsked, outOfPlace, refusedBy } from './out-of-place.ts';
import { placementContext } from './place/context.ts';
import { copyDescriber } from './place/describe-copy.ts';
import { isField, type Placed } from './place/types.ts';
import { newLocator } from './rendered/locator.ts';
import type { RenderedRoot } from './rendered/rendered.ts';
import type { Repository } from './repository/repository.ts';
import { writeRound } from './round.ts';
import { CONVERTING } from './steps/convert.ts';
import { provenStep, type StepGoal, type StepWay } from './steps/proven-step.ts';
import { RENAMING } from './steps/rename.ts';
import { NAMESPACING } from './steps/root-namespaces.ts';
import { meetingOf } from './view/one-cluster.ts';
import { viewRoots } from './view/viewed-roots.ts';
import { type Draft, newDraft } from './write/draft/draft.ts';
import type { Created } from './write/draft/emit-context.ts';
import { findingsOfPair } from './write/labels-entry.ts';
import { writeRestated } from './write/restated.ts';

export const MAX_ROUNDS = 7;

/** What all attempts at a plan have in common. */
export interface Planning {
  readonly input: PlanInput;
  readonly repository: Repository;
  /** Of the files on disk. */
  readonly evaluator: Evaluator;
  /** Why a file must not be edited, or null. */
  notEditable(file: string): string | null;
}

export interface RoundsResult {
  readonly rounds: number;
  readonly changed: ReadonlyMap<string, string>;
  readonly evaluator: Evaluator;
  readonly declarations: readonly Declaration[];
  readonly created: readonly Created[];
  readonly placed: readonly Placed[];
  /** Findings of each round, of all but the last those that went into the plan; the last round proposes nothing new. */
  readonly findings: readonly (readonly Finding[])[];
  readonly places: ReadonlyMap<string, readonly Place[]>;
  /** With what has been learnt on the way. */
  readonly lessons: Lessons;
}

/** Rounds of an attempt, or what it has learnt. */
export function runRounds(planning: Planning, memory: PlanMemory, known: Lessons): RoundsResult | Learnt {
  const { input, repository, evaluator: first } = planning;
  const changed = new Map<string, string>();
  const declarations: Declaration[] = [];
  const created: Created[] = [];
  const places = new Map<string, Place[]>();
  const history: Finding[][] = [];
  const planned = new Set<string>();
  const splices = new Map<string, (readonly Splice[])[]>();
  const describeCopy = copyDescriber(first);
  let lessons = known;
  let files = input.files;
  let evaluator = first;
  let written: Written = { placed: [], created: [], everPlaced: [] };
  const take = (made: Pick<Draft, 'changed' | 'splices'>) => {
    for (const [file, text] of made.changed) changed.set(file, text);
    for (const [file, lists] of made.splices) splices.set(file, [...(splices.get(file) ?? []), ...lists]);
    // A copy: what earlier evaluators have read must stay what it was.
    files = withChanges(input.files, new Map(changed));
    evaluator = evaluator.over(files, new Set(made.changed.keys()));
  };
  // A file that an earlier round has made is ours to edit.
  const notEditable = (file: string) =>
    created.some(c => c.file === file) ? null : planning.notEditable(file);
  const stepBy = <Goal extends StepGoal>(goals: readonly Goal[], way: StepWay<Goal>): Learnt | 'changed' => {
    const step = { repository, notEditable, evaluator, edits: memory.edits };
    const made = provenStep(goals, way, step);
    if ('refused' in made) return { learnt: withLessons(lessons, { withdrawn: made.refused }) };
    for (const key of goals.flatMap(each => each.findings)) planned.add(key);
    for (const [id, list] of made.places) places.set(id, [...(places.get(id) ?? []), ...list]);
    declarations.push(...made.declarations);
    take(made.draft);
    return 'changed';
  };
  const otherWords = (restated: readonly Restatement[]): Learnt | 'changed' => {
    const draft = newDraft(evaluator.files, memory.edits, repository.habits.formsFor);
    const isSource = (file: string) => !repository.choices.some(({ folder }) => folder === folderOf(file));
    const { places: said, refused } = writeRestated(restated, draft, file =>
      input.selection.placement === 'overlay' && isSource(file)
        ? 'is no overlay, and sources stay as they are'
        : notEditable(file),
    );
    if (refused.length > 0) return { learnt: withLessons(lessons, { withdrawn: refused }) };
    for (const key of restated.flatMap(each => each.findings)) planned.add(key);
    for (const [id, list] of said) places.set(id, [...(places.get(id) ?? []), ...list]);
    take(draft);
    return 'changed';
  };
  const leftOutBySteps = (
    waiting: readonly Finding[],
    viewed: ReturnType<typeof viewRoots>,
    roots: ReadonlyMap<string, RenderedRoot>,
  ) => {
    const step = { repository, notEditable, evaluator, edits: memory.edits };
    const meet = meetingOf(viewed, repository);
    return [
      ...refusedBy(conversionsOf(waiting, respected(viewed, input)), CONVERTING, step),
      ...refusedBy(rootNamespacesOf(waiting, roots), NAMESPACING, step),
      ...refusedBy(renamesOf(waiting, roots, repository.graph, meet), RENAMING, step),
    ];
  };
  const contextFor = (
    goals: readonly Goal[],
    roots: ReadonlyMap<string, RenderedRoot>,
    followed: readonly Goal[],
  ) => placementContext({ input, repository, roots, evaluator, notEditable, goals, followed, describeCopy });
  const fieldsAndObjects = (
    goals: readonly Goal[],
    roots: ReadonlyMap<string, RenderedRoot>,
    alike: readonly Goal[],
  ): Learnt | 'changed' | 'unchanged' => {
    const context = contextFor(goals, roots, alike);
    const tools = { evaluator, habits: repository.habits };
    const result = writeRound(goals, context, tools, memory.edits, lessons);
    if ('learnt' in result) return result;
    lessons = result.lessons;
    for (const finding of result.placed.flatMap(({ serves }) => serves.flatMap(w => w.findings)))
      planned.add(finding);
    for (const pair of result.pairs) for (const finding of findingsOfPair(pair)) planned.add(finding);
    const fixIds = new Map(
      [...goals, ...result.placed.map(p => p.goal)].map(goal => [goal.id, fixesOf(goal)]),
    );
    for (const [goalId, list] of result.places) {
      for (const fixId of fixIds.get(goalId) ?? [])
        places.set(fixId, [...(places.get(fixId) ?? []), ...list]);
    }
    for (const declaration of result.declarations) declarations.push(declaration);
    created.push(...result.created);
    written = { ...result, everPlaced: [...written.everPlaced, ...result.placed] };
    if (result.changed.size === 0) return 'unchanged';
    take(result);
    return 'changed';
  };
  // What needs no look first, as if nothing else had been asked for: what else is asked for comes on top of it.
  let asked = input.selection.unsafe && memory.isSafeFirst ? withoutUnsafe(input) : input;
  let inLight = (finding: Finding) => finding;
  // What the round before was about: it has left the rest to later ones.
  let isNow: (finding: Finding) => boolean = () => true;
  let before: ReturnType<typeof viewRoots> | undefined;
  let begun = 0;
  for (let round = 1; ; round++) {
    // A copy: places are looked up when they are shown.
    const locator = newLocator(files, { files: input.files, splices: new Map(splices) });
    const viewed = viewRoots(input, repository, evaluator, locator, memory.views, before);
    before ??= viewed;
    const selected = viewed.filter(v => v.selected);
    const foundBefore = asked === input ? memory.findings : memory.safeFindings;
    const found = findAll(asked, repository, selected, foundBefore, madeBy(created));
    const findings = keptBack(found, lessons, input.selection.unsafe).map(inLight);
    const idle = lessonsOfEarlierRounds(findings, planned, history.at(-1), written, lessons, describeCopy);
    if (idle) return { learnt: idle };
    const last = history.pop();
    if (last) history.push(last.filter(finding => isKept(finding, lessons) && isNow(finding)));
    history.push(findings);
    const roots = new Map(viewed.map(v => [v.rendered.folder, v.rendered]));
    let isChanged = false;
    // What is wanted and has no place holds up nothing that comes after it.
    for (const isTurn of turnsOf(findings)) {
      isNow = isTurn;
      const current = findings.filter(isTurn);
      const goals = goalsOf(current);
      const restated = restatementsOf(current);
      const conversions = conversionsOf(current, respected(viewed, input));
      const namespaces = rootNamespacesOf(current, roots);
      const renames = renamesOf(current, roots, repository.graph, meetingOf(viewed, repository));
      if (goals.length > 0 && round - begun > MAX_ROUNDS) {
        const reason = `still wanted after ${MAX_ROUNDS} rounds`;
        return {
          learnt: withLessons(lessons, {
            withdrawn: goals.flatMap(goal => fixesOf(goal).map(id => [id, reason] as const)),
          }),
        };
      }
      const outcome =
        conversions.length > 0
          ? stepBy(conversions, CONVERTING)
          : namespaces.length > 0
            ? stepBy(namespaces, NAMESPACING)
            : renames.length > 0
              ? stepBy(renames, RENAMING)
              : restated.length > 0
                ? otherWords(restated)
                : goals.length > 0
                  ? fieldsAndObjects(goals, roots, followed(asked, repository, viewed, foundBefore, goals))
                  : 'unchanged';
      if (typeof outcome !== 'string') return outcome;
      isChanged = outcome === 'changed';
      if (isChanged) break;
    }
    if (isChanged) continue;
    if (asked !== input) {
      asked = input;
      inLight = inLightOf(findings);
      begun = round;
      continue;
    }
    const placed = written.everPlaced;
    const unplaced = new Map([
      ...outOfPlace(findings, goals => ({ ...contextFor(goals, roots, []), ...lessons })),
      ...leftOutBySteps(asAsked(findings), viewed, roots),
    ]);
    history.push(history.pop()!.map(each => keptBackUnasked(each, unplaced)));
    const done = { changed, evaluator, declarations, created, placed, places, lessons };
    return { ...done, findings: history, rounds: round };
  }
}

function withoutUnsafe(input: PlanInput): PlanInput {
  return { ...input, selection: { ...input.selection, unsafe: false } };
}

/** The renders that a text shared with them must not change unasked: all, where a person has named some. */
function respected(
  viewed: ReturnType<typeof viewRoots>,
  { selection }: PlanInput,
): ReadonlyMap<string, RenderedRoot> {
  const isNamed = selection.paths.length > 0 || selection.changed;
  return new Map(
    viewed.filter(each => each.selected || isNamed).map(({ rendered }) => [rendered.folder, rendered]),
  );
}

/** Of an earlier round: whatever else was found there is found again, or was answered. */
function isKept(finding: Finding, { displaced }: Lessons): boolean {
  // Keys are hashes: worked out for few.
  return finding.status === 'candidate' || (displaced.size > 0 && displaced.has(finding.key));
}

/** The objects of new files, as the folders that list them will read them. */
export function injectionOf(created: readonly Created[]): Map<string, Resource[]> {
  const result = new Map<string, Resource[]>();
  for (const { folder, file, doc, manifest } of created) {
    const origin = originOf({ type: 'source', file, doc });
    const resource = newResource(fromJson(manifest, origin), {
      id: `${file}#${doc}`,
      file,
      doc,
      item: null,
      type: 'file',
      layer: folder,
    });
    result.set(folder, [...(result.get(folder) ?? []), resource]);
  }
  return result;
}

/** Source ids of new objects. */
export function madeBy(created: readonly Created[]): ReadonlySet<string> {
  return new Set(created.map(({ file, doc }) => `${file}#${doc}`));
}

/** What edited entries of kustomizations write into new objects: no fix is about those. */
export function declaredForNew({ placed, created }: RoundsResult): Declaration[] {
  const edited = placed.filter(isField).flatMap(({ goal, level, path, value, inPlace }) => {
    const by = inPlace?.by;
    if (by?.type !== 'labels' && by?.type !== 'commonLabels' && by?.type !== 'commonAnnotations') return [];
    return [{ fixIds: [goal.fixId], type: goal.type, level, path, value, by }];
  });
  return created.flatMap(({ file, doc }) => edited.map(each => ({ ...each, sourceId: `${file}#${doc}` })));
}
