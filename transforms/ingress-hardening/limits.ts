/** How much one client may ask for, and who looks at what it asks: annotations of ingress-nginx. */

import type { Evidence, Proposal, Resource, Root } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';
import { type Controller, firstOf, nginxPath, nginxSays } from './controller.ts';
import { neighboursOf, takesWebhooks } from './sisters.ts';

export interface LimitOptions {
  readonly limitRps?: number;
  readonly limitConnections?: number;
  readonly waf: string;
}

export type LimitMessage = 'rate' | 'rate-declined' | 'waf';

type Configured = (option: keyof LimitOptions, says: string) => Evidence | undefined;

const LIMITS = ['limit-rps', 'limit-rpm', 'limit-connections', 'global-rate-limit'];

/** By which comments speak of them. */
const SPOKEN_OF = {
  'limit-rps': ['limit-rps', 'limit-rpm', 'rate limit', 'rate limiting', 'request limit'],
  'limit-connections': ['limit-connections', 'connection limit', 'rate limit', 'rate limiting'],
  'enable-modsecurity': ['enable-modsecurity', 'modsecurity', 'waf', 'web application firewall'],
} as const;

export function* rateLimits(
  ingress: Resource,
  { evidence }: Controller,
  { limitRps, limitConnections }: LimitOptions,
  configured: Configured,
  root: Root,
): Generator<Proposal<LimitMessage>> {
  if (LIMITS.some(each => nginxSays(ingress, each) !== undefined)) return;
  const asked = (
    [
      ['limit-rps', limitRps, 'limitRps'],
      ['limit-connections', limitConnections, 'limitConnections'],
    ] as const
  ).flatMap(([annotation, value, option]) => (value === undefined ? [] : [{ annotation, value, option }]));
  if (asked.length === 0) return;
  const stated = asked.flatMap(({ option }) => configured(option, 'the team has set the number') ?? []);
  // Who sets one of the numbers has thought of both.
  const isOurs = stated.length === 0;
  const meant = isOurs ? asked : asked.filter(({ option }) => configured(option, '') !== undefined);
  const wanted = meant.filter(
    ({ annotation }) =>
      declinedIn(ingress, annotation, root) === undefined &&
      !(isOurs && annotation === 'limit-connections' && keepsConnections(ingress)),
  );
  const reason =
    wanted.length === 0
      ? `its comment says why: ${firstOf(meant, each => declinedIn(ingress, each.annotation, root)) ?? 'connections are kept open'}`
      : isOurs
        ? whyNotByAddress(ingress, root)
        : undefined;
  if (reason !== undefined) {
    yield {
      message: 'rate-declined',
      data: { name: ingress.name },
      at: { on: ingress.key, path: nginxPath(meant[0]!.annotation) },
      changes: [],
      evidence: [],
      known: reason,
    };
    return;
  }
  const { proxyInFront } = root.platform;
  yield {
    message: 'rate',
    data: {
      name: ingress.name,
      limits: enumerated(wanted.map(({ annotation, value }) => `\`${annotation}: ${value}\``)),
    },
    at: { on: ingress.key, path: nginxPath(wanted[0]!.annotation) },
    changes: wanted.map(({ annotation, value }) => ingress.set(nginxPath(annotation), String(value))),
    evidence: [...stated, evidence],
    doubts: [
      ...(isOurs ? ['the number is ours: nothing says how many requests are usual'] : []),
      proxyInFront === undefined
        ? 'behind a proxy or load balancer that hides addresses all users count as one, and get 503'
        : `all users have the addresses of the proxy in front (${proxyInFront}), count as one, and get 503`,
      ...(takesWebhooks(ingress)
        ? ['webhooks of a service come from few addresses, and one that gets 503 may be lost']
        : []),
      ...(wanted.some(({ option }) => option === 'limitConnections')
        ? ['over HTTP/2 each request at the same time counts as a connection']
        : []),
    ],
  };
}

/** One address of many users, or of a service that sends webhooks: the number of its connections says nothing of abuse. */
function keepsConnections(ingress: Resource): boolean {
  const isLong = ['proxy-read-timeout', 'proxy-send-timeout'].some(
    each => Number(nginxSays(ingress, each)) >= 3600,
  );
  return isLong || nginxSays(ingress, 'websocket-services') !== undefined || takesWebhooks(ingress);
}

/** Where addresses say nothing of users, or the team has said where it counts: nobody asked for a number of ours. */
function whyNotByAddress(ingress: Resource, root: Root): string | undefined {
  const { proxyInFront } = root.platform;
  if (proxyInFront !== undefined)
    return `all users come from the addresses of the proxy in front, and nothing tells the controller theirs: ${proxyInFront}`;
  for (const other of neighboursOf(ingress, root)) {
    const limit = LIMITS.find(each => nginxSays(other, each) !== undefined);
    if (limit !== undefined)
      return `the team counts where it wants to: Ingress ${other.name} has \`${limit}\` (${other.where(nginxPath(limit))})`;
  }
  return undefined;
}

/** What a comment of its document says against one of them. */
function declinedIn(
  ingress: Resource,
  annotation: keyof typeof SPOKEN_OF,
  { platform }: Root,
): string | undefined {
  const places = [ingress.where(nginxPath(annotation)), ingress.where([])];
  return firstOf(places, at => platform.declinedAt(at, SPOKEN_OF[annotation]));
}

/** By the engine's own default it writes down what it finds and lets it pass. */
export function* firewall(
  ingress: Resource,
  { evidence }: Controller,
  { waf }: LimitOptions,
  configured: Configured,
  root: Root,
): Generator<Proposal<LimitMessage>> {
  const isSaid = ['enable-modsecurity', 'enable-owasp-core-rules', 'modsecurity-snippet'].some(
    each => nginxSays(ingress, each) !== undefined,
  );
  if (waf !== 'detect' || isSaid || declinedIn(ingress, 'enable-modsecurity', root) !== undefined) return;
  const stated = configured('waf', 'the team asks for it');
  yield {
    message: 'waf',
    data: { name: ingress.name },
    at: { on: ingress.key, path: nginxPath('enable-modsecurity') },
    changes: [
      ingress.set(nginxPath('enable-modsecurity'), 'true'),
      ingress.set(nginxPath('enable-owasp-core-rules'), 'true'),
    ],
    evidence: [...(stated === undefined ? [] : [stated]), evidence],
    doubts: [
      'each request takes longer and the controller more memory: the rules are some hundreds',
      'it blocks where the ConfigMap of the controller has turned the engine on',
    ],
  };
}
