/** Servers that the policies of the repository let nobody reach: a default deny came, and the allowance for them did not. */

import { runsToCompletion } from '../../src/kubernetes/pod-templates.ts';
import type { Edge, Evidence, JsonObject, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { counted, enumerated } from '../shared/prose.ts';
import { tunnelsOf } from './callers/tunnels.ts';
import { servedBy } from './narrowing.ts';
import { opens, policiesFor } from './proof.ts';
import { arrivals, type PortRule } from './rules.ts';
import { arePoliciesBeside } from './scope.ts';
import { isUse } from './uses.ts';

export type ShutMessage = 'shut';

/** What calls a workload, and is let in at none of the ports that it calls by any rule for whomever. */
export interface Shut {
  readonly to: Workload;
  readonly edges: readonly Edge[];
  readonly policies: readonly Resource[];
}

/** No rule opens a port: whoever of those that are told of it has a use for it, nobody gets through. */
export function shutServers(root: Root): readonly Shut[] {
  return root.workloads.flatMap(to => {
    const namespace = root.platform.namespaceOf(to);
    if (to.pod.hostNetwork === true || (namespace !== undefined && arePoliciesBeside(namespace, root)))
      return [];
    const policies = policiesFor(to, root);
    if (policies.length === 0) return [];
    const edges = (arrivals(root).get(to) ?? []).filter(
      edge =>
        isUse(edge) &&
        comesByLabels(edge) &&
        tunnelsOf(edge, root).length === 0 &&
        !policies.some(each => opens(each, edge, root)),
    );
    return edges.length === 0 ? [] : [{ to, edges, policies }];
  });
}

/** Addresses of nodes and of balancers pass by rules of their own. */
function comesByLabels({ from }: Edge): boolean {
  if (from.type === 'workload') return from.workload.pod.hostNetwork !== true;
  return from.type === 'ingress' || from.type === 'gateway' || from.type === 'router';
}

export function shutProposal({ to, edges, policies }: Shut, root: Root): Proposal<ShutMessage> {
  const ports = [...new Set(edges.map(({ port }) => String(port)))];
  const callers = callersIn(edges);
  const wrong = wrongPort(to, edges, policies, root);
  return {
    message: 'shut',
    data: {
      workload: `${to.kind} ${to.name}`,
      ports: `${ports.length > 1 ? 'ports' : 'port'} ${enumerated(ports)}`,
      callers: said(callers),
      verb: callers.length === 1 ? 'calls' : 'call',
      change:
        wrong === undefined ? '' : `: ${wrong.policy.name} opens ${wrong.port}, which its pods do not have`,
    },
    at: { on: to.key, path: [...to.podMetadataPath, 'labels'] },
    // Whether the rule or the Service is right is for a person to say.
    changes: [],
    evidence: [...policies.map(denial), ...edges.map(({ evidence }) => evidence)],
  };
}

function denial(policy: Resource): Evidence {
  return { kind: 'manifest', at: policy.where(['spec']), says: `${policy.name} selects its pods` };
}

/** Who is there to call it first, and those that only come by: a long list says no more than its head. */
function callersIn(edges: readonly Edge[]): readonly string[] {
  const names = edges.map(({ from }) => {
    if (from.type !== 'workload') return `${from.object.kind} ${from.object.name}`;
    return `${from.workload.kind} ${from.workload.name}`;
  });
  const isJob = edges.map(
    ({ from }) => from.type === 'workload' && runsToCompletion(from.workload.kind, from.workload.apiVersion),
  );
  return [
    ...new Set([...names.filter((_, index) => !isJob[index]), ...names.filter((_, index) => isJob[index])]),
  ];
}

const SAID = 1;

function said(callers: readonly string[]): string {
  if (callers.length <= SAID + 1) return enumerated(callers);
  return `${callers.slice(0, SAID).join(', ')} and ${counted(callers.length - SAID, 'other')}`;
}

interface WrongPort {
  readonly policy: Resource;
  readonly port: number;
}

/**
 * A rule for these very pods that opens a port which they do not have, where one that they have is shut: the port of another program,
 * or of the one that was here before.
 */
function wrongPort(
  to: Workload,
  edges: readonly Edge[],
  policies: readonly Resource[],
  root: Root,
): WrongPort | undefined {
  if (new Set(edges.map(({ port }) => port)).size !== 1) return undefined;
  const had = servedBy([to], root);
  const found = policies.filter(isForSome).flatMap(policy =>
    mapsIn(policy.get(['spec', 'ingress'])).flatMap(rule =>
      mapsIn(rule.ports).flatMap(({ port, endPort, protocol = 'TCP' }): WrongPort[] => {
        if (typeof port !== 'number' || endPort !== undefined || isHad(port, had)) return [];
        return protocol === 'TCP' && mayMean(rule, edges) ? [{ policy, port }] : [];
      }),
    ),
  );
  const [only, ...others] = found;
  return others.length > 0 ? undefined : only;
}

function isHad(port: number, had: readonly PortRule[]): boolean {
  return had.some(each => each.port === port);
}

/** Whether who is shut out may be among the callers of a rule: what stands outside is in another namespace, or anybody. */
function mayMean({ from }: JsonObject, edges: readonly Edge[]): boolean {
  const peers = mapsIn(from);
  const isElsewhere = peers.length === 0 || peers.some(each => each.podSelector === undefined);
  return edges.some(edge => (edge.from.type === 'workload') !== isElsewhere);
}

/** A policy of all pods of its namespace says nothing of these. */
function isForSome(policy: Resource): boolean {
  const selector = policy.get(['spec', 'podSelector']);
  return isMap(selector) && Object.keys(selector).length > 0;
}
