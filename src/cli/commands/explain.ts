/** `kustomend explain [ID] [path...]`: what a transform does and why, or all that is known of a fix. */
import type { Command } from 'commander';
import { didYouMean } from '../../config/suggest.ts';
import { explainAll, explainOne } from '../../report/explain/explain.ts';
import { explainFix } from '../../report/explain/explain-fix.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { isFixId, resolveId } from '../session/fix-ids.ts';
import { type PlanFlags, planFlags } from '../session/flags.ts';
import { withExamples } from '../session/help.ts';
import { openSession, planSession } from '../session/session.ts';

export function addExplain(program: Command, cli: Cli): void {
  const command = program
    .command('explain')
    .description(
      'say what a transform does, or all that is known of a fix; without an id, list the transforms',
    )
    .argument('[id]', 'id of a transform, or the beginning of the id of a fix')
    .argument('[path...]', 'where the fix is: repository, or roots in it');
  withExamples(command, [
    ['kustomend explain probes', 'what a transform does, and its options'],
    ['kustomend explain fb5e68', 'all that is known of a fix'],
    ['kustomend explain fb5e68 overlays/dev', 'the same, found in one root'],
  ]);
  planFlags(command).action((id: string | undefined, paths: string[], flags: PlanFlags) => {
    cli.io.out(textOf(cli.io, id, paths, flags));
    cli.exit(EXIT.ok);
  });
}

function textOf(io: Io, id: string | undefined, paths: readonly string[], flags: PlanFlags): string {
  const { transforms } = io;
  if (id === undefined) return explainAll(transforms);
  const transform = transforms.find(each => each.id === id);
  if (transform !== undefined) return explainOne(transform);
  if (isFixId(id)) return textOfFix(io, id, paths, flags);
  const hint =
    didYouMean(
      id,
      transforms.map(each => each.id),
    ) || '; kustomend explain lists them, and ids of fixes are hexadecimal';
  throw new UsageError(`unknown transform "${id}"${hint}`);
}

/** What follows from fixes that wait for `--unsafe` is only there with it. */
function textOfFix(io: Io, id: string, paths: readonly string[], flags: PlanFlags): string {
  const session = openSession(io, paths, flags);
  let { fixes } = planSession(session);
  if (!flags.unsafe && !fixes.some(fix => fix.id.startsWith(id)))
    fixes = planSession(openSession(io, paths, { ...flags, unsafe: true })).fixes;
  const whole = resolveId(id, fixes, 'explain');
  // As it is planned, where some of its roots are treated otherwise.
  const found = fixes.filter(fix => fix.id === whole);
  const fix = found.find(({ status }) => status === 'planned') ?? found[0]!;
  const transform = io.transforms.find(each => each.id === fix.transform)!;
  return explainFix(fix, transform, io.secrets().mask);
}
