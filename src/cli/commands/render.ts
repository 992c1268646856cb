/** `kustomend render ROOT`: the objects of `kustomize build`, in its order. */
import type { Command } from 'commander';
import { toJson } from '../../kustomize/tree/node.ts';
import { printAsKustomize } from '../../yaml/print/print.ts';
import type { Json, JsonMap } from '../../yaml/read/data.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { type OutputFlags, quietFlag, type WorkspaceFlags, workspaceFlags } from '../session/flags.ts';
import { evaluateNamed } from '../session/root.ts';

interface RenderFlags extends WorkspaceFlags, OutputFlags {
  readonly showSecrets?: boolean;
}

export function addRender(program: Command, cli: Cli): void {
  const command = program
    .command('render')
    .description('print what a root renders, as kustomize build does')
    .argument('<root>', 'folder of a kustomization');
  quietFlag(workspaceFlags(command))
    .option('--show-secrets', 'print the values of Secrets')
    .action((root: string, flags: RenderFlags) => cli.exit(render(cli.io, root, flags)));
}

function render(io: Io, root: string, flags: RenderFlags): ExitCode {
  const { outcome } = evaluateNamed(io, root, flags);
  if (outcome === null) return EXIT.incomplete;
  let hidden = 0;
  const documents = outcome.resources.map(({ node }) => {
    const object = toJson(node);
    if (flags.showSecrets || !isSecret(object)) return object;
    hidden++;
    return withoutValues(object);
  });
  io.out(documents.map(object => printAsKustomize(object)).join('---\n'));
  if (hidden > 0 && !flags.quiet) io.note(`values of Secrets are hidden; --show-secrets prints them\n`);
  return EXIT.ok;
}

function isSecret(object: Json): object is JsonMap {
  return typeof object === 'object' && object !== null && 'kind' in object && object.kind === 'Secret';
}

function withoutValues(secret: JsonMap): Json {
  const hide = (map: Json | undefined) =>
    typeof map === 'object' && map !== null
      ? Object.fromEntries(Object.keys(map).map(key => [key, '***']))
      : map;
  return Object.fromEntries(
    Object.entries(secret).map(([key, value]) => [
      key,
      key === 'data' || key === 'stringData' ? (hide(value) as Json) : value,
    ]),
  );
}
