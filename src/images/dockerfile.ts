/** What the Dockerfiles of a repository say of its own images. */
import { parseImageReference } from '../kubernetes/image-reference.ts';
import type { Family } from './families.ts';
import { familyOf } from './match.ts';

/** Texts by path; `Files` of src/kustomize fits. */
interface Texts {
  read(path: string): string | undefined;
}

export interface DockerfileFacts {
  readonly file: string;
  /** `file:line` of the last USER, or of the last FROM where there is none. */
  readonly at: string;
  readonly user: number | undefined;
  readonly group: number | undefined;
  /** USER as written, where it is a name without a number that the file shows; undefined without any USER. */
  readonly userName: string | undefined;
  readonly ports: readonly number[];
  /** Written for certain. What else the program writes a Dockerfile does not say. */
  readonly volumes: readonly string[];
  /** False for images without a shell. */
  readonly shell: false | undefined;
}

/**
 * The Dockerfile of an image, by the last word of its name: `<name>.Dockerfile`, or a Dockerfile in a folder of that
 * name or in a folder for builds inside of it. `shop-api` is also the folder `api` when no other image ends so.
 */
export function dockerfileFor(
  files: Texts,
  paths: readonly string[],
  image: string,
  others: readonly string[] = [],
): DockerfileFacts | undefined {
  const word = lastWord(image);
  const dash = word.indexOf('-');
  const short = dash < 0 ? undefined : word.slice(dash + 1);
  const isShared = others.some(each => each !== image && lastWord(each).endsWith(`-${short}`));
  const file =
    paths.find(path => isNamed(path, word)) ??
    (short === undefined || isShared ? undefined : paths.find(path => isNamed(path, short)));
  const text = file === undefined ? undefined : files.read(file);
  return text === undefined ? undefined : factsOf(file!, text);
}

/**
 * The one Dockerfile that is called like an image, as {@link dockerfileFor} looks for it; undefined where there are several,
 * or one by half of the name only.
 */
export function namesakeDockerfile(
  files: Texts,
  paths: readonly string[],
  image: string,
): DockerfileFacts | undefined {
  const word = lastWord(image);
  const [file, ...others] = paths.filter(path => isNamed(path, word));
  const text = file === undefined || others.length > 0 ? undefined : files.read(file);
  return text === undefined ? undefined : factsOf(file!, text);
}

/** Whether a path is one at which Dockerfiles are looked for. */
export function isDockerfile(path: string): boolean {
  return /(?:^|\/)(?:[^/]+\.dockerfile|(?:docker|container)file(?:\.[^/]+)?)$/i.test(path);
}

function lastWord(image: string): string {
  return image.split('/').at(-1)!.toLowerCase();
}

function isNamed(path: string, word: string): boolean {
  const parts = path.toLowerCase().split('/');
  const name = parts.at(-1)!;
  if ([`${word}.dockerfile`, `dockerfile.${word}`, `containerfile.${word}`].includes(name)) return true;
  if (name !== 'dockerfile' && name !== 'containerfile') return false;
  const folders = parts.slice(0, -1);
  if (/^(?:docker|build|deploy|container|image)$/.test(folders.at(-1) ?? '')) folders.pop();
  return folders.at(-1) === word;
}

interface Stage {
  user: string | undefined;
  ports: number[];
  volumes: string[];
  base: string;
  /** Variables of the stage, and numbers of the users and groups that it makes. */
  readonly values: Map<string, string>;
  readonly users: Map<string, number>;
  readonly groups: Map<string, number>;
}

/** The last stage, with what it takes over from the stages that it is built on. Nothing of the file runs. */
function factsOf(file: string, text: string): DockerfileFacts {
  const stages = new Map<string, Stage>();
  const globals = new Map<string, string>();
  let stage = newStage('scratch', globals);
  let started = false;
  for (const { word, rest } of instructionsOf(text)) {
    if (word === 'FROM') {
      const [, base = '', alias] = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(rest) ?? [];
      const from = stages.get(base.toLowerCase());
      stage = from === undefined ? newStage(substituted(base, globals), globals) : copyOf(from);
      if (alias !== undefined) stages.set(alias.toLowerCase(), stage);
      started = true;
    } else read(stage, word, rest, started ? stage.values : globals);
  }
  return {
    file,
    at: `${file}:${lineOfUser(text)}`,
    ...numbersOf(stage),
    ports: stage.ports,
    volumes: stage.volumes,
    shell: shellOf(stage.base),
  };
}

/** Of the last USER, or of the last FROM. */
function lineOfUser(text: string): number {
  const lines = text.split(/\r?\n/);
  const last = (word: RegExp) => lines.findLastIndex(line => word.test(line));
  const line = Math.max(last(/^\s*USER\s/i), -1);
  return (line < 0 ? Math.max(last(/^\s*FROM\s/i), 0) : line) + 1;
}

function newStage(base: string, globals: ReadonlyMap<string, string>): Stage {
  return {
    user: undefined,
    ports: [],
    volumes: [],
    base,
    values: new Map(globals),
    users: new Map(),
    groups: new Map(),
  };
}

function copyOf({ user, ports, volumes, base, values, users, groups }: Stage): Stage {
  return {
    user,
    base,
    ports: [...ports],
    volumes: [...volumes],
    values: new Map(values),
    users: new Map(users),
    groups: new Map(groups),
  };
}

function instructionsOf(text: string): { word: string; rest: string }[] {
  const joined = text.replace(/^\s*#.*$/gm, '').replace(/\\[ \t]*\r?\n(?:[ \t]*\r?\n)*/g, ' ');
  return joined.split(/\r?\n/).flatMap(line => {
    const [, word, rest] = /^\s*([A-Za-z]+)\s+(.*?)\s*$/.exec(line) ?? [];
    return word === undefined ? [] : [{ word: word.toUpperCase(), rest: rest! }];
  });
}

function read(stage: Stage, word: string, rest: string, values: Map<string, string>): void {
  const text = substituted(rest, values);
  switch (word) {
    case 'ARG':
    case 'ENV':
      for (const [, name, value] of text.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S*)/g)) {
        // An argument without a default keeps the one from before the first stage.
        values.set(name!, value!.replace(/^["']|["']$/g, ''));
      }
      break;
    case 'USER':
      stage.user = text;
      break;
    case 'EXPOSE':
      for (const port of text.split(/\s+/)) {
        const number = /^(\d+)(?:\/tcp)?$/i.exec(port)?.[1];
        if (number !== undefined && !stage.ports.includes(Number(number))) stage.ports.push(Number(number));
      }
      break;
    case 'VOLUME':
      for (const [path] of text.matchAll(/\/[^\s",\]]*/g))
        if (!stage.volumes.includes(path)) stage.volumes.push(path);
      break;
    case 'RUN':
      readAccounts(stage, text);
      break;
  }
}

/** Numbers that a script gives to new users and groups. */
function readAccounts(stage: Stage, script: string): void {
  for (const command of script.split(/&&|\|\||;/)) {
    const [, tool = '', rest = ''] =
      /(?:^|[\s/])(useradd|adduser|groupadd|addgroup)\s+(.*)$/.exec(command.trim()) ?? [];
    if (tool === '') continue;
    const isGroup = tool.includes('group');
    const number = (isGroup ? /(?:-g|--gid)[= ](\d+)/ : /(?:-u|--uid)[= ](\d+)/).exec(rest)?.[1];
    if (number === undefined) continue;
    // Accounts are the last words; `addgroup` and `adduser` may name a user and a group.
    const words = rest.split(/\s+/).filter(each => /^[A-Za-z_][\w.-]*$/.test(each));
    const name = words.at(-1);
    if (name === undefined) continue;
    (isGroup ? stage.groups : stage.users).set(name, Number(number));
  }
}

function numbersOf(stage: Stage): Pick<DockerfileFacts, 'user' | 'group' | 'userName'> {
  const none = { user: undefined, group: undefined, userName: undefined };
  const family = familyOfBase(stage.base);
  if (stage.user === undefined) {
    // Without USER it is the base's: a number only where the base's own is one, or is known to be one.
    const own = family !== undefined && family.defaultUser !== 'root' && family.verified.has('user');
    return own
      ? { ...none, user: family.uid, group: family.verified.has('group') ? family.gid : undefined }
      : none;
  }
  const [name = '', group] = stage.user.split(':');
  const user = numberIn(name, stage.users) ?? numberInBase(name, family);
  return {
    user,
    group: group === undefined ? undefined : numberIn(group, stage.groups),
    userName: user === undefined ? name : undefined,
  };
}

/** Users that a base brings: its own, `nobody` of every distribution, `nonroot` of images without a shell. */
function numberInBase(name: string, family: Family | undefined): number | undefined {
  if (name === 'nobody') return 65534;
  if (family === undefined) return undefined;
  if (name === 'nonroot' && family.shell === false) return 65532;
  return name === family.defaultUser || name === family.id ? family.uid : undefined;
}

function numberIn(name: string, known: ReadonlyMap<string, number>): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  return name === 'root' ? 0 : known.get(name);
}

function familyOfBase(base: string): Family | undefined {
  const image = parseImageReference(base);
  return image === null ? undefined : (familyOf(image) ?? undefined);
}

function shellOf(base: string): false | undefined {
  return base === 'scratch' || familyOfBase(base)?.shell === false ? false : undefined;
}

/** `$NAME`, `${NAME}` and `${NAME:-default}`; what nobody has set stays as it is, and is no number then. */
function substituted(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (all, plain?: string, braced?: string, otherwise?: string) =>
      values.get(plain ?? braced ?? '') ?? otherwise ?? all,
  );
}
