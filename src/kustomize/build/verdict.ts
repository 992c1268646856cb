/** What the user's own kustomize says of a root that we do not build: it has the last word. */
import { BuildFailure, type FailureClass, OutOfScope, type Verdict } from '../files/problem.ts';
import type { Outcome } from './outcome.ts';

/** Whether a build by kustomize would tell more than we know. */
export function isDoubtful(outcome: Outcome): boolean {
  if (outcome.state === 'failed') return !FACTS.has(outcome.failure.failure);
  return outcome.state === 'out-of-scope' && outcome.reason.kind === 'limit';
}

/** A look at the disk, not a reading of ours. */
const FACTS: ReadonlySet<FailureClass> = new Set([
  'missing-file',
  'missing-kustomization',
  'cycle',
  'load-restriction',
]);

/** A root that kustomize builds is out of our scope; one that it does not build either is broken. */
export function judged(outcome: Outcome, verdict: Verdict | undefined): Outcome {
  if (verdict === undefined || outcome.state === 'evaluated' || !isDoubtful(outcome)) return outcome;
  const { folder } = outcome;
  const { message, location } = outcome.state === 'failed' ? outcome.failure : outcome.reason;
  if (verdict.builds) {
    const reason = new OutOfScope(`${message}; kustomize builds it`, location, 'limit');
    return { state: 'out-of-scope', folder, reason };
  }
  const failure = outcome.state === 'failed' ? outcome.failure.failure : 'unreadable-yaml';
  const both = `${message} (kustomize: ${verdict.says})`;
  return { state: 'failed', folder, failure: new BuildFailure(failure, both, location) };
}
