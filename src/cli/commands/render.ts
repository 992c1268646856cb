/** `kustomend render ROOT`: the objects of `kustomize build`, in its order. */
import type { Command } from 'commander';
import { toJson } from '../../kustomize/tree/node.ts';
import { withoutSecrets } from '../../report/secrets/rendered.ts';
import { count } from '../../report/words/words.ts';
import { printAsKustomize } from '../../yaml/print/print.ts';
import { type OutputFlags, quietFlag, type WorkspaceFlags, workspaceFlags } from '../arguments/flags.ts';
import { withExamples } from '../arguments/help.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { evaluateNamed } from '../session/root.ts';

interface RenderFlags extends WorkspaceFlags, OutputFlags {
  readonly showSecrets?: boolean;
}

export function addRender(program: Command, cli: Cli): void {
  const command = program
    .command('render')
    .description('print what a root renders, as kustomize build does')
    .argument('<root>', 'folder of a kustomization');
  withExamples(command, [
    ['kustomend render overlays/dev', 'what kustomize build prints'],
    ['kustomend render overlays/dev --enable-helm', 'with its charts'],
    ['kustomend render . | kubectl diff -f -', 'against a cluster'],
  ]);
  quietFlag(workspaceFlags(command))
    .option('--show-secrets', 'print the values of Secrets')
    .action((root: string, flags: RenderFlags) => cli.exit(render(cli.io, root, flags)));
}

function render(io: Io, root: string, flags: RenderFlags): ExitCode {
  if (flags.showSecrets) io.showSecrets();
  const { outcome } = evaluateNamed(io, root, flags);
  if (outcome === null) return EXIT.incomplete;
  const nodes = outcome.resources.map(({ node }) => node);
  const { objects, hidden } = flags.showSecrets
    ? { objects: nodes.map(node => toJson(node)), hidden: 0 }
    : withoutSecrets(nodes, io.secrets().find);
  io.exact(objects.map(object => printAsKustomize(object)).join('---\n'));
  if (hidden > 0 && !flags.quiet)
    io.note(`${count(hidden, 'object')} with secrets, hidden; --show-secrets prints them\n`);
  return EXIT.ok;
}
