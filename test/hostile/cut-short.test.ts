/** A write ends at any call of the file system, alone or beside others: all files or none, and what others wrote stays. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Disk } from '../../src/text/durable.ts';
import { UnfinishedWriteError } from '../../src/text/lock.ts';
import { recover, unfinishedWrite } from '../../src/text/recover.ts';
import { ChangedOnDiskError, type FileWrite, writeFiles } from '../../src/text/write-files.ts';
import { thisWriter, type Writer } from '../../src/text/writer.ts';
import { type Fault, faultyDisk } from './faulty-disk.ts';

const OLD: Readonly<Record<string, string>> = { a: 'old a\n', 'b/b': 'old b\n', c: 'old c\n' };
const NEW: Readonly<Record<string, string>> = { ...OLD, a: 'new a\n', 'b/b': 'new b\n', 'd/e/f': 'new f\n' };
const EDIT = 'an edit by somebody else\n';
const CHANGES: readonly FileWrite[] = ['a', 'b/b', 'd/e/f'].map(path => ({
  path,
  before: OLD[path] === undefined ? null : Buffer.from(OLD[path]),
  after: Buffer.from(NEW[path]!),
}));
/** No process has this number; and if one had, it began at another time. */
const DEAD: Writer = { ...thisWriter(), pid: 4_194_303, started: '0' };

let top: string;
let root: string;
let journalDir: string;

beforeEach(() => {
  top = fs.mkdtempSync(join(tmpdir(), 'kustomend-cut-'));
});
afterEach(() => fs.rmSync(top, { recursive: true, force: true }));

function fresh(): void {
  fs.rmSync(top, { recursive: true, force: true });
  root = join(top, 'root');
  journalDir = join(top, 'journal');
  fs.mkdirSync(journalDir, { recursive: true });
  for (const [path, text] of Object.entries(OLD)) put(path, text);
}

function put(path: string, text: string): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), text);
}

/** Every file below the root, folders that are empty included. */
function tree(): Record<string, string> {
  const entries = fs.readdirSync(root, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries.flatMap(entry => {
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(root.length + 1);
      if (entry.isFile()) return [[name, fs.readFileSync(path, 'utf8')]];
      return fs.readdirSync(path).length === 0 ? [[`${name}/`, '']] : [];
    }),
  );
}

const write = (disk?: Disk, writer = DEAD) =>
  writeFiles({ root, journalDir, changes: CHANGES }, disk, writer);

function calls(): number {
  fresh();
  const { disk, count } = faultyDisk({ at: -1, when: 'before' });
  write(disk);
  expect(tree()).toEqual(NEW);
  return count();
}

/** With KUSTOMEND_RUNS every call is one at which something happens; else one in so many is. */
const STEP = process.env.KUSTOMEND_RUNS === undefined ? 7 : 1;

/** Calls of a write, with every way in which they can end. */
function eachFault(whens: readonly Fault['when'][], check: (fault: Fault) => void): void {
  const all = calls();
  expect(all).toBeGreaterThan(40);
  for (let at = 0; at < all; at += STEP) for (const when of whens) check({ at, when });
}

function killed(fault: Fault, around?: (call: number) => void): void {
  fresh();
  const { disk } = faultyDisk(fault, around);
  expect(() => {
    write(disk);
    // The last calls fail quietly: all is written by then.
    disk.lstatSync(root);
  }).toThrow();
}

const DEATHS = ['before', 'middle', 'after'] as const;

test('alone: all or none after the next start, and nothing is left', () => {
  eachFault(DEATHS, fault => {
    killed(fault);
    recover(root, journalDir);
    const after = tree();
    expect([OLD, NEW]).toContainEqual(after);
    expect(fs.readdirSync(journalDir)).toEqual([]);
    if (after.a === OLD.a) write();
    expect(tree()).toEqual(NEW);
  });
}, 120_000);

test('the recovery ends at any call, too', () => {
  const late = calls() - 6;
  killed({ at: late, when: 'before' });
  const { disk, count } = faultyDisk({ at: -1, when: 'before' });
  recover(root, journalDir, disk);
  for (let at = 0; at < count(); at += STEP) {
    for (const when of DEATHS) {
      killed({ at: late, when: 'before' });
      const dying = faultyDisk({ at, when }).disk;
      expect(() => {
        recover(root, journalDir, dying, DEAD);
        dying.lstatSync(root);
      }).toThrow();
      recover(root, journalDir);
      expect([OLD, NEW]).toContainEqual(tree());
      expect(fs.readdirSync(journalDir)).toEqual([]);
    }
  }
}, 120_000);

test('an edit by somebody else after it stays, and the other files are as before', () => {
  eachFault(['before'], fault => {
    for (const path of ['a', 'b/b', 'c']) {
      killed(fault);
      put(path, EDIT);
      recover(root, journalDir);
      const { [path]: edited, ...others } = tree();
      expect(edited).toBe(EDIT);
      const [before, after] = [OLD, NEW].map(all =>
        Object.fromEntries(Object.entries(all).filter(([p]) => p !== path)),
      );
      expect([before, after]).toContainEqual(others);
      expect(fs.readdirSync(journalDir)).toEqual([]);
    }
  });
}, 120_000);

test('a tree that was brought back by hand blocks nothing', () => {
  eachFault(['after'], fault => {
    killed(fault);
    fs.rmSync(join(root, 'd'), { recursive: true, force: true });
    for (const [path, text] of Object.entries(OLD)) put(path, text);
    recover(root, journalDir);
    expect(tree()).toEqual(OLD);
    write();
  });
}, 120_000);

test('beside an editor that writes into a file at any call: its text stays', () => {
  const all = calls();
  for (let at = 0; at < all; at += STEP) {
    for (const path of ['a', 'b/b']) {
      fresh();
      const edit = (call: number) => {
        if (call === at) fs.writeFileSync(join(root, path), EDIT);
      };
      let refused = false;
      try {
        write(faultyDisk({ at: -1, when: 'before' }, edit).disk);
      } catch (error) {
        expect(error).toBeInstanceOf(ChangedOnDiskError);
        refused = true;
      }
      expect({ at, ...tree() }).toEqual({ at, ...(refused ? OLD : NEW), [path]: EDIT });
      expect(fs.readdirSync(journalDir)).toEqual([]);
    }
  }
}, 120_000);

test('beside a reader: every file is whole at any call', () => {
  fresh();
  const look = () => {
    for (const path of Object.keys(OLD))
      expect([OLD[path], NEW[path]]).toContain(fs.readFileSync(join(root, path), 'utf8'));
    unfinishedWrite(journalDir);
  };
  write(faultyDisk({ at: -1, when: 'before' }, look).disk);
});

test('beside a second writer at any call: one of the two is refused, and the other is whole', () => {
  const other: readonly FileWrite[] = [
    { path: 'a', before: Buffer.from(OLD.a!), after: Buffer.from('by another run\n') },
    { path: 'c', before: Buffer.from(OLD.c!), after: Buffer.from('by another run\n') },
  ];
  const all = calls();
  for (let at = 0; at < all; at += STEP) {
    fresh();
    const outcomes: string[] = [];
    const attempt = (name: string, run: () => void) => {
      try {
        run();
        outcomes.push(name);
      } catch (error) {
        const isRefusal = error instanceof UnfinishedWriteError || error instanceof ChangedOnDiskError;
        if (!isRefusal) throw error;
      }
    };
    const second = (call: number) => {
      if (call === at) attempt('second', () => writeFiles({ root, journalDir, changes: other }));
    };
    attempt('first', () => write(faultyDisk({ at: -1, when: 'before' }, second).disk, thisWriter()));
    const texts = { a: 'by another run\n', c: 'by another run\n' };
    expect({ at, outcomes, ...tree() }).toEqual({
      at,
      outcomes: [outcomes[0]],
      ...(outcomes[0] === 'second' ? { ...OLD, ...texts } : NEW),
    });
  }
}, 120_000);

test('a call that fails leaves everything as it was, or says what is left', () => {
  eachFault(['error'], fault => {
    fresh();
    try {
      write(faultyDisk(fault).disk);
    } catch {
      // What it says is another matter.
    }
    recover(root, journalDir);
    expect([OLD, NEW]).toContainEqual(tree());
  });
}, 120_000);

describe('a journal', () => {
  const journal = () => join(journalDir, 'kustomend-journal.json');

  test('of a process that runs stops a second write, and is left alone', () => {
    fresh();
    const { disk } = faultyDisk({ at: calls() - 8, when: 'before' });
    fresh();
    expect(() => writeFiles({ root, journalDir, changes: CHANGES }, disk, thisWriter())).toThrow();
    const before = tree();
    expect(unfinishedWrite(journalDir)).toMatchObject({ state: 'under way', writer: { pid: process.pid } });
    expect(() => recover(root, journalDir)).toThrow(UnfinishedWriteError);
    expect(() => write()).toThrow(UnfinishedWriteError);
    expect(tree()).toEqual(before);
  });

  test('that has been copied or committed is none, and nothing is removed for it', () => {
    killed({ at: calls() - 8, when: 'before' });
    const text = fs.readFileSync(journal());
    fs.renameSync(journal(), join(top, 'kept'));
    fs.writeFileSync(journal(), text);
    const before = tree();
    expect(() => recover(root, journalDir)).toThrow('is no journal of a write here: move it away');
    expect(tree()).toEqual(before);
  });

  test.each([
    ['empty', ''],
    ['torn', '{"kustomend":"journal of a write"'],
    ['text', 'something else\n'],
    ['JSON', '{"committed":true,"dirs":[],"files":[{"path":"a","target":"/a","after":null}]}\n'],
    ['half a JSON', '{"kustomend":"something'],
  ])('that is %s is named', (_, text) => {
    fresh();
    fs.writeFileSync(journal(), text);
    expect(() => recover(root, journalDir)).toThrow('kustomend-journal.json is no journal');
    expect(fs.readFileSync(journal(), 'utf8')).toBe(text);
    expect(tree()).toEqual(OLD);
  });
});
