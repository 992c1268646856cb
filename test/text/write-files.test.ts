import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { DISK, type Disk } from '../../src/text/durable.ts';
import { OutsideRootError } from '../../src/text/inside.ts';
import { recover } from '../../src/text/recover.ts';
import { ChangedOnDiskError, ReadOnlyError, writeFiles } from '../../src/text/write-files.ts';

let root: string;
let journalDir: string;
let top: string;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'kustomend-write-'));
  root = join(top, 'root');
  journalDir = join(top, 'journal');
  mkdirSync(root);
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const bytes = (text: string) => Buffer.from(text);
const put = (path: string, text: string) => writeFileSync(join(root, path), text);
const get = (path: string) => readFileSync(join(root, path), 'utf8');
const write = (...changes: { path: string; before: Buffer | null; after: Buffer }[]) =>
  writeFiles({ root, journalDir, changes });

/** Kills of the crash test; KUSTOMEND_KILLS=200 is the long form. */
const KILLS = Number(process.env.KUSTOMEND_KILLS ?? 25);

describe('writeFiles', () => {
  test('changes, and creates with directories', () => {
    put('a', 'old');
    write(
      { path: 'a', before: bytes('old'), after: bytes('new') },
      { path: 'deep/er/b', before: null, after: bytes('b') },
    );
    expect([get('a'), get('deep/er/b')]).toEqual(['new', 'b']);
    expect(readdirSync(root).sort()).toEqual(['a', 'deep']);
    expect(readdirSync(journalDir)).toEqual([]);
  });

  test('keeps the mode of a file', () => {
    put('a', 'old');
    chmodSync(join(root, 'a'), 0o755);
    write({ path: 'a', before: bytes('old'), after: bytes('new') });
    expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o755);
  });

  test('writes through a symbolic link and keeps it', () => {
    put('real', 'old');
    symlinkSync('real', join(root, 'link'));
    write({ path: 'link', before: bytes('old'), after: bytes('new') });
    expect(get('real')).toBe('new');
    expect(lstatSync(join(root, 'link')).isSymbolicLink()).toBe(true);
  });

  test('does not replace a file that nobody may write', () => {
    put('a', 'old');
    chmodSync(join(root, 'a'), 0o444);
    expect(() => write({ path: 'a', before: bytes('old'), after: bytes('new') })).toThrow(ReadOnlyError);
    expect(get('a')).toBe('old');
  });

  test('names files that had other names', () => {
    put('a', 'old');
    linkSync(join(root, 'a'), join(top, 'other'));
    expect(write({ path: 'a', before: bytes('old'), after: bytes('new') })).toMatchObject({
      unlinked: ['a'],
    });
    expect(readFileSync(join(top, 'other'), 'utf8')).toBe('old');
  });

  test('stops before anything is changed when a file is not as it was read', () => {
    put('a', 'old');
    put('b', 'other');
    const change = () =>
      write(
        { path: 'a', before: bytes('old'), after: bytes('new') },
        { path: 'b', before: bytes('old'), after: bytes('new') },
      );
    expect(change).toThrow(ChangedOnDiskError);
    expect(change).toThrow(expect.objectContaining({ path: 'b' }));
    expect(get('a')).toBe('old');
    expect(() => write({ path: 'a', before: null, after: bytes('new') })).toThrow(ChangedOnDiskError);
  });

  test.each([
    '../outside',
    '/etc/passwd-x',
    'a/../../outside',
    'link/x',
    'filelink',
    'dangling',
    '.git/hooks/pre-commit',
    'a/.GIT/config',
    'danglingdir/x',
    '.',
  ])('lets no path out of the root: %s', path => {
    mkdirSync(join(top, 'elsewhere'));
    writeFileSync(join(top, 'elsewhere', 'file'), 'x');
    symlinkSync('../elsewhere', join(root, 'link'));
    symlinkSync('../elsewhere/file', join(root, 'filelink'));
    symlinkSync('../elsewhere/none', join(root, 'dangling'));
    symlinkSync('../nowhere', join(root, 'danglingdir'));
    expect(() => write({ path, before: null, after: bytes('x') })).toThrow(OutsideRootError);
    expect(readdirSync(join(top, 'elsewhere'))).toEqual(['file']);
  });

  test('follows no circle of links', () => {
    symlinkSync('b', join(root, 'a'));
    symlinkSync('a', join(root, 'b'));
    expect(() => write({ path: 'a', before: null, after: bytes('x') })).toThrow(OutsideRootError);
  });

  test('refuses two changes of one file, also by way of a link', () => {
    put('real', 'old');
    symlinkSync('real', join(root, 'link'));
    const change = { before: bytes('old'), after: bytes('new') };
    expect(() => write({ path: 'real', ...change }, { path: 'link', ...change })).toThrow('two changes');
  });

  test('leaves everything as it was when staging fails', () => {
    put('a', 'old');
    put('file', 'x');
    const change = () =>
      write(
        { path: 'new/dir/b', before: null, after: bytes('b') },
        { path: `${'n'.repeat(300)}`, before: null, after: bytes('x') },
        { path: 'a', before: bytes('old'), after: bytes('new') },
      );
    expect(change).toThrow();
    expect(readdirSync(root).sort()).toEqual(['a', 'file']);
    expect(get('a')).toBe('old');
    expect(recover(root, journalDir)).toBeNull();
  });

  test('makes new folders durable in their parents', () => {
    const opened = new Map<number, string>();
    const synced = new Set<string>();
    const disk: Disk = {
      ...DISK,
      openSync: (path, ...rest) => {
        const file = DISK.openSync(path, ...rest);
        opened.set(file, String(path));
        return file;
      },
      fsyncSync: file => {
        synced.add(opened.get(file)!);
        DISK.fsyncSync(file);
      },
    };
    const changes = [{ path: 'deep/er/b', before: null, after: bytes('b') }];
    writeFiles({ root, journalDir, changes }, disk);
    const folders = [root, join(root, 'deep'), join(root, 'deep', 'er')].map(each => realpathSync(each));
    expect([...synced]).toEqual(expect.arrayContaining(folders));
  });

  test('is done when the lock cannot be removed, whatever the system says of it', () => {
    const disk: Disk = {
      ...DISK,
      unlinkSync: path => {
        if (String(path).includes('writer-')) throw Object.assign(new Error('ESTALE'), { code: 'ESTALE' });
        DISK.unlinkSync(path);
      },
    };
    const changes = [{ path: 'b', before: null, after: bytes('b') }];
    expect(writeFiles({ root, journalDir, changes }, disk).warnings).toEqual([]);
    expect(get('b')).toBe('b');
  });
});

describe('recover', () => {
  test('does nothing without a journal', () => {
    expect(recover(root, journalDir)).toBeNull();
  });

  test('brings a tree to one of its two states wherever the writer is killed', async () => {
    const script = await bundleWriter();
    const directions = new Set<string>();
    for (let round = 0; round < KILLS; round++) {
      rmSync(root, { recursive: true, force: true });
      mkdirSync(root);
      for (let i = 0; i < 30; i++) put(`file-${i}`, '0');
      const child = spawn(process.execPath, [script, root, journalDir], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise(resolve => child.stdout.once('data', resolve));
      await sleep(Math.random() * 300);
      child.kill('SIGKILL');
      await new Promise(resolve => child.once('exit', resolve));
      const recovery = recover(root, journalDir);
      if (recovery) directions.add(recovery.direction);
      expectOneState();
    }
    expect(directions.size).toBeGreaterThan(0);
  }, 600_000);

  /** All files say one number, and nothing else is left. */
  function expectOneState(): void {
    const states = new Set(Array.from({ length: 30 }, (_, i) => get(`file-${i}`)));
    expect(states.size).toBe(1);
    const expected = Array.from({ length: 30 }, (_, i) => `file-${i}`);
    expect(readdirSync(root).sort()).toEqual(expected.sort());
    expect(existsSync(join(journalDir, 'kustomend-journal.json'))).toBe(false);
  }

  async function bundleWriter(): Promise<string> {
    const outfile = join(top, `writer-${createHash('sha256').update(top).digest('hex').slice(0, 8)}.mjs`);
    const contents = `
      import { writeFiles } from './src/text/write-files.ts';
      const [root, journalDir] = process.argv.slice(2);
      console.log('ready');
      for (let n = 0; ; n++) {
        const changes = Array.from({ length: 30 }, (_, i) => ({
          path: 'file-' + i, before: Buffer.from(String(n)), after: Buffer.from(String(n + 1)),
        }));
        writeFiles({ root, journalDir, changes });
      }`;
    await build({
      stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
    });
    return outfile;
  }
});
