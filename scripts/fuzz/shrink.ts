/** Makes a trial smaller as long as the same thing goes wrong. */
import type { Step } from './hostile.ts';
import { type Failure, type Trial, tryOut } from './trial.ts';

/** @returns the smallest trial found, and what goes wrong there */
export function shrink(program: string, trial: Trial, failure: Failure): { trial: Trial; failure: Failure } {
  let best = { trial, failure };
  const keep = (smaller: Trial): boolean => {
    const seen = tryOut(program, smaller);
    if (seen?.kind !== failure.kind) return false;
    best = { trial: smaller, failure: seen };
    return true;
  };
  keep({ ...best.trial, runs: [failure.run] });
  for (let i = best.trial.steps.length - 1; i >= 0; i--)
    keep({ ...best.trial, steps: best.trial.steps.filter((_, index) => index !== i) });
  for (let i = 0; i < best.trial.steps.length; i++) {
    const step = best.trial.steps[i]!;
    if (step.do === 'write') shrinkText(best.trial, i, step, keep);
  }
  return best;
}

/** Lines are left out by halves, then one by one. */
function shrinkText(
  trial: Trial,
  at: number,
  step: Step & { readonly do: 'write' },
  keep: (trial: Trial) => boolean,
): void {
  let lines = Buffer.from(step.bytes, 'base64').toString('latin1').split('\n');
  for (let size = Math.ceil(lines.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = lines.length - size; start >= 0; start -= size) {
      const fewer = [...lines.slice(0, start), ...lines.slice(start + size)];
      const bytes = Buffer.from(fewer.join('\n'), 'latin1').toString('base64');
      const steps = trial.steps.map((each, index) => (index === at ? { ...step, bytes } : each));
      if (keep({ ...trial, steps })) lines = fewer;
    }
  }
}
