/** The shape of `--format json`, for who reads it. */
import * as z from 'zod';

/** Schema of a report, as it is written; a JSON Schema is made from it. A function, because most runs need none. */
export function reportSchema() {
  return z.strictObject({
    version: z.literal(1).describe('Changes when a field goes or changes its meaning; new fields may come.'),
    tool: z.strictObject({ name: z.literal('kustomend'), version: z.string() }),
    findings: z.array(finding()),
    exempt: z.array(finding()).describe('What somebody has said is fine.'),
    questions: z
      .array(
        z.strictObject({
          about: z.string(),
          question: z.string().optional().describe('What is asked, as a sentence.'),
          answer: z.string().describe('What to say, and where.'),
          choices: z
            .array(
              z.strictObject({
                says: z.string().describe('What it means.'),
                path: z
                  .array(z.string())
                  .optional()
                  .describe('Of the configuration, where it states a value.'),
                value: z.unknown().optional().describe('That value.'),
                reason: z
                  .string()
                  .optional()
                  .describe('Where the findings stay instead: why, as an entry of ignore: says it.'),
              }),
            )
            .describe(
              'Answers to a decision that only have to be taken: of each either a path and a value, or a reason.',
            ),
          settles: z.int().describe('How many findings wait for it.'),
          findings: z.array(z.string()).describe('Their ids.'),
        }),
      )
      .describe('What only people can answer, grouped by cause; what settles most first.'),
    changes: z
      .array(
        z.strictObject({
          path: z.string(),
          new: z.boolean().describe('Whether the file is made.'),
          findings: z.array(z.string()).describe('Ids of the fixes that the change is made of.'),
          hunks: z
            .array(
              z.strictObject({
                oldStart: z.int(),
                oldLines: z.int(),
                newStart: z.int(),
                newLines: z.int(),
                lines: z.array(z.string()).describe('Each with its sign: a blank, + or -.'),
              }),
            )
            .describe('As a unified diff has them.'),
          hidden: z.int().describe('Changes that are left out, because they show secrets.'),
        }),
      )
      .describe('What a fix would write.'),
    renders: z
      .array(
        z.strictObject({
          object: z.string().describe('Kind/name, as it is rendered.'),
          change: z.enum(['added', 'changed', 'removed']),
          roots: z.array(z.string()).describe('Folders of the roots in which it comes out so.'),
          findings: z
            .array(z.string())
            .describe(
              'Ids of the fixes that make or change the object; empty where it follows from another.',
            ),
          lines: z.array(z.string()).describe('Hunks of a unified diff; secrets are hidden.'),
        }),
      )
      .describe(
        'What a fix would change in what is rendered; what is the same in several roots is there once.',
      ),
    kustomizations: z
      .array(
        z.strictObject({
          path: z.string(),
          kind: z.enum(['root', 'base', 'component', 'broken']),
          reason: z.string().nullable().describe('Why it cannot be read.'),
          uses: z.array(z.strictObject({ path: z.string(), component: z.boolean() })),
        }),
      )
      .describe('Who uses what.'),
    roots: z.array(
      z.strictObject({
        path: z.string().describe('The folder, relative to the top; empty for the top.'),
        environment: z.string().nullable(),
        tier: z.enum(['development', 'test', 'staging', 'production']).nullable(),
        state: z.enum(['evaluated', 'opaque', 'out-of-sight', 'failed', 'out-of-scope']),
        selected: z.boolean(),
        reason: z.string().nullable(),
        at: z.string().nullable().describe('file:line'),
        objects: z.int(),
        restarts: z.int().describe('Workloads whose pods a fix would restart.'),
      }),
    ),
    notices: z.array(z.strictObject({ message: z.string(), at: z.string().nullable() })),
  });
}

function finding() {
  return z.strictObject({
    id: z.string().describe('Says what it is about, not where it stands: it outlives edits and moved files.'),
    transform: z.string(),
    severity: z.enum(['critical', 'high', 'medium', 'low']),
    message: z.string(),
    brief: z.string().describe('The fault in a few words and without its subject.'),
    fault: z
      .string()
      .optional()
      .describe(
        'Which of the faults of its transform; the same whatever a fix would write. Not in older reports.',
      ),
    subject: z.strictObject({
      kind: z.string(),
      name: z.string(),
      namespaces: z.array(z.string()),
      container: z.string().optional(),
      field: z.string(),
      at: z.string().describe('file:line'),
      alsoAt: z
        .array(z.string())
        .optional()
        .describe('Other places that say the same, those of production first.'),
    }),
    roots: z.array(z.string()),
    environments: z.array(z.string()),
    status: z.string().describe('What becomes of it: planned, unsafe, person, reported, ...'),
    reason: z.string().nullable(),
    safety: z.enum(['safe', 'unsafe']),
    restarts: z.boolean(),
    doubts: z.array(z.string()).describe('What speaks against the fix.'),
    lookups: z
      .array(z.string())
      .describe('Images whose digest it waits for: kustomend pin asks their registries.'),
    evidence: z.array(z.strictObject({ kind: z.string(), at: z.string(), says: z.string() })),
    places: z.array(
      z.strictObject({
        file: z.string(),
        kind: z.string(),
        with: z
          .array(z.string())
          .optional()
          .describe('What is written with it: kustomizations that list it, patches that a component lists.'),
        secret: z.literal(true).optional(),
      }),
    ),
  });
}

type Data<T> = T extends readonly (infer Each)[]
  ? readonly Data<Each>[]
  : T extends object
    ? { readonly [Key in keyof T]: Data<T[Key]> }
    : T;

/** A report as data. */
export type Report = Data<z.infer<ReturnType<typeof reportSchema>>>;
export type Finding = Data<z.infer<ReturnType<typeof finding>>>;

/** JSON Schema (draft 2020-12) of a report. */
export function reportJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(reportSchema()),
    title: 'kustomend --format json',
    description: 'Findings of kustomend, and what it would change.',
  };
}
