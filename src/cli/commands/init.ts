/** `kustomend init`: a commented kustomend.yaml with the questions that only people can answer. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { CONFIG_FILE } from '../../config/load.ts';
import { type DockerfileFacts, dockerfileFor } from '../../images/dockerfile.ts';
import { familyOf } from '../../images/match.ts';
import { parseImageReference } from '../../kubernetes/image-reference.ts';
import { isPublicRegistry } from '../../kubernetes/registries.ts';
import type { Files } from '../../kustomize/files/files.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
import { questionsOf } from '../../report/words/questions.ts';
import { count, oneLine } from '../../report/words/words.ts';
import { targetInside } from '../../text/inside.ts';
import type { Json } from '../../transform.ts';
import { editYaml, type YamlEdit } from '../../yaml/edit/edit.ts';
import { parseWithPositions } from '../../yaml/read/positions.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { type WorkspaceFlags, workspaceFlags } from '../session/flags.ts';
import { withExamples } from '../session/help.ts';
import { openSession, planSession } from '../session/session.ts';

export function addInit(program: Command, cli: Cli): void {
  const command = program
    .command('init')
    .description(
      'write a commented kustomend.yaml with the open questions, or add them to the one that is there',
    )
    .argument('[path]', 'repository');
  withExamples(command, [
    ['kustomend init', 'ask what only people know'],
    ['kustomend init services/shop', 'of a part of the repository'],
    ['kustomend init --config ci.yaml', 'into another file that is there'],
  ]);
  workspaceFlags(command).action((path: string | undefined, flags: WorkspaceFlags) =>
    cli.exit(init(cli.io, path, flags)),
  );
}

function init(io: Io, path: string | undefined, flags: WorkspaceFlags): ExitCode {
  const asked = { ...flags, preset: 'recommended', restart: true, foreignIgnores: true } as const;
  const session = openSession(io, path === undefined ? [] : [path], asked);
  const { workspace } = session;
  const plan = planSession(session);
  const entries = imageEntries(workspace.files, workspace.paths, imageQuestions(plan));
  const { path: existing } = workspace.config;
  const text =
    existing === undefined
      ? configText(plan, entries)
      : merged(workspace.files.read(existing) ?? '', entries);
  const file = targetInside(workspace.root, existing ?? CONFIG_FILE);
  if (existing === undefined) writeFileSync(file, text, { flag: 'wx' });
  else if (text !== workspace.files.read(existing)) writeFileSync(file, text);
  io.note(`${file}: ${count(entries.length, 'image')}, ${count(openAnswers(text), 'open question')}\n`);
  return EXIT.ok;
}

/** `?` in place of an answer, wherever it stands: comments ask nothing. */
function openAnswers(text: string): number {
  const walk = (value: unknown): number => {
    if (value === '?') return 1;
    if (typeof value !== 'object' || value === null) return 0;
    return Object.values(value).reduce<number>((sum, each) => sum + walk(each), 0);
  };
  return walk(parseWithPositions(text).data);
}

/** With the questions that it does not answer yet; every line that is there stays. */
function merged(text: string, entries: readonly ImageEntry[]): string {
  const there: unknown = parseWithPositions(text).data;
  const images = isMap(there) && isMap(there.images) ? there.images : {};
  const edits = entries.flatMap(({ image, facts }): YamlEdit[] => {
    const known = images[image];
    // A text stands for the facts of another image.
    if (known !== undefined && !isMap(known)) return [];
    return facts.flatMap(({ path, value }): YamlEdit[] => {
      const [top = '', below] = path.split('.');
      const own = known?.[top];
      if (below === undefined ? own !== undefined : isMap(own) && own[below] !== undefined) return [];
      return [{ op: 'set', doc: 0, path: ['images', image, ...path.split('.')], value }];
    });
  });
  if (edits.length === 0) return text;
  const result = editYaml(text, edits);
  if (!result.ok) throw new UsageError(`the questions do not go into the configuration: ${result.reason}`);
  return result.text;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Asked {
  readonly facts: ReadonlySet<string>;
  /** Whether a pod of it holds a token that nobody is known to use. */
  readonly holdsToken: boolean;
  readonly settles: number;
}

/** By image: the facts that findings ask for, and how many findings wait for them; those first that settle most. */
function imageQuestions(plan: Plan): Map<string, Asked> {
  const questions = new Map<string, Asked>();
  const withToken = new Set(
    plan.fixes.filter(fix => fix.transform === 'service-account-token').map(workloadOf),
  );
  for (const { image, settles } of questionsOf(plan)) {
    const name = image && keyOf(image.name);
    if (image === undefined || name === undefined || isTool(name)) continue;
    const known = questions.get(name);
    const facts = new Set([...(known?.facts ?? []), ...image.facts]);
    const holdsToken = known?.holdsToken || image.asking.some(fix => withToken.has(workloadOf(fix)));
    questions.set(name, { facts, holdsToken, settles: settles + (known?.settles ?? 0) });
  }
  return questions;
}

function workloadOf({ subject }: Fix): string {
  return `${subject.kind}/${subject.name}`;
}

/** Bases and plain tools (busybox): what runs in them decides, so that nothing holds for the image as such. */
function isTool(name: string): boolean {
  const image = parseImageReference(name);
  const family = image === null ? null : familyOf(image);
  return family !== null && family.component === undefined;
}

/** Images of a private registry go by their path in it: registries differ by environment, and name accounts. */
function keyOf(name: string): string {
  const image = parseImageReference(name);
  return image === null || isPublicRegistry(image.registry) ? name : image.repository;
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

interface ImageEntry {
  readonly image: string;
  readonly settles: number;
  /** The Dockerfile that says some of them. */
  readonly from: string | undefined;
  readonly facts: readonly { readonly path: string; readonly value: Json; readonly remark: string }[];
}

/** The repository's own images first: their questions are answered by the people who read this. */
function imageEntries(
  files: Files,
  paths: readonly string[],
  questions: ReadonlyMap<string, Asked>,
): ImageEntry[] {
  const names = [...questions.keys()];
  const entries = [...questions].map(([image, asked]) =>
    imageEntry(image, asked, dockerfileFor(files, paths, image, names)),
  );
  return [
    ...entries.filter(each => each.from !== undefined),
    ...entries.filter(each => each.from === undefined),
  ];
}

function imageEntry(
  image: string,
  { facts: asked, holdsToken, settles }: Asked,
  dockerfile: DockerfileFacts | undefined,
): ImageEntry {
  const known = dockerfile === undefined ? new Map<string, Json>() : answersOf(dockerfile);
  const parsed = parseImageReference(image);
  const isUnknown = parsed === null || familyOf(parsed) === null;
  // Of an unknown image nobody knows whether it talks to the API either, and its token stays until somebody says so.
  // Whether it is the official one comes first: that answers the rest.
  const askToken = isUnknown && holdsToken && !asked.has('official');
  const names = [...new Set([...asked, ...known.keys(), ...(askToken ? ['apiToken'] : [])])];
  const facts = names
    .sort((a, b) => ORDER.indexOf(a.split('.')[0]!) - ORDER.indexOf(b.split('.')[0]!))
    .map(path => ({
      path,
      value: known.get(path) ?? (LISTS.includes(path) ? ['?'] : '?'),
      remark: path === 'user' ? userRemark(dockerfile) : '',
    }));
  return { image, settles, from: dockerfile?.file, facts };
}

function userRemark(dockerfile: DockerfileFacts | undefined): string {
  if (dockerfile === undefined || dockerfile.user !== undefined) return '';
  return dockerfile.userName === undefined
    ? '  # no USER: that of the base'
    : `  # USER ${dockerfile.userName}: which number?`;
}

function entryLines({ image, settles, from, facts }: ImageEntry): string[] {
  const tops = facts.filter(({ path }) => !path.includes('.'));
  const probes = facts.filter(({ path }) => path.startsWith('probes.'));
  return [
    `  # ${from === undefined ? '' : `from ${from}; `}${count(settles, 'finding waits', 'findings wait')} for it`,
    `  ${/^[\w./-]+$/.test(image) ? image : JSON.stringify(image)}:`,
    ...tops.map(({ path, value, remark }) => `    ${path}: ${flow(value)}${remark}`),
    ...(probes.length === 0 ? [] : ['    probes:']),
    ...probes.map(({ path, value }) => `      ${path.slice('probes.'.length)}: ${flow(value)}`),
  ];
}

function flow(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (value === '?') return "'?'";
  return typeof value === 'string' && !/^[\w./-]+$/.test(value) ? JSON.stringify(value) : String(value);
}

/** What a Dockerfile says for certain. Volumes are written, and other paths may be: the list stays open. */
function answersOf({ user, group, ports, volumes, shell }: DockerfileFacts): Map<string, Json> {
  const known = new Map<string, Json>();
  if (user !== undefined) known.set('user', user);
  if (group !== undefined) known.set('group', group);
  if (ports.length > 0) known.set('ports', [...ports]);
  if (volumes.length > 0) known.set('writes', [...volumes, '?']);
  if (shell !== undefined) known.set('shell', shell);
  return known;
}

function configText(plan: Plan, entries: readonly ImageEntry[]): string {
  const images = entries.flatMap(entryLines);
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
    ...decisionLines(plan),
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

/** More decisions than anybody wants to read at once. */
const MOST_DECISIONS = 20;

/** What is decided in the manifests, not here. */
function decisionLines(plan: Plan): string[] {
  const open = questionsOf(plan).filter(({ image, about }) => image === undefined && !isAboutThisFile(about));
  if (open.length === 0) return [];
  return [
    '',
    '# To be decided in the manifests (kustomend scan lists the findings):',
    ...open.slice(0, MOST_DECISIONS).map(({ about, answer }) => `#   - ${oneLine(`${about}: ${answer}`)}`),
    ...(open.length > MOST_DECISIONS ? [`#   - and ${open.length - MOST_DECISIONS} more`] : []),
  ];
}

/** Environments have a section of their own, and a command looks digests up. */
function isAboutThisFile(about: string): boolean {
  return /^(?:environment|digests) of /.test(about);
}

/** More folders than anybody wants to read about one by one. */
const MOST_FOLDERS = 20;

function environmentLines(plan: Plan): string[] {
  const found = new Set(plan.fixes.flatMap(({ roots }) => roots));
  const hasFindings = (folder: string) => found.has(folder);
  const open = plan.roots
    .filter(root => root.environment.name === undefined && hasFindings(root.folder))
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
