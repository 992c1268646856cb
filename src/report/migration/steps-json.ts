/** The steps of a migration for programs. */
import type { Step } from '../../migration/steps.ts';
import type { Plan } from '../../plan/model/result.ts';
import { outcomeFor } from '../words/findings.ts';
import { oneLine } from '../words/words.ts';
import type { StepsReport } from './steps-schema.ts';

/** @param version of the program */
export function stepsJson({ fixes }: Pick<Plan, 'fixes'>, steps: readonly Step[], version: string): string {
  const left = (outcome: ReturnType<typeof outcomeFor>) =>
    [
      ...new Set(
        fixes.filter(fix => fix.status !== 'ignored' && outcomeFor(fix) === outcome).map(({ id }) => id),
      ),
    ].sort();
  const data: StepsReport = {
    version: 1,
    tool: { name: 'kustomend', version },
    steps: steps.map((step, index) => ({
      number: index + 1,
      name: step.name,
      title: oneLine(step.title),
      severity: step.severity,
      transforms: [...new Set(step.planned.map(({ transform }) => transform))].sort(),
      fixes: [...step.fixes].sort(),
      files: [...step.files],
      owners: [...step.owners],
      restarts: step.restarts.map(oneLine),
    })),
    left: { unsafe: left('unsafe'), answer: left('answer'), digest: left('digest') },
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}
