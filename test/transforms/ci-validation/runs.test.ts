/** What a workflow runs works, against a server that sends what it likes in place of GitHub. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Wanted, workflowOf } from '../../../transforms/ci-validation/workflow.ts';

const KUSTOMIZE = process.env.KUSTOMIZE;
const hasTools =
  KUSTOMIZE !== undefined &&
  ['curl', 'sha256sum', 'bash', 'tar'].every(
    tool => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined,
  );
const EXAMPLE = join(import.meta.dirname, '../../../examples/cptm8');
const WANTED: Wanted = {
  roots: ['overlays/dev', 'overlays/production', 'overlays/staging'],
  paths: ['overlays/**'],
  file: 'manifests.yaml',
  runner: 'ubuntu-latest',
  checkout: `actions/checkout@${'0'.repeat(40)}`,
  kustomize: { version: 'v5.8.2', checksum: undefined },
  kubeconform: { version: 'v0.7.0', checksum: undefined },
  kustomend: undefined,
};

let folder: string;
let server: Server;
let sent: Map<string, Buffer>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kustomend-ci-'));
  for (const each of ['bin', 'temp', 'archives']) mkdirSync(join(folder, each));
  sent = new Map();
  server = createServer((request, response) => {
    const found = sent.get(request.url!.slice(request.url!.lastIndexOf('/') + 1));
    if (found === undefined) response.statusCode = 404;
    response.end(found);
  });
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready));
});
afterEach(async () => {
  await new Promise(done => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

function archived(name: string, archive: string): Buffer {
  const file = join(folder, 'archives', archive);
  spawnSync('tar', ['-czf', file, '-C', join(folder, 'archives'), name]);
  return readFileSync(file);
}

function provide(): void {
  copyFileSync(KUSTOMIZE!, join(folder, 'archives/kustomize'));
  writeFileSync(join(folder, 'archives/kubeconform'), '#!/bin/sh\nfind "$4" -name "*.yaml" | grep -c .\n', {
    mode: 0o755,
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // The real curl, which finds GitHub here.
  const real = spawnSync('which', ['curl'], { encoding: 'utf8' }).stdout.trim();
  const shim = `#!/bin/bash\nexec ${real} "\${@//https:\\/\\/github.com/${url.replaceAll('/', '\\/')}}"\n`;
  writeFileSync(join(folder, 'bin/curl'), shim);
  chmodSync(join(folder, 'bin/curl'), 0o755);
  for (const [name, archive, sums] of [
    ['kustomize', 'kustomize_v5.8.2_linux_amd64.tar.gz', 'checksums.txt'],
    ['kubeconform', 'kubeconform-linux-amd64.tar.gz', 'CHECKSUMS'],
  ] as const) {
    const bytes = archived(name, archive);
    sent.set(archive, bytes);
    sent.set(sums, Buffer.from(`${createHash('sha256').update(bytes).digest('hex')}  ${archive}\n`));
  }
}

interface Step {
  readonly name: string;
  readonly run?: string;
  readonly 'working-directory'?: string;
}

/** The steps until one fails, as a runner starts them. @returns the name of that one, and what all have written */
async function ran(wanted: Wanted, repository: string): Promise<{ failed: string | undefined; out: string }> {
  const { jobs } = parse(workflowOf(wanted)) as { jobs: { render: { steps: readonly Step[] } } };
  const temp = join(folder, 'temp');
  let out = '';
  for (const step of jobs.render.steps) {
    if (step.run === undefined) continue;
    const child = spawn('bash', ['-e', '-c', step.run], {
      cwd: step['working-directory'] === undefined ? repository : temp,
      env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, HOME: folder, RUNNER_TEMP: temp },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const chunk of child.stdout) out += String(chunk);
    const status = child.exitCode ?? (await new Promise<number>(done => child.once('close', done)));
    if (status !== 0) return { failed: step.name, out };
  }
  return { failed: undefined, out };
}

function rendered(): string[] {
  const files = readdirSync(join(folder, 'temp/rendered'), { recursive: true, encoding: 'utf8' });
  return files.filter(file => file.endsWith('.yaml')).sort();
}

(hasTools ? describe : describe.skip)('the steps', () => {
  test('render every root, and have it checked', async () => {
    provide();
    const { failed, out } = await ran(WANTED, EXAMPLE);
    expect(failed).toBeUndefined();
    expect(rendered()).toEqual(WANTED.roots.map(root => `${root}/all.yaml`));
    expect(out.trim().split('\n').at(-1)).toBe('3');
  });

  test('fail where a root does not build, and render the others', async () => {
    provide();
    const broken = join(folder, 'broken');
    cpSync(EXAMPLE, broken, { recursive: true });
    writeFileSync(join(broken, 'overlays/dev/kustomization.yaml'), 'resources: [absent.yaml]\n');
    expect((await ran(WANTED, broken)).failed).toBe('render every root');
    expect(rendered()).toEqual(WANTED.roots.slice(1).map(root => `${root}/all.yaml`));
  });

  test.each([
    [
      'the list of checksums is another one',
      (): void =>
        void sent.set(
          'checksums.txt',
          Buffer.from(`${'0'.repeat(64)}  kustomize_v5.8.2_linux_amd64.tar.gz\n`),
        ),
      WANTED,
    ],
    ['there is no such list', (): void => void sent.delete('checksums.txt'), WANTED],
    ['there is no archive', (): void => void sent.delete('kustomize_v5.8.2_linux_amd64.tar.gz'), WANTED],
    [
      'the checksum of the configuration is another one',
      (): void => undefined,
      { ...WANTED, kustomize: { version: 'v5.8.2', checksum: '0'.repeat(64) } },
    ],
  ])(
    'run nothing where %s',
    async (_, change, wanted) => {
      provide();
      change();
      expect((await ran(wanted, EXAMPLE)).failed).toBe('install kustomize v5.8.2');
      expect(readdirSync(join(folder, 'temp'))).not.toContain('kustomize');
    },
    60_000,
  );
});
