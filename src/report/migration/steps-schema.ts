/** The shape of the steps of a migration as JSON. */
import * as z from 'zod';

/** A function, because most runs need none. */
export function stepsSchema() {
  return z.strictObject({
    version: z.literal(1).describe('Changes when a field goes or changes its meaning; new fields may come.'),
    tool: z.strictObject({ name: z.literal('kustomend'), version: z.string() }),
    steps: z
      .array(
        z.strictObject({
          number: z.int().describe('From 1 on, in the order in which they are taken.'),
          name: z.string(),
          title: z.string().describe('The first line of its commit.'),
          severity: z.enum(['critical', 'high', 'medium', 'low']).describe('The worst of its fixes.'),
          transforms: z.array(z.string()),
          fixes: z.array(z.string()).describe('Ids, as a report has them.'),
          files: z.array(z.string()).describe('Paths from the top of the repository.'),
          owners: z.array(z.string()).describe('Whom CODEOWNERS names for all of its files.'),
          restarts: z.array(z.string()).describe('Workloads whose pods it restarts, as kind/name.'),
        }),
      )
      .describe('What is written, a commit or a patch each.'),
    left: z
      .strictObject({
        unsafe: ids('What waits for --unsafe.'),
        answer: ids('What waits for an answer.'),
        digest: ids('What waits for a digest: kustomend pin.'),
      })
      .describe('What is in no step.'),
  });
}

export type StepsReport = z.infer<ReturnType<typeof stepsSchema>>;

/** JSON Schema (draft 2020-12) of the steps. */
export function stepsJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(stepsSchema()),
    title: 'kustomend migrate --format json',
    description: 'The steps that take a whole repository there.',
  };
}

function ids(says: string) {
  return z.array(z.string()).describe(says);
}
