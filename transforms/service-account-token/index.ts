/** No API token in pods that do not talk to the API (catalogue C4). */

import {
  type Ask,
  type Container,
  defineTransform,
  type Evidence,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { accountOf } from '../shared/accounts/accounts.ts';
import {
  isCloudIdentity,
  isLeftToAccount,
  projectsApiToken,
  toldTargets,
  unusedBy,
  useOfToken,
} from '../shared/accounts/api-token.ts';
import { saying } from '../shared/choices.ts';
import { immutableTemplate } from '../shared/pods.ts';
import { enumerated, imageQuestion, openFact } from '../shared/prose.ts';
import { FIELD, madeFor, planAtAccount } from './at-account.ts';
import { readSecretsIdly } from './secrets.ts';

/** One answer is enough for all pods that have no account of their own, and only who knows the cluster has it. */
const DEFAULT_ACCOUNTS: Ask = {
  type: 'decision',
  about: 'tokens of default accounts',
  question: 'nothing here binds a role to them: does anything elsewhere?',
  choices: [saying('no, nothing does', 'service-account-token', 'defaultAccounts', 'unused')],
};
/** Clouds take who shows the identity of such an account for one of theirs: that is what it was made for. */
const CLOUD_ACCOUNTS: Ask = {
  type: 'decision',
  about: 'tokens of accounts that are cloud identities',
  question:
    'nothing here binds a role to them; if nothing elsewhere does, and the program leaves the API alone: images: {<image>: {apiToken: false}}',
  isOptional: true,
};

export default defineTransform({
  id: 'service-account-token',
  title: 'Pods hold an API token only when they use it',
  severity: 'critical',
  severities: { secrets: 'high' },
  group: 'security',
  order: 300,
  preset: 'recommended',
  each: 'workload',
  options: {
    defaultAccounts: {
      type: 'string',
      enum: ['ask', 'unused'],
      default: 'ask',
      description:
        '`unused`: default accounts have no rights but those that the repository binds, so that their pods need no token.',
    },
  },
  facts: ['apiToken'],
  placement: { field: 'source', resource: 'beside' },
  messages: {
    unused:
      'the pods of {kind} {name} hold a token of ServiceAccount {account} for the API. It is no longer mounted',
    'at-account':
      'ServiceAccount {account} gives a token for the API to the pods of {workloads}. It gives none',
    special: 'the pods of {kind} {name} hold a token of ServiceAccount {account} for the API',
    secrets: '{kind} {name} may read every Secret {where}, and nothing shows that its pods use the API',
    written:
      'the pods of {kind} {name} ask for a token of ServiceAccount {account}, and nothing shows that they use it',
  },
  briefs: {
    unused: 'mounted API token',
    'at-account': 'API token of account {account}',
    special: 'mounted API token',
    secrets: 'may read every Secret',
    written: 'API token asked for',
  },
  docs: {
    why: 'Who gets into a pod finds its token and with it the rights of the ServiceAccount, today and whatever somebody binds to it later.',
    risk: 'A program that does talk to the API fails. Bindings, commands, configuration and what is known of the image are searched for signs of that first. Cloud identities have projected tokens of their own, which stay.',
    links: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
      'https://kubernetes.io/docs/concepts/security/service-accounts/',
    ],
    sameAs: [
      'kube-linter:default-service-account',
      'polaris:automountServiceAccountToken',
      'kubeaudit:AutomountServiceAccountTokenTrueAndDefaultSA',
      'CKV_K8S_38',
    ],
  },
  *plan(workload, { root, options, configured }) {
    const written = workload.pod[FIELD];
    if (written !== false && (written === true || !isLeftToAccount(workload, root)))
      yield* readSecretsIdly(workload, root);
    if (written === false || useOfToken(workload, root) !== undefined) return;
    if (written !== true && isLeftToAccount(workload, root)) return;
    const shared = written === true ? undefined : planAtAccount(workload, root);
    if (shared !== undefined) {
      if (root.workloads.find(each => planAtAccount(each, root) === shared) === workload) yield shared;
      return;
    }
    const path = [...workload.podPath, FIELD];
    const account = accountOf(workload);
    const data = { kind: workload.kind, name: workload.name, account };
    const at = { on: workload.key, path };
    if (written === true) {
      const blocked = 'the token is asked for in writing: decide whether it is used';
      yield { message: 'written', data, at, changes: [], evidence: [], blocked, mayBeExplained: true };
      return;
    }

    const isDefault = account === 'default';
    const said =
      isDefault && options.defaultAccounts === 'unused'
        ? configured('defaultAccounts', 'nothing gives default accounts rights')
        : undefined;
    const evidence: Evidence[] = said === undefined ? [] : [said];
    const unknown: string[] = [];
    for (const container of workload.containers) {
      const found = unusedBy(container) ?? toldTargets(container, root);
      if (found === undefined) unknown.push(container.name);
      else evidence.push(found);
    }
    // An account of its own may have rights that another repository binds; the configuration's word settles it.
    const isNamed = !isDefault && !evidence.some(each => each.kind === 'config');
    const isOfCloud = isNamed && isCloudIdentity(workload, root);
    const open = workload.containers.find(isUnknownProgram);
    if (isNamed && !isOfCloud && open !== undefined && isException(workload, root)) {
      const question = `its pods run as ServiceAccount ${account}, and others there as none of their own: does it talk to the Kubernetes API`;
      yield {
        message: 'special',
        data,
        at,
        changes: [],
        evidence: [],
        ...imageQuestion(open, question, 'apiToken'),
      };
      return;
    }
    const isUnknown = unknown.length > 0 && said === undefined;
    // Whatever its program needs.
    const lasting = [
      ...(projectsApiToken(workload) ? ['a volume projects a token for the API'] : []),
      ...immutableTemplate(workload),
    ];
    const doubts = [
      ...(isUnknown && (isOfCloud || !isNamed)
        ? [`whether ${enumerated(unknown)} uses it is not known`]
        : []),
      ...(isOfCloud
        ? [`ServiceAccount ${account} is a cloud identity, and may have rights in the cluster too`]
        : []),
      ...(isNamed && !isOfCloud ? madeFor(account, [workload]) : []),
      ...lasting,
    ];
    const unused = workload.containers.filter(each => unknown.includes(each.name));
    const facts = unused.flatMap(each => openFact(each, 'apiToken', false) ?? []);
    const isSettled = isNamed && !isOfCloud && lasting.length === 0 && facts.length === unused.length;
    if (workload.containers.every(({ role }) => role !== 'main')) return;
    yield {
      message: 'unused',
      data: { ...data },
      at,
      changes: [workload.set(path, false)],
      doubts,
      evidence,
      ...(isDefault && unknown.length > 0 && said === undefined && { asks: [DEFAULT_ACCOUNTS] }),
      ...(isOfCloud && { asks: [CLOUD_ACCOUNTS] }),
      settledBy: isSettled ? facts : [],
    };
  },
});

/**
 * Whether somebody made an account for this workload where programs of the same repository do without one: that is done for rights,
 * and those may be given by hand.
 */
function isException(workload: Workload, root: Root): boolean {
  const account = accountOf(workload);
  const pods = root.platform.workloadsIn(root.platform.namespaceOf(workload));
  const others = pods.filter(each => each.kind !== workload.kind || each.name !== workload.name);
  if (others.some(each => accountOf(each) === account)) return false;
  return others.some(each => accountOf(each) === 'default' && each.containers.some(isUnknownProgram));
}

function isUnknownProgram(container: Container): boolean {
  const { family, candidate } = container.facts;
  return (
    container.role === 'main' && (family ?? candidate) === undefined && unusedBy(container) === undefined
  );
}
