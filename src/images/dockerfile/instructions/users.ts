/** Users of a Dockerfile: numbers that its scripts give to accounts, and those that known bases bring. */
import type { Family } from '../../families/record/family.ts';
import { accountMadeBy } from './accounts.ts';
import { firstFreeId, type NewUser } from './free-ids.ts';
import { wordsOf } from './text.ts';

/** A user, and whether its number is beyond doubt. */
export interface BuiltUser {
  readonly user: number | undefined;
  readonly group: number | undefined;
  /** USER as written, where it is a name without a number that the file shows; undefined without any USER. */
  readonly userName: string | undefined;
  /** USER without its group, where it is a name, whether or not its number is known: the kubelet goes by what is written. */
  readonly startsAs?: string;
  /** False where the number was read for other versions of the base than may be meant, and where nobody states one. */
  readonly isSure: boolean;
  /** Why it is that number, where nobody states one. */
  readonly because?: string;
}

/** Accounts by their names. */
export interface Accounts {
  readonly users: Map<string, number>;
  readonly groups: Map<string, number>;
  /** Those that are made without a number, and in which base. */
  readonly unnumbered: Map<string, NewUser & Base>;
}

/** What a stage is built on. */
interface Base {
  readonly base: string;
  readonly family: Family | undefined;
}

/** A line of /etc/passwd, whichever file a script writes it to. */
const LINE_OF_PASSWD = /(?<![\w.-])([A-Za-z_][\w.-]*):[^:\s]*:(\d+):(\d+):/g;

/** Takes up numbers that a script gives to new users and groups. */
export function readAccounts(stage: Accounts & Base, script: string): void {
  const { users, groups, unnumbered, base, family } = stage;
  for (const [, name = '', user] of script.matchAll(LINE_OF_PASSWD)) users.set(name, Number(user));
  for (const command of script.split(/&&|\|\||[;\n]/)) {
    const made = accountMadeBy(wordsOf(command.trim()));
    if (made === undefined) continue;
    const { kind, tool, name, id, isSystem } = made;
    if (id !== undefined) (kind === 'group' ? groups : users).set(name, id);
    else if (kind === 'user')
      unnumbered.set(name, { tool: tool === 'useradd' ? tool : 'adduser', isSystem, base, family });
  }
}

/** A stage that gets the list of users of another one has its users. */
export function takeAccounts(to: Accounts, from: Accounts): void {
  for (const [name, user] of from.users) to.users.set(name, user);
  for (const [name, group] of from.groups) to.groups.set(name, group);
  for (const [name, made] of from.unnumbered) to.unnumbered.set(name, made);
}

/** Without USER it is the base's: a number only where the base's own is one, or is known to be one. */
export function userOfBase(family: Family | undefined): BuiltUser {
  const isOwn = family !== undefined && family.defaultUser !== 'root' && family.verified.has('user');
  const group = isOwn && family.verified.has('group') ? family.gid : undefined;
  return { user: isOwn ? family.uid : undefined, group, userName: undefined, isSure: true };
}

/**
 * @param written `user` or `user:group`
 * @param isRenumbered whether a script may have given accounts of the base other numbers
 */
export function userOf(
  written: string,
  accounts: Accounts,
  family: Family | undefined,
  isRenumbered: boolean,
): BuiltUser {
  const [name = ''] = written.split(':');
  const user = numberedUser(written, accounts, family, isRenumbered);
  return /^\d+$/.test(name) || name.includes('$') ? user : { ...user, startsAs: name };
}

function numberedUser(
  written: string,
  accounts: Accounts,
  family: Family | undefined,
  isRenumbered: boolean,
): BuiltUser {
  const { users, groups } = accounts;
  const [name = '', group] = written.split(':');
  const own = numberIn(name, users);
  const free = own === undefined ? freeFor(name, accounts) : undefined;
  if (free !== undefined) {
    return {
      user: free.user,
      group: undefined,
      userName: name,
      isSure: false,
      because: `the first number that is free in ${free.base}: none is stated for ${name}`,
    };
  }
  const user = own ?? (isRenumbered ? undefined : numberInBase(name, family));
  return {
    user,
    group: group === undefined ? undefined : numberIn(group, groups),
    userName: user === undefined ? name : undefined,
    isSure: own !== undefined || !isServersUser(name, family) || family!.verified.has('user'),
  };
}

/** Which number is free depends on every account that is made before. */
function freeFor(
  name: string,
  { users, unnumbered }: Accounts,
): { readonly user: number; readonly base: string } | undefined {
  const made = unnumbered.get(name);
  if (made === undefined || unnumbered.size > 1 || users.size > 0) return undefined;
  const user = firstFreeId(made, made.base, made.family);
  return user === undefined ? undefined : { user, base: made.base };
}

/** What runs a server may have another number in another version; accounts of bases have theirs in all of them. */
function isServersUser(name: string, family: Family | undefined): boolean {
  return family?.component !== undefined && (name === family.defaultUser || name === family.id.split(':')[0]);
}

/** Accounts that a base brings besides the one that it is called like. */
const ACCOUNTS_OF_BASES: Readonly<Record<string, readonly string[]>> = {
  dotnet: ['app', '$APP_UID', `\${APP_UID}`],
};

/** Users that a base brings: its own, `nobody` of every distribution, `nonroot` of images without a shell. */
function numberInBase(name: string, family: Family | undefined): number | undefined {
  if (name === 'nobody') return 65534;
  if (family === undefined) return undefined;
  if (name === 'nonroot' && family.shell === false) return 65532;
  const [id = ''] = family.id.split(':');
  const names: readonly (string | number)[] = [family.defaultUser, id, ...(ACCOUNTS_OF_BASES[id] ?? [])];
  return names.includes(name) ? family.uid : undefined;
}

function numberIn(name: string, known: ReadonlyMap<string, number>): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  return name === 'root' ? 0 : known.get(name);
}
