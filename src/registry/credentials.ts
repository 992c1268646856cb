/**
 * What the user's own files and helpers say of a registry, as docker and podman read them: `REGISTRY_AUTH_FILE`,
 * `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findProgram, type ProcessEnvironment } from '../workspace/programs.ts';
import { HUB_KEY, isHub } from './hosts.ts';

/** A name with a password, or a token that stands for both. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly identityToken: string };

export interface KnownCredentials {
  readonly credentials: Credentials | undefined;
  /** Why there may be some that could not be read. */
  readonly problem: string | undefined;
}

const NONE: KnownCredentials = { credentials: undefined, problem: undefined };

type Json = Readonly<Record<string, unknown>>;

/** Credentials for a repository of a registry (`acme/api` of `ghcr.io`), looked up once for each registry. */
export type CredentialsOf = (host: string, repository: string) => Promise<KnownCredentials>;

export function newCredentials(env: ProcessEnvironment): CredentialsOf {
  let config: { readonly data: Json; readonly problem: string | undefined } | undefined;
  const helped = new Map<string, Promise<KnownCredentials>>();
  return async (host, repository) => {
    const { data, problem } = (config ??= readConfig(env));
    if (problem !== undefined) return { ...NONE, problem };
    const helper = helperOf(data, host);
    const own = stored(data, host, repository);
    if (helper === undefined) return { ...NONE, credentials: own };
    const known = helped.get(host) ?? askHelper(helper, host, env);
    helped.set(host, known);
    const { credentials, problem: failure } = await known;
    return { credentials: credentials ?? own, problem: failure };
  };
}

function readConfig(env: ProcessEnvironment): { readonly data: Json; readonly problem: string | undefined } {
  const file =
    env.REGISTRY_AUTH_FILE ||
    join(env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker'), 'config.json');
  try {
    const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isMap(data) ? { data, problem: undefined } : { data: {}, problem: `${file} is no map` };
  } catch (error) {
    // Who has never logged in has none.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { data: {}, problem: undefined };
    const why = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    return { data: {}, problem: `${file} ${why}` };
  }
}

function helperOf({ credHelpers, credsStore }: Json, host: string): string | undefined {
  const own = isMap(credHelpers) ? namesOf(host).map(name => credHelpers[name]) : [];
  return [...own, credsStore].find(each => typeof each === 'string' && each !== '') as string | undefined;
}

/** Names by which a configuration may know a host. */
function namesOf(host: string): readonly string[] {
  return isHub(host) ? [HUB_KEY, 'docker.io', 'index.docker.io', host] : [host, `https://${host}`];
}

/** The entry of the longest path: podman keeps some for a part of a registry. */
function stored({ auths }: Json, host: string, repository: string): Credentials | undefined {
  if (!isMap(auths)) return undefined;
  const wanted = `${host}/${repository}`;
  const matches = Object.entries(auths)
    .map(([key, entry]) => ({ place: placeOf(key), entry }))
    .filter(({ place }) => wanted === place || wanted.startsWith(`${place}/`))
    .sort((a, b) => b.place.length - a.place.length);
  for (const { entry } of matches) {
    const credentials = isMap(entry) ? entryCredentials(entry) : undefined;
    if (credentials !== undefined) return credentials;
  }
  return undefined;
}

/** `https://index.docker.io/v1/` and `docker.io/acme` by the name of the host on the network. */
function placeOf(key: string): string {
  const [host = '', ...path] = key
    .replace(/^https?:\/\//, '')
    .replace(/\/(?:v[12]\/?)?$/, '')
    .split('/');
  return [isHub(host) ? 'registry-1.docker.io' : host, ...path].join('/');
}

function entryCredentials({ auth, identitytoken, username, password }: Json): Credentials | undefined {
  if (typeof identitytoken === 'string' && identitytoken !== '') return { identityToken: identitytoken };
  if (typeof auth === 'string' && auth !== '') {
    const [, name = '', secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(auth, 'base64').toString()) ?? [];
    return secret === undefined ? undefined : { username: name, password: secret };
  }
  const isPair = typeof username === 'string' && typeof password === 'string' && username !== '';
  return isPair ? { username, password } : undefined;
}

const HELPER_TIME = 30_000;

async function askHelper(helper: string, host: string, env: ProcessEnvironment): Promise<KnownCredentials> {
  const name = `docker-credential-${helper}`;
  const program = /^[\w.-]+$/.test(helper) ? findProgram(name, env) : undefined;
  if (program === undefined) return { ...NONE, problem: `${name} is not on PATH` };
  const { failed, text } = await run(program.path, program.env, isHub(host) ? HUB_KEY : host);
  // What a helper says of a registry that it does not know; the words are part of the protocol.
  if (failed && /credentials not found/i.test(text)) return NONE;
  if (failed) return { ...NONE, problem: `${name} fails` };
  try {
    const { Username: username, Secret: password } = JSON.parse(text) as Json;
    if (typeof username !== 'string' || typeof password !== 'string') throw new SyntaxError();
    const isToken = username === '<token>';
    return { ...NONE, credentials: isToken ? { identityToken: password } : { username, password } };
  } catch {
    // Nothing of what it says is repeated: it may hold the secret.
    return { ...NONE, problem: `${name} answers with what are no credentials` };
  }
}

function run(
  path: string,
  env: ProcessEnvironment,
  input: string,
): Promise<{ readonly failed: boolean; readonly text: string }> {
  return new Promise(resolve => {
    const child = execFile(
      path,
      ['get'],
      { env: { ...env }, timeout: HELPER_TIME, maxBuffer: 1 << 20 },
      (error, stdout, stderr) => resolve({ failed: error !== null, text: error ? stdout + stderr : stdout }),
    );
    // A helper that ends before it has read is told by its exit code.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
