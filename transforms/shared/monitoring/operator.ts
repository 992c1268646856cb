/** The Prometheus Operator of a repository: whether it is there, and which new objects of it its Prometheus takes. */

import { apiGroupOf } from '../../../src/kubernetes/kinds.ts';
import { type LabelSelector, matchesSelector } from '../../../src/kubernetes/selectors.ts';
import { selectorIn, textsOf } from '../../../src/network/data.ts';
import type { Doubt, Evidence, Resource, Root, Workload, WrittenServer } from '../../../src/transform.ts';
import { isMap } from '../data.ts';
import { holdsVariable } from '../labels/values.ts';
import { isInManifest } from '../places.ts';
import { remembered } from '../remembered.ts';

export const OPERATOR = { apiVersion: 'monitoring.coreos.com/v1' } as const;

export type KindOfOperator = 'ServiceMonitor' | 'PodMonitor' | 'PrometheusRule';

/** What fields of a Prometheus begin with that select objects of a kind. */
const FIELDS = {
  ServiceMonitor: 'serviceMonitor',
  PodMonitor: 'podMonitor',
  PrometheusRule: 'rule',
} as const;

/** Charts that bring the operator. */
const CHARTS = ['kube-prometheus-stack', 'prometheus-operator'];

/** Another object of the kind, as far as new ones are like it. */
interface Sister {
  readonly kind: KindOfOperator;
  readonly name: string;
  readonly at: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: unknown;
  /** Whether it is in the root, or beside it in the namespace. */
  readonly isNear: boolean;
}

/** What shows that the operator is in use; undefined where nothing does. */
export function operatorIn(root: Root): Evidence | undefined {
  const setUp = setUpIn(root);
  if (setUp !== undefined) return setUp;
  const [sister] = [...sistersOf('ServiceMonitor', root), ...sistersOf('PodMonitor', root)];
  return (
    sister && {
      kind: 'manifest',
      at: sister.at,
      says: `${sister.kind} ${sister.name} is an object of the operator`,
    }
  );
}

/** Whether the operator itself is seen, and not only objects for it. */
export function isOperatorSetUp(root: Root): boolean {
  return setUpIn(root) !== undefined;
}

function setUpIn(root: Root): Evidence | undefined {
  const [server] = serversOf(root);
  if (server !== undefined)
    return { kind: 'manifest', at: server.at, says: 'a Prometheus of the operator is set up here' };
  const kinds = root.platform
    .ofCluster('CustomResourceDefinition')
    .find(each => each.name === 'servicemonitors.monitoring.coreos.com');
  if (kinds !== undefined)
    return { kind: 'manifest', at: kinds.where(['kind']), says: 'the kinds of the operator are set up here' };
  const chart = CHARTS.flatMap(name => root.platform.chartsCalled(name))[0];
  return chart && { kind: 'manifest', at: chart.at, says: `chart ${chart.name} brings the operator` };
}

/** Those of the repository itself: what no root renders is test data, or another's. */
const serversOf = remembered((root: Root): readonly WrittenServer[] =>
  root.platform.prometheus.servers.filter(
    ({ name }) =>
      name === undefined ||
      root.rendersAnywhere('Prometheus', name) ||
      root.rendersAnywhere('PrometheusAgent', name),
  ),
);

/** Other objects of a kind: those beside it, else those of the repository. */
export function sistersOf(kind: KindOfOperator, root: Root): readonly Sister[] {
  const near = nearOf(kind, root);
  if (near.length > 0) return near;
  const { monitors, prometheus } = root.platform;
  const written = kind === 'PrometheusRule' ? prometheus.rules : monitors.filter(each => each.kind === kind);
  return written
    .filter(each => root.rendersAnywhere(kind, each.name))
    .map(each => ({ ...each, kind, isNear: false }));
}

function nearOf(kind: KindOfOperator, root: Root): readonly Sister[] {
  const namespaces = new Set(root.workloads.map(each => root.platform.namespaceOf(each)));
  const found = new Set([
    ...root.find(kind),
    ...[...namespaces].flatMap(namespace => root.platform.find(kind, namespace)),
  ]);
  return [...found].filter(isOfOperator).map(each => ({
    kind,
    name: each.name,
    at: each.where(['kind']),
    labels: ownLabelsOf(each, root),
    spec: each.get(['spec']),
    isNear: true,
  }));
}

/** A layer that labels everything labels a new one too. */
function ownLabelsOf(sister: Resource, { workloads }: Root): Readonly<Record<string, string>> {
  const isOfAll = ([key, value]: readonly [string, string]) =>
    !isInManifest(['metadata', 'labels', key], sister) &&
    workloads.every(({ labels }) => labels[key] === value);
  return Object.fromEntries(Object.entries(sister.labels).filter(each => !isOfAll(each)));
}

export function isOfOperator({ apiVersion }: Resource): boolean {
  return apiGroupOf(apiVersion) === 'monitoring.coreos.com';
}

export interface Taken {
  readonly labels: Readonly<Record<string, string>>;
  readonly evidence: readonly Evidence[];
  readonly doubts: readonly Doubt[];
}

/**
 * The labels by which a new object is taken, and what speaks for that.
 *
 * @param said labels that the configuration names, with the place
 */
export function takenAs(
  kind: KindOfOperator,
  workload: Workload,
  said: { readonly labels: Readonly<Record<string, string>>; readonly evidence: Evidence } | undefined,
  root: Root,
): Taken {
  const sisters = sistersOf(kind, root);
  const servers = serversOf(root);
  const wanted = servers.map(each => selectorOf(kind, each)?.matchLabels ?? {});
  const labels: Record<string, string> = {
    ...labelsLike(sisters, workload),
    ...Object.assign({}, ...wanted),
    ...said?.labels,
  };
  if (said !== undefined) return { labels, evidence: [said.evidence], doubts: [] };
  const refusal = servers
    .map(each => refusalOf(kind, each, labels, workload, root))
    .find(each => each !== '');
  if (servers.length > 0) {
    const [server] = servers;
    const says = `the Prometheus there takes ${kind}s with these labels`;
    return refusal === undefined
      ? { labels, evidence: [{ kind: 'manifest', at: server!.at, says }], doubts: [] }
      : { labels, evidence: [], doubts: [refusal] };
  }
  const near = sisters.find(each => each.isNear);
  if (near !== undefined) {
    const says = `${kind} ${near.name} beside it has the same labels`;
    return { labels, evidence: [{ kind: 'manifest', at: near.at, says }], doubts: [] };
  }
  return { labels, evidence: [], doubts: [`by which labels a Prometheus takes ${kind}s is not known`] };
}

/** Undefined where nothing says it: a chart may have selectors that its values do not show. */
function selectorOf(kind: KindOfOperator, { name, spec }: WrittenServer): LabelSelector | undefined {
  const selector = selectorIn(spec[`${FIELDS[kind]}Selector`]);
  // A Prometheus without a selector takes none.
  return selector ?? (name === undefined ? undefined : { matchExpressions: [{ key: '', operator: 'none' }] });
}

/** Why a Prometheus leaves the object out; empty where it takes it. */
function refusalOf(
  kind: KindOfOperator,
  server: WrittenServer,
  labels: Readonly<Record<string, string>>,
  workload: Workload,
  root: Root,
): Doubt | '' {
  const selector = selectorOf(kind, server);
  if (selector === undefined)
    return `by which labels the Prometheus of ${server.at} takes ${kind}s is not known`;
  if (!matchesSelector(selector, labels)) return `the Prometheus of ${server.at} takes other ${kind}s`;
  const namespaces = server.spec[`${FIELDS[kind]}NamespaceSelector`];
  const own = root.platform.namespaceOf(workload);
  const home = homeOf(server, root);
  if (!isMap(namespaces))
    return own === home ? '' : `the Prometheus of ${server.at} takes ${kind}s of its own namespace alone`;
  if (matchesSelector(namespaces as LabelSelector, {})) return '';
  const namespace = root.platform.namespaceObject(own);
  return namespace !== undefined && matchesSelector(namespaces as LabelSelector, namespace.labels)
    ? ''
    : `namespace ${own ?? ''} is not seen to have the labels by which the Prometheus of ${server.at} chooses namespaces`;
}

function homeOf({ name, namespace }: WrittenServer, root: Root): string | undefined {
  const own = root.find('Prometheus', each => each.name === name)[0];
  return own === undefined ? namespace : root.platform.namespaceOf(own);
}

/** Keys that all sisters have: with the value that they have in common, or with the workload's own. */
function labelsLike(sisters: readonly Sister[], workload: Workload): Record<string, string> {
  const [first, ...others] = sisters;
  if (first === undefined) return {};
  return Object.fromEntries(
    Object.entries(first.labels).flatMap(([key, value]) => {
      if (!others.every(({ labels }) => key in labels)) return [];
      const isCommon =
        others.length === 0 ? !isOwn(first, value) : others.every(({ labels }) => labels[key] === value);
      if (isCommon) return [[key, value]];
      const own = workload.labels[key] ?? workload.podLabels[key];
      return own === undefined || holdsVariable(own) ? [] : [[key, own]];
    }),
  );
}

/** Whether a label of a single object is that of what it is for. */
function isOwn({ name, spec }: Sister, value: string): boolean {
  const selector = isMap(spec) && isMap(spec.selector) ? spec.selector : {};
  return name.includes(value) || Object.values(textsOf(selector.matchLabels)).includes(value);
}
