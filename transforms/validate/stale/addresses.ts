/** Addresses of Services in namespaces that belong to another environment (catalogue M20). */

import { namesCallers } from '../../../src/network/addresses.ts';
import type { Json, Proposal, Resource, Root, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../../shared/data.ts';
import { enumerated } from '../../shared/prose.ts';
import { scalarsOf } from '../../shared/voices.ts';

export type AddressMessage = 'other-environment';

/** Words with dots in them, of labels that DNS allows: a longer word is looked through once. */
const DOTTED = /(?<![\w-])[\w-]{1,63}(?:\.[\w-]{1,63})+/g;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

interface Address {
  readonly text: string;
  readonly namespace: string;
  /** `name.namespace` alone, which may be anything where nothing else speaks for an address. */
  readonly isShort: boolean;
  /** What stands around it is that of an address: `//`, `@`, a port. */
  readonly isPlaced: boolean;
}

/** `name.namespace.svc` with or without the domain of the cluster, and `name.namespace`. */
function addressesIn(text: string): Address[] {
  return [...text.matchAll(DOTTED)].flatMap(({ 0: word, index }) => {
    const labels = word.split('.');
    const svc = labels.indexOf('svc');
    const isShort = svc < 0 && labels.length === 2;
    const [name = '', namespace = ''] = isShort
      ? labels
      : labels.slice(Math.max(svc - 2, 0), Math.max(svc, 0));
    if (!LABEL.test(name) || !LABEL.test(namespace)) return [];
    const isPlaced =
      /(?:\/\/|@)$/.test(text.slice(Math.max(index - 2, 0), index)) ||
      /^:\d/.test(text.slice(index + word.length, index + word.length + 2));
    return [{ text: isShort ? word : `${name}.${namespace}.svc`, namespace, isShort, isPlaced }];
  });
}

/** `app.prod` may be the name of a file; nobody calls one `db.pay-prod`, or after a Service. */
function isAddress({ text, namespace, isShort, isPlaced }: Address, root: Root): boolean {
  if (!isShort || isPlaced || namespace.includes('-')) return true;
  return root.rendersAnywhere('Service', text.split('.')[0]!);
}

/** What a base says for production is said in staging too, unless the overlay says otherwise. */
export function* otherEnvironments(root: Root): Generator<Proposal<AddressMessage>> {
  const { name: here } = root.environment;
  if (here === undefined) return;
  const told = [
    ...root
      .find('ConfigMap')
      .map(resource => ({ resource, texts: scalarsOf(calledIn(resource.object.data)) })),
    ...root.workloads.map(resource => ({ resource, texts: programTexts(resource) })),
    ...root
      .find('Service')
      .map(resource => ({ resource, texts: scalarsOf(resource.get(['spec', 'externalName'])) })),
  ];
  for (const { resource, texts } of told) yield* foreignAddresses(resource, texts, here, root);
}

function* foreignAddresses(
  resource: Resource,
  texts: readonly string[],
  here: string,
  root: Root,
): Generator<Proposal<AddressMessage>> {
  const foreign = new Map<string, readonly string[]>();
  for (const address of texts.flatMap(addressesIn)) {
    const environments = root.platform.environmentsIn(address.namespace);
    if (environments.length === 0 || environments.includes(here)) continue;
    if (isAddress(address, root)) foreign.set(address.text, environments);
  }
  if (foreign.size === 0) return;
  const environment = enumerated([...new Set([...foreign.values()].flat())]);
  yield {
    message: 'other-environment',
    data: {
      resource: `${resource.kind} ${resource.name}`,
      address: enumerated([...foreign.keys()]),
      environment,
      here,
    },
    at: { on: resource.key, path: [] },
    changes: [],
    evidence: [],
    blocked: `is it meant that ${here} talks to ${environment}?`,
  };
}

/** Without the hosts that a program answers to. */
function calledIn(data: Json | undefined): Json {
  return isMap(data) ? Object.fromEntries(Object.entries(data).filter(([key]) => !namesCallers(key))) : {};
}

/** What programs are told by variables and arguments. */
function programTexts({ containers }: Workload): string[] {
  return containers.flatMap(({ object }) => [
    ...scalarsOf(object.command),
    ...scalarsOf(object.args),
    ...scalarsOf(mapsIn(object.env).filter(({ name }) => !namesCallers(String(name)))),
  ]);
}
