/** Patches whose target is nothing that their kustomization meets: kustomize says nothing, and does nothing. */

import type { Accumulated, Evaluator } from '../../../kustomize/build/evaluate.ts';
import { type Graph, reachersOf } from '../../../kustomize/file/graph.ts';
import type { Kustomization } from '../../../kustomize/file/kustomization.ts';
import { patchEntries } from '../../../kustomize/file/patch-entries.ts';
import { anchored, readSelector, type Selector, selectResources } from '../../../kustomize/layer/select.ts';
import { idOf } from '../../../kustomize/object/resource.ts';
import type { IdlePatch, LeftBy } from '../../../transform.ts';
import { splitDocuments } from '../../../yaml/read/documents.ts';
import { leftByFile } from './left-by.ts';

interface Idle extends Omit<IdlePatch, 'at'> {
  readonly offset: number;
}

/** Every root that passes a kustomization asks the same of it. */
const known = new WeakMap<Evaluator, Map<string, readonly Idle[]>>();

export function idlePatches(
  kustomization: Kustomization,
  evaluator: Evaluator,
  graph: Graph,
): readonly Idle[] {
  const answers = known.get(evaluator) ?? new Map<string, readonly Idle[]>();
  known.set(evaluator, answers);
  const { folder } = kustomization;
  const found = answers.get(folder) ?? idleIn(kustomization, evaluator, graph);
  answers.set(folder, found);
  return found;
}

function idleIn(kustomization: Kustomization, evaluator: Evaluator, graph: Graph): readonly Idle[] {
  const targeted = patchEntries(kustomization, ['patches']).flatMap(({ selector }) => selector ?? []);
  if (targeted.length === 0) return [];
  const meetings = meetingsOf(kustomization, evaluator, graph);
  if (meetings.length === 0) return [];
  const isInSight = meetings.every(
    ({ within: { opaque, files } }) =>
      opaque.length === 0 && ![...files].some(file => isLeftEmpty(file, evaluator)),
  );
  return targeted.flatMap(node => {
    const selector = readSelector(node);
    if (meetings.some(({ met }) => selectResources(met, selector, kustomization.file).length > 0)) return [];
    const offset = Math.max(node.origin.keyStart, 0) || node.origin.start;
    return [
      {
        offset,
        target: describeSelector(selector),
        name: nameIn(selector),
        there: namesOfKind(selector, meetings),
        unlike: unlikeIn(selector, meetings, kustomization.file),
        isInSight,
        leftBy: leftBy(selector, kustomization, meetings, evaluator, graph),
      },
    ];
  });
}

/** What it says of which of a kind is meant. */
function nameIn({ name, labelSelector, annotationSelector }: Selector): string | undefined {
  return name || labelSelector || annotationSelector || undefined;
}

function namesOfKind({ kind }: Selector, meetings: readonly Meeting[]): readonly string[] {
  const ids = meetings.flatMap(({ met }) => met.map(idOf));
  return [...new Set(ids.flatMap(id => (id.kind === kind ? [id.name] : [])))];
}

/** An object of its kind and name that the rest of the target keeps it from. */
function unlikeIn(selector: Selector, meetings: readonly Meeting[], file: string): string | undefined {
  const { kind, name } = selector;
  if (!kind || !name) return undefined;
  const like = meetings.flatMap(({ met }) => met.map(idOf)).find(id => id.kind === kind && id.name === name);
  if (like === undefined) return undefined;
  const field = (['group', 'version', 'namespace'] as const).find(
    each => anchored(selector[each], file)?.test(like[each]) === false,
  );
  return field && `${field} ${selector[field]}, and it has ${like[field] || 'none'}`;
}

/** Where the object has gone that a patch was for. */
function leftBy(
  selector: Selector,
  kustomization: Kustomization,
  meetings: readonly Meeting[],
  { files }: Evaluator,
  graph: Graph,
): LeftBy | undefined {
  if (!selector.kind || !selector.name) return undefined;
  const target = { kind: selector.kind, name: selector.name };
  return leftByFile(target, kustomization.folder, foldersOf(meetings), files, graph);
}

/** Folders of the kustomizations that are taken in. */
function foldersOf(meetings: readonly Meeting[]): ReadonlySet<string> {
  return new Set(meetings.flatMap(({ within }) => [...within.visits.keys()]));
}

interface Meeting {
  readonly met: Accumulated['met'];
  readonly within: Accumulated;
}

/** What its patches meet: of a component whatever those meet who take it in. None where one of them cannot be evaluated. */
function meetingsOf({ folder, kind }: Kustomization, evaluator: Evaluator, graph: Graph): readonly Meeting[] {
  if (kind !== 'Component') {
    const within = evaluator.accumulate(folder);
    return within === null ? [] : [{ met: within.met, within }];
  }
  const meetings: Meeting[] = [];
  for (const user of reachersOf(graph, folder)) {
    if (graph.nodes.get(user)?.kustomization?.kind !== 'Kustomization') continue;
    const within = evaluator.accumulate(user);
    if (within === null) return [];
    const passing = within.visits.get(folder)?.passing;
    if (passing) meetings.push({ met: passing.met, within });
  }
  return meetings;
}

/** A file without a document is there for somebody who fills it (`flux bootstrap`). */
function isLeftEmpty(file: string, { files }: Evaluator): boolean {
  return /\.ya?ml$/.test(file) && splitDocuments(files.read(file) ?? '').length === 0;
}

function describeSelector({ kind, name, namespace, labelSelector, annotationSelector }: Selector): string {
  const parts = [
    kind || 'anything',
    ...(name ? [name] : []),
    ...(namespace ? [`in namespace ${namespace}`] : []),
    ...(labelSelector ? [`with labels ${labelSelector}`] : []),
    ...(annotationSelector ? [`with annotations ${annotationSelector}`] : []),
  ];
  return parts.join(' ');
}
