/** `kustomend explain [ID]`: what a transform does and why. */
import type { Command } from 'commander';
import { didYouMean } from '../../config/suggest.ts';
import { explainAll, explainOne } from '../../report/explain.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT } from '../process/exit.ts';
import type { Cli } from '../process/io.ts';
import { TRANSFORMS } from '../session/session.ts';

export function addExplain(program: Command, cli: Cli): void {
  program
    .command('explain')
    .description('say what a transform does and why; without an id, list them')
    .argument('[id]', 'id of a transform')
    .action((id: string | undefined) => {
      cli.io.out(id === undefined ? explainAll(TRANSFORMS) : explainOne(find(id)));
      cli.exit(EXIT.ok);
    });
}

function find(id: string): (typeof TRANSFORMS)[number] {
  const found = TRANSFORMS.find(transform => transform.id === id);
  if (found !== undefined) return found;
  const hint =
    didYouMean(
      id,
      TRANSFORMS.map(transform => transform.id),
    ) || '; kustomend explain lists them';
  throw new UsageError(`unknown transform "${id}"${hint}`);
}
