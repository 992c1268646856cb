/** How texts name a Service from wherever they are: `web.shop`, `web.shop.svc`, `web.shop.svc.cluster.local`. */

import { literal } from '../text/literal.ts';

export function serviceHost(service: string, namespace: string): RegExp {
  return new RegExp(`(?<![\\w.-])${literal(service)}\\.${literal(namespace)}(?:\\.svc\\b|(?![\\w.-]))`);
}
