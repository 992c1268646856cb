/** A stage of a Dockerfile as it is being read. */
import { parseImageReference } from '../../../kubernetes/images/image-reference.ts';
import type { JsonObject } from '../../../transform.ts';
import { familyOf } from '../../families/match.ts';
import type { Family } from '../../families/record/family.ts';
import type { Settings } from '../../start/server-settings.ts';
import type { Change } from './changes.ts';
import { copyOfPermissions, noPermissions, type Permissions } from './permissions.ts';
import type { Accounts } from './users.ts';
import type { Variables } from './variables.ts';

export interface Stage extends Accounts, Variables {
  user: { text: string; line: number } | undefined;
  ports: number[];
  volumes: string[];
  readonly contents: Map<string, number>;
  /** Files of the repository that were read. */
  readonly copies: Set<string>;
  readonly permissions: Permissions;
  entrypoint: readonly string[] | undefined;
  cmd: readonly string[] | undefined;
  /** Both as they are written: variables get their values when it starts. */
  readonly starts: Map<'ENTRYPOINT' | 'CMD', { readonly text: string; readonly line: number }>;
  workdir: string | undefined;
  /** Whether something was done that only root can do, before anybody was named. */
  takesRoot: boolean;
  /** The first program that is made setuid, and the line. */
  setuid: { readonly program: string; readonly line: number } | undefined;
  health: { readonly handler: JsonObject; readonly line: number } | undefined;
  readonly base: string;
  readonly line: number;
  readonly family: Family | undefined;
  readonly changes: Map<Change, number>;
  readonly settings: Map<string, Settings & { readonly line: number }>;
  /** The first file of its server's configuration that is copied and not in sight, and the line. */
  unread: { readonly source: string; readonly line: number } | undefined;
}

/** A stage that begins with an image from outside of the file. */
export function newStage(base: string, line: number): Stage {
  const image = parseImageReference(base);
  return {
    user: undefined,
    ports: [],
    volumes: [],
    contents: new Map(),
    copies: new Set(),
    permissions: noPermissions(),
    entrypoint: undefined,
    cmd: undefined,
    workdir: undefined,
    takesRoot: false,
    setuid: undefined,
    health: undefined,
    base,
    line,
    family: image === null ? undefined : (familyOf(image) ?? undefined),
    changes: new Map(),
    settings: new Map(),
    unread: undefined,
    // What stands before the first stage counts once a stage says its name (`ARG NAME`).
    values: new Map(),
    variables: new Map(),
    starts: new Map(),
    users: new Map(),
    groups: new Map(),
    unnumbered: new Map(),
  };
}

/** A stage that begins with another one. */
export function copyOf(stage: Stage): Stage {
  return {
    ...stage,
    ports: [...stage.ports],
    volumes: [...stage.volumes],
    contents: new Map(stage.contents),
    copies: new Set(stage.copies),
    permissions: copyOfPermissions(stage.permissions),
    changes: new Map(stage.changes),
    settings: new Map(stage.settings),
    values: new Map(stage.values),
    variables: new Map(stage.variables),
    starts: new Map(stage.starts),
    users: new Map(stage.users),
    groups: new Map(stage.groups),
    unnumbered: new Map(stage.unnumbered),
  };
}

/** Whether what follows is done by somebody else than root. */
export function hasUser({ user, family }: Stage): boolean {
  if (user === undefined) return family !== undefined && family.defaultUser !== 'root';
  return !/^(?:root|0)(?::|$)/.test(user.text);
}
