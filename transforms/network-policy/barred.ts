/** Calls that manifests speak of, and that the policies beside them do not let through. */

import { runsToCompletion } from '../../src/kubernetes/pod-templates.ts';
import type { Edge, Proposal, Root, Workload } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';
import { barring } from './proof.ts';
import { arePoliciesBeside } from './scope.ts';
import { type ShutMessage, shutProposal, shutServers } from './shut.ts';

export type BarredMessage = 'bars' | ShutMessage;

/** Once for each pair of workloads. What nobody here renders may let in more. */
export function* barredCalls(root: Root): Generator<Proposal<BarredMessage>> {
  const shut = shutServers(root).filter(({ edges }) => edges.some(each => !isSaidOf(each)));
  for (const each of shut) yield shutProposal(each, root);
  const said = new Set(shut.flatMap(({ edges }) => edges));
  const seen = new Set<string>();
  for (const edge of root.edges) {
    if (said.has(edge)) continue;
    const { from, to, port, evidence } = edge;
    if (from.type !== 'workload' || seen.has(pairOf(edge))) continue;
    const caller = from.workload;
    // Its own root says it.
    if (!root.workloads.includes(caller) || caller.key === to.key || !isOwnWord(edge, caller)) continue;
    const ends = [caller, to].map(each => root.platform.namespaceOf(each));
    if (ends.some(namespace => namespace !== undefined && arePoliciesBeside(namespace, root))) continue;
    const policies = barring(edge, root);
    if (policies.length === 0) continue;
    seen.add(pairOf(edge));
    yield {
      message: 'bars',
      data: {
        caller: `${caller.kind} ${caller.name}`,
        port,
        callee: `${to.kind} ${to.name}`,
        policies: enumerated(policies.map(({ name }) => `NetworkPolicy ${name}`)),
        verb: policies.length === 1 ? 'does' : 'do',
      },
      at: { on: caller.key, path: [...caller.podMetadataPath, 'labels'] },
      changes: [],
      evidence: [evidence],
    };
  }
}

/**
 * What a job is told it is there for. Of other workloads only what their own variables and words say: a ConfigMap of everything tells
 * each of them addresses that it has no use for.
 */
function isOwnWord({ evidence }: Edge, caller: Workload): boolean {
  if (runsToCompletion(caller.kind, caller.apiVersion)) return true;
  const places = caller.containers.flatMap(({ path, object }) => [
    ...mapsIn(object.env).map(({ name }) => [...path, 'env', { name: String(name) }, 'value']),
    [...path, 'command'],
    [...path, 'args'],
  ]);
  return 'at' in evidence && places.some(each => caller.where(each) === evidence.at);
}

/** Whether it is one that is said of its caller. */
function isSaidOf(edge: Edge): boolean {
  return edge.from.type === 'workload' && isOwnWord(edge, edge.from.workload);
}

function pairOf({ from, to }: Edge): string {
  return from.type === 'workload' ? JSON.stringify([from.workload.key, to.key]) : '';
}
