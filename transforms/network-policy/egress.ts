/** What the pods of a workload may call (catalogue C3): the second stage, once policies say who may call them. */

import { mapOf } from '../../src/network/data.ts';
import { destinationsOf } from '../../src/network/outward.ts';
import { directionsOf } from '../../src/network/simulator.ts';
import {
  type Doubt,
  type JsonObject,
  nameOf,
  type Proposal,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { accountOf, bindingsOf } from '../shared/accounts/accounts.ts';
import { meshOf } from '../shared/clusters/injection.ts';
import { describeWorkload } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { sharedSelection } from '../shared/selectors/twins.ts';
import type { CallerOptions } from './callers/known.ts';
import { membersOf } from './callers/members.ts';
import type { Peer } from './callers/peers.ts';
import { withTunnels } from './callers/tunnels.ts';
import { nextToNames, peersOf, plainPods, portsIn, referredPods } from './manifest.ts';
import { cutOffBy } from './proof.ts';
import { departures, grouped } from './rules.ts';
import { cutOff, OF_TWINS } from './words.ts';

export type EgressMessage = 'calls-anybody';

export function isBounded(workload: Workload, root: Root): boolean {
  return root
    .policiesFor(workload)
    .some(policy => directionsOf(mapOf(policy.get(['spec']))).includes('Egress'));
}

export function boundedCalls(
  workload: Workload,
  options: CallerOptions,
  root: Root,
): Proposal<EgressMessage> {
  const finding = {
    message: 'calls-anybody',
    data: { workload: describeWorkload(workload), change: '' },
    at: { on: workload.key, path: workload.podPath },
    changes: [],
    evidence: [],
  } as const;
  const mesh = meshOf(workload, root);
  if (mesh !== undefined)
    return {
      ...finding,
      known: `${mesh.key} puts a proxy in front of them: where it finds the control plane of its mesh stands in no manifest`,
    };
  const namespace = root.platform.namespaceOf(workload);
  const cut = cutOffBy({ namespace, spec: specOf(workload, plainPods, root) }, options, root);
  if (cut.length > 0) return { ...finding, ...cutOff(cut) };
  const edges = departures(root).get(workload) ?? [];
  const outside = [...destinationsOf(workload, root)];
  const names = [...new Set([...edges.map(({ to }) => to.name), ...outside.map(({ host }) => host)])];
  const manifest: JsonObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: nameOf(workload, { suffix: '-egress' }) },
    spec: specOf(workload, referredPods(root), root),
  };
  return {
    ...finding,
    data: { ...finding.data, change: `. One lets them call ${enumerated(['the DNS', ...names])}` },
    changes: [
      {
        type: 'create',
        manifest,
        beside: workload.key,
        ...nextToNames(
          workload,
          edges.map(({ to }) => calledPeer(to)),
          root,
        ),
      },
    ],
    evidence: [...edges, ...outside].map(({ evidence }) => evidence),
    doubts: [...unseen(workload, root), ...sharedSelection(workload, OF_TWINS, root)],
  };
}

function specOf(workload: Workload, words: typeof plainPods, root: Root): JsonObject {
  const home = root.platform.namespaceOf(workload);
  const edges = [...(departures(root).get(workload) ?? []), ...membersOf(workload, root)];
  const calls = edges.map(edge => ({ edge, peer: calledPeer(edge.to) }));
  const rules = grouped(withTunnels(calls, root)).map(({ peers, ports }) => ({
    ...(peers.every(({ type }) => type !== 'anybody') && {
      to: peersOf(peers, { home, targets: [workload], words }, root),
    }),
    ports: portsIn(ports),
  }));
  const outside = [...new Set([...destinationsOf(workload, root)].map(({ port }) => port))].sort(
    (a, b) => a - b,
  );
  return {
    podSelector: words(workload),
    policyTypes: ['Egress'],
    egress: [
      dnsRule(root),
      ...rules,
      // A policy knows no names of hosts: whatever they stand for.
      ...(outside.length === 0
        ? []
        : [
            {
              to: [{ ipBlock: { cidr: '0.0.0.0/0' } }],
              ports: outside.map(port => ({ protocol: 'TCP', port })),
            },
          ]),
    ],
  };
}

/** On the network of its node a pod has an address that no label selects. */
function calledPeer(workload: Workload): Peer {
  return workload.pod.hostNetwork === true ? { type: 'anybody' } : { type: 'workload', workload };
}

/** Resolvers answer over both protocols, and those of OpenShift on a port of their own. */
function dnsRule({ platform }: Root): JsonObject {
  const ports = platform.openShift === undefined ? [53] : [53, 5353];
  return {
    to: [{ namespaceSelector: {} }],
    ports: ports.flatMap(port => ['UDP', 'TCP'].map(protocol => ({ protocol, port }))),
  };
}

function unseen(workload: Workload, root: Root): Doubt[] {
  const [binding] = bindingsOf(workload, root);
  return [
    'whatever else it calls is cut off: addresses of Secrets that are not here, metadata of the cloud, what its program knows by itself',
    ...(binding === undefined
      ? []
      : [
          `${binding.kind} ${binding.name} gives rights to its account ${accountOf(workload)}, and the API server is no pod: it would be cut off`,
        ]),
    'a DNS cache on the nodes (169.254.20.10) is no pod either',
  ];
}
