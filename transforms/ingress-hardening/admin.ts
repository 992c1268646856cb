/** Pages for administrators that everybody reaches who reaches the rest. */

import type { Evidence, Json, JsonObject, Proposal, Resource } from '../../src/transform.ts';
import { staying } from '../shared/choices.ts';
import { mapAt, mapsIn } from '../shared/data.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { enumerated } from '../shared/prose.ts';
import { type Controller, nginxPath } from './controller.ts';

export interface AdminOptions {
  readonly adminPaths: readonly string[];
  readonly allowFrom: readonly string[];
}

export type AdminMessage = 'admin' | 'admin-open';

/** Keys by which somebody is asked who he is or where he comes from, of whatever controller. */
const GUARD = /auth|allowlist|whitelist|source-range|middlewares|inbound-cidrs|oauth|scheme$|waf/i;

export function* adminPaths(
  ingress: Resource,
  controller: Controller | undefined,
  { adminPaths: names, allowFrom }: AdminOptions,
  configured: (option: keyof AdminOptions, says: string) => Evidence | undefined,
): Generator<Proposal<AdminMessage>> {
  if (Object.keys(ingress.annotations).some(each => GUARD.test(each))) return;
  const isAdmin = ({ path }: JsonObject) => names.some(each => isBelow(path, each));
  const rules = mapsIn(ingress.get(['spec', 'rules']));
  const paths = rules.flatMap(pathsOf);
  const found = paths.filter(isAdmin);
  if (found.length === 0) return;
  const finding = {
    message: 'admin-open',
    data: {
      name: ingress.name,
      paths: enumerated([...new Set(found.map(({ path }) => String(path)))]),
      allowed: '',
    },
    at: { on: ingress.key, path: ['spec', 'rules'] },
    changes: [],
    evidence: [],
  } as const;
  const stated = configured('allowFrom', 'the team says from where they may be reached');
  if (stated === undefined || controller?.name !== 'ingress-nginx') {
    yield {
      ...finding,
      blocked: 'from which addresses may it be reached? (`allowFrom` of ingress-hardening)',
      asks: [
        {
          type: 'decision',
          about: 'addresses from which administrators come',
          question: 'from which addresses may these be reached?',
          choices: [
            staying('from everywhere: they ask for a login', 'these paths ask for a login of their own'),
          ],
          names: [`${finding.data.paths} of Ingress ${sourceName(ingress)}`],
        },
      ],
    };
    return;
  }
  if (found.length < paths.length) {
    yield { ...finding, known: 'other paths are on the same Ingress, and `allowFrom` holds for whole ones' };
    return;
  }
  yield {
    ...finding,
    message: 'admin',
    data: { ...finding.data, allowed: enumerated(allowFrom) },
    changes: [ingress.set(nginxPath('allowlist-source-range'), allowFrom.join(','))],
    evidence: [stated, controller.evidence],
    doubts: ['behind a load balancer that hides addresses everybody is refused, or nobody'],
  };
}

function isBelow(path: Json | undefined, admin: string): boolean {
  return (
    typeof path === 'string' &&
    (path === admin || path.startsWith(`${admin}/`) || path.startsWith(`${admin}(`))
  );
}

function pathsOf(rule: JsonObject): readonly JsonObject[] {
  return mapsIn(mapAt(rule, 'http').paths);
}
