/** The shapes of what is merged, and of what comes out: reports as JSON, and their sum. */
import * as z from 'zod';

/**
 * What a sum needs of a report (`--format json`). Fields that a later version has besides are nobody's fault.
 * A function, because most runs need none.
 */
export function countedSchema() {
  return z.looseObject({
    version: z.literal(1),
    tool: z.looseObject({ name: z.literal('kustomend') }),
    findings: z.array(
      z.looseObject({
        id: z.string(),
        transform: z.string(),
        severity: severity(),
        status: z.string(),
        safety: z.enum(['safe', 'unsafe']),
        lookups: z.array(z.string()),
      }),
    ),
    questions: z.array(
      z.looseObject({ about: z.string(), question: z.string().optional(), settles: z.int() }),
    ),
    roots: z.array(z.looseObject({ path: z.string(), state: z.string(), selected: z.boolean() })),
  });
}

export type Counted = z.infer<ReturnType<typeof countedSchema>>;

/** Schema of the sum as JSON; a JSON Schema is made from it. */
export function mergedSchema() {
  return z.strictObject({
    version: z.literal(1).describe('Changes when a field goes or changes its meaning; new fields may come.'),
    tool: z.strictObject({ name: z.literal('kustomend'), version: z.string() }),
    totals: numbers(),
    reports: z
      .array(
        numbers().extend({
          name: z.string().describe('The file, or what stands before its =.'),
          severities: z
            .strictObject({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int() })
            .describe('Findings of each.'),
          roots: z.int().describe('Those that were looked at.'),
          rootsOut: z.int().describe('Those that a run could not look into, whole or in part.'),
        }),
      )
      .describe('The worst first.'),
    remediations: z
      .array(
        numbers().extend({
          transform: z.string(),
          worst: severity(),
          reports: z.array(z.string()).describe('Names of the reports that have findings of it.'),
        }),
      )
      .describe('The worst first, then those with most findings.'),
    questions: z
      .array(
        z.strictObject({
          about: z.string(),
          question: z.string().optional().describe('What is asked, as a sentence.'),
          settles: z.int().describe('How many findings wait for it, in all reports.'),
          reports: z.array(z.string()).describe('Names of the reports that ask it.'),
        }),
      )
      .describe('What only people can answer; what settles most first.'),
  });
}

export type Merged = z.infer<ReturnType<typeof mergedSchema>>;

/** JSON Schema (draft 2020-12) of a sum. */
export function mergedJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(mergedSchema()),
    title: 'kustomend report merge --format json',
    description: 'What many reports of kustomend come to.',
  };
}

function severity() {
  return z.enum(['critical', 'high', 'medium', 'low']);
}

function numbers() {
  return z.strictObject({
    found: z.int().describe('Findings, each once in its report.'),
    fixable: z.int().describe('What a fix would write.'),
    unsafe: z.int().describe('What waits for --unsafe.'),
    answer: z.int().describe('What waits for an answer.'),
    digest: z.int().describe('What waits for a digest: kustomend pin.'),
    reported: z.int().describe('What is said, with nothing to write and nothing to ask.'),
    left: z.int().describe('What is left out by choice, or by the proof.'),
  });
}
