/** Signs that a pod uses its API token (catalogue C4). */

import type { Container, Evidence, Json, Resource, Root, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../data.ts';
import { fileOf } from '../places.ts';
import { commandLine, isHostAgent } from '../pods.ts';
import { isPromised } from '../start/non-root.ts';
import { apartFromApiEvidence, plainToolsEvidence } from '../start/tools.ts';
import { configOf } from '../storage/config-maps.ts';
import { accountOf, bindingsOf } from './accounts.ts';

/** In commands and arguments. */
const COMMAND =
  /--leader-elect|--kubeconfig|--in-cluster|\b(?:kubectl|helm|flux|velero)\b|(?:^|[\s;&|])oc [a-z]|KUBERNETES_SERVICE_HOST|kubernetes\.default|serviceaccount\/token|provider=k8s|--openshift-(?:service-account|sar|delegate-urls)|--provider=openshift/;
/** In configuration files, scripts among them, and variables. */
const TEXT =
  /(?:^|[\n;&|(`])[ \t]*oc (?:adm|annotate|apply|create|delete|exec|get|label|login|logs|patch|rollout|scale|wait|whoami)\b|KUBERNETES_SERVICE_HOST|KUBERNETES_(?:NAMESPACE|SCOPE_LABEL|ROLE_LABEL|LABELS|USE_CONFIGMAPS)|DCS_ENABLE_KUBERNETES_API|PATRONI_KUBERNETES_|\bkubectl\b|serviceaccount\/token|kubernetes\.default|peer_discovery_k8s|in_cluster|kubernetes_sd_configs|Kubernetes(?:Pod)?(?:Executor|Operator)|provider=k8s|KUBE_PING|spring[._]cloud[._]kubernetes/i;
/** Images whose work is the API: sidecars that watch ConfigMaps, operators, controllers. */
const API_IMAGE =
  /(?:^|\/)(?:k8s-sidecar|reloader|kubectl|kube-[a-z-]+|[a-z0-9-]+-(?:operator|controller(?:-manager)?))$/;
/** Annotations by which something is put into the pod that logs in with its token. */
const AGENTS: Readonly<Record<string, RegExp>> = {
  'vault.hashicorp.com/agent-inject': /^true$/,
  'vault.security.banzaicloud.io/vault-addr': /./,
  'consul.hashicorp.com/connect-inject': /^true$/,
  'dapr.io/enabled': /^true$/,
};

/** Annotations of accounts that the clouds read. What they project into pods for it is another token than the one for the API. */
const CLOUD_IDENTITIES = [
  'iam.gke.io/gcp-service-account',
  'eks.amazonaws.com/role-arn',
  'azure.workload.identity/client-id',
];

/** Whether its account is there to be somebody in a cloud. */
export function isCloudIdentity(workload: Workload, { platform }: Root): boolean {
  const name = accountOf(workload);
  const accounts = platform.find('ServiceAccount', platform.namespaceOf(workload));
  return accounts.some(
    each => each.name === name && CLOUD_IDENTITIES.some(key => each.annotations[key] !== undefined),
  );
}

/** Whether its account mounts no token unless a pod asks for it. */
export function isLeftToAccount(workload: Workload, { platform }: Root): boolean {
  const name = accountOf(workload);
  const accounts = platform.find('ServiceAccount', platform.namespaceOf(workload));
  return accounts.some(each => each.name === name && each.get(['automountServiceAccountToken']) === false);
}

/** Why the token is needed, or undefined when nothing shows it. */
export function useOfToken(workload: Workload, root: Root): string | undefined {
  const [binding] = bindingsOf(workload, root);
  if (binding !== undefined) return `${binding.kind} ${binding.name} gives its account rights`;
  if (isBoundElsewhere(workload, root)) return 'another root gives its account rights';
  return signOfUse(workload, root);
}

/** What of a pod itself shows that it uses its token, whatever rights its account has. */
export function signOfUse(workload: Workload, root: Root): string | undefined {
  const agent = Object.keys(AGENTS).find(key => AGENTS[key]!.test(workload.podAnnotations[key] ?? ''));
  if (agent !== undefined) return `${agent} is set`;
  const vault = loginAtVault(workload, root);
  if (vault !== undefined) return vault;
  for (const container of workload.containers) {
    const { needsApiToken, candidate } = container.facts;
    if (toldTargets(container, root) !== undefined) continue;
    if ((needsApiToken ?? candidate?.facts.needsApiToken)?.value === true)
      return `image ${container.image.name} talks to the API`;
    if (isSettled(container)) continue;
    if (isHostAgent(container)) return `${container.name} works on the node`;
    if (API_IMAGE.test(container.image.name)) return `${container.image.name} works on the API`;
    if (COMMAND.test(commandLine(container))) return `the command of ${container.name} talks to the API`;
    const variable = mapsIn(container.get(['env'])).find(({ name, value }) => isText(name) || isText(value));
    if (variable !== undefined)
      return `variable ${String(variable.name)} of ${container.name} points to the API`;
  }
  if (workload.containers.every(isSettled)) return undefined;
  const config = configOf(workload, root).find(({ object }) => pointsToApi(object.data));
  return config === undefined ? undefined : `ConfigMap ${config.name} talks about the API`;
}

/** A pod logs in to Vault with its token: an account says for which role, and a comment that an agent is to do so one day. */
function loginAtVault(workload: Workload, { platform }: Root): string | undefined {
  const account = accountOf(workload);
  const roles = platform
    .find('ServiceAccount', platform.namespaceOf(workload))
    .filter(each => each.name === account)
    .flatMap(({ annotations }) => Object.keys(annotations).filter(key => key.startsWith(VAULT)));
  if (roles[0] !== undefined) return `ServiceAccount ${account} has ${roles[0]}`;
  const file = fileOf(workload.where([]));
  const comment = platform.linesWith(VAULT_LATER).find(({ at }) => fileOf(at) === file);
  return comment && `a comment has ${VAULT}agent-inject for it (${comment.at})`;
}

const VAULT = 'vault.hashicorp.com/';
const VAULT_LATER = /#.{0,200}\bvault\.hashicorp\.com\/agent-inject\b/;

/** Prometheus asks the API for targets where its configuration says so: what shows that one lists them all. */
export function toldTargets(
  { facts: { family = '', candidate }, workload }: Container,
  root: Root,
): Evidence | undefined {
  if ((candidate?.facts.family ?? family).split(':')[0] !== 'prometheus') return undefined;
  const all = configOf(workload, root);
  const textsOf = ({ object: { data } }: Resource) => (isMap(data) ? Object.values(data).map(String) : []);
  if (all.flatMap(textsOf).some(isText)) return undefined;
  const lists = all.find(each => textsOf(each).some(text => /^scrape_configs:/m.test(text)));
  return (
    lists && {
      kind: 'manifest',
      at: lists.where(['data']),
      says: `ConfigMap ${lists.name} lists its targets, and asks the API for none`,
    }
  );
}

/** Many pods read one ConfigMap. */
const read = new WeakMap<object, boolean>();

/** The configuration's word stands above all signs. */
function isSettled({ facts: { needsApiToken } }: Container): boolean {
  return needsApiToken?.value === false && isPromised(needsApiToken);
}

function pointsToApi(data: Json | undefined): boolean {
  if (!isMap(data)) return false;
  let points = read.get(data);
  if (points === undefined)
    read.set(data, (points = Object.keys(data).some(key => isText(key) || isText(data[key]))));
  return points;
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && TEXT.test(value);
}

/** Says for each container why it does not use the token; undefined for those where nobody knows. */
export function unusedBy(container: Container): Evidence | undefined {
  const { needsApiToken } = container.facts;
  if (needsApiToken?.value === false && needsApiToken.verified) return needsApiToken.evidence;
  // A visible command of plain tools is all there is to it, whatever the image.
  return plainToolsEvidence(container) ?? apartFromApiEvidence(container);
}

/** A projected token without an audience of its own is one for the API. */
export function projectsApiToken({ pod }: Workload): boolean {
  return mapsIn(pod.volumes).some(
    ({ projected }) =>
      isMap(projected) &&
      mapsIn(projected.sources).some(
        ({ serviceAccountToken: token }) => isMap(token) && token.audience === undefined,
      ),
  );
}

/**
 * A root that has nothing in the namespace of the pods may bind their account in its own. An account with a name of its own is
 * for one thing, in whichever environment; its namesake in another namespace is another account.
 */
function isBoundElsewhere(workload: Workload, root: Root): boolean {
  const account = accountOf(workload);
  const namespace = root.platform.namespaceOf(workload);
  if (namespace === undefined) return account !== 'default' && root.bindsAnywhere(account);
  return account === 'default'
    ? root.bindsAnywhere(account, namespace)
    : root.bindsInEnvironments(account, namespace);
}
