/** Policies that would keep a dump from its store, or from the bucket. They only add: one more lets it through. */

import { matchesLabels } from '../../src/kubernetes/selectors.ts';
import { type Cluster, isIsolated, isLetThrough, type Pod } from '../../src/network/simulator.ts';
import {
  type Change,
  type JsonObject,
  type Proposal,
  type Resource,
  type Root,
  selectorOf,
  type Workload,
} from '../../src/transform.ts';
import { givenLabels, writtenLabels } from '../shared/labels/apart.ts';
import { describeWorkload } from '../shared/pods.ts';
import { newPolicy, policiesIn, TO_DNS } from '../shared/policies.ts';
import type { Message, Options } from './context.ts';
import { SUFFIX } from './cron-job.ts';
import type { Server } from './server.ts';
import { listensOn } from './way.ts';

type Labels = Readonly<Record<string, string>>;

/** @param labels those that the pods of a dump have of their own */
export function letThrough(server: Server, labels: Labels, options: Options, root: Root): readonly Change[] {
  const { workload } = server;
  const port = listensOn(server);
  if (port === undefined) return [];
  const namespace = root.platform.namespaceOf(workload) ?? '';
  const cluster = policiesIn(namespace, root);
  const podOf = (own: Labels): Pod => ({ namespace, labels: own, ports: [] });
  const [from, to] = [podOf({ ...givenLabels(workload), ...labels }), podOf(workload.podLabels)];
  const isLetIn = isLetThrough('Ingress', { from, to, port, protocol: 'TCP' }, cluster);
  const dumps = { podSelector: { matchLabels: labels } };
  const store = { podSelector: { matchLabels: selectorOf(workload) } };
  const ports = [{ protocol: 'TCP', port }];
  return [
    ...(isLetIn
      ? []
      : [
          newPolicy(
            workload,
            { suffix: SUFFIX },
            { ...store, policyTypes: ['Ingress'], ingress: [{ from: [dumps], ports }] },
          ),
        ]),
    ...(mayLeave(from, cluster, options)
      ? []
      : [
          newPolicy(
            workload,
            { suffix: `${SUFFIX}-egress` },
            {
              ...dumps,
              policyTypes: ['Egress'],
              egress: [TO_DNS, { to: [store], ports }, toBucket(options)],
            },
          ),
        ]),
  ];
}

/** A policy knows no names of hosts: whatever the bucket stands behind. */
function toBucket(options: Options): JsonObject {
  return { ports: [{ protocol: 'TCP', port: bucketPort(options) }] };
}

/** Members of a Cluster of CloudNativePG have labels that the operator gives them, and take what they write to the bucket. */
export function letMembersOut(member: Resource, options: Options, root: Root): readonly Change[] {
  const namespace = root.platform.namespaceOf(member) ?? '';
  const labels = { 'cnpg.io/cluster': member.name };
  const from: Pod = { namespace, labels: { ...labels, 'cnpg.io/podRole': 'instance' }, ports: [] };
  if (mayLeave(from, policiesIn(namespace, root), options)) return [];
  return [
    newPolicy(
      member,
      { suffix: `${SUFFIX}-egress` },
      {
        podSelector: { matchLabels: labels },
        policyTypes: ['Egress'],
        egress: [TO_DNS, toBucket(options)],
      },
    ),
  ];
}

/** Documentation has it for itself: whoever is let out to it is let out to the world. */
const SOMEWHERE = '203.0.113.1';

function mayLeave(from: Pod, cluster: Cluster, options: Options): boolean {
  if (!isIsolated(from, 'Egress', cluster)) return true;
  const to = { address: SOMEWHERE };
  return isLetThrough('Egress', { from, to, port: bucketPort(options), protocol: 'TCP' }, cluster);
}

function bucketPort({ endpoint }: Options): number {
  if (endpoint === undefined || !URL.canParse(endpoint)) return 443;
  const { port, protocol } = new URL(endpoint);
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}

/** Where policies have come behind the dump, in the same plan or by somebody else. */
export function* keptOut(server: Server, options: Options, root: Root): Generator<Proposal<Message>> {
  const { workload } = server;
  const cron = root.workloads.find(
    each => each.kind === 'CronJob' && each.name === `${workload.name}${SUFFIX}`,
  );
  if (cron === undefined) return;
  const edge = root.edges.find(
    ({ from, to }) => from.type === 'workload' && from.workload.key === cron.key && to.key === workload.key,
  );
  const labels = writtenLabels(cron);
  const changes = edge === undefined ? [] : letThrough(server, labels, options, root);
  if (edge === undefined || changes.length === 0) return;
  const finding = {
    data: {
      server: describeWorkload(workload),
      dump: describeWorkload(cron),
      bucket: '',
      schedule: '',
    },
    at: { on: workload.key, path: [] },
    changes: [],
    evidence: [edge.evidence],
  };
  if (isShared(labels, cron, root))
    yield {
      ...finding,
      message: 'shut-out',
      known: 'its pods have no labels of their own by which a policy could take them',
    };
  else
    yield {
      ...finding,
      message: 'kept-out',
      changes,
      doubts: ['whatever has its labels is let through too'],
    };
}

/** A policy by such labels opens the others too, and is the first that keeps them in where none was about them. */
function isShared(labels: Labels, workload: Workload, { platform }: Root): boolean {
  return platform
    .workloadsIn(platform.namespaceOf(workload))
    .filter(({ kind, name }) => kind !== workload.kind || name !== workload.name)
    .some(({ podLabels }) => matchesLabels(labels, podLabels));
}
