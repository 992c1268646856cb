/** What others do while files are written, and what a run leaves when it ends in between. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles } from '../../src/kustomize/files/disk.ts';
import { DISK, type Disk } from '../../src/text/durable.ts';
import { NotTakenBackError, recover } from '../../src/text/recover.ts';
import { type FileWrite, PartlyTakenBackError, writeFiles } from '../../src/text/write-files.ts';
import { thisWriter, type Writer } from '../../src/text/writer.ts';

/** No process has this number; and if one had, it began at another time. */
const DEAD: Writer = { ...thisWriter(), pid: 4_194_303, started: '0' };
const UNDO = { name: 'undo-1.patch', bytes: Buffer.from('the patch') };
const CHANGES: readonly FileWrite[] = [
  { path: 'a', before: Buffer.from('old a'), after: Buffer.from('new a') },
  { path: 'b', before: Buffer.from('old b'), after: Buffer.from('new b') },
  { path: 'd/c', before: null, after: Buffer.from('new c') },
];

let top: string;
let root: string;
let journalDir: string;

beforeEach(() => {
  top = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'kustomend-beside-')));
  root = join(top, 'root');
  journalDir = join(top, 'journal');
  fs.mkdirSync(root);
  put('a', 'old a');
  put('b', 'old b');
});
afterEach(() => fs.rmSync(top, { recursive: true, force: true }));

const put = (path: string, text: string) => fs.writeFileSync(join(root, path), text);
const get = (path: string) => fs.readFileSync(join(root, path), 'utf8');
const journal = () => join(journalDir, 'kustomend-journal.json');
const write = (disk: Disk, writer = DEAD) =>
  writeFiles({ root, journalDir, changes: CHANGES, records: () => [UNDO] }, disk, writer);

/** Something happens before a call that names a file: the `nth` of those that do. */
function disturbed(name: keyof Disk, end: string, act: () => void, nth = 1): Disk {
  let seen = 0;
  return new Proxy(DISK, {
    get(target, called: keyof Disk) {
      const call = target[called] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        const isIt = called === name && args.some(arg => typeof arg === 'string' && arg.endsWith(end));
        if (isIt && ++seen === nth) act();
        return call.apply(target, args);
      };
    },
  });
}

function end(): never {
  throw new Error('killed');
}

/** A process that ends before a call: what it would still do is not done. */
function killedBefore(name: keyof Disk, path: string): Disk {
  let isDead = false;
  const disk = disturbed(name, path, () => {
    isDead = true;
    end();
  });
  return new Proxy(disk, {
    get(target, called: keyof Disk) {
      const call = target[called] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        return isDead ? end() : call.apply(target, args);
      };
    },
  });
}

test('a new file that somebody makes in the last moment is not overwritten', () => {
  expect(() => write(disturbed('linkSync', '/c', () => put('d/c', 'mine')))).toThrow(
    'd/c has changed on disk',
  );
  expect([get('a'), get('b'), get('d/c')]).toEqual(['old a', 'old b', 'mine']);
});

test('a file that somebody changes when it is written already is named', () => {
  const edit = () => {
    fs.appendFileSync(join(root, 'a'), ' and mine');
    put('b', 'mine');
  };
  const run = () => write(disturbed('openSync', '/b', edit, 2));
  expect(run).toThrow(PartlyTakenBackError);
  expect([get('a'), get('b'), fs.existsSync(join(root, 'd'))]).toEqual(['new a and mine', 'mine', false]);
  put('a', 'old a');
  put('b', 'old b');
  const again = () => write(disturbed('openSync', '/b', edit, 2));
  expect(again).toThrow('b has changed on disk since it was read; nothing has been written but in a:');
});

describe('a folder that is exchanged for a link meanwhile', () => {
  const onLinux = process.platform === 'linux' ? test : test.skip;

  onLinux('nothing is read where it leads', () => {
    const outside = join(top, 'outside');
    fs.mkdirSync(outside);
    fs.writeFileSync(join(outside, 'c'), 'outside');
    fs.mkdirSync(join(root, 'd'));
    put('d/c', 'inside');
    const files = diskFiles(root);
    expect(files.isFolder('d')).toBe(true);
    fs.renameSync(join(root, 'd'), join(top, 'was'));
    fs.symlinkSync(outside, join(root, 'd'));
    expect([files.read('d/c'), files.obstacle('d/c')]).toEqual([undefined, 'outside']);
  });

  onLinux('nothing is written where it leads', () => {
    const outside = join(top, 'outside');
    fs.mkdirSync(outside);
    const exchange = () => {
      fs.renameSync(join(root, 'd'), join(top, 'was'));
      fs.symlinkSync(outside, join(root, 'd'));
    };
    const run = () => write(disturbed('openSync', '/d', exchange));
    expect(run).toThrow(expect.objectContaining({ path: 'd/c' }));
    expect([fs.readdirSync(outside), get('a')]).toEqual([[], 'old a']);
  });
});

test('a link in the place of a file stays, is named, and stops nothing', () => {
  expect(() => write(killedBefore('linkSync', '/c'))).toThrow('killed');
  expect([get('a'), get('b')]).toEqual(['new a', 'new b']);
  fs.rmSync(join(root, 'a'));
  fs.symlinkSync('/etc/hostname', join(root, 'a'));
  expect(recover(root, journalDir)).toMatchObject({ direction: 'back', kept: ['a'] });
  expect([fs.readlinkSync(join(root, 'a')), get('b')]).toEqual(['/etc/hostname', 'old b']);
  expect(fs.readdirSync(journalDir)).toEqual([]);
});

describe('once all is written', () => {
  test('what cannot be kept of it is a warning', () => {
    fs.mkdirSync(join(journalDir, 'undo-1.patch'), { recursive: true });
    const { records, warnings } = write(DISK);
    expect({ records, warnings }).toEqual({
      records: [],
      warnings: [`${join(journalDir, 'undo-1.patch')} is not kept: is a folder`],
    });
    expect([get('a'), get('d/c')]).toEqual(['new a', 'new c']);
  });

  test('a journal that somebody has removed meanwhile is no error', () => {
    const disk = disturbed('renameSync', 'undo-1.patch', () => fs.rmSync(journal()));
    expect(write(disk)).toMatchObject({ records: ['undo-1.patch'], warnings: [] });
  });

  test('a run that ends before its patch is kept leaves that to the next', () => {
    expect(() => write(killedBefore('renameSync', 'undo-1.patch'))).toThrow('killed');
    expect(recover(root, journalDir)).toMatchObject({ direction: 'forward', records: ['undo-1.patch'] });
    expect(fs.readFileSync(join(journalDir, 'undo-1.patch'), 'utf8')).toBe('the patch');
    expect(fs.readdirSync(journalDir)).toEqual(['undo-1.patch']);
  });
});

test('what cannot be taken back is named, and nobody says that nothing was written', () => {
  expect(() => write(killedBefore('linkSync', '/c'))).toThrow('killed');
  const refuse = disturbed('renameSync', '/a', () => {
    throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
  });
  expect(() => recover(root, journalDir, refuse)).toThrow(NotTakenBackError);
  expect(() => recover(root, journalDir, refuse)).not.toThrow();
  expect([get('a'), get('b')]).toEqual(['old a', 'old b']);
});

describe('of two at once', () => {
  test('one that takes back what was cut short keeps the other out', () => {
    expect(() => write(killedBefore('linkSync', '/c'))).toThrow('killed');
    const second = () => expect(() => write(DISK, thisWriter())).toThrow('a write is under way');
    const disk = disturbed('renameSync', '/a', second);
    expect(recover(root, journalDir, disk)).toMatchObject({ direction: 'back', kept: [] });
    expect([get('a'), get('b'), fs.readdirSync(journalDir)]).toEqual(['old a', 'old b', []]);
  });

  test.each([
    ['of this machine', {}, 'process 1 since'],
    ['of another', { host: 'elsewhere' }, 'for ten minutes it is taken to run'],
  ])('the one %s that comes second says who is there', (_, other, says) => {
    const first: Writer = { ...thisWriter(), pid: 1, started: null, ...other };
    let said: unknown;
    const second = () => {
      try {
        write(DISK, thisWriter());
      } catch (error) {
        said = error;
      }
    };
    write(disturbed('renameSync', '/a', second), first);
    expect(said).toMatchObject({ message: expect.stringContaining(says) });
  });

  test.each([
    ['long ago', -3600],
    ['in the time to come', 3600],
  ])('one of another machine that began %s does not hold anybody up', (_, seconds) => {
    const since = new Date(Date.now() + seconds * 1000).toISOString();
    const gone: Writer = { ...thisWriter(), host: 'elsewhere', since };
    expect(() => write(killedBefore('linkSync', '/c'), gone)).toThrow('killed');
    expect(recover(root, journalDir)).toMatchObject({ direction: 'back' });
  });
});

describe('of two at once, without git, that are about different folders', () => {
  const change = (path: string, text: string) => ({
    path,
    before: Buffer.from('old'),
    after: Buffer.from(text),
  });
  const writeIn = (folder: string, paths: readonly string[], disk: Disk = DISK) => {
    const at = join(root, folder);
    const changes = paths.map(path => change(path, `by ${folder}`));
    return writeFiles({ root: at, journalDir: at, changes }, disk, thisWriter());
  };
  beforeEach(() => {
    for (const folder of ['d', 'd/e', 'f']) fs.mkdirSync(join(root, folder));
    for (const path of ['d/x', 'd/e/y', 'f/z']) put(path, 'old');
  });

  test.each([
    ['the outer', '', ['d/x', 'd/e/y'], 'd/e', ['y']],
    ['the inner', 'd/e', ['y'], '', ['d/x', 'd/e/y']],
  ])('%s keeps the other out', (_, first, files, second, others) => {
    let said: unknown;
    const disk = disturbed('renameSync', '/y', () => {
      try {
        writeIn(second, others);
      } catch (error) {
        said = error;
      }
    });
    writeIn(first, files, disk);
    expect(said).toMatchObject({ message: expect.stringContaining('a write is under way') });
    expect([get('d/e/y'), get('f/z')]).toEqual([`by ${first}`, 'old']);
  });

  test('those that have no file in common do not hinder each other', () => {
    writeIn(
      'd',
      ['x'],
      disturbed('renameSync', '/x', () => writeIn('f', ['z'])),
    );
    expect([get('d/x'), get('f/z')]).toEqual(['by d', 'by f']);
  });

  test('a copied lock on the way holds nobody up', () => {
    put('d/.kustomend-writer-1', '{"kustomend":"a process that writes"}');
    writeIn('', ['d/e/y']);
    expect(get('d/e/y')).toBe('by ');
  });

  test('nor does a folder that nobody may list', () => {
    const disk = disturbed('readdirSync', '/d', () => {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    });
    writeIn('', ['d/e/y'], disk);
    expect(get('d/e/y')).toBe('by ');
  });
});

test('temporary files of a process that is gone go with the next run', () => {
  const killed = killedBefore('linkSync', 'kustomend-journal.json');
  expect(() => write(killed)).toThrow('killed');
  expect(fs.readdirSync(journalDir).filter(name => name.endsWith('.tmp'))).toHaveLength(1);
  write(DISK);
  expect(fs.readdirSync(journalDir)).toEqual(['undo-1.patch']);
});

describe('a journal that is forged, with the number of its file', () => {
  const forge = (file: object, writer: object = {}) => {
    fs.mkdirSync(journalDir, { recursive: true });
    fs.writeFileSync(journal(), '');
    const inode = `${fs.statSync(journal(), { bigint: true }).ino}`;
    const id = '11111111-1111-4111-8111-111111111111';
    const data = { kustomend: 'journal of a write', inode, writer: { ...DEAD, ...writer }, id, dirs: [] };
    const whole = { path: 'a', mode: 0o644, before: '', after: Buffer.from('old a').toString('base64') };
    fs.writeFileSync(
      journal(),
      `${JSON.stringify({ ...data, files: [{ ...whole, ...file }], records: [] })}\n`,
    );
  };

  test.each([
    ['a path with NUL', { path: 'a\0b' }, {}],
    ['more rights than a file can give', { mode: 0o4777 }, {}],
    ['bytes that are none', { after: 'not base64!' }, {}],
    ['a group of processes', {}, { pid: -1 }],
    ['a time that is none', {}, { since: 'now' }],
  ])('and names %s is none', (_, file, writer) => {
    forge(file, writer);
    expect(() => recover(root, journalDir)).toThrow('is no journal of a write here');
    expect(get('a')).toBe('old a');
  });

  test('changes nothing outside', () => {
    fs.writeFileSync(join(top, 'outside'), 'old a');
    forge({ path: '../outside' });
    expect(recover(root, journalDir)).toMatchObject({ kept: ['../outside'] });
    expect(fs.readFileSync(join(top, 'outside'), 'utf8')).toBe('old a');
  });
});

test.each([
  ['a lock', '.kustomend-', 1, () => journalDir],
  ['a journal', '.kustomend-', 3, journal],
  ['a file', '/a', 1, () => 'a'],
])('a disk without space names what was to be written: %s', (_, name, nth, path) => {
  const isNamed = (args: readonly unknown[]) => args.some(arg => String(arg).includes(name));
  let seen = 0;
  const full = new Proxy(DISK, {
    get(target, called: keyof Disk) {
      const call = target[called] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        const isOne = called === (name === '/a' ? 'renameSync' : 'openSync') && isNamed(args);
        if (isOne && ++seen === nth) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        return call.apply(target, args);
      };
    },
  });
  const run = () => write(full);
  expect(run).toThrow(expect.objectContaining({ code: 'ENOSPC', path: path() }));
  expect([get('a'), get('b')]).toEqual(['old a', 'old b']);
});
