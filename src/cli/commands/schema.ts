/** `kustomend schema`: the JSON Schema of kustomend.yaml, for editors. */
import type { Command } from 'commander';
import { configJsonSchema } from '../../config/json-schema.ts';
import { EXIT } from '../process/exit.ts';
import type { Cli } from '../process/io.ts';

export function addSchema(program: Command, cli: Cli): void {
  program
    .command('schema')
    .description('print the JSON Schema of kustomend.yaml')
    .action(() => {
      cli.io.out(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
      cli.exit(EXIT.ok);
    });
}
