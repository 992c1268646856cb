/** Labels that everything in a layer has, be it that layers below give them or that each manifest says them. */
import { saysItsMaker } from '../../kubernetes/origin-labels.ts';
import { podKindOf } from '../../kubernetes/pod-templates.ts';
import { kindOf, type Resource } from '../../kustomize/object/resource.ts';
import { entry, type Node, textOf } from '../../kustomize/tree/node.ts';
import type { EntryWriter, Writer } from '../../kustomize/tree/writer.ts';
import { jsonOf } from './rendered.ts';

/** A label that all of some objects have. */
export interface CommonLabel {
  readonly key: string;
  readonly value: string;
  /** The only workload among them is selected by it: it may be that one's name. */
  readonly isOfOneWorkload: boolean;
}

/** A release renews these, and would leave a copy of them behind. */
const RENEWED = /(?:^|\/)version$/;

/** Filled in by somebody else. */
const FILLED_IN = /\$\{|\$\(|\{\{/;

/** How many manifests that say a label themselves make a habit. */
const SEVERAL = 3;

/**
 * The labels that every object of a file carries with one value, where a layer from below gives it, or where each manifest says it:
 * what is applied by them (`kubectl apply -l`) has to have them too.
 *
 * @param isBelow whether the labels of a layer pass by what is new where the objects have come to
 */
export function commonLabels(
  resources: readonly Resource[],
  isBelow: (layer: string) => boolean,
): readonly CommonLabel[] {
  const objects = resources.filter(({ source }) => source.type === 'file');
  const [first, ...others] = objects;
  const workloads = objects.filter(each => podKindOf(kindOf(each), String(jsonOf(each.node).apiVersion)));
  const found = first ? labelsOf(first) : undefined;
  return [...(found?.kind === 'map' ? found.entries : [])].flatMap(([key, node]) => {
    const value = textOf(node) ?? '';
    if (value === '' || FILLED_IN.test(value) || RENEWED.test(key) || saysItsMaker(key, value)) return [];
    const writers = [node, ...others.flatMap(each => entry(labelsOf(each), key) ?? [])].map(
      ({ origin: { by } }) => by,
    );
    const isGiven = writers.some(by => isEntry(by) && isBelow(by.layer));
    const isSaid = objects.length >= SEVERAL && writers.every(({ type }) => type === 'source');
    if (!(isGiven || isSaid) || others.some(each => textOf(entry(labelsOf(each), key)) !== value)) return [];
    return [{ key, value, isOfOneWorkload: workloads.length === 1 && isSelecting(workloads[0]!, key) }];
  });
}

function isEntry(by: Writer): by is EntryWriter {
  return by.type === 'labels' || by.type === 'commonLabels' || by.type === 'transformer';
}

function labelsOf({ node }: Resource): Node | undefined {
  return entry(entry(node, 'metadata'), 'labels');
}

function isSelecting({ node }: Resource, key: string): boolean {
  const selector = entry(entry(node, 'spec'), 'selector');
  return entry(entry(selector, 'matchLabels') ?? selector, key) !== undefined;
}
