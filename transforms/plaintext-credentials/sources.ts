/** The Secrets of a namespace, by the keys that they are known to have: references to anything else would keep pods from starting. */
import { secretsMadeBy } from '../../src/kubernetes/made-secrets.ts';
import type { Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { remembered } from '../shared/remembered.ts';
import { entriesOf } from '../shared/secrets/entries.ts';
import { hasHash } from '../shared/secrets/makers.ts';

/** A key of a Secret that will be there. */
export interface Source {
  /** The Secret, or what makes it. */
  readonly by: Resource;
  readonly secret: string;
  readonly key: string;
  /** What it says; undefined where that stands in a store, or is encrypted. */
  readonly value: string | undefined;
}

export const sourcesIn = remembered((root: Root): readonly Source[] => root.resources.flatMap(keysOf));

function keysOf(resource: Resource): Source[] {
  if (resource.kind === 'Secret')
    return entriesOf(resource).map(({ key, value }) => ({ by: resource, secret: resource.name, key, value }));
  return secretsMadeBy(resource.object).flatMap(({ name, keys }) =>
    keys.map(key => ({ by: resource, secret: name, key, value: undefined })),
  );
}

/** The one key that a variable can come from; undefined where none is, or several are. */
export function sourceOf(variable: string, workload: Workload, root: Root): Source | undefined {
  const all = sourcesIn(root).filter(
    ({ by, key }) => by.namespace === workload.namespace && normal(key) === normal(variable),
  );
  const own = all.filter(({ secret }) => namesOfSecrets(workload).has(secret));
  const [first, ...others] = own.length > 0 ? own : all;
  return first !== undefined && others.every(({ secret }) => secret === first.secret) ? first : undefined;
}

function normal(name: string): string {
  return name.toLowerCase().replace(/[-.]/g, '_');
}

/** Secrets that the containers of a workload take variables from. */
const namesOfSecrets = remembered((workload: Workload): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const container of workload.containers) {
    const refs = [
      ...mapsIn(container.get(['envFrom'])).map(({ secretRef }) => secretRef),
      ...mapsIn(container.get(['env'])).map(({ valueFrom }) => isMap(valueFrom) && valueFrom.secretKeyRef),
    ];
    for (const ref of refs) if (isMap(ref) && typeof ref.name === 'string') names.add(ref.name);
  }
  return names;
});

/**
 * Secrets that workloads take variables from already, in the order of their names; where these take none, the one that all of their
 * neighbours have. The name of one with a hash is another one tomorrow.
 */
export function secretsRead(workloads: readonly Workload[], root: Root): readonly string[] {
  const readBy = (some: readonly Workload[]) => new Set(some.flatMap(each => [...namesOfSecrets(each)]));
  const own = readBy(workloads);
  const namespaces = new Set(workloads.map(({ namespace }) => namespace));
  const near = readBy(root.workloads.filter(each => namespaces.has(each.namespace)));
  const names = own.size > 0 || near.size > 1 ? own : near;
  const hashed = new Set(
    root
      .find('Secret')
      .filter(hasHash)
      .map(({ name }) => name),
  );
  return [...names].filter(name => !hashed.has(name)).sort();
}
