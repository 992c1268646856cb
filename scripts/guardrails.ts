/**
 * npm run measure -- guardrails: policies as `guardrails` writes them, at a real API server that refuses what falls short. It
 * takes every pod and workload of their namespaces after a run with everything on, and refuses a pod of them for each rule
 * that it breaks; how many it would have refused before the run is counted.
 *
 * usage: guardrails.ts [--kubeconfig FILE] [--repos DIR] [--only a,b]
 */
import { join } from 'node:path';
import type { ApiServer, Manifest } from './apiserver-client.ts';
import { atServer, inCopy, keyOf, kustomend, podOf, rendered, rootsOf } from './apiserver-repos.ts';
import { BREACHES } from './guardrails-breaches.ts';

const POLICY = 'ValidatingAdmissionPolicy';
const REFUSED = new RegExp(`${POLICY} '.*' with binding`);
/** A server without `--allow-privileged` takes no privileged container, whatever policies say. */
const BEFORE_POLICIES = 'disallowed by cluster policy';
const KINDS = /^(?:Pod|Deployment|StatefulSet|DaemonSet|Job|CronJob)$/;

interface Guard {
  readonly namespace: string;
  readonly policy: Manifest;
  readonly binding: Manifest;
  readonly rules: readonly string[];
}

interface Tally {
  rules: number;
  admitted: number;
  before: number;
  broken: number;
  readonly failures: string[];
}

/** @returns how often it was not so */
async function report(name: string, folder: string, server: ApiServer, kustomize: string): Promise<number> {
  const { rules, admitted, before, broken, failures } = await tryOut(folder, server, kustomize);
  const columns = [rules, admitted, before, broken, failures.length];
  console.log(`${name.padEnd(40)}${columns.map(each => String(each).padStart(9)).join('')}`);
  for (const failure of failures) console.log(`  ${failure.slice(0, 400)}`);
  return failures.length;
}

async function tryOut(folder: string, server: ApiServer, kustomize: string): Promise<Tally> {
  return inCopy(folder, async copy => {
    const tally: Tally = { rules: 0, admitted: 0, before: 0, broken: 0, failures: [] };
    const folders = rootsOf(copy).map(({ path }) => join(copy, path));
    const before = folders.map(each => rendered(each, kustomize));
    kustomend(copy, 'fix', '--allow-dirty', '--verify', 'builtin', '--quiet');
    for (const [index, each] of folders.entries()) {
      const after = rendered(each, kustomize);
      const guards = guardsIn(after);
      for (const guard of guards) {
        // What says no namespace is in that of its root.
        const isMeant = ({ metadata }: Manifest) =>
          (metadata?.namespace ?? (guards.length === 1 ? guard.namespace : undefined)) === guard.namespace;
        await judge(guard, before[index]!.filter(isMeant), after.filter(isMeant), server, tally);
      }
    }
    return tally;
  });
}

function guardsIn(manifests: readonly Manifest[]): readonly Guard[] {
  return manifests
    .filter(({ kind }) => kind === `${POLICY}Binding`)
    .flatMap(binding => {
      const spec = binding.spec as {
        readonly policyName: string;
        readonly matchResources?: {
          readonly namespaceSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
        };
      };
      const namespace = spec.matchResources?.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'];
      const policy = manifests.find(
        ({ kind, metadata }) => kind === POLICY && metadata?.name === spec.policyName,
      );
      if (namespace === undefined || policy === undefined || !spec.policyName.endsWith('-guardrails'))
        return [];
      const { validations } = policy.spec as {
        readonly validations: readonly { readonly message: string }[];
      };
      return [{ namespace, policy, binding, rules: validations.map(({ message }) => message) }];
    });
}

async function judge(
  { namespace, policy, binding, rules }: Guard,
  before: readonly Manifest[],
  after: readonly Manifest[],
  server: ApiServer,
  tally: Tally,
): Promise<void> {
  const denying = { ...binding, spec: { ...(binding.spec as object), validationActions: ['Deny'] } };
  await server.make({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  try {
    for (const each of [policy, denying]) {
      const answer = await server.make(each);
      if (answer?.refusal !== undefined) {
        tally.failures.push(`${keyOf(each)} is refused: ${answer.refusal}`);
        return;
      }
    }
    const refusalOf = async (manifest: Manifest) => {
      const placed = { ...manifest, metadata: { ...manifest.metadata, namespace } };
      return (await server.tries(placed))?.refusal;
    };
    const tries = async (manifest: Manifest) => {
      const refusal = await refusalOf(manifest);
      return refusal !== undefined && REFUSED.test(refusal) ? refusal : undefined;
    };
    const subjects = (all: readonly Manifest[]) => all.flatMap(each => [each, podOf(each)].filter(isSubject));
    const pod = after.map(podOf).find(isSubject);
    if (pod === undefined) return;
    for (const rule of rules) {
      const broken = BREACHES[rule.replace('falls short of: ', '')]?.(pod);
      const refusal = broken && (await eventually(() => refusalOf(broken)));
      if (refusal?.includes(BEFORE_POLICIES)) continue;
      tally.rules++;
      if (refusal?.includes(rule)) tally.broken++;
      else tally.failures.push(`${namespace}: a pod that ${rule} is ${refusal ?? 'admitted'}`);
    }
    for (const each of subjects(before)) if ((await tries(each)) !== undefined) tally.before++;
    for (const each of subjects(after)) {
      const refusal = await tries(each);
      if (refusal === undefined) tally.admitted++;
      else tally.failures.push(`${namespace}: ${keyOf(each)} is refused: ${refusal}`);
    }
  } finally {
    await server.remove(denying);
    await server.remove(policy);
  }
}

function isSubject(manifest: Manifest | undefined): manifest is Manifest {
  return KINDS.test(manifest?.kind ?? '');
}

/** A server looks at new policies after a moment. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let attempt = 0; attempt < 120; attempt++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  return undefined;
}

process.exitCode = await atServer(
  'repository                              rules admitted refused before  breaches refused  failures',
  report,
);
