/** What a request shows of who asks: nothing at first, then what the registry has asked for. */
import type { Challenge } from './challenge.ts';
import type { Credentials, CredentialsOf, KnownCredentials } from './credentials.ts';
import { isSameDomain } from './hosts.ts';
import type { Outside, Send } from './http.ts';
import type { Patience } from './patience.ts';
import { RegistryProblem } from './problem.ts';

/** One repository of one registry, for reading. */
export interface Scope {
  /** Registry as references name it. */
  readonly registry: string;
  readonly host: string;
  readonly repository: string;
  readonly patience: Patience;
}

export interface Authorizations {
  /** What worked before; undefined where nothing has been asked for yet. */
  known(scope: Scope): string | undefined;
  /** What the challenges ask for; undefined where there are no credentials for it. @throws RegistryProblem */
  answer(scope: Scope, challenges: readonly Challenge[]): Promise<string | undefined>;
  /** Why the registry refuses, as far as the user's files explain it. */
  refusal(scope: Scope): Promise<RegistryProblem>;
}

interface Token {
  readonly header: string;
  /** Milliseconds of the clock. */
  readonly until: number;
}

/** What a token may do without where its service does not say how long it lives. */
const SHORTEST_LIFE = 60;
/** A token that ends on the way is none. */
const MARGIN = 5000;
const TOKEN_LIMIT = 1 << 20;

export function newAuthorizations(
  send: Send,
  credentialsOf: CredentialsOf,
  { now }: Outside,
): Authorizations {
  const tokens = new Map<string, Token>();
  const asked = new Map<string, Promise<Token>>();
  const keyOf = ({ host, repository }: Scope) => `${host} ${repository}`;
  const refusal = async (scope: Scope) => refusalOf(scope, await credentialsOf(scope.host, scope.repository));
  return {
    known(scope) {
      const token = tokens.get(keyOf(scope));
      return token !== undefined && token.until > now() ? token.header : undefined;
    },
    async answer(scope, challenges) {
      const key = keyOf(scope);
      // Several images of a repository are asked for at once: the first that is refused asks for all.
      const open = asked.get(key) ?? tokenFor(scope, challenges);
      asked.set(key, open);
      try {
        const token = await open;
        tokens.set(key, token);
        return token.header === '' ? undefined : token.header;
      } finally {
        asked.delete(key);
      }
    },
    refusal,
  };

  async function tokenFor(scope: Scope, challenges: readonly Challenge[]): Promise<Token> {
    const { credentials } = await credentialsOf(scope.host, scope.repository);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer !== undefined) return await fetchToken(scope, bearer, credentials);
    const isBasic = challenges.some(({ scheme }) => scheme === 'basic');
    const pair = isBasic && credentials !== undefined && 'username' in credentials ? credentials : undefined;
    return { header: pair === undefined ? '' : basic(pair), until: Number.POSITIVE_INFINITY };
  }

  async function fetchToken(
    scope: Scope,
    { parameters }: Challenge,
    credentials: Credentials | undefined,
  ): Promise<Token> {
    const realm = parameters.get('realm') ?? '';
    if (!URL.canParse(realm) || !/^https?:$/.test(new URL(realm).protocol))
      throw new RegistryProblem('answer', `${scope.registry} names no address where it gives out tokens`);
    const url = new URL(realm);
    refuseForeign(scope, url, credentials);
    const wanted = {
      service: parameters.get('service'),
      scope: parameters.get('scope') ?? `repository:${scope.repository}:pull`,
    };
    const { status, body } =
      credentials !== undefined && 'identityToken' in credentials
        ? await send({
            method: 'POST',
            url,
            limit: TOKEN_LIMIT,
            patience: scope.patience,
            form: new URLSearchParams({
              ...stated(wanted),
              grant_type: 'refresh_token',
              client_id: 'kustomend',
              refresh_token: credentials.identityToken,
            }),
          })
        : await send({
            method: 'GET',
            url: withQuery(url, stated(wanted)),
            limit: TOKEN_LIMIT,
            patience: scope.patience,
            authorization: credentials && basic(credentials),
          });
    if (status === 401 || status === 403) throw await refusal(scope);
    if (status !== 200) throw new RegistryProblem('answer', `${url.host} gives out no token (${status})`);
    return readToken(url, body, now());
  }
}

/** Where the registry lies and where it sends those who ask must belong to one owner before a password goes there. */
function refuseForeign({ registry, host }: Scope, realm: URL, credentials: Credentials | undefined): void {
  const own = new URL(`https://${host}`).hostname;
  if (credentials === undefined || isSameDomain(own, realm.hostname)) return;
  throw new RegistryProblem(
    'refused',
    `${registry} wants its credentials sent to ${realm.host}, which belongs to another domain: they stay here`,
  );
}

function stated(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

function withQuery(url: URL, values: Readonly<Record<string, string>>): URL {
  const full = new URL(url);
  for (const [key, value] of Object.entries(values)) full.searchParams.set(key, value);
  return full;
}

function basic({ username, password }: Extract<Credentials, { username: string }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** `{"token": ...}`, or `access_token` as OAuth has it. */
function readToken({ host }: URL, body: Buffer, now: number): Token {
  const problem = new RegistryProblem('answer', `${host} answers with what is no token`);
  let data: unknown;
  try {
    data = JSON.parse(body.toString());
  } catch {
    throw problem;
  }
  const { token, access_token, expires_in } = (data ?? {}) as Readonly<Record<string, unknown>>;
  const text = [token, access_token].find(each => typeof each === 'string' && /^[\x21-\x7e]+$/.test(each));
  if (text === undefined) throw problem;
  const life = typeof expires_in === 'number' ? Math.max(expires_in, SHORTEST_LIFE) : SHORTEST_LIFE;
  return { header: `Bearer ${String(text)}`, until: now + life * 1000 - MARGIN };
}

function refusalOf(
  { registry, repository }: Scope,
  { credentials, problem }: KnownCredentials,
): RegistryProblem {
  const why = problem === undefined ? '' : ` (${problem})`;
  const login = registry === 'docker.io' ? 'docker login' : `docker login ${registry}`;
  const message =
    credentials === undefined
      ? `${registry} has no public ${repository}: it is not there, or needs credentials, which ${login} keeps${why}`
      : `${registry} refuses the credentials that are known for ${repository}: ${login} renews them${why}`;
  return new RegistryProblem('credentials', message);
}
