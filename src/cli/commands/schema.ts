/** `kustomend schema [FILE]`: the JSON Schema of kustomend.yaml, of the files beside it, of a report, of merged ones, or of the steps of a migration. */
import { Argument, type Command } from 'commander';
import { configJsonSchema, evidenceJsonSchema, lockJsonSchema } from '../../config/json-schema.ts';
import { reportJsonSchema } from '../../report/formats/report-schema.ts';
import { mergedJsonSchema } from '../../report/merged/merged-schema.ts';
import { stepsJsonSchema } from '../../report/migration/steps-schema.ts';
import { EXIT } from '../process/exit.ts';
import type { Cli } from '../process/io.ts';

const SCHEMAS = {
  config: configJsonSchema,
  lock: lockJsonSchema,
  evidence: evidenceJsonSchema,
  report: reportJsonSchema,
  merged: mergedJsonSchema,
  steps: stepsJsonSchema,
};

export function addSchema(program: Command, cli: Cli): void {
  program
    .command('schema')
    .description(
      'print the JSON Schema of kustomend.yaml, of kustomend.lock.yaml, of kustomend.evidence.yaml, of a report as JSON, of merged ones, or of the steps of migrate',
    )
    .addArgument(new Argument('[file]', 'which of them').choices(Object.keys(SCHEMAS)).default('config'))
    .action((file: keyof typeof SCHEMAS) => {
      cli.io.data(`${JSON.stringify(SCHEMAS[file](), null, 2)}\n`);
      cli.exit(EXIT.ok);
    });
}
