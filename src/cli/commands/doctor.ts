/** `kustomend doctor [path]`: what this run would rest on. */
import { type Command, Option } from 'commander';
import { createEvaluator } from '../../kustomize/build/evaluate.ts';
import { buildGraph } from '../../kustomize/file/graph.ts';
import { VERSION } from '../../library/version.ts';
import { describePlatform, type PlatformReport } from '../../plan/describe-platform.ts';
import type { Plan } from '../../plan/model/result.ts';
import { platformText } from '../../report/explain/platform.ts';
import { unknownPods } from '../../report/explain/unknown-pods.ts';
import { ROOT_STATES } from '../../report/overview/out-of-sight.ts';
import { isSeen, rootsOut } from '../../report/words/tally.ts';
import { count, folderName, hanging, oneLine, WIDTH } from '../../report/words/words.ts';
import { findKustomize } from '../../witness/tool.ts';
import { type WorkspaceFlags, workspaceFlags } from '../arguments/flags.ts';
import { withExamples } from '../arguments/help.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { toReadThem } from '../session/missing.ts';
import { openSession, planAsking, sayIfIncomplete, whyNoRoots } from '../session/session.ts';

interface DoctorFlags extends WorkspaceFlags {
  readonly format: 'text' | 'json';
}

export function addDoctor(program: Command, cli: Cli): void {
  const command = program
    .command('doctor')
    .description(
      'say what a run rests on: versions, workspace, what is known of the clusters, which roots are out and why',
    )
    .argument('[path]', 'repository, or a folder of it');
  withExamples(command, [
    ['kustomend doctor', 'what a run rests on'],
    ['kustomend doctor overlays', 'of a part of the repository'],
    ['kustomend doctor --format json', 'for programs'],
  ]);
  workspaceFlags(command)
    .addOption(new Option('--format <name>', 'what to print').choices(['text', 'json']).default('text'))
    .action((path: string | undefined, flags: DoctorFlags) => cli.exit(doctor(cli.io, path, flags)));
}

function doctor(io: Io, path: string | undefined, flags: DoctorFlags): ExitCode {
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
  const result = planAsking(session, { ...session.input, transforms: [] });
  const evaluator = createEvaluator(workspace.files, session.input);
  const inner = [...graph.nodes.values()].filter(
    node =>
      node.kustomization?.kind === 'Kustomization' && !result.roots.some(root => root.folder === node.folder),
  );
  const out = rootsOut(result);
  const toRead = toReadThem(io.cwd, workspace, result);
  const platform = describePlatform(session.input);
  if (flags.format === 'json') {
    io.data(doctorJson(result, platform));
    return sayIfIncomplete(io, session, result) ?? EXIT.ok;
  }
  io.out(
    [
      `kustomend   ${VERSION}, node ${process.versions.node}`,
      `kustomize   ${tool === undefined ? 'none on PATH: fix is proven by our evaluation alone' : `${tool.version}${tool.isKubectl ? ', built into kubectl' : ''}`}`,
      `workspace   ${workspace.root} (${workspace.gitDir === undefined ? 'no git' : 'git'}), ${count(workspace.paths.length, 'file')}`,
      `config      ${workspace.config.path ?? 'none'}`,
      `lock        ${count(session.input.lock.size, 'image')}`,
      `roots       ${rootsText(result)}`,
      `bases       ${inner.length}, ${inner.filter(n => evaluator.evaluate(n.folder).state === 'evaluated').length} build alone`,
      ...withoutEnvironment(result),
      ...(result.roots.length === 0
        ? [`no roots: ${oneLine(whyNoRoots(session.input, workspace.root))}`]
        : []),
      ...out.map(
        root =>
          `${ROOT_STATES[root.state]}: ${root.at ?? folderName(root.folder)}: ${folderName(root.folder)}: ${oneLine(root.reason ?? '')}`,
      ),
      ...platformText(platform),
      ...unknownPods(
        result.roots.map(({ folder }) => folder),
        evaluator,
      ),
      ...result.notices.map(({ message, at }) => `notice: ${at ? `${at}: ` : ''}${oneLine(message)}`),
    ]
      .flatMap(line => inColumns(io.secrets().mask(line)))
      .join('\n')
      .concat('\n', toRead === undefined ? '' : `${io.secrets().mask(toRead)}\n`),
  );
  return sayIfIncomplete(io, session, result) ?? EXIT.ok;
}

/** `8 of 9 looked at, 1 of them in part`: as many as a preview says. */
function rootsText({ roots }: Plan): string {
  const seen = roots.filter(isSeen);
  const parts = seen.filter(({ state }) => state === 'opaque').length;
  return `${seen.length} of ${roots.length} looked at${parts === 0 ? '' : `, ${parts} of them in part`}`;
}

/** A line in lines of a hundred columns, those that follow set in. */
function inColumns(line: string): string[] {
  if (line.length <= WIDTH) return [line];
  const [first = '', ...others] = hanging(line.trimStart());
  return [`${/^ */.exec(line)![0]}${first}`, ...others];
}

const MOST_FOLDERS = 5;

function withoutEnvironment({ roots }: Plan): string[] {
  const open = roots.filter(root => root.environment.name === undefined).map(root => folderName(root.folder));
  if (open.length === 0) return [];
  const rest = open.length - MOST_FOLDERS;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return [
    `no environment: ${open.slice(0, MOST_FOLDERS).join(', ')}${more} (environments: in kustomend.yaml names them)`,
  ];
}

function doctorJson({ roots, notices }: Plan, platform: PlatformReport): string {
  const report = { version: 1, tool: { name: 'kustomend', version: VERSION }, roots, notices, platform };
  return `${JSON.stringify(report, null, 2)}\n`;
}
