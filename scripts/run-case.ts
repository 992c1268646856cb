/** One case, planned and shown: `npm run case`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { structuredPatch } from 'diff';
import { didYouMean } from '../src/config/suggest.ts';
import { TransformFault } from '../src/plan/find/found/fault.ts';
import {
  CASES,
  CaseProblem,
  caseIds,
  type GoldenCase,
  loadCase,
  shown,
  situationsOf,
} from '../test/harness/cases.ts';
import { diffOf, fixesOf } from '../test/harness/diff.ts';
import { configFaults, planFaults } from '../test/harness/faults.ts';
import { planOf, REGISTRY } from '../test/harness/repo.ts';
import { readArguments } from './options.ts';

const USAGE = `usage: npm run case -- <id>/<situation> [-u]

  -u, --update   writes what came out into expected.txt and expected.diff`;

/** What a call leaves: 1 where the case is not as it should be, 2 where the call is wrong. */
export interface CaseRun {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

/** Runs the case that the arguments name. What the author can mend is said in a line, without a stack. */
export function runCase(args: readonly string[], root = CASES, transforms = REGISTRY): CaseRun {
  const read = readArguments(args, { update: 'u', help: 'h' });
  if (typeof read === 'string') return wrong(`${read}\n${USAGE}`);
  if (read.given.has('help')) return { code: 0, out: USAGE, err: '' };
  if (read.names.length > 1) return wrong(`one case at a time, not ${read.names.join(' and ')}`);
  const [id = '', situation = ''] = (read.names[0] ?? '').split('/');
  const mistake = mistakeIn(id, situation, root);
  if (mistake !== undefined) return wrong(mistake);
  try {
    const golden = loadCase(id, situation, root);
    return check({ ...golden, inputs: { ...golden.inputs, transforms } }, read.given.has('update'));
  } catch (error) {
    if (error instanceof CaseProblem || error instanceof TransformFault) return failed('', [error.message]);
    throw error;
  }
}

function mistakeIn(id: string, situation: string, root: string): string | undefined {
  const ids = caseIds(root);
  if (id === '') return `which case?\n${USAGE}\n${list(ids)}`;
  if (!ids.includes(id)) return `no transform "${id}"${didYouMean(id, ids)}\n${list(ids)}`;
  const situations = situationsOf(id, root);
  if (situations.includes(situation)) return undefined;
  return situation === ''
    ? `which case of ${id}?\n${list(situations.map(each => `${id}/${each}`))}`
    : `no case "${situation}" of ${id}${didYouMean(situation, situations)}\n${list(situations)}`;
}

function list(names: readonly string[]): string {
  return names.map(name => `  ${name}`).join('\n');
}

function check(golden: GoldenCase, isUpdate: boolean): CaseRun {
  const configured = configFaults(golden);
  if (configured.length > 0) return failed('', configured);
  const plan = planOf(golden.repo, golden.inputs);
  const outputs = { 'expected.txt': fixesOf(plan), 'expected.diff': diffOf(plan) };
  const out = Object.values(outputs).join('\n').trimEnd() || 'nothing is found';
  const faults = planFaults(golden, plan);
  if (faults.length > 0) return failed(out, faults);
  const differing = Object.entries(outputs).flatMap(([name, actual]) => {
    const path = join(golden.folder, name);
    const expected = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    return expected === actual ? [] : [{ path, expected, actual }];
  });
  if (isUpdate) {
    for (const { path, actual } of differing) writeFileSync(path, actual);
    return { code: 0, out, err: differing.map(({ path }) => `written: ${shown(path)}`).join('\n') };
  }
  if (differing.length === 0) return { code: 0, out, err: '' };
  const lines = differing.map(({ path, expected, actual }) =>
    expected === undefined
      ? `${shown(path)} is not written yet: -u`
      : `${shown(path)} is otherwise:\n${differenceOf(expected, actual)}`,
  );
  return failed(out, [...lines, '-u writes what came out: read it before you commit it']);
}

function wrong(err: string): CaseRun {
  return { code: 2, out: '', err };
}

/** Nothing is written. */
function failed(out: string, lines: readonly string[]): CaseRun {
  return { code: 1, out, err: lines.join('\n') };
}

/** Lines that are expected and do not come (-), and lines that come (+). */
function differenceOf(expected: string, actual: string): string {
  return structuredPatch('', '', expected, actual)
    .hunks.flatMap(({ lines }) => lines)
    .join('\n');
}
