/** Policies at the pods: what fetches metrics has to get through. */

import { mapOf } from '../../src/network/data.ts';
import { portAt } from '../../src/network/services.ts';
import { directionsOf } from '../../src/network/simulator.ts';
import type { Change, Doubt, Json, JsonObject, Resource, Root, Workload } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import type { Endpoint } from '../shared/monitoring/endpoints.ts';
import { marksIn, monitoredIn } from '../shared/monitoring/scraped.ts';

/** A policy of the pods gets a rule for it, where the others of the namespace show who it is; else that is a doubt. */
export function letIn(
  workload: Workload,
  endpoints: readonly Endpoint[],
  root: Root,
): { readonly changes: readonly Change[]; readonly doubts: readonly Doubt[] } {
  const policies = root.policiesFor(workload).filter(isForIngress);
  const barred = endpoints.filter(
    ({ port }) => policies.length > 0 && !policies.some(each => isOpenAt(each, port, workload)),
  );
  if (barred.length === 0) return { changes: [], doubts: [] };
  const [policy] = policies;
  const peers = peersIn(root.platform.namespaceOf(workload), root);
  const own = policies.filter(each => root.resources.includes(each));
  if (peers === undefined || own.length === 0)
    return {
      changes: [],
      doubts: [`NetworkPolicy ${policy!.name} lets nobody of another namespace in at ${words(barred)}`],
    };
  const path = ['spec', 'ingress'];
  const rules = mapsIn(own[0]!.get(path));
  const saysProtocol = rules.flatMap(rule => mapsIn(rule.ports)).every(each => each.protocol !== undefined);
  const ports = barred.map(({ port }) => (saysProtocol ? { protocol: 'TCP', port } : { port }));
  return {
    changes: [own[0]!.set(path, [...rules, { from: peers, ports }])],
    doubts: [],
  };
}

function words(endpoints: readonly Endpoint[]): string {
  return endpoints.map(({ port }) => `port ${port}`).join(', ');
}

function isForIngress(policy: Resource): boolean {
  return directionsOf(mapOf(policy.get(['spec']))).includes('Ingress');
}

/** Whether somebody of another namespace gets through: what fetches metrics rarely runs beside the pods. */
function isOpenAt(policy: Resource, port: number, workload: Workload): boolean {
  return mapsIn(policy.get(['spec', 'ingress'])).some(rule => {
    const ports = mapsIn(rule.ports);
    const from = mapsIn(rule.from);
    const isPort = ports.length === 0 || ports.some(each => covers(each, port, workload));
    return isPort && (from.length === 0 || from.some(isElsewhere));
  });
}

function covers({ port, endPort }: JsonObject, wanted: number, workload: Workload): boolean {
  if (port === undefined) return true;
  const first = portAt(workload, port);
  return first === wanted || (Number(first) <= wanted && wanted <= Number(endPort ?? first));
}

function isElsewhere({ namespaceSelector, ipBlock }: JsonObject): boolean {
  return namespaceSelector !== undefined || ipBlock !== undefined;
}

/** Who is let in at what is fetched today, by another policy of the namespace. */
function peersIn(namespace: string | undefined, root: Root): Json | undefined {
  const fetched = [...monitoredIn(root), ...marksIn(root)];
  for (const { to, port } of fetched) {
    if (typeof port !== 'number' || root.platform.namespaceOf(to) !== namespace) continue;
    for (const policy of root.policiesFor(to).filter(isForIngress)) {
      const rule = mapsIn(policy.get(['spec', 'ingress'])).find(({ ports, from }) => {
        const said = mapsIn(ports);
        return said.length > 0 && said.some(each => covers(each, port, to)) && mapsIn(from).some(isElsewhere);
      });
      if (rule !== undefined) return mapsIn(rule.from).filter(isElsewhere);
    }
  }
  return undefined;
}
