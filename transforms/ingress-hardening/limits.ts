/** How much one client may ask for, and who looks at what it asks: annotations of ingress-nginx. */

import type { Evidence, Proposal, Resource } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';
import { type Controller, nginxPath, nginxSays } from './controller.ts';

export interface LimitOptions {
  readonly limitRps?: number;
  readonly limitConnections?: number;
  readonly waf: string;
}

export type LimitMessage = 'rate' | 'waf';

type Configured = (option: keyof LimitOptions, says: string) => Evidence | undefined;

const LIMITS = ['limit-rps', 'limit-rpm', 'limit-connections', 'global-rate-limit'];

export function* rateLimits(
  ingress: Resource,
  { evidence }: Controller,
  { limitRps, limitConnections }: LimitOptions,
  configured: Configured,
): Generator<Proposal<LimitMessage>> {
  if (LIMITS.some(each => nginxSays(ingress, each) !== undefined)) return;
  const wanted = (
    [
      ['limit-rps', limitRps, 'limitRps'],
      ['limit-connections', limitConnections, 'limitConnections'],
    ] as const
  ).flatMap(([annotation, value, option]) => (value === undefined ? [] : [{ annotation, value, option }]));
  if (wanted.length === 0) return;
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
      ...(limitConnections === undefined
        ? []
        : ['over HTTP/2 each request at the same time counts as a connection']),
    ],
  };
}

/** By the engine's own default it writes down what it finds and lets it pass. */
export function* firewall(
  ingress: Resource,
  { evidence }: Controller,
  { waf }: LimitOptions,
  configured: Configured,
): Generator<Proposal<LimitMessage>> {
  const isSaid = ['enable-modsecurity', 'enable-owasp-core-rules', 'modsecurity-snippet'].some(
    each => nginxSays(ingress, each) !== undefined,
  );
  if (waf !== 'detect' || isSaid) return;
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
