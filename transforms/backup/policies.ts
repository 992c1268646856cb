/** Policies that would keep a dump from its store, or from the bucket. They only add: one more lets it through. */

import { isLetThrough, type Pod } from '../../src/network/simulator.ts';
import type { Change, JsonObject, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { givenLabels, writtenLabels } from '../shared/labels/apart.ts';
import { describeWorkload } from '../shared/pods.ts';
import {
  isShared,
  labelsTaking,
  lettingThrough,
  mayLeave,
  newPolicy,
  policiesIn,
  TO_DNS,
} from '../shared/policies.ts';
import { memberLabels } from '../shared/storage/cloudnative-pg.ts';
import type { Message, Options } from './context.ts';
import { SUFFIX } from './cron-job.ts';
import { TEST_SUFFIX } from './job.ts';
import { cronAfter } from './restore/standing.ts';
import type { Server } from './server.ts';
import { listensOn } from './way.ts';

type Bucket = { readonly endpoint?: string | undefined };
type Labels = Readonly<Record<string, string>>;

/**
 * @param labels those that the pods of a dump have of their own
 * @param dump the workload whose pods these are, or the store as long as there is none
 * @returns undefined where no policy could take the pods of one end alone
 */
export function letThrough(
  server: Server,
  labels: Labels,
  dump: Workload,
  options: Options,
  root: Root,
): readonly Change[] | undefined {
  const { workload } = server;
  const port = listensOn(server);
  if (port === undefined) return [];
  const namespace = root.platform.namespaceOf(workload) ?? '';
  const cluster = policiesIn(namespace, root);
  const podOf = (own: Labels): Pod => ({ namespace, labels: own, ports: [] });
  const [from, to] = [podOf({ ...givenLabels(workload), ...labels }), podOf(workload.podLabels)];
  const isLetIn = isLetThrough('Ingress', { from, to, port, protocol: 'TCP' }, cluster);
  const isLetOut = mayLeave(from, bucketPort(options), cluster);
  if (isLetIn && isLetOut) return [];
  const taking = labelsTaking(workload, root);
  if (taking === undefined || isShared(labels, dump, root)) return undefined;
  const dumps = { podSelector: { matchLabels: labels } };
  const store = { podSelector: { matchLabels: taking } };
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
    ...(isLetOut
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

/**
 * Pods of a store's own that leave for the bucket alone.
 *
 * @param of with the workload whose pods have the labels, or that they come beside as long as there is none
 * @returns undefined where no policy could take them alone
 */
export function letOut(
  { workload }: Server,
  labels: Labels,
  { to, pods }: { readonly to: string | undefined; readonly pods: Workload },
  root: Root,
): readonly Change[] | undefined {
  const namespace = root.platform.namespaceOf(workload) ?? '';
  const from: Pod = { namespace, labels: { ...givenLabels(workload), ...labels }, ports: [] };
  const bucket = { endpoint: to };
  if (mayLeave(from, bucketPort(bucket), policiesIn(namespace, root))) return [];
  if (isShared(labels, pods, root)) return undefined;
  return [
    newPolicy(
      pods,
      { of: workload, suffix: `${TEST_SUFFIX}-egress` },
      {
        podSelector: { matchLabels: labels },
        policyTypes: ['Egress'],
        egress: [TO_DNS, toBucket(bucket)],
      },
    ),
  ];
}

/** A policy knows no names of hosts: whatever the bucket stands behind. */
function toBucket(options: Bucket): JsonObject {
  return { ports: [{ protocol: 'TCP', port: bucketPort(options) }] };
}

/** Members of a Cluster of CloudNativePG have labels that the operator gives them, and take what they write to the bucket. */
export function letMembersOut(cluster: Resource, options: Options, root: Root): readonly Change[] {
  const namespace = root.platform.namespaceOf(cluster) ?? '';
  const labels = memberLabels(cluster);
  const from: Pod = { namespace, labels, ports: [] };
  if (mayLeave(from, bucketPort(options), policiesIn(namespace, root))) return [];
  return [
    newPolicy(
      cluster,
      { suffix: `${SUFFIX}-egress` },
      {
        podSelector: { matchLabels: labels },
        policyTypes: ['Egress'],
        egress: [TO_DNS, toBucket(options)],
      },
    ),
  ];
}

function bucketPort({ endpoint }: Bucket): number {
  if (endpoint === undefined || !URL.canParse(endpoint)) return 443;
  const { port, protocol } = new URL(endpoint);
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}

/** Where policies have come behind the dump, in the same plan or by somebody else. */
export function* keptOut(server: Server, options: Options, root: Root): Generator<Proposal<Message>> {
  const { workload } = server;
  const cron = cronAfter(workload, SUFFIX, root);
  if (cron === undefined) return;
  const edge = root.edges.find(
    ({ from, to }) => from.type === 'workload' && from.workload.key === cron.key && to.key === workload.key,
  );
  if (edge === undefined) return;
  const changes = letThrough(server, writtenLabels(cron), cron, options, root);
  if (changes?.length === 0) return;
  const finding = {
    data: {
      server: describeWorkload(workload),
      job: describeWorkload(cron),
      what: 'dumps',
    },
    at: { on: workload.key, path: [] },
    changes: [],
    evidence: [edge.evidence],
  };
  yield lettingThrough(finding, changes);
}
