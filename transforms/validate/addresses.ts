/** Addresses of Services in namespaces that belong to another environment (catalogue M20). */

import type { Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';
import { scalarsOf } from './texts.ts';

export type AddressMessage = 'other-environment';

/** `name.namespace.svc`, with or without the domain of the cluster. */
const ADDRESS = /\b([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.svc\b/g;

/** What a base says for production is said in staging too, unless the overlay says otherwise. */
export function* otherEnvironments(root: Root): Generator<Proposal<AddressMessage>> {
  const { name: here } = root.environment;
  if (here === undefined) return;
  const told = [
    ...root.find('ConfigMap').map(resource => ({ resource, texts: scalarsOf(resource.object.data) })),
    ...root.workloads.map(resource => ({ resource, texts: programTexts(resource) })),
  ];
  for (const { resource, texts } of told) yield* foreignAddresses(resource, texts, here, root);
}

function* foreignAddresses(
  resource: Resource,
  texts: readonly string[],
  here: string,
  { platform }: Root,
): Generator<Proposal<AddressMessage>> {
  const seen = new Set<string>();
  for (const [address, , namespace = ''] of texts.flatMap(text => [...text.matchAll(ADDRESS)])) {
    const environments = platform.environmentsIn(namespace);
    if (seen.has(address) || environments.length === 0 || environments.includes(here)) continue;
    seen.add(address);
    yield {
      message: 'other-environment',
      data: {
        resource: `${resource.kind} ${resource.name}`,
        address,
        namespace,
        environment: enumerated(environments),
        here,
      },
      at: { on: resource.key, path: [] },
      changes: [],
      evidence: [],
      blocked: `is it meant that ${here} talks to ${enumerated(environments)}?`,
    };
  }
}

/** What programs are told by variables and arguments. */
function programTexts({ containers }: Workload): string[] {
  return containers.flatMap(({ object }) => [
    ...scalarsOf(object.command),
    ...scalarsOf(object.args),
    ...scalarsOf(object.env),
  ]);
}
