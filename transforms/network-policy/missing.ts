/** A policy for each workload that none selects. */

import { mapOf } from '../../src/network/data.ts';
import { declaredPorts } from '../../src/network/services.ts';
import { directionsOf } from '../../src/network/simulator.ts';
import {
  type Container,
  type Doubt,
  type Edge,
  type Json,
  type JsonObject,
  nameOf,
  type Proposal,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { describeWorkload } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { isStore } from '../shared/storage/stores.ts';
import type { CallerOptions } from './callers.ts';
import { ingressOf, plainPods, referredPods } from './manifest.ts';
import { cutOffBy } from './proof.ts';
import { type Admission, admissionTo } from './rules.ts';
import { cutOff, namelessCallers } from './words.ts';

export type MissingMessage = 'unselected';

/** Whether a policy takes the pods of a workload for what comes in. */
export function isSelected(workload: Workload, root: Root): boolean {
  return root
    .policiesFor(workload)
    .some(policy => directionsOf(mapOf(policy.get(['spec']))).includes('Ingress'));
}

export function missingPolicy(
  workload: Workload,
  options: CallerOptions,
  root: Root,
): Proposal<MissingMessage> {
  const admission = admissionTo([workload], options, root);
  const finding = {
    message: 'unselected',
    data: { workload: describeWorkload(workload), change: '' },
    at: { on: workload.key, path: workload.podPath.slice(0, -1) },
    changes: [],
    evidence: [],
  } as const;
  if (admission.nameless.length > 0) return { ...finding, ...namelessCallers(admission.nameless) };
  const [service] = root.servicesFor(workload);
  // Nobody makes a Service that nobody calls: whoever does stands elsewhere, and would be cut off.
  if (service !== undefined && !admission.edges.some(isUse)) {
    if (!workload.containers.some(isServing))
      return {
        ...finding,
        known: `nothing here is seen to talk to its Service ${service.name}, and somebody does`,
      };
    const about = `callers of Service ${service.name}`;
    const blocked = 'which workloads are they? Nothing here is seen to talk to it';
    return { ...finding, blocked, asks: [{ type: 'decision', about }] };
  }
  const namespace = root.platform.namespaceOf(workload);
  const spec = specOf(workload, admission, plainPods, root);
  const cut = cutOffBy({ namespace, spec }, options, root);
  if (cut.length > 0) return { ...finding, ...cutOff(cut) };
  const manifest: JsonObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: nameOf(workload, suffixFor(workload, root)) },
    spec: specOf(workload, admission, referredPods, root),
  };
  return {
    ...finding,
    data: { ...finding.data, change: `. One lets in ${enumerated(admission.callers) || 'nobody'}` },
    changes: [{ type: 'create', manifest, beside: workload.key }],
    evidence: admission.evidence,
    doubts: [...unseen(workload, admission), ...admission.doubts],
  };
}

function isServing(container: Container): boolean {
  return container.role === 'main' && isStore(container);
}

/** Members of one cluster, and what looks after it, are no users. */
function isUse({ from, to }: Edge): boolean {
  return from.type !== 'monitoring' && !(from.type === 'workload' && from.workload === to);
}

function specOf(workload: Workload, { rules }: Admission, words: typeof plainPods, root: Root): JsonObject {
  const namespace = root.platform.namespaceOf(workload);
  const ingress = ingressOf(rules, namespace, words, root);
  return {
    podSelector: words(workload),
    policyTypes: ['Ingress'],
    ...(ingress.length > 0 && { ingress }),
  };
}

/** Two workloads, or a workload and a policy, may have one name. */
function suffixFor(workload: Workload, root: Root): { readonly suffix?: string } {
  const isTaken =
    root.platform
      .find('NetworkPolicy', root.platform.namespaceOf(workload))
      .some(each => each.name === workload.name) ||
    root.workloads.some(
      each => each !== workload && each.name === workload.name && spaceOf(each) === spaceOf(workload),
    );
  return isTaken ? { suffix: `-${workload.kind.toLowerCase()}` } : {};
}

/** What names none is built together with what names `default` (kustomize's ids of resources). */
function spaceOf({ namespace = 'default' }: Workload): string {
  return namespace;
}

/** What cannot be seen here, the most likely to hurt first. */
function unseen(workload: Workload, { edges }: Admission): Doubt[] {
  const used = new Set<Json>(edges.map(({ port }) => port));
  const idle = declaredPorts(workload)
    .map(({ containerPort }) => containerPort ?? null)
    .filter(port => !used.has(port));
  const ports = enumerated([...new Set(idle)].map(String));
  return [
    `whoever else talks to it is cut off: what no manifest says cannot be seen`,
    ...(edges.length > 0 && ports !== '' ? [`nothing is seen to use its port ${ports}`] : []),
  ];
}
