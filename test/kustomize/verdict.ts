/** How an evaluation stands against the real build of the same folder. */
import type { Outcome } from '../../src/kustomize/build/evaluate.ts';
import { compareRender } from './compare.ts';
import type { Build } from './corpus.ts';

export type Verdict =
  | { readonly kind: 'equal' | 'refused' }
  | { readonly kind: 'declared'; readonly reason: string }
  | { readonly kind: 'different'; readonly reason: string };

/** What we say we cannot evaluate, or null when the outcome is to be compared. */
export function declared(outcome: Outcome): string | null {
  if (outcome.state === 'out-of-scope') return outcome.reason.message;
  return outcome.state === 'evaluated' ? (outcome.opaque[0]?.reason ?? null) : null;
}

export function verdict(outcome: Outcome, real: Build): Verdict {
  const reason = declared(outcome);
  if (reason !== null) return { kind: 'declared', reason };
  if (outcome.state === 'failed') {
    if (!real.ok) return { kind: 'refused' };
    return {
      kind: 'different',
      reason: `we fail: ${outcome.failure.message} (${outcome.failure.location.file})`,
    };
  }
  if (outcome.state !== 'evaluated') throw new Error('unreachable');
  if (!real.ok)
    return { kind: 'different', reason: `kustomize fails: ${real.error.trim().split('\n').at(-1)}` };
  const difference = compareRender(real.yaml, outcome.resources);
  return difference === null ? { kind: 'equal' } : { kind: 'different', reason: difference };
}
