/** Users of a Dockerfile: numbers that its scripts give to accounts, and those that known bases bring. */
import type { Family } from '../families/record/family.ts';

/** A user, and whether its number is beyond doubt. */
export interface BuiltUser {
  readonly user: number | undefined;
  readonly group: number | undefined;
  /** USER as written, where it is a name without a number that the file shows; undefined without any USER. */
  readonly userName: string | undefined;
  /** False where the number was read for other versions of the base than may be meant. */
  readonly isSure: boolean;
}

/** Accounts by their names. */
export interface Accounts {
  readonly users: Map<string, number>;
  readonly groups: Map<string, number>;
}

/** Takes up numbers that a script gives to new users and groups. */
export function readAccounts({ users, groups }: Accounts, script: string): void {
  for (const command of script.split(/&&|\|\||[;\n]/)) {
    const [, tool = '', rest = ''] =
      /(?:^|[\s/])(useradd|adduser|groupadd|addgroup)\s+(.*)$/.exec(command.trim()) ?? [];
    if (tool === '') continue;
    const isGroup = tool.includes('group');
    const number = (isGroup ? /(?:-g|--gid)[= ](\d+)/ : /(?:-u|--uid)[= ](\d+)/).exec(rest)?.[1];
    if (number === undefined) continue;
    // The account is the last word besides options and the groups that they name.
    const words = rest
      .replace(/(?:^|\s)(?:-[gG]|--gid|--groups|--ingroup)(?:=|\s+)\S+/g, ' ')
      .split(/\s+/)
      .filter(each => /^[A-Za-z_][\w.-]*$/.test(each));
    const name = words.at(-1);
    if (name === undefined) continue;
    (isGroup ? groups : users).set(name, Number(number));
  }
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
  { users, groups }: Accounts,
  family: Family | undefined,
  isRenumbered: boolean,
): BuiltUser {
  const [name = '', group] = written.split(':');
  const own = numberIn(name, users);
  const user = own ?? (isRenumbered ? undefined : numberInBase(name, family));
  return {
    user,
    group: group === undefined ? undefined : numberIn(group, groups),
    userName: user === undefined ? name : undefined,
    isSure: own !== undefined || !isServersUser(name, family) || family!.verified.has('user'),
  };
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
