/** Runs the bundled program on small repositories. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { realKustomize } from '../harness/kustomize.ts';

const project = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'kustomend-cli-'));
// Another user runs it too.
chmodSync(folder, 0o755);
const bundle = join(folder, 'kustomend.cjs');
execFileSync(process.execPath, [join(project, 'scripts/build.mjs'), '--bundle', bundle]);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where the real kustomize stands; undefined where there is none. */
export const oracleFolder = realKustomize && dirname(realKustomize.path);

// kubectl is a witness too: where the machine has one, it is hidden from the program.
const hidden = join(folder, 'hidden');
writeIn(hidden, 'kubectl', '#!/bin/sh\nexit 127\n');
chmodSync(join(hidden, 'kubectl'), 0o755);

/** The program, for who starts it alone. */
export function programOf(): string {
  return bundle;
}

let repos = 0;

/** A repository with these files, committed when `git` is set. */
export function newRepo(files: Readonly<Record<string, string>>, { git: withGit = true } = {}): string {
  const root = join(folder, `repo-${repos++}`);
  for (const [path, text] of Object.entries(files)) writeIn(root, path, text);
  mkdirSync(root, { recursive: true });
  if (withGit) commitAll(root);
  return root;
}

export function writeIn(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export function commitAll(root: string): void {
  git(root, 'init', '-q');
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '--allow-empty', '-m', 'files');
}

export function git(root: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' });
}

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without a terminal, without a kustomize or kubectl on PATH unless `path` brings one. */
export function kustomend(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  uid?: number,
): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    cwd,
    encoding: 'utf8',
    env: environment(env),
    ...(uid !== undefined && { uid }),
  });
  return { code: status, stdout, stderr };
}

/** What the program finds around it. */
export function environment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const path = [hidden, dirname(process.execPath), '/usr/bin', '/bin'].join(':');
  return { PATH: path, HOME: folder, ...env };
}

/** The same beside what the test itself does meanwhile: a registry of its own answers. */
export async function kustomendAside(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const child = spawn(process.execPath, [bundle, ...args], { cwd, env: environment(env) });
  const [stdout, stderr] = [child.stdout, child.stderr].map(async stream => {
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return text;
  });
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  return { code, stdout: (await stdout)!, stderr: (await stderr)! };
}

/** One workload that lacks much, in one environment. */
export const SHOP: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': 'resources:\n- deployment.yaml\n',
  'base/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 2
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      containers:
      - name: shop
        image: shop:1.2.3 # ours
        ports:
        - containerPort: 8080
`,
  'overlays/production/kustomization.yaml': 'namespace: shop\nresources:\n- ../../base\n',
  'kustomend.yaml': `images:
  shop:
    user: 10001
    writes: [/tmp]
    capabilities: []
    apiToken: false
`,
};
