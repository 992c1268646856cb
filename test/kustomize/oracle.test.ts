/** Trees with what the real kustomize v5.8.2 says of them: our own, and kustomize's own cases where they are at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOurs } from '../../scripts/kustomize.ts';
import { createEvaluator, type Outcome } from '../../src/kustomize/build/evaluate.ts';
import { finalize } from '../../src/kustomize/build/finalize.ts';
import { diskFiles } from '../../src/kustomize/files/disk.ts';
import { toJson } from '../../src/kustomize/tree/node.ts';
import { printAsKustomize } from '../../src/yaml/print/print.ts';
import { realKustomize } from '../harness/kustomize.ts';
import { compareRender } from './compare.ts';
import { SHARED } from './corpus.ts';
import { failureClassesFor } from './failure-classes.ts';
import { GAPS } from './gaps.ts';
import { RECORDINGS, recordedTrees, saidNow, saidThen } from './recordings.ts';
import { declared } from './verdict.ts';

const CASES = join(SHARED, 'kustomize-cases');
const names = existsSync(CASES)
  ? readdirSync(CASES).filter(name => existsSync(join(CASES, name, 'case.json')))
  : [];

interface Case {
  readonly target?: string;
  readonly flags: readonly string[];
}

/** Null when our evaluation of one of our trees says what was recorded; else what differs. */
function problemOfRecording(name: string): string | null {
  const outcome = createEvaluator(diskFiles(join(RECORDINGS, name)), {
    loadRestrictor: 'LoadRestrictionsRootOnly',
  }).evaluate('tree');
  const recorded = saidThen(name);
  if (recorded === undefined) return 'nothing is recorded: npm run record';
  return recorded.file === 'error.txt'
    ? problemOfFailure(outcome, recorded.text)
    : problemOfRender(outcome, { text: recorded.text, isFifo: false });
}

/** The same for a case of kustomize. */
function problemOf(name: string): string | null {
  const folder = join(CASES, name);
  const { target, flags } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Case;
  const loadRestrictor = flags.includes('--load-restrictor=LoadRestrictionsNone')
    ? 'LoadRestrictionsNone'
    : 'LoadRestrictionsRootOnly';
  const outcome = createEvaluator(diskFiles(folder), { loadRestrictor }).evaluate(
    target ? `in/${target}` : 'in',
  );
  const said = (file: string) =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : undefined;
  const error = said('expected-error.txt');
  if (error !== undefined) return problemOfFailure(outcome, error);
  const problem = problemOfRender(outcome, {
    text: said('expected.yaml')!,
    isFifo: flags.includes('--reorder=none'),
  });
  const legacy = said('expected.legacy-order.yaml');
  if (problem !== null || legacy === undefined) return problem;
  const inLegacyOrder = problemOfRender(outcome, { text: legacy, isFifo: false });
  return inLegacyOrder && `legacy order: ${inLegacyOrder}`;
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

function problemOfRender(
  outcome: Outcome,
  { text, isFifo }: { readonly text: string; readonly isFifo: boolean },
): string | null {
  const reason = declared(outcome);
  if (reason !== null) return `declared: ${reason}`;
  if (outcome.state === 'failed') return `failed: ${outcome.failure.message}`;
  if (outcome.state !== 'evaluated') return outcome.state;
  const asked = isFifo ? finalize(outcome.accumulated, undefined, 'fifo').resources : outcome.resources;
  const difference = compareRender(text, asked);
  if (difference !== null) return difference;
  const printed = asked.map(({ node }) => printAsKustomize(toJson(node))).join('---\n');
  return printed === text ? null : `printed otherwise: ${firstDifference(text, printed)}`;
}

function firstDifference(said: string, printed: string): string {
  const lines = printed.split('\n');
  const at = said.split('\n').findIndex((line, index) => line !== lines[index]);
  return `line ${at + 1} is ${JSON.stringify(said.split('\n')[at])}, ours ${JSON.stringify(lines[at])}`;
}

describe('our own trees', () => {
  test.each(recordedTrees())('%s', name => {
    expect(problemOfRecording(name)).toBeNull();
  });

  const isRecorder = realKustomize !== undefined && isOurs(realKustomize);
  (isRecorder ? test : test.skip)(
    'are recorded as kustomize builds them today',
    () => {
      const stale = recordedTrees().filter(
        name => JSON.stringify(saidNow(realKustomize!.path, name)) !== JSON.stringify(saidThen(name)),
      );
      expect(stale).toEqual([]);
    },
    30_000,
  );
});

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
