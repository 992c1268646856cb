/** `--watch`: after each change what a run anew would say, as one block, until somebody interrupts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { environment, kustomend, newRepo, programOf, SHOP, writeIn } from '../cli.ts';

const WAITING = 'watching: Ctrl-C ends it\n';

interface Watching {
  readonly child: ChildProcess;
  /** What is printed from a change on, to the end of its block; streams arrive as they like. */
  after(change: () => void, whole?: RegExp): Promise<{ stdout: string; stderr: string }>;
  /** Ends it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

async function watching(root: string, args: readonly string[]): Promise<Watching> {
  const child = spawn(process.execPath, [programOf(), ...args, '--watch'], {
    cwd: root,
    env: environment(),
  });
  running.add(child);
  const said = { stdout: '', stderr: '' };
  let look = (): void => {};
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', chunk => {
      said[stream] += chunk;
      look();
    });
  const ended = new Promise<number | null>(resolve => child.on('close', resolve));
  void ended.then(() => running.delete(child));
  const after: Watching['after'] = async (change, whole = /\n}\n$/) => {
    const from = { stdout: said.stdout.length, stderr: said.stderr.length };
    const rest = () => ({
      stdout: said.stdout.slice(from.stdout),
      stderr: said.stderr.slice(from.stderr),
    });
    const isWhole = () => rest().stderr.endsWith(WAITING) && whole.test(rest().stdout);
    change();
    await new Promise<void>(resolve => {
      look = () => isWhole() && resolve();
      look();
    });
    return rest();
  };
  await after(() => {});
  return {
    child,
    after,
    stop(signal = 'SIGINT') {
      child.kill(signal);
      return ended;
    },
  };
}

const BASE = 'base/deployment.yaml';
const edit = (root: string, path: string, from: string, to: string) => () => {
  const text = readFileSync(join(root, path), 'utf8');
  expect(text).toContain(from);
  writeIn(root, path, text.replace(from, to));
};

test('each change brings what a run anew would say, and what changes nothing brings nothing', async () => {
  const root = newRepo({ ...SHOP, 'README.md': 'a\n' });
  const args = ['scan', '--format', 'json', '--exit-zero'];
  const watch = await watching(root, args);
  const changes: [string, () => void][] = [
    [BASE, edit(root, BASE, 'replicas: 2', 'replicas: 1')],
    ['README.md', () => writeIn(root, 'README.md', 'b\n')],
    ['new', () => writeIn(root, 'new/a.yaml', readFileSync(join(root, BASE), 'utf8'))],
    ['new/kustomization.yaml', () => writeIn(root, 'new/kustomization.yaml', 'resources: [a.yaml]\n')],
    ['new/a.yaml', edit(root, 'new/a.yaml', 'name: shop', 'name: other')],
    ['moved', () => renameSync(join(root, 'new'), join(root, 'moved'))],
    ['moved/a.yaml', edit(root, 'moved/a.yaml', 'name: other', 'name: third')],
    ['moved', () => rmSync(join(root, 'moved'), { recursive: true })],
  ];
  for (const [name, change] of changes) {
    if (name === 'README.md') {
      change();
      continue;
    }
    const { stdout, stderr } = await watch.after(change);
    expect(stdout).toBe(kustomend(root, [...args, '--no-cache']).stdout);
    expect(stderr).toMatch(new RegExp(`^\n-- .*${name}`));
    expect(stderr).not.toContain('README.md\n');
  }
  expect(await watch.stop()).toBe(130);
});

test('what a link leads to counts, and so does a kustomization', async () => {
  const root = newRepo({
    'kustomization.yaml': 'resources: [a.yaml]\nconfigMapGenerator:\n- name: data\n  files: [data.bin]\n',
    'real/a.yaml': SHOP[BASE]!,
    'data.bin': 'a',
  });
  symlinkSync('real/a.yaml', join(root, 'a.yaml'));
  const args = ['--format', 'json', '--unsafe', '--exit-zero'];
  const watch = await watching(root, args);
  for (const change of [
    edit(root, 'real/a.yaml', 'replicas: 2', 'replicas: 3'),
    () =>
      writeIn(
        root,
        'kustomization.yaml',
        readFileSync(join(root, 'kustomization.yaml'), 'utf8').replace('data\n', 'date\n'),
      ),
  ]) {
    const { stdout } = await watch.after(change);
    expect(stdout).toBe(kustomend(root, [...args, '--no-cache']).stdout);
  }
  expect(await watch.stop('SIGTERM')).toBe(130);
});

test('an error on the way is said, and its end waited for', async () => {
  const root = newRepo({ ...SHOP, 'kustomend.yaml': '{}\n' });
  const watch = await watching(root, ['scan', '--format', 'json']);
  const broken = await watch.after(() => writeIn(root, 'kustomend.yaml', 'images: [\n'), /^$/);
  expect(broken.stderr).toContain('-- kustomend.yaml');
  expect(broken.stdout).toBe('');
  const whole = await watch.after(() => writeIn(root, 'kustomend.yaml', '{}\n'));
  expect(whole.stdout).toBe(kustomend(root, ['scan', '--format', 'json', '--no-cache']).stdout);
  expect(await watch.stop()).toBe(130);
});

test('what is wrong from the start ends it, and nothing is written on the way', () => {
  const root = newRepo(SHOP);
  expect(kustomend(root, ['scan', '--watch', 'absent']).code).toBe(2);
  for (const flags of [['--write'], ['--output', 'a.patch'], ['--format', 'json=a.json']])
    expect(kustomend(root, ['preview', '--watch', ...flags])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'kustomend: --watch prints: leave out --write, --output and --format name=FILE\n',
    });
  expect(kustomend(root, ['scan', '--watch', '--since', 'HEAD'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'kustomend: --watch looks at files, and --since at commits: leave one of them out\n',
  });
});
