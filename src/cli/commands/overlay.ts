/** `kustomend overlay --env a,b [path...]`: the same fixes as overlay fragments only. */
import type { Command } from 'commander';
import { type PreviewFlags, previewFlags, refuseWithWrite } from '../arguments/flags.ts';
import { withExamples } from '../arguments/help.ts';
import { typedIn } from '../arguments/typed-again.ts';
import type { Cli } from '../process/io.ts';
import { withResolved } from '../session/lookups.ts';
import { refuseUnwatchable } from '../watch/watch.ts';
import { fix } from './fix.ts';
import { previewed } from './preview.ts';

export function addOverlay(program: Command, cli: Cli): void {
  const command = program
    .command('overlay')
    .description('the same fixes as overlay fragments only; sources stay as they are')
    .argument('[path...]', 'repository, or roots in it');
  withExamples(command, [
    ['kustomend overlay --env production', 'what the overlays of production would say'],
    ['kustomend overlay --env staging,production --write', 'write it'],
    ['kustomend overlay --only resources overlays/dev', 'one transform in one root'],
  ]);
  previewFlags(command).action(async (paths: string[], asked: PreviewFlags) => {
    if (asked.watch) refuseUnwatchable(asked);
    refuseWithWrite(asked);
    const flags = await withResolved(cli.io, paths, asked);
    const run = flags.write ? fix : previewed;
    cli.exit(run(cli.io, typedIn(command, paths), flags, 'overlay'));
  });
}
