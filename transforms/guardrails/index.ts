/** The cluster holds what is true of the pods of a namespace (catalogue M21). */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import {
  defineTransform,
  type Evidence,
  type PlanContext,
  type Proposal,
  type Resource,
  type Root,
} from '../../src/transform.ts';
import { saying } from '../shared/choices.ts';
import { isForOldCluster } from '../shared/clusters/old-cluster.ts';
import { isMap } from '../shared/data.ts';
import { makerOfPods, type OwnedNamespace, ownedNamespaces } from '../shared/namespaces/namespaces.ts';
import { enumerated } from '../shared/prose.ts';
import { notAllowed, unseen } from './doubts.ts';
import { engineIn } from './engines.ts';
import { nameFor } from './names.ts';
import { type Action, actionsOf, bindingOf, policyOf } from './policy.ts';
import { RULES, type Rule } from './rules.ts';

type Context = PlanContext<{ readonly action: string; readonly engine?: string }>;

const BINDING = 'ValidatingAdmissionPolicyBinding';

const DOES: Readonly<Record<Action, string>> = {
  Audit: 'writes down',
  Warn: 'warns of',
  Deny: 'refuses',
};

export default defineTransform({
  id: 'guardrails',
  title: 'The cluster holds what is true of pods',
  severity: 'medium',
  group: 'security',
  order: 1750,
  preset: 'opt-in',
  each: 'root',
  options: {
    action: {
      type: 'string',
      enum: ['Audit', 'Warn', 'Deny'],
      perEnvironment: { otherwise: 'Warn' },
      description:
        'What becomes of pods that fall short: an entry of the audit log, a warning besides, or a refusal.',
    },
    engine: {
      type: 'string',
      enum: ['ValidatingAdmissionPolicy', 'none'],
      description:
        'What holds policies in the cluster. `ValidatingAdmissionPolicy` says that its API server serves them (from Kubernetes 1.30 on), also beside Kyverno or Gatekeeper; with `none` nothing is found.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing:
      'nothing in the cluster holds what is true of the pods of {namespaces}: {rules}. A policy {does} those that fall short',
    'other-engine':
      'nothing here holds what is true of the pods of {namespaces}: {rules}. {engine} has the policies of the cluster',
    action: 'binding {name} says {written}. Its policy {does} pods that fall short',
  },
  briefs: {
    missing: 'no policy for pods',
    'other-engine': 'no policy for pods',
    action: 'policy says {written}',
  },
  docs: {
    why: 'What a review has put right comes back with the next manifest, chart or `kubectl run`. A policy of the API server looks at every pod, and says what falls short of what all others of its namespace keep to.',
    risk: 'A warning and an entry of the audit log stop nothing. With `Deny`, pods of charts, operators and meshes that no manifest here shows may be refused. Policies belong to the cluster as a whole: who applies them needs the right to, and API servers before 1.30 do not know them.',
    links: [
      'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/',
      'https://kubernetes.io/docs/reference/using-api/cel/',
    ],
    sameAs: [],
  },
  *plan(root, context) {
    // Such a cluster knows no policies of this kind.
    if (context.options.engine === 'none' || isForOldCluster(root)) return;
    const bindings = root.platform.find(BINDING, undefined);
    // Of several with the same claim nobody is known to speak for the pods of the others.
    const owned = ownedNamespaces(root).filter(({ claimants }) => claimants.length === 0);
    // What is true of pods that nobody has rendered is not known: who names an action has thought of them.
    const isAsked = context.configured('action', '') !== undefined;
    const open = owned.filter(
      namespace =>
        !bindings.some(each => isFor(each, namespace)) &&
        (isAsked || (root.complete && makerOfPods(namespace, root) === undefined)),
    );
    const kept = open.flatMap(namespace => {
      const rules = rulesFor(namespace, context.options.action as Action);
      const isWorth = isAsked ? rules.length > 0 : !isForLabel(rules, namespace, root);
      return isWorth ? [{ namespace, rules }] : [];
    });
    if (kept.length > 0) yield missing(kept, context);
    for (const namespace of owned) yield* otherAction(namespace, context);
  },
});

/** What one label of the Namespace warns of as well: `pod-security-labels` writes it. */
function isForLabel(rules: readonly Rule[], { name }: OwnedNamespace, { platform }: Root): boolean {
  const isOwn = platform.namespaceObject(name) !== undefined;
  return rules.every(({ level }) => isOwn && level === 'baseline');
}

interface Kept {
  readonly namespace: OwnedNamespace;
  readonly rules: readonly Rule[];
}

function missing(kept: readonly Kept[], context: Context): Proposal<'missing' | 'other-engine'> {
  const { root, options, configured } = context;
  const action = options.action as Action;
  const data = {
    namespaces: enumerated(kept.map(({ namespace }) => `namespace ${namespace.name}`)),
    rules: saidOf(kept),
    does: DOES[action],
    engine: engineIn(root) ?? '',
  };
  const at = { on: root.path, path: [] };
  const served = configured('engine', 'the API server serves ValidatingAdmissionPolicies');
  if (data.engine !== '' && served === undefined) {
    return {
      message: 'other-engine',
      data,
      at,
      changes: [],
      evidence: [],
      blocked: `should ${data.engine} hold it, or the API server itself? transforms: {guardrails: {engine: ValidatingAdmissionPolicy}}`,
      asks: [
        {
          type: 'decision',
          about: `policies of ${data.engine}`,
          question: `should ${data.engine} hold what is true of pods, or the API server itself?`,
          choices: [
            saying('the API server', 'guardrails', 'engine', 'ValidatingAdmissionPolicy'),
            saying(`${data.engine}, or nothing`, 'guardrails', 'engine', 'none'),
          ],
        },
      ],
    };
  }
  const asked = configured('action', `pods that fall short are for ${action}`);
  return {
    message: 'missing',
    data,
    at,
    changes: kept.flatMap(({ namespace, rules }) => {
      const name = nameFor(namespace.name, root);
      return [policyOf(name, rules), bindingOf(name, namespace.name, action)].map(manifest => ({
        type: 'create' as const,
        manifest,
        namespace: namespace.name,
      }));
    }),
    // What fixes make of the pods counts.
    last: true,
    evidence: [...kept.map(asKept), ...[served, asked].filter(each => each !== undefined)],
    doubts: [
      ...(served === undefined ? ['an API server before Kubernetes 1.30 does not know such policies'] : []),
      ...notAllowed(root),
      ...new Set(kept.flatMap(({ namespace }) => unseen(namespace, action, root))),
    ],
  };
}

/** What holds for all of them, and of which some keep to more. */
function saidOf(kept: readonly Kept[]): string {
  const isCommon = (rule: Rule) => kept.every(({ rules }) => rules.includes(rule));
  const [first] = kept;
  const common = first!.rules.filter(isCommon).map(({ says }) => says);
  const more = kept.flatMap(({ namespace: { name }, rules }) => {
    const own = rules.filter(rule => !isCommon(rule)).map(({ says }) => says);
    return own.length === 0 ? [] : [`in ${name} ${enumerated(own)}`];
  });
  return [...(common.length === 0 ? [] : [enumerated(common)]), ...more].join('; ');
}

/** What all pods of a namespace keep to, and what its labels do not hold already. */
function rulesFor({ workloads, object }: OwnedNamespace, action: Action): readonly Rule[] {
  const labels = object?.labels ?? {};
  const levels = ['enforce', ...(action === 'Deny' ? [] : ['warn'])].map(
    mode => labels[`pod-security.kubernetes.io/${mode}`],
  );
  const isHeld = ({ level }: Rule) =>
    level !== undefined && levels.some(each => each === 'restricted' || each === level);
  const kept = RULES.filter(rule => !isHeld(rule) && workloads.every(each => rule.isKept(each)));
  return kept.filter(({ impliedBy }) => impliedBy === undefined || !kept.includes(impliedBy));
}

function asKept({ namespace: { name, workloads } }: Kept): Evidence {
  const first = workloads[0]!;
  return {
    kind: 'manifest',
    at: first.where(first.podPath),
    says: `all ${workloads.length} workloads of namespace ${name} keep to it`,
  };
}

/** Whether a binding is for the pods of a namespace. */
function isFor(binding: Resource, { name, object }: OwnedNamespace): boolean {
  const selector = binding.get(['spec', 'matchResources', 'namespaceSelector']);
  if (!isMap(selector)) return true;
  return matchesSelector(selector, { ...object?.labels, 'kubernetes.io/metadata.name': name });
}

/** The configuration wants more, or less, than our own binding says. */
function* otherAction(
  namespace: OwnedNamespace,
  { root, options, configured }: Context,
): Generator<Proposal<'action'>> {
  const action = options.action as Action;
  const name = nameFor(namespace.name, root);
  const binding = root.find(BINDING).find(each => each.name === name || each.formerNames.includes(name));
  const asked = configured('action', `pods that fall short are for ${action}`);
  const path = ['spec', 'validationActions'];
  const written = enumerated((binding?.get(path) as readonly string[] | undefined) ?? []);
  if (binding === undefined || asked === undefined || written === enumerated(actionsOf(action))) return;
  yield {
    message: 'action',
    data: { name, written, does: DOES[action] },
    at: { on: binding.key, path },
    changes: [binding.set(path, [...actionsOf(action)])],
    evidence: [asked],
    doubts: unseen(namespace, action, root),
  };
}
