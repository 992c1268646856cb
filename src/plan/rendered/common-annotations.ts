/** Annotations for Argo CD that every manifest of a layer says: what is new among them is applied like them. */
import type { Resource } from '../../kustomize/object/resource.ts';
import { entry, textOf } from '../../kustomize/tree/node.ts';

const WAVE = 'argocd.argoproj.io/sync-wave';
const KEYS = [WAVE, 'argocd.argoproj.io/sync-options', 'argocd.argoproj.io/compare-options'];
/** How many manifests make a habit. */
const SEVERAL = 3;

/** @param beside what the new object belongs to; null: to the namespace, which comes in the first wave */
export function commonAnnotations(
  resources: readonly Resource[],
  beside: Resource | null,
): Readonly<Record<string, string>> {
  const objects = resources.filter(({ source }) => source.type === 'file');
  if (objects.length < SEVERAL) return {};
  const found = KEYS.flatMap(key => {
    const said = objects.map(each => saidBy(each, key));
    if (said.includes(undefined)) return [];
    const values = new Set(said as readonly string[]);
    const own = beside === null ? first(values) : saidBy(beside, key);
    const value = key === WAVE ? own : values.size === 1 ? [...values][0] : undefined;
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(found);
}

function saidBy({ node }: Resource, key: string): string | undefined {
  const annotation = entry(entry(entry(node, 'metadata'), 'annotations'), key);
  return annotation?.origin.by.type === 'source' ? textOf(annotation) : undefined;
}

function first(waves: ReadonlySet<string>): string | undefined {
  return [...waves].sort((a, b) => Number(a) - Number(b))[0];
}
