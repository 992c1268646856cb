/** One repository of a registry: what it answers, or why it does not. */
import { createHash } from 'node:crypto';
import type { ImageReference } from '../kubernetes/images/image-reference.ts';
import type { Authorizations, Scope } from './authorization.ts';
import { parseChallenges } from './challenge.ts';
import { hostOf, isLoopback } from './hosts.ts';
import type { Answer, Request, Send } from './http.ts';
import type { Patience } from './patience.ts';
import { RegistryProblem } from './problem.ts';

export interface Source {
  readonly registry: string;
  readonly repository: string;
  /** Asks, and shows who asks where that is wanted. @throws RegistryProblem */
  ask(method: Request['method'], path: string, limit: number, accept?: string): Promise<Answer>;
}

export interface Connection {
  readonly send: Send;
  readonly authorizations: Authorizations;
  /** Hosts, besides this machine, that are asked without encryption. */
  readonly plain: ReadonlySet<string>;
  readonly patienceWith: (repository: string) => Patience;
}

/** @throws RegistryProblem where the registry's name is no host */
export function newSource(
  { registry, repository }: ImageReference,
  { send, authorizations, plain, patienceWith }: Connection,
): Source {
  const host = hostOf(registry);
  const secure = `https://${host}`;
  if (!URL.canParse(secure)) throw new RegistryProblem('refused', `${registry} is the name of no host`);
  const isPlain = plain.has(host) || isLoopback(new URL(secure).hostname);
  const patience = patienceWith(`${registry}/${repository}`);
  const scope: Scope = { registry, host, repository, patience };
  const base = `${isPlain ? 'http' : 'https'}://${host}/v2/${repository}/`;
  return {
    registry,
    repository,
    async ask(method, path, limit, accept) {
      const request = { method, url: new URL(path, base), limit, accept, patience };
      const first = await send({ ...request, authorization: authorizations.known(scope) });
      if (first.status !== 401) return first;
      const challenges = parseChallenges(first.headers.get('www-authenticate') ?? '');
      const authorization = await authorizations.answer(scope, challenges);
      if (authorization === undefined) throw await authorizations.refusal(scope);
      const second = await send({ ...request, authorization });
      if (second.status === 401) throw await authorizations.refusal(scope);
      return second;
    },
  };
}

/** @throws RegistryProblem where the status is another than 200 */
export function refuseFailed({ registry, repository }: Source, { status }: Answer, what: string): void {
  if (status === 200) return;
  if (status === 404) throw new RegistryProblem('absent', `${registry} has no ${what}`);
  if (status === 403)
    throw new RegistryProblem(
      'credentials',
      `${registry} does not let anybody read ${repository} who asks like this`,
    );
  throw new RegistryProblem('answer', `${registry} answers ${status} for ${what}`);
}

/** @throws RegistryProblem where the bytes have another digest */
export function refuseOtherBytes({ registry }: Source, { body }: Answer, digest: string): void {
  if (sha256(body) === digest) return;
  throw new RegistryProblem('answer', `${registry} answers with other bytes than those of ${digest}`);
}

/** @throws RegistryProblem where it is no JSON */
export function jsonOf({ registry }: Source, { body }: Answer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new RegistryProblem('answer', `${registry} answers with what is no JSON`);
  }
}

export function mediaTypeOf({ headers }: Answer): string {
  return (headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

export function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The only algorithm that registries are seen to use. */
export function isDigest(text: unknown): text is string {
  return typeof text === 'string' && /^sha256:[0-9a-f]{64}$/.test(text);
}
