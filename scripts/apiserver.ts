/**
 * npm run measure -- apiserver: what a real API server takes of real repositories before a run with everything on, it takes
 * afterwards: every object of a built-in kind, and a pod of every workload beside the limits of its namespace. Where it still
 * warns that pods are not *restricted*, the run has said so.
 *
 * usage: apiserver.ts [--kubeconfig FILE] [--repos DIR] [--only a,b]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type ApiServer, apiServer, type Manifest, UNNAMED } from './apiserver-client.ts';
import { presentKustomize } from './kustomize.ts';

const TOP = resolve(import.meta.dirname, '..');
const BUNDLE = join(TOP, 'dist/kustomend.cjs');
const TOOL = join(TOP, '../shared/tools/apiserver.sh');
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

interface Report {
  /** Those of test data are not selected: nothing is proposed for them. */
  readonly roots: readonly { readonly path: string; readonly state: string; readonly selected: boolean }[];
  readonly findings: readonly Finding[];
  readonly exempt: readonly Finding[];
}

interface Finding {
  readonly subject: { readonly kind: string; readonly name: string };
}

function argument(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}

async function main(): Promise<number> {
  const kustomize = presentKustomize();
  if (kustomize === undefined) {
    console.error('a real kustomize is needed');
    return 2;
  }
  const given = argument('--kubeconfig');
  const kubeconfig = given ?? execFileSync('bash', [TOOL, 'start'], { encoding: 'utf8' }).trim();
  try {
    const server = apiServer(kubeconfig);
    let failures = 0;
    console.log(
      'repository                              roots  objects  refused  warned before  after  new refusals',
    );
    for (const { name, folder } of repositories())
      failures += await tryOut(name, folder, server, kustomize.path);
    console.log(`${failures} failures`);
    return failures === 0 ? 0 : 1;
  } finally {
    if (given === undefined) execFileSync('bash', [TOOL, 'stop']);
  }
}

function repositories(): readonly { readonly name: string; readonly folder: string }[] {
  const corpus = argument('--repos') ?? join(TOP, '../shared/corpus');
  const only = argument('--only')?.split(',');
  const entries = existsSync(corpus) ? readdirSync(corpus, { withFileTypes: true }) : [];
  const names = entries.filter(each => each.isDirectory()).map(each => each.name);
  return [
    { name: 'cptm8', folder: join(TOP, 'examples/cptm8') },
    ...names.sort().map(name => ({ name, folder: join(corpus, name) })),
  ].filter(({ name }) => only?.includes(name) ?? true);
}

/** @returns how many objects it takes no more, and how many warnings nobody has spoken of */
async function tryOut(name: string, folder: string, server: ApiServer, kustomize: string): Promise<number> {
  const copy = mkdtempSync(join(tmpdir(), 'kustomend-apiserver-'));
  try {
    cpSync(folder, copy, { recursive: true });
    execFileSync('chmod', ['-R', 'u+w', copy]);
    const roots = scanned(copy).roots.filter(({ state, selected }) => state === 'evaluated' && selected);
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
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function scanned(folder: string): Report {
  return JSON.parse(kustomend(folder, 'scan', '--format', 'json')) as Report;
}

function kustomend(folder: string, ...args: readonly string[]): string {
  const options = ['--unsafe', '--preset', 'complete', '--load-restrictor', 'LoadRestrictionsNone'];
  const { stdout, stderr, status } = spawnSync(process.execPath, [BUNDLE, ...args, ...options, '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, KUSTOMEND_CACHE: 'off' },
  });
  if (status === 2 || status === null) throw new Error(stderr);
  return stdout;
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

function rendered(folder: string, kustomize: string): readonly Manifest[] {
  const args = ['build', '--load-restrictor', 'LoadRestrictionsNone', folder];
  const { stdout } = spawnSync(kustomize, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  return parseAllDocuments(stdout, { merge: true })
    .map(document => document.toJS() as Manifest | null)
    .filter(manifest => manifest !== null);
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

/** Without the hash of a generator: other content has another name. */
function keyOf({ kind, metadata }: Manifest): string {
  const name = metadata?.name ?? '';
  return `${kind}/${kind === 'ConfigMap' || kind === 'Secret' ? name.replace(/-[a-z0-9]{10}$/, '') : name}`;
}

interface Template {
  readonly metadata?: Manifest['metadata'];
  readonly spec?: unknown;
}

function podOf({ kind, metadata, spec }: Manifest): Manifest | undefined {
  const { template, jobTemplate } = (spec ?? {}) as {
    readonly template?: Template;
    readonly jobTemplate?: { readonly spec?: { readonly template?: Template } };
  };
  const found = kind === 'CronJob' ? jobTemplate?.spec?.template : template;
  if (!/^(?:Deployment|StatefulSet|DaemonSet|Job|CronJob)$/.test(kind ?? '') || !found?.spec)
    return undefined;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: 'tried-',
      namespace: metadata?.namespace ?? UNNAMED,
      ...(found.metadata?.labels && { labels: found.metadata.labels }),
    },
    spec: found.spec,
  };
}

process.exitCode = await main();
