/** The number that an account gets which is made without one: the first that its base has left free. */
import type { Family } from '../../families/record/family.ts';

/** A command that makes a user and states no number for it. */
export interface NewUser {
  readonly tool: 'useradd' | 'adduser';
  readonly isSystem: boolean;
}

/** Bases that come without a user above the system's. */
const WITHOUT_USERS = new Set([
  'almalinux',
  'alpine',
  'amazoncorretto',
  'amazonlinux',
  'debian',
  'fedora',
  'golang',
  'openjdk',
  'perl',
  'python',
  'rockylinux',
  'ruby',
  'rust',
  'ubi',
]);
/** Of those that may be Alpine, which have no user of the system but Alpine's own. */
const ON_ALPINE = new Set([...WITHOUT_USERS, 'node', 'eclipse-temurin']);
/** Built on Debian or Ubuntu unless the tag says another system. */
const ON_DEBIAN = new Set(['debian', 'golang', 'node', 'perl', 'python', 'ruby', 'rust', 'ubuntu']);
/** From this version on it brings a user of its own. */
const UBUNTU_WITH_USER = 23;

/**
 * What the tools of distributions give the only user that a file makes.
 *
 * @param base as FROM names it
 * @returns undefined where nobody knows which users are there
 */
export function firstFreeId(
  { tool, isSystem }: NewUser,
  base: string,
  family: Family | undefined,
): number | undefined {
  const [id = ''] = family?.id.split(':') ?? [];
  const tag = base.slice(base.lastIndexOf('/') + 1).split(':')[1] ?? '';
  const isAlpine = id === 'alpine' || tag.includes('alpine');
  if (isSystem) {
    // busybox counts up, and the tools of shadow count down.
    if (isAlpine) return tool === 'adduser' && ON_ALPINE.has(id) ? 100 : undefined;
    return tool === 'useradd' && ON_DEBIAN.has(id) ? 999 : undefined;
  }
  if (id === 'node') return 1001;
  if (id === 'ubuntu') return firstOfUbuntu(tag);
  return WITHOUT_USERS.has(id) ? 1000 : undefined;
}

function firstOfUbuntu(tag: string): number | undefined {
  const version = { focal: 20, jammy: 22, noble: 24 }[tag.split('-')[0]!] ?? Number.parseInt(tag, 10);
  if (Number.isNaN(version)) return undefined;
  return version >= UBUNTU_WITH_USER ? 1001 : 1000;
}
