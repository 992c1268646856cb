/** Labels that layers give to selectors also reach those that a fix writes below them (kustomize.md 1.7). */
import type { Accumulated, Evaluator } from '../../kustomize/build/evaluate.ts';
import type { Resource } from '../../kustomize/object/resource.ts';
import { applyFieldSpec } from '../../kustomize/specs/field-spec.ts';
import { type MapNode, scalarNode, withEntries } from '../../kustomize/tree/node.ts';
import type { Declaration } from '../model/declaration.ts';
import { labelsGiven } from '../rendered/given-labels.ts';

/** The object with what the layers from the place of a declared value on write into the selectors of that value. */
export function relabelled(
  { layers, node }: Resource,
  { type, path, level }: Declaration,
  { config }: Pick<Accumulated, 'config'>,
  evaluator: Evaluator,
): MapNode {
  if (type !== 'set' || level.type === 'text') return node;
  const below = `${path.join('/')}/`;
  const specs = config.commonLabels.filter(spec => spec.path.startsWith(below));
  if (specs.length === 0) return node;
  const from = level.type === 'layer' ? layers.indexOf(level.folder) : 0;
  const given = labelsGiven(evaluator, layers.slice(from));
  if (given.size === 0) return node;
  return specs.reduce(
    (object, spec) =>
      applyFieldSpec(
        object,
        spec,
        map => {
          if (map.kind !== 'map') return map;
          const said = [...given].map(([key, value]) => [key, scalarNode(value, map.origin)] as const);
          return withEntries(map, new Map([...map.entries, ...said]));
        },
        null,
      ),
    node,
  );
}
