/** `kustomend init`: a commented kustomend.yaml with the questions that only people can answer. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CONFIG_FILE } from '../../config/load.ts';
import type { Files } from '../../kustomize/files.ts';
import type { Plan } from '../../plan/model.ts';
import { count } from '../../report/words.ts';
import { dockerfileFor } from '../dockerfile.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { type WorkspaceFlags, workspaceFlags } from '../flags.ts';
import type { Io } from '../io.ts';
import type { Cli } from '../program.ts';
import { openSession, planSession } from '../session.ts';

export function addInit(program: Command, cli: Cli): void {
  const command = program
    .command('init')
    .description('write a commented kustomend.yaml with the open questions')
    .argument('[path]', 'repository');
  workspaceFlags(command).action((path: string | undefined, flags: WorkspaceFlags) =>
    cli.exit(init(cli.io, path, flags)),
  );
}

function init(io: Io, path: string | undefined, flags: WorkspaceFlags): ExitCode {
  const asked = { ...flags, preset: 'recommended', restart: true, foreignIgnores: true } as const;
  const session = openSession(io, path === undefined ? [] : [path], asked);
  const { workspace } = session;
  if (workspace.config.path !== undefined) throw new UsageError(`${workspace.config.path} is there already`);
  const plan = planSession(session);
  const questions = questionsOf(plan);
  const text = configText(plan, imageLines(workspace.files, workspace.paths, questions));
  writeFileSync(join(workspace.root, CONFIG_FILE), text, { flag: 'wx' });
  const open = text.split('\n').filter(line => line.includes("'?'")).length;
  io.note(
    `${join(workspace.root, CONFIG_FILE)}: ${count(questions.size, 'image')}, ${count(open, 'open question')}\n`,
  );
  return EXIT.ok;
}

/** Image name -> the facts that findings ask for: a reason that is a question ends with the lines that answer it. */
function questionsOf(plan: Plan): Map<string, Set<string>> {
  const questions = new Map<string, Set<string>>();
  for (const { status, reason } of plan.fixes) {
    if (status !== 'person') continue;
    for (const { 0: head, 1: image, index } of (reason ?? '').matchAll(/images: \{([^\s{}]+): \{/g)) {
      const known = questions.get(image!) ?? new Set();
      questions.set(image!, known);
      for (const fact of topKeys(reason!.slice(index + head.length))) known.add(fact);
    }
  }
  return new Map([...questions].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Keys of a flow map whose opening brace has been read; those of maps inside are not counted. */
function topKeys(text: string): string[] {
  const keys: string[] = [];
  let depth = 1;
  for (const { 0: token } of text.matchAll(/[{}[\]]|\w+(?=:)/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1) keys.push(token);
    if (depth === 0) break;
  }
  return keys;
}

const LISTS = ['writes', 'capabilities', 'ports'];

function imageLines(
  files: Files,
  paths: readonly string[],
  questions: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  return [...questions].flatMap(([image, asked]) => {
    const facts = dockerfileFor(files, paths, image);
    const known = new Map<string, string>();
    if (facts?.user !== undefined) known.set('user', `${facts.user}`);
    if (facts?.group !== undefined) known.set('group', `${facts.group}`);
    if (facts && facts.ports.length > 0) known.set('ports', `[${facts.ports.join(', ')}]`);
    const names = [...new Set([...asked, ...known.keys()])];
    return [
      ...(facts && known.size > 0 ? [`  # from ${facts.file}`] : []),
      `  ${/^[\w./-]+$/.test(image) ? image : JSON.stringify(image)}:`,
      ...names.map(name => `    ${name}: ${known.get(name) ?? (LISTS.includes(name) ? "['?']" : "'?'")}`),
    ];
  });
}

function configText(plan: Plan, images: readonly string[]): string {
  const lines = [
    '# What kustomend cannot read out of the manifests. `kustomend explain ID` says what a transform does,',
    '# `kustomend schema` prints the JSON Schema of this file for editors.',
    '',
    '# Environments: the tier (development, test, staging, production) decides replicas, quotas and the like.',
    ...environmentLines(plan),
    '',
    "# Facts about images. '?' is an open question; an answer is a promise that fixes rest on.",
    ...(images.length > 0
      ? ['images:', ...images]
      : ['# images:', '#   my-api:', '#     user: 10001', '#     writes: [/tmp]']),
    '',
    '# Transforms: off, on, or a map of options.',
    '# transforms:',
    '#   pod-disruption-budget: off',
    '',
    '# Findings that are fine, each with its reason.',
    '# ignore:',
    '#   - id: security-context',
    '#     resource: Deployment/my-api',
    '#     reason: why this is fine',
  ];
  return `${lines.join('\n')}\n`;
}

function environmentLines(plan: Plan): string[] {
  const open = plan.roots.filter(root => root.environment.name === undefined);
  const known = new Map(
    plan.roots
      .filter(r => r.environment.name !== undefined)
      .map(r => [r.environment.name!, r.environment.tier]),
  );
  return [
    ...(known.size > 0 ? ['environments:'] : ['# environments:']),
    ...[...known].map(([name, tier]) => `  ${name}:${tier === undefined ? ' {}' : `\n    tier: ${tier}`}`),
    ...open.map(
      root =>
        `#   which environment is ${root.folder === '' ? 'the top folder' : root.folder}?  name: { tier: production, roots: [${root.folder || '.'}] }`,
    ),
  ];
}
