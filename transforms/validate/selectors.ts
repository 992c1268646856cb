/** Selectors that select nothing, and workloads that do not select their own pods. */

import { type LabelSelector, matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { FieldPath, JsonObject, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { podsAsk, podsElsewhere, sourceName } from '../shared/elsewhere.ts';
import { indexBy } from '../shared/index-by.ts';
import { mayHoldUnseenPods } from '../shared/namespaces/namespaces.ts';
import { podKind, podSelector } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { remembered } from '../shared/remembered.ts';

export type SelectorMessage = 'no-pod' | 'template-label' | 'template-differs';

/** Where each kind says which pods it means. */
const SELECTORS: Readonly<Record<string, FieldPath>> = {
  Service: ['spec', 'selector'],
  NetworkPolicy: ['spec', 'podSelector'],
  PodDisruptionBudget: ['spec', 'selector'],
};

/** Labels that controllers, and programs in the pods themselves (Patroni, Vault), put on pods: no template shows them. */
const AT_RUN_TIME =
  /^(?:statefulset\.kubernetes\.io\/|apps\.kubernetes\.io\/pod-index$|pod-template-hash$|controller-revision-hash$|rollouts-pod-template-hash$|deploymentconfig$|spilo-role$|vault-(?:active|initialized|perf-standby|sealed|version)$|(?:batch\.kubernetes\.io\/)?(?:controller-uid|job-name)$)/;

/** A Service, policy or budget that is about no pod of a root which renders the pods around it. */
export function* withoutPods(resource: Resource, root: Root): Generator<Proposal<'no-pod'>> {
  const path = SELECTORS[resource.kind];
  const value = path && resource.get(path);
  if (path === undefined || !isMap(value)) return;
  const selector = selectorIn(resource.kind, value);
  const labels = Object.entries(selector.matchLabels ?? {}).filter(([key]) => !AT_RUN_TIME.test(key));
  if (labels.length === 0) return;
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
  const near = around.filter(each => labels.some(([key, text]) => each.podLabels[key] === text));
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
      ? { blocked: whichPods(near), asks: [podsAsk(resource)] }
      : { known: elsewhere }),
  };
}

function whichPods(near: readonly Workload[]): string {
  if (near.length === 0)
    return 'which pods are meant? If they come from elsewhere, exempt it with that reason';
  const names = [...new Set(near.map(each => `${each.kind} ${sourceName(each)}`))].slice(0, 4);
  return `which pods are meant? ${enumerated(names)} ${names.length === 1 ? 'has' : 'have'} some of the labels`;
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
