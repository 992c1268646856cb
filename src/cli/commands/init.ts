/** `kustomend init`: a commented kustomend.yaml with the questions that only people can answer. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CONFIG_FILE } from '../../config/load.ts';
import { familyOf } from '../../images/match.ts';
import { parseImageReference } from '../../kubernetes/image-reference.ts';
import type { Files } from '../../kustomize/files/files.ts';
import type { Plan } from '../../plan/model/result.ts';
import { count } from '../../report/words.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { type DockerfileFacts, dockerfileFor } from '../session/dockerfile.ts';
import { type WorkspaceFlags, workspaceFlags } from '../session/flags.ts';
import { openSession, planSession } from '../session/session.ts';

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
    for (const { 0: head, 1: name, index } of (reason ?? '').matchAll(/images: \{([^\s{}]+): \{/g)) {
      const image = keyOf(name!);
      if (isTool(image)) continue;
      const known = questions.get(image) ?? new Set();
      questions.set(image, known);
      for (const fact of factPaths(reason!.slice(index + head.length))) known.add(fact);
    }
  }
  return new Map([...questions].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Bases and plain tools (busybox): what runs in them decides, so that nothing holds for the image as such. */
function isTool(name: string): boolean {
  const image = parseImageReference(name);
  const family = image === null ? null : familyOf(image);
  return family !== null && family.component === undefined;
}

/** Registries that everybody may pull from: their name belongs to the image's. */
const PUBLIC =
  /^(?:docker\.io|quay\.io|ghcr\.io|gcr\.io|k8s\.gcr\.io|registry\.k8s\.io|mcr\.microsoft\.com|public\.ecr\.aws|docker\.elastic\.co|registry\.redhat\.io|registry\.access\.redhat\.com|cgr\.dev|lscr\.io)$/;

/** Images of a private registry go by their path in it: registries differ by environment, and name accounts. */
function keyOf(name: string): string {
  const image = parseImageReference(name);
  return image === null || PUBLIC.test(image.registry) ? name : image.repository;
}

/** `user`, `probes.liveness`: the facts in a flow map whose opening brace has been read. */
function factPaths(text: string): string[] {
  const paths: string[] = [];
  let depth = 1;
  let top = '';
  for (const { 0: token } of text.matchAll(/[{}[\]]|\w+(?=:)/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1) {
      top = token;
      if (token !== 'probes') paths.push(token);
    } else if (depth === 2 && top === 'probes') paths.push(`probes.${token}`);
    if (depth === 0) break;
  }
  return paths;
}

const ORDER = [
  'official',
  'user',
  'group',
  'writes',
  'capabilities',
  'ports',
  'shell',
  'apiToken',
  'seccomp',
  'probes',
  'resources',
];
const LISTS = ['writes', 'capabilities', 'ports'];

function imageLines(
  files: Files,
  paths: readonly string[],
  questions: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const names = [...questions.keys()];
  const entries = names.map(image => ({ image, facts: dockerfileFor(files, paths, image, names) }));
  // The repository's own images first: their questions are answered by the people who read this.
  const sorted = [...entries.filter(each => each.facts), ...entries.filter(each => !each.facts)];
  return sorted.flatMap(({ image, facts }) => entryLines(image, facts, questions.get(image)!));
}

function entryLines(image: string, facts: DockerfileFacts | undefined, asked: ReadonlySet<string>): string[] {
  const known = facts === undefined ? new Map<string, string>() : answersOf(facts);
  const parsed = parseImageReference(image);
  const isUnknown = parsed === null || familyOf(parsed) === null;
  // Of an unknown image nobody knows whether it talks to the API either, and its token stays until somebody says so.
  // Whether it is the official one comes first: that answers the rest.
  const askToken = isUnknown && !asked.has('official');
  const names = new Set([...asked, ...known.keys(), ...(askToken ? ['apiToken'] : [])]);
  const tops = ORDER.filter(top => [...names].some(name => name.split('.')[0] === top));
  const kinds = [...names].filter(name => name.startsWith('probes.')).map(name => name.slice(7));
  const remark = (name: string) => {
    if (name !== 'user' || facts === undefined || facts.user !== undefined) return '';
    return facts.userName === undefined
      ? '  # no USER: that of the base'
      : `  # USER ${facts.userName}: which number?`;
  };
  return [
    ...(facts === undefined ? [] : [`  # from ${facts.file}`]),
    `  ${/^[\w./-]+$/.test(image) ? image : JSON.stringify(image)}:`,
    ...tops.flatMap(name =>
      name === 'probes'
        ? ['    probes:', ...kinds.map(kind => `      ${kind}: '?'`)]
        : [`    ${name}: ${known.get(name) ?? (LISTS.includes(name) ? "['?']" : "'?'")}${remark(name)}`],
    ),
  ];
}

/** What a Dockerfile says for certain. Volumes are written, and other paths may be: the list stays open. */
function answersOf({ user, group, ports, volumes, shell }: DockerfileFacts): Map<string, string> {
  const known = new Map<string, string>();
  if (user !== undefined) known.set('user', `${user}`);
  if (group !== undefined) known.set('group', `${group}`);
  if (ports.length > 0) known.set('ports', `[${ports.join(', ')}]`);
  if (volumes.length > 0) {
    known.set(
      'writes',
      `[${[...volumes.map(path => (/^[\w./-]+$/.test(path) ? path : JSON.stringify(path))), "'?'"].join(', ')}]`,
    );
  }
  if (shell !== undefined) known.set('shell', `${shell}`);
  return known;
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

/** More folders than anybody wants to read about one by one. */
const MOST_FOLDERS = 20;

function environmentLines(plan: Plan): string[] {
  const open = plan.roots
    .filter(root => root.environment.name === undefined)
    .map(({ folder }) => folder || '.');
  const known = new Map(
    plan.roots
      .filter(r => r.environment.name !== undefined)
      .map(r => [r.environment.name!, r.environment.tier]),
  );
  return [
    ...(known.size > 0 ? ['environments:'] : ['# environments:']),
    ...[...known].map(([name, tier]) => `  ${name}:${tier === undefined ? ' {}' : `\n    tier: ${tier}`}`),
    ...(open.length === 0
      ? []
      : [
          '#   Which environment are these? Give each a name and a tier: `name: { tier: staging, roots: [folder] }`',
        ]),
    ...open.slice(0, MOST_FOLDERS).map(folder => `#   - ${folder}`),
    ...(open.length > MOST_FOLDERS
      ? [`#   - and ${open.length - MOST_FOLDERS} more, which \`kustomend graph\` shows`]
      : []),
  ];
}
