/** `kustomend doctor [path]`: what this run would rest on. */
import type { Command } from 'commander';
import { createEvaluator } from '../../kustomize/build/evaluate.ts';
import { buildGraph } from '../../kustomize/file/graph.ts';
import { plan } from '../../plan/plan.ts';
import { rootsOut } from '../../report/tally.ts';
import { unknownPods } from '../../report/unknown-pods.ts';
import { count, folderName, oneLine } from '../../report/words.ts';
import { findKustomize } from '../../witness/tool.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { VERSION } from '../process/version.ts';
import { type WorkspaceFlags, workspaceFlags } from '../session/flags.ts';
import { openSession, whyNoRoots } from '../session/session.ts';

export function addDoctor(program: Command, cli: Cli): void {
  const command = program
    .command('doctor')
    .description(
      'say what a run rests on: versions, workspace, which roots are out and why, and which kinds of pods are not known',
    )
    .argument('[path]', 'repository, or a folder of it');
  workspaceFlags(command).action((path: string | undefined, flags: WorkspaceFlags) =>
    cli.exit(doctor(cli.io, path, flags)),
  );
}

function doctor(io: Io, path: string | undefined, flags: WorkspaceFlags): ExitCode {
  const paths = path === undefined ? [] : [path];
  // No transform runs: this is about what can be seen, not about what is found.
  const session = openSession(io, paths, {
    ...flags,
    preset: 'recommended',
    restart: true,
    foreignIgnores: true,
  });
  const { workspace } = session;
  const tool = findKustomize(io.env);
  const graph = buildGraph(workspace.files, workspace.paths);
  const result = plan({ ...session.input, transforms: [] });
  const evaluator = createEvaluator(workspace.files, session.input);
  const inner = [...graph.nodes.values()].filter(
    node =>
      node.kustomization?.kind === 'Kustomization' && !result.roots.some(root => root.folder === node.folder),
  );
  const out = rootsOut(result);
  io.out(
    [
      `kustomend   ${VERSION}, node ${process.versions.node}`,
      `kustomize   ${tool === undefined ? 'none on PATH: fix is proven by our evaluation alone' : `${tool.version}${tool.isKubectl ? ', built into kubectl' : ''}`}`,
      `workspace   ${workspace.root} (${workspace.gitDir === undefined ? 'no git' : 'git'}), ${count(workspace.paths.length, 'file')}`,
      `config      ${workspace.config.path ?? 'none'}`,
      `lock        ${count(session.input.lock.size, 'image')}`,
      `roots       ${result.roots.length}, ${result.roots.length - out.length} evaluated`,
      `bases       ${inner.length}, ${inner.filter(n => evaluator.evaluate(n.folder).state === 'evaluated').length} build alone`,
      ...result.roots
        .filter(root => root.environment.name === undefined)
        .map(
          root => `no environment: ${folderName(root.folder)} (environments: in kustomend.yaml names one)`,
        ),
      ...(result.roots.length === 0
        ? [`no roots: ${oneLine(whyNoRoots(session.input, workspace.root))}`]
        : []),
      ...out.map(
        root =>
          `${root.state}: ${root.at ?? folderName(root.folder)}: ${folderName(root.folder)}: ${oneLine(root.reason ?? '')}`,
      ),
      ...unknownPods(
        result.roots.map(({ folder }) => folder),
        evaluator,
      ),
      ...result.notices.map(({ message, at }) => `notice: ${at ? `${at}: ` : ''}${oneLine(message)}`),
    ]
      .join('\n')
      .concat('\n'),
  );
  return out.some(root => root.state === 'out-of-scope') ? EXIT.incomplete : EXIT.ok;
}
