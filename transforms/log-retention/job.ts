/** The Job that gives a policy to OpenSearch: no file of its configuration does. */

import { type Change, type JsonObject, nameOf, type Root } from '../../src/transform.ts';
import { HARDENED } from '../shared/pod-security/hardened.ts';
import { policyText, type Retention } from './policy.ts';
import type { Store } from './stores.ts';

export const POLICY = 'log-retention';
/** Pods of a Job have its name in a label. */
export const LONGEST_NAME = 63;
const FILE = 'policy.json';
const FOLDER = '/policy';
const HOUR = 3600;

/**
 * A policy that is there is replaced by who says which one was read, and an index that is there takes one only when it is told to.
 *
 * @see https://docs.opensearch.org/latest/im-plugin/ism/api/
 */
export const SCRIPT = `set -eu
ism="$OPENSEARCH_URL/_plugins/_ism"
now=$(curl -sS "$ism/policies/$POLICY")
number() { printf '%s' "$now" | tr -d ' \\n' | sed -n "s/.*\\"$1\\":\\([0-9][0-9]*\\).*/\\1/p"; }
seq=$(number _seq_no)
term=$(number _primary_term)
query=
if [ -n "$seq" ]; then query="?if_seq_no=$seq&if_primary_term=$term"; fi
curl -fsS -X PUT -H 'Content-Type: application/json' --data-binary "@${FOLDER}/${FILE}" "$ism/policies/$POLICY$query"
there=$(curl -fsS "$OPENSEARCH_URL/_cat/indices/$INDICES?h=index")
if [ -n "$there" ]; then
  curl -fsS -X POST -H 'Content-Type: application/json' -d "{\\"policy_id\\":\\"$POLICY\\"}" "$ism/add/$INDICES"
fi
`;

/** Tools of GitOps make a Job anew where it says so: otherwise nobody would give a changed policy to the server. */
const ANEW = {
  argocd: {
    'argocd.argoproj.io/hook': 'PostSync',
    'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  },
  flux: { 'kustomize.toolkit.fluxcd.io/force': 'enabled' },
} as const;

export function policyChanges(
  store: Store,
  url: string,
  retention: Retention,
  root: Root,
): readonly Change[] {
  const { workload } = store;
  const name = nameOf(workload, { suffix: `-${POLICY}` });
  const tool = root.platform.appliedBy[0]?.tool;
  const config: JsonObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: { [FILE]: policyText(retention) },
  };
  const job: JsonObject = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, ...(tool && { annotations: { ...ANEW[tool] } }) },
    spec: {
      backoffLimit: 6,
      // Nobody can apply another image to a Job that is there.
      ...(tool === undefined && { ttlSecondsAfterFinished: HOUR }),
      template: {
        metadata: { labels: { app: `${workload.name}-${POLICY}` } },
        spec: {
          restartPolicy: 'OnFailure',
          automountServiceAccountToken: false,
          containers: [containerOf(store, url, retention, root)],
          volumes: [{ name: 'policy', configMap: { name } }],
        },
      },
    },
  };
  return [config, job].map(manifest => ({ type: 'create', manifest, beside: workload.key }));
}

function containerOf(
  { container }: Store,
  url: string,
  { patterns }: Retention,
  { platform }: Root,
): JsonObject {
  // OpenShift chooses users and profiles by itself.
  const isOwn = platform.openShift === undefined;
  const user = isOwn ? container.facts.user?.value : undefined;
  return {
    name: POLICY,
    image: container.image.text,
    command: ['sh', '-c', SCRIPT],
    env: [
      { name: 'OPENSEARCH_URL', value: url },
      { name: 'POLICY', value: POLICY },
      { name: 'INDICES', value: patterns.join(',') },
    ],
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } },
    securityContext: {
      runAsNonRoot: true,
      ...(user !== undefined && { runAsUser: user }),
      ...HARDENED,
      ...(isOwn && { seccompProfile: { type: 'RuntimeDefault' } }),
    },
    volumeMounts: [{ name: 'policy', mountPath: FOLDER, readOnly: true }],
  };
}
