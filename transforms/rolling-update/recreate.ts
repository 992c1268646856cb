/** Deployments that stop all their pods before new ones start. */

import type { Doubt, Proposal, Root, Workload } from '../../src/transform.ts';
import { leastReplicas } from '../shared/replicas/replicas.ts';
import { hostPortOf, singletonOf } from '../shared/replicas/single.ts';
import { sharedClaims } from '../shared/storage/claims.ts';
import { isLikelyStore } from '../shared/storage/stores.ts';
import { stepsOf, strategyPath, typeOf } from './strategy.ts';

/**
 * The strategy is a decision. Several pods behind a Service contradict it: whoever runs two wants one of them to answer. It is
 * written once for all environments, so it is found in all of them where one has several.
 *
 * @param isAll with a single pod too
 */
export function stopsFirst(
  workload: Workload,
  root: Root,
  isAll: boolean,
): Proposal<'recreate' | 'recreate-held'> | undefined {
  if (workload.kind !== 'Deployment' || typeOf(workload) !== 'Recreate') return undefined;
  const [service] = root.servicesFor(workload);
  if (service === undefined) return undefined;
  const replicas = leastReplicas(workload, root);
  const sister = root
    .sistersOf(workload)
    .find(({ before }) => typeOf(before) === 'Recreate' && (before.replicas ?? 1) > 1);
  if (replicas < 2 && sister === undefined && !isAll) return undefined;
  const { name, key } = workload;
  const path = strategyPath(workload);
  const at = { on: key, path: [...path, 'type'] };
  const reason = reasonFor(workload);
  if (reason !== undefined) {
    if (replicas < 2) return undefined;
    return {
      message: 'recreate-held',
      data: { name, replicas },
      at,
      changes: [],
      evidence: [],
      known: reason,
    };
  }
  const several = replicas > 1 ? workload : sister?.before;
  const evidence = [
    {
      kind: 'manifest',
      at: service.where(['spec', 'selector']),
      says: `Service ${service.name} sends to it`,
    },
    ...(several === undefined
      ? []
      : [
          {
            kind: 'manifest',
            at: several.where(['spec', 'replicas']),
            says: `${sister === undefined || replicas > 1 ? 'it' : (sister.environment.name ?? 'another environment')} has several pods`,
          } as const,
        ]),
  ] as const;
  return {
    message: 'recreate',
    data: { name },
    at,
    changes: [
      workload.set([...path, 'type'], 'RollingUpdate'),
      // Steps that a layer below wrote for it are there already.
      ...(stepsOf(workload) === undefined
        ? [workload.set([...path, 'rollingUpdate'], { maxUnavailable: 0, maxSurge: 1 })]
        : []),
    ],
    evidence,
    doubts: ['somebody chose it: two versions at a time may not get along', ...unready(workload)],
  };
}

/** Why two of its pods would not get along, beyond what a person may know. */
function reasonFor(workload: Workload): string | undefined {
  const [claim] = sharedClaims(workload);
  if (claim !== undefined) return `old and new pods would share what is in ${claim}`;
  const port = hostPortOf(workload);
  if (port !== undefined) return `each of its pods takes ${port} of its node`;
  const keeper = workload.containers.find(
    each => each.role === 'main' && (isLikelyStore(each) || each.facts.data.length > 0),
  );
  if (keeper !== undefined) return `${keeper.name} keeps data, and two pods of it would each have some`;
  const once = singletonOf(workload);
  return once === undefined ? undefined : `${once.name} may be there once`;
}

function unready({ containers }: Workload): Doubt[] {
  const isAsked = containers.some(each => (each.get(['readinessProbe']) ?? null) !== null);
  return isAsked ? [] : ['nothing says when a new pod is ready'];
}
