/** 566 cases with what the real kustomize v5.8.2 says of them, in both orders. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEvaluator, type Outcome } from '../../src/kustomize/build/evaluate.ts';
import { finalize } from '../../src/kustomize/build/finalize.ts';
import { diskFiles } from '../../src/kustomize/files/disk.ts';
import { compareRender } from './compare.ts';
import { SHARED } from './corpus.ts';
import { failureClassesFor } from './failure-classes.ts';
import { GAPS } from './gaps.ts';
import { declared } from './verdict.ts';

const CASES = join(SHARED, 'kustomize-cases');
const names = existsSync(CASES)
  ? readdirSync(CASES).filter(name => existsSync(join(CASES, name, 'case.json')))
  : [];

interface Case {
  readonly target?: string;
  readonly flags: readonly string[];
}

/** Null when our evaluation says what kustomize says; else what differs. */
function problemOf(name: string): string | null {
  const folder = join(CASES, name);
  const { target, flags } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Case;
  const loadRestrictor = flags.includes('--load-restrictor=LoadRestrictionsNone')
    ? 'LoadRestrictionsNone'
    : 'LoadRestrictionsRootOnly';
  const outcome = createEvaluator(diskFiles(folder), { loadRestrictor }).evaluate(
    target ? `in/${target}` : 'in',
  );
  const error = join(folder, 'expected-error.txt');
  return existsSync(error)
    ? problemOfFailure(outcome, readFileSync(error, 'utf8'))
    : problemOfRender(outcome, folder, flags.includes('--reorder=none'));
}

function problemOfFailure(outcome: Outcome, message: string): string | null {
  const error = message.slice(Math.max(message.indexOf('Error: '), 0));
  // Programs never run here: what kustomize refuses to run, we declare.
  if (/external plugins disabled|couldn't execute function/.test(error)) {
    return declared(outcome) === null ? 'a program should be declared' : null;
  }
  if (outcome.state !== 'failed') return `${outcome.state}, but kustomize fails: ${error}`;
  const classes = failureClassesFor(error);
  if (!classes) return `no failure class for: ${error}`;
  return classes.includes(outcome.failure.failure)
    ? null
    : `${outcome.failure.failure} (${outcome.failure.message}) instead of ${classes.join(' or ')}: ${error}`;
}

function problemOfRender(outcome: Outcome, folder: string, isFifo: boolean): string | null {
  const reason = declared(outcome);
  if (reason !== null) return `declared: ${reason}`;
  if (outcome.state === 'failed') return `failed: ${outcome.failure.message}`;
  if (outcome.state !== 'evaluated') return outcome.state;
  const expected = (file: string) => readFileSync(join(folder, file), 'utf8');
  const asked = isFifo ? finalize(outcome.accumulated, undefined, 'fifo').resources : outcome.resources;
  const difference = compareRender(expected('expected.yaml'), asked);
  if (difference !== null) return difference;
  if (!existsSync(join(folder, 'expected.legacy-order.yaml'))) return null;
  const legacy = compareRender(expected('expected.legacy-order.yaml'), outcome.resources);
  return legacy && `legacy order: ${legacy}`;
}

if (names.length === 0) test.skip('oracle cases: ../shared/kustomize-cases is absent', () => {});
else {
  test.each(names)('%s', name => {
    const problem = problemOf(name);
    if (!GAPS.has(name)) expect(problem).toBeNull();
    else if (problem === null) throw new Error(`passes now: take it out of gaps.ts (${GAPS.get(name)})`);
  });
  test('every gap names a case', () => {
    expect([...GAPS.keys()].filter(name => !names.includes(name))).toEqual([]);
  });
}
