/** By which a pooler logs in: what the server is given, by reference. */

import { toldTo } from '../../src/network/texts.ts';
import type { Container, JsonObject, Root } from '../../src/transform.ts';
import { type Found, isFiled, variableOf } from '../shared/secrets/variables.ts';
import { goesPastEntrypoint } from '../shared/start/entrypoint.ts';
import type { Server } from './server.ts';

export interface Login {
  readonly env: readonly JsonObject[];
  /** Its name, where that is no secret: as the first user of the image it may ask for the passwords of others. */
  readonly name: string | undefined;
  /** How the server keeps passwords. */
  readonly authentication: 'md5' | 'scram-sha-256';
}

export function loginOf({ container }: Server, root: Root): Login | { readonly obstacle: string } {
  if (container.facts.family?.startsWith('bitnami'))
    return { obstacle: 'its image has variables of its own for its login' };
  if (goesPastEntrypoint(container))
    return {
      obstacle: 'its command takes the place of the entrypoint, which makes the user of its variables',
    };
  const method = variableOf(container, root, 'POSTGRES_HOST_AUTH_METHOD', false);
  if (method?.type === 'literal' && method.value === 'trust')
    return { obstacle: 'it asks nobody for a password: what a pooler is to ask for, a person decides first' };
  if (isFiled(container, ['POSTGRES_USER', 'POSTGRES_PASSWORD']))
    return { obstacle: 'its login stands in files of its pod, which a pooler is not given' };
  const user = variableOf(container, root, 'POSTGRES_USER', false) ?? { type: 'literal', value: 'postgres' };
  const password = variableOf(container, root, 'POSTGRES_PASSWORD', true);
  if (password === undefined) return { obstacle: 'nothing that its pod is given has POSTGRES_PASSWORD' };
  if (password.type === 'literal')
    return { obstacle: 'its password stands in the manifest, and has to come from a Secret first' };
  if (password.type === 'unclear' || user.type === 'unclear')
    return { obstacle: 'which of its sources has its login is not seen here' };
  const authentication = isBefore14(container) ? 'md5' : 'scram-sha-256';
  return {
    // What the entrypoint of the image makes of it: the file of users.
    env: [
      entry('DB_USER', user),
      entry('DB_PASSWORD', password),
      { name: 'AUTH_TYPE', value: authentication },
    ],
    name: user.type === 'literal' ? nameIn(user.value) : nameOf(container, root),
    authentication,
  };
}

function entry(name: string, found: Exclude<Found, undefined | { readonly type: 'unclear' }>): JsonObject {
  return found.type === 'literal' ? { name, value: found.value } : { name, ...found.entry };
}

function nameOf({ workload, name }: Container, root: Root): string | undefined {
  const told = toldTo(workload, root).findLast(
    ({ key, container, field }) =>
      key === 'POSTGRES_USER' && container?.name === name && field?.of.kind !== 'Secret',
  );
  return told === undefined ? undefined : nameIn(told.text);
}

/** What needs no quotes. */
function nameIn(text: string): string | undefined {
  return /^[\w-]+$/.test(text) ? text : undefined;
}

/** From 14 on passwords are kept as SCRAM unless somebody says otherwise. */
function isBefore14({ image: { tag = '' } }: Container): boolean {
  const major = /pg(\d+)/.exec(tag)?.[1] ?? /^v?(\d+)/.exec(tag)?.[1];
  return major !== undefined && Number(major) < 14;
}
