/** Patches whose target is nothing that their kustomization meets: kustomize says nothing, and does nothing. */

import type { Evaluator } from '../../../kustomize/build/evaluate.ts';
import type { Graph } from '../../../kustomize/file/graph.ts';
import type { Kustomization } from '../../../kustomize/file/kustomization.ts';
import { patchEntries } from '../../../kustomize/file/patch-entries.ts';
import { anchored, readSelector, type Selector, selectResources } from '../../../kustomize/layer/select.ts';
import { idOf } from '../../../kustomize/object/resource.ts';
import type { IdlePatch, LeftBy } from '../../../transform.ts';
import { leftByFile } from './left-by.ts';
import { areInSight, foldersOf, type Meeting, meetingsOf, oncePerKustomization } from './meetings.ts';

interface Idle extends Omit<IdlePatch, 'at'> {
  readonly offset: number;
}

export const idlePatches = oncePerKustomization(idleIn);

function idleIn(kustomization: Kustomization, evaluator: Evaluator, graph: Graph): readonly Idle[] {
  const targeted = patchEntries(kustomization, ['patches']).flatMap(({ selector }) => selector ?? []);
  if (targeted.length === 0) return [];
  const meetings = meetingsOf(kustomization, evaluator, graph);
  if (meetings.length === 0) return [];
  const isInSight = areInSight(meetings, evaluator);
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
