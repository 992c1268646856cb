/**
 * npm run measure -- apiserver: what a real API server takes of real repositories before a run with everything on, it takes
 * afterwards: every object of a built-in kind, and a pod of every workload beside the limits of its namespace. Where it still
 * warns that pods are not *restricted*, the run has said so.
 *
 * usage: apiserver.ts [--kubeconfig FILE] [--repos DIR] [--only a,b]
 */
import { join } from 'node:path';
import { type ApiServer, type Manifest, UNNAMED } from './apiserver-client.ts';
import { atServer, inCopy, keyOf, kustomend, podOf, rendered, rootsOf, scanned } from './apiserver-repos.ts';

const RESTRICTED = 'would violate PodSecurity "restricted';

interface Trial {
  /** What it takes, and what it refuses, with the reason; by object and of pods by workload. */
  readonly taken: ReadonlySet<string>;
  readonly refused: ReadonlyMap<string, string>;
  /** What it does not serve in the version that it says. */
  readonly unserved: ReadonlySet<string>;
  /** Workloads whose pods are not *restricted*. */
  readonly warned: ReadonlySet<string>;
}

/** @returns how many objects it takes no more, and how many warnings nobody has spoken of */
async function tryOut(name: string, folder: string, server: ApiServer, kustomize: string): Promise<number> {
  return inCopy(folder, async copy => {
    const roots = rootsOf(copy);
    const before = await trials(
      roots.map(({ path }) => join(copy, path)),
      server,
      kustomize,
    );
    kustomend(copy, 'fix', '--allow-dirty', '--verify', 'builtin', '--quiet');
    const after = await trials(
      roots.map(({ path }) => join(copy, path)),
      server,
      kustomize,
    );
    const { findings, exempt } = scanned(copy);
    const isSaid = (key: string) =>
      [...findings, ...exempt].some(({ subject: { kind, name: source } }) => {
        // A finding has the name of the manifest, and layers may put something around it.
        return key.startsWith(`${kind}/`) && key.includes(source);
      });
    let [objects, refused, warned, left] = [0, 0, 0, 0];
    const failures: string[] = [];
    roots.forEach(({ path }, index) => {
      const [old, now] = [before[index]!, after[index]!];
      objects += old.taken.size;
      refused += old.refused.size;
      warned += old.warned.size;
      left += now.warned.size;
      for (const [key, reason] of now.refused)
        if (!old.refused.has(key) && !old.unserved.has(key))
          failures.push(`${path}: ${key} is refused now: ${reason}`);
      for (const key of now.warned)
        if (!isSaid(key)) failures.push(`${path}: ${key} is not restricted, and nothing was said of it`);
    });
    const columns = [roots.length, objects, refused, warned, left, failures.length];
    console.log(
      `${name.padEnd(40)}${columns.map((each, i) => String(each).padStart(i < 1 ? 5 : 9)).join('')}`,
    );
    for (const failure of failures) console.log(`  ${failure.slice(0, 400)}`);
    return failures.length;
  });
}

async function trials(
  folders: readonly string[],
  server: ApiServer,
  kustomize: string,
): Promise<readonly Trial[]> {
  const all: Trial[] = [];
  for (const folder of folders) all.push(await trial(rendered(folder, kustomize), server));
  return all;
}

async function trial(manifests: readonly Manifest[], server: ApiServer): Promise<Trial> {
  const [taken, unserved, warned] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const refused = new Map<string, string>();
  const note = async (key: string, manifest: Manifest) => {
    const answer = await server.tries(manifest);
    if (answer === undefined) {
      unserved.add(key);
      return;
    }
    // Where a namespace is to be named later nothing can be tried.
    if (/^namespaces ".*" not found$/.test(answer.refusal ?? '')) return;
    if (answer.refusal === undefined) taken.add(key);
    else refused.set(key, answer.refusal);
    if (answer.warnings.some(each => each.includes(RESTRICTED))) warned.add(key);
  };
  const namespaces = new Set(manifests.map(({ metadata }) => metadata?.namespace ?? UNNAMED));
  for (const name of namespaces) await server.make(namespaceCalled(name));
  for (const manifest of manifests) await note(keyOf(manifest), manifest);
  const limits = manifests.filter(({ kind }) => kind === 'LimitRange');
  for (const limit of limits) await server.make(limit);
  for (const manifest of manifests) {
    const pod = podOf(manifest);
    if (pod !== undefined) await note(`pod of ${keyOf(manifest)}`, pod);
  }
  for (const limit of limits) await server.remove(limit);
  // A pod warns of what its workload has warned of.
  return { taken, refused, unserved, warned: new Set([...warned].filter(key => !key.startsWith('pod of '))) };
}

/** It warns of what is not *restricted*, whatever the repository has it say. */
function namespaceCalled(name: string): Manifest {
  const labels = { 'pod-security.kubernetes.io/warn': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

process.exitCode = await atServer(
  'repository                              roots  objects  refused  warned before  after  new refusals',
  tryOut,
);
