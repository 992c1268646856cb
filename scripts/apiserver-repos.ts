/** Repositories, a run over a copy of one, and a real API server to show it to. */
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

function argument(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
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

/** What is tried out on a repository. @returns how often it failed */
type Trial = (name: string, folder: string, server: ApiServer, kustomize: string) => Promise<number>;

/**
 * Tries out every repository at a server: one that `--kubeconfig` names, else one that is there for that alone.
 *
 * @param heading of the table that the trials print
 * @returns an exit code
 */
export async function atServer(heading: string, trial: Trial): Promise<number> {
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
    console.log(heading);
    for (const { name, folder } of repositories())
      failures += await trial(name, folder, server, kustomize.path);
    console.log(`${failures} failures`);
    return failures === 0 ? 0 : 1;
  } finally {
    if (given === undefined) execFileSync('bash', [TOOL, 'stop']);
  }
}

/** The example platform and the repositories of `--repos`, or those of them that `--only` names. */
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

/** With a copy that may be written, and is gone afterwards. */
export async function inCopy<T>(folder: string, use: (copy: string) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'kustomend-apiserver-'));
  try {
    cpSync(folder, copy, { recursive: true });
    execFileSync('chmod', ['-R', 'u+w', copy]);
    return await use(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What a run with everything on finds. */
export function scanned(folder: string): Report {
  return JSON.parse(kustomend(folder, 'scan', '--format', 'json')) as Report;
}

/** Roots that are evaluated, and for which something may be proposed. */
export function rootsOf(folder: string): Report['roots'] {
  return scanned(folder).roots.filter(({ state, selected }) => state === 'evaluated' && selected);
}

/** A run with everything on. @returns what it prints */
export function kustomend(folder: string, ...args: readonly string[]): string {
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

/** What the real kustomize makes of a folder. */
export function rendered(folder: string, kustomize: string): readonly Manifest[] {
  const args = ['build', '--load-restrictor', 'LoadRestrictionsNone', folder];
  const { stdout } = spawnSync(kustomize, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  return parseAllDocuments(stdout, { merge: true })
    .map(document => document.toJS() as Manifest | null)
    .filter(manifest => manifest !== null);
}

/** Without the hash of a generator: other content has another name. */
export function keyOf({ kind, metadata }: Manifest): string {
  const name = metadata?.name ?? '';
  return `${kind}/${kind === 'ConfigMap' || kind === 'Secret' ? name.replace(/-[a-z0-9]{10}$/, '') : name}`;
}

interface Template {
  readonly metadata?: Manifest['metadata'];
  readonly spec?: unknown;
}

/** A pod as a workload makes it. */
export function podOf({ kind, metadata, spec }: Manifest): Manifest | undefined {
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
