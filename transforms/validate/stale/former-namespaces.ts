/** Fields that still name the namespace in which their object was before a layer put it elsewhere (kustomize.md 1.7). */

import type { FieldPath, Json, Proposal, Resource } from '../../../src/transform.ts';
import { isMap } from '../../shared/data.ts';
import { isCustom } from '../../shared/voices.ts';

/** `targetNamespaces`, `namespace`, `namespaceSelector.matchNames`; what leaves namespaces out means them. */
const NAMES_NAMESPACE = /^(?!.*(?:exclu|except|ignor|deny|denied|skip|forbid)).*namespaces?$/i;

interface Place {
  readonly path: FieldPath;
  readonly value: string | readonly string[];
}

/**
 * `namespace:` of a kustomization reaches the fields of its field specs; of custom resources it knows the metadata alone. What names the
 * namespace that the object itself has left goes on naming that one, which in other environments is somebody else's.
 */
export function* formerNamespaces(resource: Resource): Generator<Proposal<'former-namespace'>> {
  const { namespace, formerNamespaces: former, kind, name } = resource;
  if (!isCustom(resource) || namespace === undefined || former.length === 0) return;
  for (const { path, value } of placesIn(resource.get(['spec']), ['spec'])) {
    const said = [value].flat().find(each => former.includes(each));
    if (said === undefined || [value].flat().includes(namespace)) continue;
    const renamed =
      typeof value === 'string' ? namespace : value.map(each => (each === said ? namespace : each));
    yield {
      message: 'former-namespace',
      data: {
        resource: `${kind} ${name}`,
        label: path.filter(step => typeof step === 'string').join('.'),
        from: said,
        to: namespace,
      },
      at: { on: resource.key, path },
      changes: [resource.set(path, renamed as Json)],
      evidence: [
        { kind: 'manifest', at: resource.where(['metadata', 'namespace']), says: `it is in ${namespace}` },
      ],
      doubts: [`namespace ${said} may be meant all the same`],
    };
  }
}

/** Elements of lists of objects have no name that a path could say. */
function* placesIn(value: Json | undefined, path: FieldPath): Generator<Place> {
  if (!isMap(value)) return;
  for (const [key, child] of Object.entries(value)) {
    const below: FieldPath = [...path, key];
    const isNamed =
      NAMES_NAMESPACE.test(key) || (key === 'matchNames' && path.at(-1) === 'namespaceSelector');
    if (isNamed && typeof child === 'string') yield { path: below, value: child };
    else if (isNamed && Array.isArray(child) && child.every(each => typeof each === 'string'))
      yield { path: below, value: child };
    else yield* placesIn(child, below);
  }
}
