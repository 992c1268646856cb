/** Where policies have come behind the pooler, in the same plan or by somebody else. */

import type { Proposal, Root } from '../../src/transform.ts';
import { lettingThrough } from '../shared/policies.ts';
import { movedTo } from './callers.ts';
import type { Message } from './context.ts';
import { letThrough, type Ways } from './policies.ts';
import type { Target } from './target.ts';

/** @param server in words */
export function* keptOut(
  ways: Ways,
  target: Target,
  server: string,
  root: Root,
): Generator<Proposal<Message>> {
  const { there } = target;
  if (there === undefined) return;
  const changes = letThrough(ways, [...movedTo(target, root)], root);
  if (changes?.length === 0) return;
  const finding = {
    data: { server, callers: '', pooler: target.pooler },
    at: { on: target.on.key, path: [] },
    changes: [],
    evidence: [
      {
        kind: 'manifest',
        at: there.where(['kind']),
        says: 'it pools connections to the server',
      },
    ],
  } as const;
  yield lettingThrough(finding, changes);
}
