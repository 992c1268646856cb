/** A write that was cut short is found by the next, whatever is named then, and whether git answers or not. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DISK, type Disk } from '../../src/text/durable.ts';
import { writeFiles } from '../../src/text/write-files.ts';
import { thisWriter, type Writer } from '../../src/text/writer.ts';
import { git, kustomend, newRepo, SHOP } from '../cli/cli.ts';

/** No process has this number; and if one had, it began at another time. */
const DEAD: Writer = { ...thisWriter(), pid: 4_194_303, started: '0' };
const FILE = 'base/deployment.yaml';
const OLD = SHOP[FILE]!;

/** A write of two files that ends when one is written. */
function cutShort(root: string, journalDir: string, files: readonly string[]): void {
  let renamed = 0;
  const killed = new Proxy(DISK, {
    get(target, name: keyof Disk) {
      const call = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        if (renamed > 1) throw new Error('killed');
        if (name === 'renameSync') renamed++;
        return call.apply(target, args);
      };
    },
  });
  mkdirSync(journalDir, { recursive: true });
  const changes = files.map(path => {
    const before = readFileSync(join(root, path));
    return { path, before, after: Buffer.concat([before, Buffer.from('# half\n')]) };
  });
  expect(() => writeFiles({ root, journalDir, changes }, killed, DEAD)).toThrow('killed');
  expect(readFileSync(join(root, files[0]!), 'utf8')).toContain('# half');
}

const WHOLE = [FILE, 'base/kustomization.yaml'];
const NO_GIT = { PATH: dirname(process.execPath) };

test.each([
  ['with git', {}],
  ['where no git is on PATH any more', NO_GIT],
])('in the git directory, %s', (_, env) => {
  const root = newRepo(SHOP);
  cutShort(root, join(root, '.git/kustomend'), WHOLE);
  const { stderr } = kustomend(root, ['fix', '--allow-dirty', 'base', '--only', 'probes'], env);
  expect(stderr).toContain('a write that was cut short has been undone: 2 files');
  expect(readFileSync(join(root, FILE), 'utf8')).toBe(OLD);
  expect(existsSync(join(root, '.git/kustomend/kustomend-journal.json'))).toBe(false);
});

test('beside a file that is named', () => {
  const root = newRepo(SHOP, { git: false });
  cutShort(join(root, 'base'), join(root, 'base'), ['deployment.yaml', 'kustomization.yaml']);
  expect(kustomend(root, ['fix', FILE, '--only', 'probes']).stderr).toContain('has been undone: 2 files');
});

test('whoever only reads says so, and leaves it alone', () => {
  const root = newRepo(SHOP);
  cutShort(root, join(root, '.git/kustomend'), WHOLE);
  for (const command of ['graph', 'scan', 'preview', 'render overlays/production']) {
    expect(kustomend(root, command.split(' ')).stderr).toContain('a write was cut short');
    expect(existsSync(join(root, '.git/kustomend/kustomend-journal.json'))).toBe(true);
  }
});

test.each([
  ['at the top, before there was a repository', '.', WHOLE, true],
  ['in a folder that was named then', 'base', ['deployment.yaml', 'kustomization.yaml'], false],
])('%s', (_, folder, files, hasGitNow) => {
  const root = newRepo(SHOP, { git: false });
  cutShort(join(root, folder), join(root, folder), files);
  if (hasGitNow) git(root, 'init', '-q');
  const { stderr } = kustomend(root, ['fix', '--allow-dirty', '--only', 'probes'], hasGitNow ? {} : NO_GIT);
  expect(stderr).toContain('a write that was cut short has been undone: 2 files');
  expect(readFileSync(join(root, FILE), 'utf8')).toBe(OLD);
});

test('of a folder above what is named: that one has to be named', () => {
  const { 'kustomend.yaml': _, ...files } = SHOP;
  const root = newRepo(files, { git: false });
  cutShort(root, root, WHOLE);
  const { code, stderr } = kustomend(root, ['fix', 'base']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining(`kustomend fix ${root} takes it back`),
  });
});
