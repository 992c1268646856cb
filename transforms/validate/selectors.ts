/** Selectors that select nothing, and workloads that do not select their own pods. */

import { type LabelSelector, matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { FieldPath, Json, JsonObject, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { podsAsk, podsElsewhere, sourceName } from '../shared/elsewhere.ts';
import { indexBy } from '../shared/index-by.ts';
import { mayHoldUnseenPods } from '../shared/namespaces/namespaces.ts';
import { podKind, podSelector } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { remembered } from '../shared/remembered.ts';

export type SelectorMessage = 'no-pod' | 'template-label' | 'template-differs';

/** Where each kind says which pods it means; of budgets pod-disruption-budget says it, and which ones are meant. */
const SELECTORS: Readonly<Record<string, FieldPath>> = {
  Service: ['spec', 'selector'],
  NetworkPolicy: ['spec', 'podSelector'],
};

/** Labels that controllers, and programs in the pods themselves (Patroni, Vault), put on pods: no template shows them. */
const AT_RUN_TIME =
  /^(?:statefulset\.kubernetes\.io\/|apps\.kubernetes\.io\/pod-index$|pod-template-hash$|controller-revision-hash$|rollouts-pod-template-hash$|deploymentconfig$|spilo-role$|vault-(?:active|initialized|perf-standby|sealed|version)$|(?:batch\.kubernetes\.io\/)?(?:controller-uid|job-name)$)/;

/** Labels of pods that an operator makes: no manifest has them, and whoever selects by one means those. */
const OF_OPERATORS =
  /^(?:acme\.cert-manager\.io|cnpg\.io|postgres-operator\.crunchydata\.com|strimzi\.io|(?:common|elasticsearch|kibana)\.k8s\.elastic\.co|tekton\.dev|argo-rollouts\.argoproj\.io|workflows\.argoproj\.io|mysql\.oracle\.com|percona\.com|k8ssandra\.io|mongodb\.com)\//;

/** A Service or a policy that is about no pod of a root which renders the pods around it. */
export function* withoutPods(resource: Resource, root: Root): Generator<Proposal<'no-pod'>> {
  const path = SELECTORS[resource.kind];
  const value = path && resource.get(path);
  if (path === undefined || !isMap(value)) return;
  const selector = selectorIn(resource.kind, value);
  const labels = Object.entries(selector.matchLabels ?? {}).filter(([key]) => !AT_RUN_TIME.test(key));
  if (labels.length === 0 || labels.some(([key]) => OF_OPERATORS.test(key))) return;
  const wanted = { ...selector, matchLabels: Object.fromEntries(labels) };
  const around = root.platform.workloadsIn(root.platform.namespaceOf(resource));
  if (around.length === 0 || !knowsItsPods(resource, root)) return;
  const first = pairKey(labels[0]);
  const candidates = [
    ...root.platform.workloadsWith(labelKeys, root.platform.namespaceOf(resource), first),
    ...(podsOf(root).get(first) ?? []),
  ];
  if (candidates.some(each => matchesSelector(wanted, each.podLabels))) return;
  const elsewhere = podsElsewhere(wanted, root.platform.namespaceOf(resource), root);
  yield {
    message: 'no-pod',
    data: {
      resource: `${resource.kind} ${resource.name}`,
      selector: labels.map(([key, text]) => `${key}=${text}`).join(','),
    },
    at: { on: resource.key, path },
    changes: [],
    evidence: [],
    ...(elsewhere === undefined
      ? { blocked: whichPods(meantBy(resource, around, labels), labels), asks: [podsAsk(resource, root)] }
      : { known: elsewhere }),
  };
}

type Label = readonly [key: string, value: string];

/**
 * The workloads that have most of the labels, and at least half; of several those that have a port of the Service. What all
 * around have alike, because an overlay gives it to everything, tells nobody apart.
 */
function meantBy(
  resource: Resource,
  around: readonly Workload[],
  labels: readonly Label[],
): readonly Workload[] {
  const has = ({ podLabels }: Workload, [key, text]: Label) => podLabels[key] === text;
  const telling =
    around.length < 3 ? labels : labels.filter(each => !around.every(other => has(other, each)));
  const shared = (workload: Workload) => telling.filter(each => has(workload, each)).length;
  const near = around.filter(each => shared(each) > 0 && shared(each) * 2 >= telling.length);
  const targets = targetsOf(resource);
  const listening = near.filter(each => portsOf(each).some(port => targets.includes(port)));
  const candidates = listening.length > 0 ? listening : near;
  const most = Math.max(...candidates.map(shared));
  return candidates.filter(each => shared(each) === most);
}

function targetsOf(resource: Resource): Json[] {
  if (resource.kind !== 'Service') return [];
  return mapsIn(resource.get(['spec', 'ports'])).flatMap(({ port, targetPort }) => targetPort ?? port ?? []);
}

/** By number and by name. */
function portsOf({ containers }: Workload): Json[] {
  return containers
    .flatMap(container => mapsIn(container.get(['ports'])))
    .flatMap(({ name, containerPort }) => [name ?? [], containerPort ?? []].flat());
}

function whichPods(near: readonly Workload[], labels: readonly Label[]): string {
  const names = [...new Set(near.map(each => `${each.kind} ${sourceName(each)}`))].slice(0, 4);
  if (names.length === 0)
    return 'which pods are meant? If they come from elsewhere, exempt it with that reason';
  if (names.length > 1) return `which pods are meant? ${enumerated(names)} have as many of the labels`;
  const lacking = labels.filter(([key, text]) => near[0]!.podLabels[key] !== text);
  return `is ${names[0]} meant? Its pods lack ${enumerated(lacking.map(([key, text]) => `${key}=${text}`))}`;
}

/** Workloads of the root itself, in whichever namespace. */
const podsOf = remembered(({ workloads }: Root) => indexBy(workloads, labelKeys));

/** What pods are looked up by: each of their labels. */
function labelKeys({ podLabels }: Workload): string[] {
  return Object.entries(podLabels).map(pairKey);
}

function pairKey(pair: readonly [string, unknown] | undefined): string {
  return JSON.stringify(pair);
}

function selectorIn(kind: string, value: JsonObject): LabelSelector {
  return (kind === 'Service' ? { matchLabels: value } : value) as LabelSelector;
}

/** Nothing beside it may make pods that nobody has rendered, and it is not the control plane that is meant. */
function knowsItsPods(resource: Resource, root: Root): boolean {
  if (!root.complete || resource.namespace === 'kube-system') return false;
  return !mayHoldUnseenPods(root.platform.namespaceOf(resource), root);
}

/** Every label that a workload selects must be on its own pods: the API server refuses it otherwise. */
export function* ownPods(workload: Workload): Generator<Proposal<'template-label' | 'template-differs'>> {
  const { selector } = podKind(workload);
  const wanted = podSelector(workload)?.matchLabels;
  if (selector === undefined || !isMap(wanted)) return;
  const written = ['spec', 'selector', ...(selector === 'map' ? [] : ['matchLabels'])];
  const data = { workload: `${workload.kind} ${workload.name}` };
  for (const [key, value] of Object.entries(wanted)) {
    const now = workload.podLabels[key];
    if (typeof value !== 'string' || now === value) continue;
    const path = [...workload.podMetadataPath, 'labels', key];
    const at = { on: workload.key, path };
    if (now === undefined) {
      yield {
        message: 'template-label',
        data: { ...data, label: `${key}=${value}` },
        at,
        changes: [workload.set(path, value)],
        evidence: [
          {
            kind: 'manifest',
            at: workload.where([...written, key]),
            says: `it selects pods by ${key}=${value}`,
          },
        ],
      };
      continue;
    }
    yield {
      message: 'template-differs',
      data: { ...data, label: `${key}=${value}`, now },
      at,
      changes: [],
      evidence: [],
      blocked: `which value of ${key} is meant? A selector cannot be changed once the object exists`,
    };
  }
}
