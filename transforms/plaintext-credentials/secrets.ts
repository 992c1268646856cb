/** Secrets that stand in the repository in clear: base64 is no encryption. */
import { isToBeChanged, type Literal, literalOf } from '../../src/credentials/literal.ts';
import { loginOf, writtenIn } from '../../src/credentials/written.ts';
import { nameBeforeHash } from '../../src/kubernetes/names/content-names.ts';
import type { Proposal, Resource, Root } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { indexBy } from '../shared/index-by.ts';
import type { Question } from '../shared/prose.ts';
import { entriesOf, type SecretEntry } from '../shared/secrets/entries.ts';
import { sopsFor } from '../shared/secrets/sops.ts';
import { fileOf } from './places.ts';
import { inClear, ROTATE, standIn, TO_ENCRYPT, TO_FILL_IN } from './questions.ts';
import { areDefaults, shortened, spokenOf, spokenOfAll } from './words.ts';

export type SecretMessage = 'secret' | 'secret-default' | 'secret-stand-in' | 'applied';

const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export function* inSecret(secret: Resource, root: Root): Generator<Proposal<SecretMessage>> {
  const standIns: SecretEntry[] = [];
  for (const entry of entriesOf(secret)) {
    const path = [entry.field, entry.key];
    const found = literalsOf(entry);
    // What git ignores is no affair of the repository, and what SOPS decrypts is not in it in clear.
    if (found === undefined || !root.repository.holds(fileOf(secret.where(path)))) continue;
    if (found.literals.every(({ secret: text }) => isToBeChanged(text))) {
      standIns.push(entry);
      continue;
    }
    yield {
      message: areDefaults(found.literals) ? 'secret-default' : 'secret',
      data: { name: secret.name, key: entry.key, what: found.what },
      ...findingAt(entry, secret, root, false),
    };
  }
  // Whoever fills in one of a file fills in all of them.
  const byFile = indexBy(standIns, ({ field, key }) => [fileOf(secret.where([field, key]))]);
  for (const entries of byFile.values()) {
    const key = shortened(entries.map(each => each.key));
    yield {
      message: 'secret-stand-in',
      data: { name: secret.name, key, what: '' },
      ...findingAt(entries[0]!, secret, root, true),
    };
  }
}

function findingAt({ field, key }: SecretEntry, secret: Resource, root: Root, isStandIn: boolean) {
  const path = [field, key];
  const said = root.platform.standInAt(secret.where(path));
  return {
    at: { on: secret.key, path },
    changes: [],
    evidence: [],
    ...(said === undefined
      ? whatToDo(
          isStandIn,
          sopsFor(secret, root) !== undefined,
          `${nameBeforeHash(secret) ?? secret.name} (${secret.where([field])})`,
        )
      : { known: `what it is for is said: ${said}` }),
  };
}

function whatToDo(isStandIn: boolean, isForSops: boolean, name: string): Question {
  if (isForSops) return isStandIn ? TO_FILL_IN : TO_ENCRYPT;
  return isStandIn ? standIn(name) : inClear(name);
}

interface InEntry {
  readonly what: string;
  readonly literals: readonly Literal[];
}

function literalsOf({ key, value }: SecretEntry): InEntry | undefined {
  if (/^\.docker(?:configjson|cfg)$/.test(key)) return loginsIn(value);
  const literal = literalOf(key, value, true);
  if (literal !== undefined) return { what: spokenOf(literal), literals: [literal] };
  // A file that the pod mounts: a configuration, a list of variables.
  if (!/[\n{]|=/.test(value.trim())) return undefined;
  const found = writtenIn(value);
  return found.length === 0
    ? undefined
    : { what: spokenOfAll(found), literals: found.map(each => each.literal) };
}

/** Logins of registries, as docker keeps them. */
function loginsIn(value: string): InEntry | undefined {
  const registries = registriesOf(value);
  const literals = registries.flatMap(({ auth, password }) => {
    const login = typeof password === 'string' ? literalOf('password', password, true) : undefined;
    const encoded = typeof auth === 'string' ? loginOf(auth) : undefined;
    return login ?? encoded ?? [];
  });
  return literals.length === 0 ? undefined : { what: 'the login of a registry', literals };
}

function registriesOf(value: string): Record<string, unknown>[] {
  try {
    const config: unknown = JSON.parse(value);
    const auths = isMap(config) && isMap(config.auths) ? config.auths : config;
    return isMap(auths) ? Object.values(auths).filter(isMap) : [];
  } catch {
    // Something that is filled in later.
    return [];
  }
}

/** kubectl has left a copy of the whole object in it, and leaves another with the next apply. */
export function* inApplied(resource: Resource, root: Root): Generator<Proposal<SecretMessage>> {
  const copy = resource.annotations[APPLIED];
  if (copy === undefined) return;
  const path = ['metadata', 'annotations', APPLIED];
  if (!root.repository.holds(fileOf(resource.where(path)))) return;
  const isSecret = resource.kind === 'Secret' && /"(?:data|stringData)":\{"/.test(copy);
  if (!isSecret && writtenIn(copy).length === 0) return;
  yield {
    message: 'applied',
    data: { kind: resource.kind, name: resource.name },
    at: { on: resource.key, path },
    changes: [resource.remove(path)],
    evidence: [
      {
        kind: 'manifest',
        at: resource.where(path),
        says: 'kubectl writes it with every apply, and nothing else reads it',
      },
    ],
    doubts: [ROTATE],
  };
}
