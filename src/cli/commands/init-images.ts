/** The questions about images that `kustomend init` writes. */
import { type DockerfileFacts, dockerfileFor } from '../../images/dockerfile.ts';
import { familyOf } from '../../images/match.ts';
import { parseImageReference } from '../../kubernetes/image-reference.ts';
import type { Files } from '../../kustomize/files/files.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
import { questionsOf } from '../../report/words/questions.ts';
import { count } from '../../report/words/words.ts';
import type { Json } from '../../transform.ts';

interface Asked {
  readonly facts: ReadonlySet<string>;
  readonly remarks: ReadonlyMap<string, string>;
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
  for (const { key, settles, asking } of questionsOf(plan)) {
    if (key?.type !== 'image') continue;
    if (isTool(key.image)) continue;
    const holdsToken = asking.some(fix => withToken.has(workloadOf(fix)));
    questions.set(key.image, { facts: new Set(key.facts), remarks: key.remarks, holdsToken, settles });
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

/** What a configuration says of an image, answers that a Dockerfile gives filled in. */
export interface ImageEntry {
  readonly image: string;
  readonly settles: number;
  /** The Dockerfile that says some of them. */
  readonly from: string | undefined;
  readonly facts: readonly { readonly path: string; readonly value: Json; readonly remark: string }[];
}

/**
 * What is asked about images, the repository's own first: their questions are answered by the people who read this.
 *
 * @param paths where Dockerfiles are looked for
 */
export function imageEntries(files: Files, paths: readonly string[], plan: Plan): ImageEntry[] {
  const questions = imageQuestions(plan);
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
  { facts: asked, remarks, holdsToken, settles }: Asked,
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
      remark: remarkOf(path, remarks.get(path), dockerfile),
    }));
  return { image, settles, from: dockerfile?.file, facts };
}

/** What stands behind an open question. */
function remarkOf(path: string, said: string | undefined, dockerfile: DockerfileFacts | undefined): string {
  if (said !== undefined) return `  # ${said}`;
  if (path !== 'user') return '';
  if (dockerfile === undefined || dockerfile.user !== undefined) return '';
  return dockerfile.userName === undefined
    ? '  # no USER: that of the base'
    : `  # USER ${dockerfile.userName}: which number?`;
}

/** The lines of an image below `images:`. */
export function entryLines({ image, settles, from, facts }: ImageEntry): string[] {
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
