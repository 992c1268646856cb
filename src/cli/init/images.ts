/** The questions about images that `kustomend init` writes. */
import { familyBuiltOn } from '../../images/dockerfile/built-on.ts';
import type { DockerfileFacts } from '../../images/dockerfile/dockerfile.ts';
import { familyOf } from '../../images/families/match.ts';
import type { FamilyFact } from '../../images/families/record/family.ts';
import { parseImageReference } from '../../kubernetes/images/image-reference.ts';
import type { PlanInput } from '../../plan/model/input.ts';
import type { Plan } from '../../plan/model/result.ts';
import { type Dockerfiles, dockerfilesOf } from '../../plan/view/dockerfiles.ts';
import { flow } from '../../report/words/flow.ts';
import { shown } from '../../report/words/list.ts';
import { choiceBelow } from '../../report/words/questions/choices.ts';
import { type SettlingFact, settlingFacts } from '../../report/words/questions/open-facts.ts';
import { offersOf, questionsOf } from '../../report/words/questions/questions.ts';
import { count, oneLine } from '../../report/words/words.ts';
import type { Json } from '../../transform.ts';
import { mountedIn } from './mounted.ts';

interface Asked {
  /** As the question names the image: with its registry. */
  readonly name: string;
  readonly members: readonly string[];
  readonly facts: ReadonlySet<string>;
  readonly remarks: ReadonlyMap<string, string>;
  readonly settles: number;
  /** Where its containers have volumes already, in every pod that waits. */
  readonly mounted: readonly string[];
}

/** By image: the facts that findings ask for, and how many findings wait for them; those first that settle most. */
function imageQuestions(plan: Plan): Map<string, Asked> {
  const questions = new Map<string, Asked>();
  for (const { key, settles, asking } of questionsOf(plan)) {
    if (key?.type !== 'image') continue;
    if (isTool(key.image)) continue;
    questions.set(key.image, {
      name: key.name,
      members: key.members,
      facts: new Set(key.facts),
      remarks: key.remarks,
      settles,
      mounted: mountedIn(asking),
    });
  }
  return questions;
}

/** Bases and plain tools (busybox): what runs in them decides, so that nothing holds for the image as such. */
function isTool(name: string): boolean {
  const image = parseImageReference(name);
  const family = image === null ? null : familyOf(image);
  return family !== null && family.component === undefined;
}

const ORDER = [
  'official',
  'dockerfile',
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

/** What a configuration says of an image, answers that a Dockerfile gives filled in. */
export interface ImageEntry {
  readonly image: string;
  /** With its registry. */
  readonly name: string;
  /** Those that a pattern in place of the name stands for. */
  readonly members: readonly string[];
  readonly settles: number;
  /** The Dockerfile that says some of them. */
  readonly from: string | undefined;
  /** One that may be its own, where that is not asked. */
  readonly perhaps: string | undefined;
  readonly facts: readonly { readonly path: string; readonly value: Json; readonly remark: string }[];
}

/** Heading of {@link optionalLines}. */
export const OPTIONAL =
  '# Not verified, and not asked: who knows one of these takes it up (facts into images), and fixes are safe.';

/** What nobody has to say, as comments: with these facts fixes are safe. */
export function optionalLines(plan: Plan, entries: readonly ImageEntry[]): string[] {
  const asked = new Map(entries.map(({ image, facts }) => [image, new Set(facts.map(({ path }) => path))]));
  const open = settlingFacts(plan.fixes).filter(({ key, fact }) => asked.get(key)?.has(fact) !== true);
  const byImage = new Map<string, SettlingFact[]>();
  for (const each of open) byImage.set(each.key, [...(byImage.get(each.key) ?? []), each]);
  const offers = offersOf(plan);
  if (byImage.size === 0 && offers.length === 0) return [];
  return [
    '',
    OPTIONAL,
    ...offers.flatMap(({ about, answer, choices, settles }) => [
      `#   ${oneLine(`${about} (${count(settles, 'fix', 'fixes')}): ${answer}`)}`,
      ...choices.map(choice => `#     ${oneLine(`${choice.says}: ${choiceBelow(choice)}`)}`),
    ]),
    ...[...byImage].flatMap(([image, facts]) => [
      `#   ${keyText(image)}:`,
      ...facts.map(
        ({ fact, value, settles }) =>
          `#     ${fact}: ${flow(value)}  # for ${count(settles, 'fix', 'fixes')}`,
      ),
    ]),
  ];
}

function keyText(image: string): string {
  return /^[\w./-]+$/.test(image) ? image : JSON.stringify(image);
}

/**
 * What is asked about images, the repository's own first: their questions are answered by the people who read this.
 *
 * @param input where Dockerfiles are looked for
 */
export function imageEntries(input: Pick<PlanInput, 'files' | 'paths' | 'config'>, plan: Plan): ImageEntry[] {
  const questions = imageQuestions(plan);
  const names = [...questions.values()].map(({ name }) => name);
  const dockerfiles = dockerfilesOf(input);
  const entries = [...questions].map(([image, asked]) =>
    imageEntry(image, asked, dockerfileOf(asked.name, names, dockerfiles)),
  );
  return [
    ...entries.filter(each => each.from !== undefined),
    ...entries.filter(each => each.from === undefined),
  ];
}

interface Source {
  readonly facts: DockerfileFacts;
  readonly isCertain: boolean;
}

function dockerfileOf(name: string, others: readonly string[], dockerfiles: Dockerfiles): Source | undefined {
  const certain = dockerfiles.buildOf([name], () => others)?.dockerfile;
  if (certain !== undefined) return { facts: certain, isCertain: true };
  const likely = dockerfiles.likely([name], () => others);
  return likely && { facts: likely, isCertain: false };
}

function imageEntry(
  image: string,
  { name, members, facts: asked, remarks, settles, mounted }: Asked,
  source: Source | undefined,
): ImageEntry {
  const known = source === undefined ? new Map<string, Json>() : answersOf(source.facts, mounted);
  // A guess is no answer: nobody has looked at it when a fix rests on it. Who says that it is right answers all of these.
  const isAnswered = (path: string) => known.has(path) && !isOpen(known.get(path));
  const guess = source?.isCertain === false && [...asked].some(isAnswered) ? source.facts : undefined;
  const isAsked = (path: string) => guess === undefined || !isAnswered(path);
  const names = [...asked].filter(isAsked);
  const facts = names
    .sort((a, b) => ORDER.indexOf(a.split('.')[0]!) - ORDER.indexOf(b.split('.')[0]!))
    .map(path => ({
      path,
      value: (guess === undefined ? known.get(path) : undefined) ?? (LISTS.includes(path) ? ['?'] : '?'),
      remark: remarkOf(path, remarks.get(path), source?.facts),
    }));
  const from = source?.isCertain === true ? source.facts.file : undefined;
  return {
    image,
    name,
    members,
    settles,
    from,
    perhaps: source?.isCertain === false && guess === undefined ? source.facts.file : undefined,
    facts: [...(guess ? [guessOf(guess, known)] : []), ...facts],
  };
}

function isOpen(value: Json | undefined): boolean {
  return Array.isArray(value) && value.includes('?');
}

function guessOf({ file }: DockerfileFacts, known: ReadonlyMap<string, Json>): ImageEntry['facts'][number] {
  const said = [...known].map(([path, value]) => `${path} ${flow(value)}`).join(', ');
  return { path: 'dockerfile', value: '?', remark: `perhaps ${file} (${said}); none: built elsewhere` };
}

/** What stands behind an open question. */
function remarkOf(path: string, said: string | undefined, dockerfile: DockerfileFacts | undefined): string {
  if (said !== undefined) return said;
  if (path !== 'user') return '';
  if (dockerfile === undefined || dockerfile.user !== undefined) return '';
  const changed = dockerfile.changes.get('accounts') ?? dockerfile.changes.get('owners');
  if (changed !== undefined) return `${changed} changes accounts or owners of files`;
  return dockerfile.userName === undefined
    ? `no USER: that of ${dockerfile.base}`
    : `USER ${dockerfile.userName}: which number?`;
}

export function waitingText(settles: number): string {
  return `${count(settles, 'finding waits', 'findings wait')} for it`;
}

/** What answers mean, below the heading: of those facts that are asked for. */
export function legendLines(entries: readonly ImageEntry[]): string[] {
  const asked = new Set(entries.flatMap(({ facts }) => facts.map(({ path }) => path.split('.')[0]!)));
  return [...LEGEND].flatMap(([fact, says]) => (asked.has(fact) ? [`#   ${fact}: ${says}`] : []));
}

/** Facts of which the name alone does not say how they are answered. */
const LEGEND: ReadonlyMap<string, string> = new Map([
  ['official', 'whether it is the public image that it has the name of, or a copy; false: one of your own'],
  ['user', 'the number of the user that it runs as; 0 where it has to be root'],
  ['writes', 'folders that it writes to, apart from its volumes: [/tmp, /app/cache]; [] for none'],
  ['capabilities', 'what it does as root: [CHOWN, SETUID]; [] for nothing'],
  ['apiToken', 'whether it talks to the Kubernetes API: true or false'],
  ['resources', 'what its containers take at most, and ask for: {limits: {memory: 512Mi}}'],
  ['probes', 'how it is asked: {httpGet: {path: /healthz, port: 8080}}'],
]);

/** The lines of an image below `images:`. */
export function entryLines({ image, members, settles, from, perhaps, facts }: ImageEntry): string[] {
  const tops = facts.filter(({ path }) => !path.includes('.'));
  const probes = facts.filter(({ path }) => path.startsWith('probes.'));
  const names = members.map(each => each.slice(each.lastIndexOf('/') + 1));
  return [
    `  # ${from === undefined ? '' : `from ${from}; `}${perhaps === undefined ? '' : `perhaps from ${perhaps}; `}${waitingText(settles)}`,
    ...(names.length === 0
      ? []
      : [
          `  # ${shown(names)}, asked about together; what is said of one by its name, or by a Dockerfile, wins`,
        ]),
    `  ${keyText(image)}:`,
    ...tops.map(fact => `    ${line(fact.path, fact)}`),
    ...(probes.length === 0 ? [] : ['    probes:']),
    ...probes.map(fact => `      ${line(fact.path.slice('probes.'.length), fact)}`),
  ];
}

function line(key: string, { value, remark }: ImageEntry['facts'][number]): string {
  return `${key}: ${flow(value)}${remark === '' ? '' : `  # ${remark}`}`;
}

/**
 * What a Dockerfile says, and what has been read of the server that it is built on. Volumes are written, and other paths may
 * be: the list stays open.
 */
function answersOf(dockerfile: DockerfileFacts, mounted: readonly string[]): Map<string, Json> {
  const { user, group, ports, shell } = dockerfile;
  const volumes = dockerfile.volumes.filter(
    path => !mounted.some(mount => path === mount || path.startsWith(`${mount}/`)),
  );
  const known = new Map<string, Json>();
  const server = familyBuiltOn(dockerfile, { command: undefined, args: undefined });
  const isRead = (fact: FamilyFact) => server?.verified.has(fact) === true;
  const uid = isRead('user') && server?.nonRoot === 'yes' ? server.uid : undefined;
  const asUser = user ?? uid;
  if (asUser !== undefined) known.set('user', asUser);
  const asGroup = group ?? (isRead('group') && asUser === server?.uid ? server?.gid : undefined);
  if (asGroup !== undefined) known.set('group', asGroup);
  if (ports.length > 0) known.set('ports', [...ports]);
  if (volumes.length > 0) known.set('writes', [...volumes, '?']);
  if (shell !== undefined) known.set('shell', shell);
  if (isRead('apiToken') && server?.needsApiToken !== undefined) known.set('apiToken', server.needsApiToken);
  if (isRead('seccomp') && server?.defaultSeccomp === true) known.set('seccomp', 'RuntimeDefault');
  return known;
}
