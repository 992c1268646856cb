/** How much one client may ask for, and who looks at what it asks: annotations of ingress-nginx. */

import type { Evidence, Proposal, Resource, Root } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';
import { type Controller, firstOf, nginxPath, nginxSays } from './controller.ts';

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
  const wanted = asked.filter(({ annotation }) => declinedIn(ingress, annotation, root) === undefined);
  if (asked.length === 0) return;
  if (wanted.length === 0) {
    const { annotation } = asked[0]!;
    yield {
      message: 'rate-declined',
      data: { name: ingress.name },
      at: { on: ingress.key, path: nginxPath(annotation) },
      changes: [],
      evidence: [],
      known: `its comment says why: ${declinedIn(ingress, annotation, root)}`,
    };
    return;
  }
  const stated = wanted.map(({ option }) => configured(option, 'the team has set the number'));
  yield {
    message: 'rate',
    data: {
      name: ingress.name,
      limits: enumerated(wanted.map(({ annotation, value }) => `\`${annotation}: ${value}\``)),
    },
    at: { on: ingress.key, path: nginxPath(wanted[0]!.annotation) },
    changes: wanted.map(({ annotation, value }) => ingress.set(nginxPath(annotation), String(value))),
    evidence: [...stated.flatMap(each => each ?? []), evidence],
    doubts: [
      ...(stated.includes(undefined) ? ['the number is ours: nothing says how many requests are usual'] : []),
      'behind a proxy or load balancer that hides addresses all users count as one, and get 503',
      ...(wanted.some(({ option }) => option === 'limitConnections')
        ? ['over HTTP/2 each request at the same time counts as a connection']
        : []),
    ],
  };
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
