/** A policy for each workload that none selects. */

import { mapOf } from '../../src/network/data.ts';
import { directionsOf } from '../../src/network/simulator.ts';
import {
  type Change,
  type JsonObject,
  nameOf,
  type Proposal,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { describeWorkload } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { sharedSelection } from '../shared/selectors/twins.ts';
import type { CallerOptions } from './callers/known.ts';
import { doubtsOf, unseenCallers } from './callers/unseen.ts';
import { labelDoubts } from './labelled.ts';
import { ingressOf, nextToNames, plainPods, referredPods } from './manifest.ts';
import { cutOffBy } from './proof.ts';
import { type Admission, admissionTo, type Rule } from './rules.ts';
import { cutOff, namelessCallers, OF_TWINS } from './words.ts';

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
  const unseen = unseenCallers(workload, admission, root);
  if (unseen !== undefined) return { ...finding, ...unseen };
  const namespace = root.platform.namespaceOf(workload);
  const spec = specOf(workload, admission.rules, plainPods, root);
  const cut = cutOffBy({ namespace, spec }, options, root);
  if (cut.length > 0) return { ...finding, ...cutOff(cut) };
  const policies: Change[] = policiesFor(workload, admission, root).map(manifest => ({
    type: 'create',
    manifest,
    beside: workload.key,
    ...nextToNames(
      workload,
      admission.rules.flatMap(({ peers }) => peers),
      root,
    ),
  }));
  const changes = [...admission.changes, ...policies];
  return {
    ...finding,
    data: { ...finding.data, change: `. One lets in ${enumerated(admission.callers) || 'nobody'}` },
    changes,
    evidence: admission.evidence,
    doubts: [
      ...doubtsOf(workload, admission, root),
      ...sharedSelection(workload, OF_TWINS, root),
      ...admission.doubts,
      ...labelDoubts(changes, root),
    ],
  };
}

/** What all environments want is one policy, which can stand in their base; callers of this one add another to it. */
function policiesFor(workload: Workload, { rules, shared, local }: Admission, root: Root): JsonObject[] {
  const suffix = suffixFor(workload, root);
  const of = (name: JsonObject['name'], own: readonly Rule[]): JsonObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name },
    spec: specOf(workload, own, referredPods(root), root),
  });
  const name = nameOf(workload, { suffix });
  if (shared.length === 0 || local.length === 0) return [of(name, rules)];
  return [of(name, shared), of(nameOf(workload, { suffix: `${suffix}-more` }), local)];
}

function specOf(workload: Workload, rules: readonly Rule[], words: typeof plainPods, root: Root): JsonObject {
  const namespace = root.platform.namespaceOf(workload);
  const ingress = ingressOf(rules, { home: namespace, targets: [workload], words }, root);
  return {
    podSelector: words(workload),
    policyTypes: ['Ingress'],
    ...(ingress.length > 0 && { ingress }),
  };
}

/** Two workloads, or a workload and a policy, may have one name. */
function suffixFor(workload: Workload, root: Root): string {
  const isTaken =
    root.platform
      .find('NetworkPolicy', root.platform.namespaceOf(workload))
      .some(each => each.name === workload.name) ||
    root.workloads.some(
      each => each !== workload && each.name === workload.name && spaceOf(each) === spaceOf(workload),
    );
  return isTaken ? `-${workload.kind.toLowerCase()}` : '';
}

/** What names none is built together with what names `default` (kustomize's ids of resources). */
function spaceOf({ namespace = 'default' }: Workload): string {
  return namespace;
}
