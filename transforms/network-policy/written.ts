/** Policies that let in more than somebody has thought of. */

import { apiGroupOf } from '../../src/kubernetes/kinds.ts';
import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import { mapOf, selectorIn } from '../../src/network/data.ts';
import { directionsOf } from '../../src/network/simulator.ts';
import type { Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { staying } from '../shared/choices.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';
import type { CallerOptions } from './callers/known.ts';
import { isEmptyRule, isWholeCluster, isWholeNamespace, narrowedBy } from './narrowing.ts';
import { cutOffBy } from './proof.ts';
import { cutOff, namelessCallers } from './words.ts';

export type WrittenMessage = 'lets-all-in' | 'lets-namespace-in' | 'every-port';

/** The worst fault of a policy for what comes in; a policy without rules has none. */
export function faultOf(policy: Resource): WrittenMessage | undefined {
  if (apiGroupOf(policy.apiVersion) !== 'networking.k8s.io') return undefined;
  const spec = mapOf(policy.get(['spec']));
  if (!directionsOf(spec).includes('Ingress')) return undefined;
  const rules = mapsIn(spec.ingress);
  if (
    rules.some(
      rule =>
        isEmptyRule(rule) || (mapsIn(rule.ports).length === 0 && mapsIn(rule.from).some(isWholeCluster)),
    )
  )
    return 'lets-all-in';
  if (rules.some(rule => mapsIn(rule.from).some(isWholeNamespace))) return 'lets-namespace-in';
  return rules.some(rule => mapsIn(rule.ports).length === 0) ? 'every-port' : undefined;
}

export function* writtenPolicy(
  policy: Resource,
  options: CallerOptions,
  root: Root,
): Generator<Proposal<WrittenMessage>> {
  const message = faultOf(policy);
  if (message === undefined) return;
  const { platform } = root;
  // Somebody has thought of that, and said so.
  if (message === 'lets-namespace-in' && platform.meantWideAt(policy.where(['kind'])) !== undefined) return;
  const namespace = platform.namespaceOf(policy);
  const selector = selectorIn(policy.get(['spec', 'podSelector'])) ?? {};
  const workloads = platform.workloadsIn(namespace).filter(each => matchesSelector(selector, each.podLabels));
  // What selects nothing of this render may be for pods that nobody renders.
  if (workloads.length === 0) return;
  const finding = {
    message,
    data: { name: policy.name, change: '' },
    at: { on: policy.key, path: ['spec', 'ingress'] },
    changes: [],
    evidence: [],
  } as const;
  if (isMap(selector) && isForAll(selector)) {
    yield {
      ...finding,
      known:
        'it is for every pod of the namespace: no list of callers fits all of them, and each needs a policy of its own first',
    };
    return;
  }
  yield narrowed(policy, workloads, finding, options, root);
}

function isForAll({
  matchLabels,
  matchExpressions,
}: {
  matchLabels?: object;
  matchExpressions?: readonly unknown[];
}) {
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
}

function narrowed(
  policy: Resource,
  workloads: readonly Workload[],
  finding: Proposal<WrittenMessage>,
  options: CallerOptions,
  root: Root,
): Proposal<WrittenMessage> {
  const { ingress, plain, callers, evidence, doubts, changes, nameless, unknown } = narrowedBy(
    policy,
    workloads,
    options,
    root,
  );
  const names = enumerated([...new Set(workloads.map(each => each.name))]);
  if (nameless.length > 0) return { ...finding, ...namelessCallers(nameless) };
  if (unknown === 'ports')
    return { ...finding, known: `nothing here says which ports the pods of ${names} have` };
  if (unknown === 'callers') {
    return {
      ...finding,
      blocked: `who talks to ${names}? Nothing here does`,
      asks: [
        {
          type: 'decision',
          about: `who talks to ${names}`,
          question: 'nothing here does: which workloads are they?',
          choices: [staying('none that this repository renders', 'its callers are not rendered here')],
        },
      ],
    };
  }
  const namespace = root.platform.namespaceOf(policy);
  const spec = { ...mapOf(policy.get(['spec'])), ingress: plain };
  const cut = cutOffBy({ namespace, instead: policy, spec }, options, root);
  if (cut.length > 0) return { ...finding, ...cutOff(cut) };
  const change = callers.length > 0 ? `. It lets in ${enumerated(callers)}` : '';
  return {
    ...finding,
    data: { ...finding.data, change },
    changes: [...changes, policy.set(['spec', 'ingress'], ingress)],
    evidence,
    doubts: [`whoever else talks to ${names} is cut off: what no manifest says cannot be seen`, ...doubts],
  };
}
