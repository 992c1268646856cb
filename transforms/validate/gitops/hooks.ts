/**
 * Hooks of Argo CD that need what comes behind them.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */

import { secretsMadeBy } from '../../../src/kubernetes/made-secrets.ts';
import type { Proposal, Resource, Root, Workload } from '../../../src/transform.ts';
import { enumerated } from '../../shared/prose.ts';
import { providersOf } from '../../shared/provided.ts';
import { usesOf } from '../references.ts';

export type HookMessage = 'early-hook';

const HOOK = 'argocd.argoproj.io/hook';
const BEFORE = 'PreSync';

/** Everything of a phase is applied, and has to be done, before anything of the next: no wave changes that. */
export function* earlyHooks(workload: Workload, root: Root): Generator<Proposal<HookMessage>> {
  if (!isBefore(workload)) return;
  const late = usesOf(workload).filter(({ kind, name }) => {
    const providers = [
      ...providersOf(kind, name, workload, root),
      ...(kind === 'Secret' ? makersOf(name, workload, root) : []),
    ];
    return providers.length > 0 && providers.every(each => root.resources.includes(each) && !isBefore(each));
  });
  const [first] = late;
  if (first === undefined) return;
  const names = [...new Set(late.map(({ kind, name }) => `${kind} ${name}`))];
  yield {
    message: 'early-hook',
    data: {
      workload: `${workload.kind} ${workload.name}`,
      names: enumerated(names),
      come: names.length === 1 ? 'comes' : 'come',
      them: names.length === 1 ? 'it' : 'them',
    },
    at: { on: workload.key, path: first.path },
    changes: [],
    evidence: [
      {
        kind: 'manifest',
        at: workload.where(['metadata', 'annotations', HOOK]),
        says: `${workload.kind} ${workload.name} is a hook of phase ${BEFORE}`,
      },
    ],
    known: `as \`${HOOK}: Sync\` it runs among them, by its sync-wave; else they have to be hooks of ${BEFORE} too, in an earlier wave`,
  };
}

/** What has a controller make a Secret: it begins once that is applied. */
function makersOf(secret: string, workload: Workload, { platform }: Root): readonly Resource[] {
  return platform
    .resourcesIn(platform.namespaceOf(workload))
    .filter(each => secretsMadeBy(each.object).some(({ name }) => name === secret));
}

function isBefore({ annotations }: Resource): boolean {
  return (annotations[HOOK] ?? '').split(',').some(each => each.trim() === BEFORE);
}
