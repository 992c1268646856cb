/** What must hold for every plan, whatever it is about (testing.md, Invariants). Each throws or expects; none is vacuous. */
import { CST, Parser, parse } from 'yaml';
import { createEvaluator } from '../../src/kustomize/build/evaluate.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import { type Json, toJson } from '../../src/kustomize/tree/node.ts';
import { filesOfPlace } from '../../src/plan/model/place-files.ts';
import type { FileChange, Fix, Plan } from '../../src/plan/model/result.ts';
import { canonical } from '../../src/plan/rendered/same-data.ts';
import { changedLines, diffOf, takenBack } from './diff.ts';
import { openPlaceholders } from './faults.ts';
import { realKustomize } from './kustomize.ts';
import { movedAway } from './moved-away.ts';
import { applied, type Inputs, planOf, type Repo, witnessed } from './repo.ts';

/** Roots build as before or not at all as before, and render what the fixes declared. */
export function expectDeclaredRenders(repo: Repo, result: Plan): void {
  const evaluator = (texts: Repo) =>
    createEvaluator(memoryFiles(texts), { loadRestrictor: 'LoadRestrictionsRootOnly' });
  const before = evaluator({ ...repo, ...virtualOf(result, 'before') });
  const after = evaluator({ ...applied(repo, result), ...virtualOf(result, 'after') });
  for (const { folder } of result.roots) {
    const [old, now] = [before.evaluate(folder), after.evaluate(folder)];
    expect({ folder, state: now.state }).toEqual({ folder, state: old.state });
    if (old.state !== 'evaluated' || now.state !== 'evaluated') continue;
    const expected =
      result.expected.get(folder)?.after ?? old.resources.map(resource => toJson(resource.node));
    const actual = now.resources.map(resource => toJson(resource.node));
    expect({ folder, objects: actual.map(canonical) }).toEqual({ folder, objects: expected.map(canonical) });
  }
}

/** Kustomizations that a plain folder would need. */
function virtualOf({ virtual }: Plan, when: 'before' | 'after'): Repo {
  return Object.fromEntries(virtual.map(change => [change.path, change[when] ?? '']));
}

/** The same by the real kustomize, where there is one: it builds what we evaluate, before and after. */
export function expectWitness(repo: Repo, result: Plan, inputs: Inputs, tool = realKustomize): void {
  if (tool === undefined || result.changes.length === 0) return;
  const report = witnessed(tool, repo, result, inputs);
  expect(report.violations).toEqual([]);
  expect(report.checked + report.notJudged.length).toBe(result.expected.size);
  // What needs the network or a program is not built here: only that may be missing.
  const opaque = result.roots.filter(({ state }) => state === 'opaque').map(({ folder }) => folder);
  expect(report.notJudged.filter(({ folder }) => !opaque.includes(folder))).toEqual([]);
}

export function expectSecondPlanEmpty(repo: Repo, result: Plan, inputs: Inputs): void {
  const second = planOf(applied(repo, result), inputs);
  expect(diffOf(second)).toBe('');
  expect(second.fixes.filter(fix => fix.status === 'planned')).toEqual([]);
}

export function expectReversible(repo: Repo, result: Plan): void {
  expect(takenBack(applied(repo, result), diffOf(result))).toEqual(repo);
}

/** Every fix rejected: nothing is left to do, also nothing that a fix had made necessary. */
export function expectRejectable(repo: Repo, result: Plan, inputs: Inputs): void {
  const rejected = new Set<string>();
  for (let last: Plan = result; ; ) {
    const open = last.fixes.filter(fix => fix.status === 'planned');
    if (open.length === 0) {
      expect(diffOf(last)).toBe('');
      return;
    }
    for (const fix of open) rejected.add(fix.id);
    last = planOf(repo, { ...inputs, rejected });
    expect(last.fixes.filter(fix => fix.status === 'planned' && rejected.has(fix.id))).toEqual([]);
  }
}

/**
 * Texts keep what nobody asked to change: line ends, byte order mark, final newline, comments, blank lines.
 *
 * @param gone comments about the only entry of what goes with it
 */
export function expectCleanTexts({ changes }: Plan, gone: readonly string[] = []): void {
  for (const change of changes) {
    const blemishes = blemishesOf(change);
    expect(
      blemishes.filter(each => !gone.some(comment => each.endsWith(`lost ${JSON.stringify(comment)}`))),
    ).toEqual([]);
    expect(change.after).not.toBe(change.before);
  }
}

/** A report names the fixes of every change: what nobody names would be missing where one fix is taken by itself. */
export function expectNamedChanges({ changes, fixes, virtual }: Plan): void {
  const planned = fixes.filter(({ status }) => status === 'planned');
  const named = new Set(planned.flatMap(({ places }) => places.flatMap(filesOfPlace)));
  const unreal = new Set(virtual.map(({ path }) => path));
  const paths = changes.map(({ path }) => path);
  expect(paths.filter(path => !named.has(path) && !unreal.has(path))).toEqual([]);
}

function blemishesOf({ path, before, after }: FileChange): string[] {
  const blemishes: string[] = [];
  if (/[ \t]\r?$/m.test(addedText(before, after))) blemishes.push(`${path}: blanks at the end of a new line`);
  if (/^\t/m.test(addedText(before, after))) blemishes.push(`${path}: a tab`);
  if (before === null) {
    if (!after.endsWith('\n')) blemishes.push(`${path}: a new file without a final newline`);
    return blemishes;
  }
  if (before.startsWith('\uFEFF') !== after.startsWith('\uFEFF'))
    blemishes.push(`${path}: the byte order mark`);
  if (/\n$/.test(before) !== /\n$/.test(after)) blemishes.push(`${path}: the final newline`);
  if (lineEnds(before).size === 1 && lineEnds(after).size > 1) blemishes.push(`${path}: mixed line ends`);
  const left = [...commentsAndBlanks(after), ...Array<string>(movedAway(before, after)).fill('')];
  const lost = commentsAndBlanks(before).filter(line => !take(line, left, before));
  return [...blemishes, ...lost.map(line => `${path}: lost ${JSON.stringify(line)}`)];
}

function withoutLongQuotes(text: string): string {
  return text.replace(/(?<=[:-] +)(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/gs, quoted =>
    quoted.includes('\n') ? "''" : quoted,
  );
}

/** Without texts that go on over several lines and have no quotes: blank lines in them are their own. */
function withoutLongTexts(text: string): string {
  const long: { readonly start: number; readonly end: number }[] = [];
  for (const token of new Parser().parse(text)) {
    if (token.type !== 'document') continue;
    CST.visit(token, ({ value }) => {
      if (value?.type !== 'scalar' || !value.source.includes('\n')) return;
      long.push({ start: value.offset, end: value.offset + value.source.length });
    });
  }
  // Something stays: the line on which such a text begins is not blank.
  return long.reduceRight((left, { start, end }) => `${left.slice(0, start)}''${left.slice(end)}`, text);
}

function take(line: string, among: readonly string[], before: string): boolean {
  const wanted = commentsAndBlanks(before).filter(each => each === line).length;
  return among.filter(each => each === line).length >= wanted;
}

function addedText(before: string | null, after: string): string {
  return changedLines({ changes: [{ path: '', before, after }] }).added.join('\n');
}

function lineEnds(text: string): Set<string> {
  return new Set([...text.matchAll(/\r?\n/g)].map(([end]) => end));
}

/** Whether double quotes are open at an index of a line. */
function isInQuotes(line: string, index: number): boolean {
  return (line.slice(0, index).match(/(?<!\\)(?:\\\\)*"/g)?.length ?? 0) % 2 === 1;
}

/** Comments wherever they stand, and blank lines; those of a text that goes on over several lines are its own. */
function commentsAndBlanks(text: string): string[] {
  return withoutLongQuotes(withoutLongTexts(text))
    .split(/\r?\n/)
    .flatMap((line, index, all) => {
      if (line.trim() === '') return index === all.length - 1 ? [] : [''];
      const found = /(?:^|\s)(#.*)$/.exec(line);
      // In a text in quotes it is a part of the text, which a fix may be about: a patch that a kustomization quotes.
      const comment = found !== null && isInQuotes(line, found.index) ? undefined : found?.[1];
      return comment === undefined ? [] : [comment];
    });
}

/**
 * No line goes unless a fix changes what it says: it comes back with another value or with more in it, or a declared
 * removal took it. Counted against the renders, so that nobody's opinion of the edit enters.
 */
export function expectNoCollateral(result: Plan): void {
  const texts = textsOfNoRoot(result);
  const ofRoots = result.changes.filter(({ path }) => !texts.has(path));
  // No render counts what a text of no root loses: values are replaced within their lines, and commands of a line by more of them.
  for (const change of result.changes.filter(({ path }) => texts.has(path))) {
    const of = result.fixes.filter(({ places }) => places.some(({ file }) => file === change.path));
    const { removed, added } = changedLines({ changes: [change] });
    const gone = removed.filter(line => !added.some(candidate => isMostlyKept(line, candidate)));
    expect({ file: change.path, gone, allowed: gone.length <= of.length }).toMatchObject({ allowed: true });
    expect(added.length).toBeGreaterThanOrEqual(removed.length);
  }
  const { removed, added } = changedLines({ changes: ofRoots });
  const left = [...added];
  // A field that is said in its successor takes its key along.
  const said = saidOtherwise(result).filter(({ subject }) =>
    removed.some(line => line.startsWith(`${subject.field}:`)),
  );
  const gone = removed.filter(line => {
    const index = left.findIndex(candidate => sameKey(line, candidate) || isContained(line, candidate));
    if (index >= 0) left.splice(index, 1);
    return index < 0 && line.trim() !== '';
  });
  const most = removedLeaves(result) * textsOfOne(result) + said.length + linesOfEntries(result);
  expect({ gone, allowed: gone.length <= most }).toEqual({
    gone,
    allowed: true,
  });
}

/** Whether a line differs from another in one place, which is less than half of it. */
function isMostlyKept(line: string, candidate: string): boolean {
  const most = Math.min(line.length, candidate.length);
  let start = 0;
  while (start < most && line[start] === candidate[start]) start++;
  let end = 0;
  while (end < most - start && line.at(-1 - end) === candidate.at(-1 - end)) end++;
  return start + end >= line.length / 2;
}

/** An entry of `replicas:` that goes with its count also has a name, and the last one the key of the list. */
function linesOfEntries({ changes }: Plan): number {
  const counts = changes.map(({ path, before, after }) => {
    if (!/(?:^|\/)kustomization\.ya?ml$/.test(path) || before === null) return 0;
    const [old, now] = [before, after].map(text => namesOfReplicas(text));
    const gone = old!.filter(name => !now!.includes(name)).length;
    return gone + (gone > 0 && now!.length === 0 ? 1 : 0);
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

function namesOfReplicas(text: string): string[] {
  const { replicas = [] } = (parse(text) ?? {}) as { replicas?: { name: string }[] | null };
  return (replicas ?? []).map(({ name }) => name);
}

/** Files that fixes of no root are about. */
function textsOfNoRoot({ fixes }: Plan): ReadonlySet<string> {
  return new Set(
    fixes.filter(({ roots }) => roots.length === 0).flatMap(({ places }) => places.map(({ file }) => file)),
  );
}

/** What is said in another version of its API loses a field in each text that has it: in its manifest, and in patches of it. */
function textsOfOne(result: Plan): number {
  return Math.max(1, ...convertedBy(result).map(({ places }) => places.length));
}

/** Planned fixes that say an object in another version of its API. */
export function convertedBy({ fixes }: Plan): Fix[] {
  return fixes.filter(({ status, subject }) => status === 'planned' && subject.field === 'apiVersion');
}

/** Planned fixes of fields of kustomizations themselves: their lines move to where the successor stands. */
export function saidOtherwise({ fixes }: Plan): Fix[] {
  return fixes.filter(
    ({ status, subject, places }) =>
      status === 'planned' &&
      subject.kind === 'Kustomization' &&
      places.every(({ kind }) => kind === 'in-place'),
  );
}

/** A key of YAML, or one of a literal or of a line of an env file. */
function sameKey(a: string, b: string): boolean {
  const key = (line: string) =>
    /^\s*(?:- +)*("[^"]*"|'[^']*'|[^\s:#]+):(?:\s|$)/.exec(line)?.[1] ??
    /^\s*(?:- +)*["']?([-._a-zA-Z0-9]+)=/.exec(line)?.[1];
  return key(a) !== undefined && key(a) === key(b);
}

/** Whether a line is another one with text put in. */
function isContained(line: string, candidate: string): boolean {
  let i = 0;
  for (let at = 0; at < candidate.length; at++) if (candidate[at] === line[i]) i++;
  return i >= line.length;
}

/** Most leaves that one render loses. */
function removedLeaves({ expected }: Plan): number {
  const counts = [...expected.values()].map(({ before, after }) => {
    const now = new Set(after.flatMap(object => leafPaths(object, idOf(object))));
    const gone = before.flatMap(object => leaves(object, idOf(object)).filter(([path]) => !now.has(path)));
    return gone.reduce((lines, [, value]) => lines + linesOf(value), 0);
  });
  return Math.max(0, ...counts);
}

/** A text of several lines goes with all of them, and the line of its key. */
function linesOf(leaf: Json): number {
  const breaks = typeof leaf === 'string' ? leaf.trimEnd().split('\n').length : 1;
  return typeof leaf === 'string' && leaf.includes('\n') ? breaks + 1 : breaks;
}

function idOf(object: Json): string {
  const { kind, metadata } = object as { kind?: string; metadata?: { name?: string; namespace?: string } };
  return `${kind} ${metadata?.namespace ?? ''}/${metadata?.name}`;
}

function leafPaths(value: Json, path: string): string[] {
  return leaves(value, path).map(([leaf]) => leaf);
}

function leaves(value: Json, path: string): [path: string, value: Json][] {
  if (value === null || typeof value !== 'object') return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child as Json, `${path} ${key}`));
}

/** Findings say what they are about, in full, and at places that exist. */
export function expectCompleteFindings(repo: Repo, result: Plan): void {
  expect(openPlaceholders(result)).toEqual([]);
  const after = applied(repo, result);
  for (const fix of result.fixes) {
    expect(fix.message).not.toMatch(/undefined|\[object|NaN/);
    expect(fix.reason ?? '').not.toMatch(/undefined|\[object|NaN/);
    if (fix.status === 'planned') expect(fix.places).not.toEqual([]);
    else if (fix.status !== 'unsafe' && fix.status !== 'reported') expect(fix.reason).toBeTruthy();
    for (const { file } of fix.places) expect(result.changes.map(change => change.path)).toContain(file);
    const places = [
      fix.subject.at,
      ...fix.evidence.filter(e => e.kind === 'manifest' || e.kind === 'config').map(e => e.at),
    ];
    // Lines are those of the file as it is on disk, where what stands further up may go.
    for (const place of places)
      expect({ place, exists: isPlace(repo, place) || isPlace(after, place) }).toEqual({
        place,
        exists: true,
      });
  }
}

/** `file:line` of the repository, a file of it, or the name of an option. */
function isPlace(repo: Repo, place: string): boolean {
  const [, file = '', line = '1'] = /^(.*?)(?::(\d+))?$/.exec(place) ?? [];
  const text = repo[file];
  if (text === undefined) return false;
  return Number(line) >= 1 && Number(line) <= text.split('\n').length;
}

/** The same inputs give the same bytes, and no order of the transforms changes what becomes true. */
export function expectDeterministic(repo: Repo, result: Plan, inputs: Inputs): void {
  const again = planOf(repo, inputs);
  expect(diffOf(again)).toBe(diffOf(result));
  expect(again.fixes.map(fix => fix.id)).toEqual(result.fixes.map(fix => fix.id));
}
