/**
 * Commands that make users and groups. Which of their flags takes a value differs: a group behind `-G` is no account, and `-S` of
 * busybox stands alone where a word that follows it is the account.
 */
import { baseName } from '../../start/base-name.ts';

/** A user or a group that a command makes. */
export interface MadeAccount {
  readonly kind: 'user' | 'group';
  readonly tool: Tool;
  readonly name: string;
  /** Undefined where the command leaves it to the tool. */
  readonly id: number | undefined;
  /** The folder that is made with a user. */
  readonly home: string | undefined;
  readonly isSystem: boolean;
}

export type Tool = 'useradd' | 'adduser' | 'groupadd' | 'addgroup';

interface Flags {
  /** Letters that take a value. */
  readonly letters: string;
  readonly words: readonly string[];
}

/** Of the suite that is called shadow. */
const USERADD: Flags = {
  letters: 'bcdefgGkKpPRsuZ',
  words: [
    'base-dir',
    'comment',
    'expiredate',
    'gid',
    'groups',
    'home',
    'home-dir',
    'inactive',
    'key',
    'password',
    'prefix',
    'root',
    'selinux-user',
    'shell',
    'skel',
    'uid',
  ],
};

/** busybox has short flags, Debian's script long ones; on Red Hat it is another name of useradd. No letter means two things. */
const ADDUSER: Flags = {
  letters: `${USERADD.letters}h`,
  words: [
    ...USERADD.words,
    'add-extra-groups',
    'conf',
    'firstgid',
    'firstuid',
    'gecos',
    'ingroup',
    'lastgid',
    'lastuid',
  ],
};

const FLAGS: Readonly<Record<Tool, Flags>> = {
  useradd: USERADD,
  adduser: ADDUSER,
  groupadd: { letters: 'gKpPRU', words: ['gid', 'key', 'password', 'prefix', 'root', 'users'] },
  addgroup: { letters: 'g', words: ['conf', 'firstgid', 'gid', 'lastgid'] },
};

/** @param words of one command, which may have others in front of it: `sudo`, `if ! id app; then` */
export function accountMadeBy(words: readonly string[]): MadeAccount | undefined {
  const at = words.findIndex(each => isTool(baseName(each)));
  if (at < 0) return undefined;
  const tool = baseName(words[at]!) as Tool;
  const own = words.slice(at + 1);
  const end = own.findIndex(each => BEHIND.test(each));
  const { options, names } = readFlags(end < 0 ? own : own.slice(0, end), FLAGS[tool]);
  // With two names the first one becomes a member of the second.
  const [name, group] = names;
  if (name === undefined || !/^[A-Za-z_][\w.-]*$/.test(name) || group !== undefined) return undefined;
  const kind = tool === 'useradd' || tool === 'adduser' ? 'user' : 'group';
  const id = kind === 'user' ? answerOf(options, 'u', 'uid') : answerOf(options, 'g', 'gid');
  return {
    kind,
    tool,
    name,
    id: id !== undefined && /^\d+$/.test(id) ? Number(id) : undefined,
    home: kind === 'user' ? homeOf(tool, name, options) : undefined,
    isSystem: ['system', 'r', ...(tool === 'useradd' ? [] : ['S'])].some(each => options.has(each)),
  };
}

/** Where its output goes, a comment, and what closes a group of commands. */
const BEHIND = /^(?:\d*[<>]|[#)}&])/;

function isTool(name: string): name is Tool {
  return Object.hasOwn(FLAGS, name);
}

type Options = ReadonlyMap<string, string>;

/** As getopt reads them: letters may stand together, and the value of the last one is what is left of the word, or the next. */
function readFlags(
  words: readonly string[],
  flags: Flags,
): { readonly options: Options; readonly names: readonly string[] } {
  const options = new Map<string, string>();
  const names: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const [, long, value] = /^--([\w-]+)(?:=(.*))?$/.exec(word) ?? [];
    if (long !== undefined) {
      const flag = long.replaceAll('_', '-');
      const takes = value === undefined && flags.words.includes(flag);
      options.set(flag, takes ? (words[++index] ?? '') : (value ?? ''));
    } else if (/^-[A-Za-z]/.test(word)) {
      const letters = [...word.slice(1)];
      const taking = letters.findIndex(each => flags.letters.includes(each));
      for (const each of taking < 0 ? letters : letters.slice(0, taking)) options.set(each, '');
      if (taking < 0) continue;
      const rest = letters.slice(taking + 1).join('');
      options.set(letters[taking]!, rest === '' ? (words[++index] ?? '') : rest);
    } else if (word !== '--' && word !== '') names.push(word);
  }
  return { options, names };
}

function answerOf(options: Options, ...flags: readonly string[]): string | undefined {
  return flags.map(each => options.get(each)).find(each => each !== undefined);
}

/** adduser makes a home unless it is told not to, useradd where it is told to. */
function homeOf(tool: Tool, name: string, options: Options): string | undefined {
  const isLeftOut = ['H', 'M', 'no-create-home'].some(each => options.has(each));
  const isMade = tool === 'adduser' || ['m', 'create-home'].some(each => options.has(each));
  if (isLeftOut || !isMade) return undefined;
  const home = answerOf(options, 'd', 'h', 'home', 'home-dir') ?? `/home/${name}`;
  return home === '/nonexistent' || home === '/' ? undefined : home;
}
