/** Written rules that are about no pod at all. */

import { type LabelSelector, matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { FieldPath, Json, JsonObject, Proposal, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { mayHoldUnseenPods } from '../shared/namespaces/namespaces.ts';

const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

interface Rule {
  /** As it is called in a message. */
  readonly field: string;
  readonly path: FieldPath;
  readonly selector: Json | undefined;
}

/** A rule that selects neither its own pods nor those of anybody in the namespace: nothing keeps away from anything. */
export function* selectsNothing(workload: Workload, root: Root): Generator<Proposal<'selects-nothing'>> {
  const rules = rulesOf(workload);
  if (rules.length === 0) return;
  const namespace = root.platform.namespaceOf(workload);
  if (!root.complete || mayHoldUnseenPods(namespace, root)) return;
  // Another environment may have the pods that a rule of the base is about.
  const others = root.platform.workloadsElsewhereIn(namespace);
  const near = [workload, ...root.platform.workloadsIn(namespace), ...others];
  const isIdle = ({ selector }: Rule) =>
    !isMap(selector) ||
    (!holdsVariable(selector, root) &&
      !near.some(each => matchesSelector(selector as LabelSelector, each.podLabels)));
  // One of several may be for pods that are not there yet.
  const idle = rules.find(rule => rules.every(each => each.field !== rule.field || isIdle(each)));
  if (idle === undefined) return;
  const { kind, name } = workload;
  yield {
    message: 'selects-nothing',
    data: { kind, name, field: idle.field },
    at: { on: workload.key, path: idle.path },
    changes: [],
    evidence: [],
    blocked: `are its own pods meant (${labelsOf(workload)})?`,
  };
}

function rulesOf({ pod, podPath }: Workload): Rule[] {
  const affinity =
    isMap(pod.affinity) && isMap(pod.affinity.podAntiAffinity) ? pod.affinity.podAntiAffinity : {};
  const terms = [
    ...mapsIn(affinity[PREFERRED]).map(({ podAffinityTerm }) => podAffinityTerm),
    ...mapsIn(affinity[REQUIRED]),
  ].filter(isMap);
  return [
    // In other namespaces, or with the labels of the pod itself: not to be judged by what stands there.
    ...terms
      .filter(
        term => !['namespaces', 'namespaceSelector', 'matchLabelKeys'].some(key => term[key] !== undefined),
      )
      .map(({ labelSelector }) => ({
        field: 'podAntiAffinity',
        path: [...podPath, 'affinity', 'podAntiAffinity'],
        selector: labelSelector,
      })),
    ...mapsIn(pod.topologySpreadConstraints).map(({ labelSelector }) => ({
      field: 'topologySpreadConstraints',
      path: [...podPath, 'topologySpreadConstraints'],
      selector: labelSelector,
    })),
  ];
}

function holdsVariable({ matchLabels }: JsonObject, { platform }: Root): boolean {
  return isMap(matchLabels) && Object.values(matchLabels).some(value => platform.isFilledIn(value));
}

function labelsOf({ podLabels }: Workload): string {
  const [first = ['', '']] = Object.entries(podLabels);
  return first.join(': ');
}
