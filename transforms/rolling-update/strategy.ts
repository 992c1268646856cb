/** What a workload says of its rollouts. */

import type { FieldPath, Json, Workload } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';

/** Deployments call it otherwise than the others. */
export function strategyPath({ kind }: Workload): readonly string[] {
  return ['spec', kind === 'Deployment' ? 'strategy' : 'updateStrategy'];
}

export function typeOf(workload: Workload): string {
  const type = workload.get([...strategyPath(workload), 'type']);
  return typeof type === 'string' ? type : 'RollingUpdate';
}

export interface Steps {
  readonly path: FieldPath;
  readonly surge: Json | undefined;
  readonly unavailable: Json | undefined;
}

/** Undefined where nothing is written. */
export function stepsOf(workload: Workload): Steps | undefined {
  const path = [...strategyPath(workload), 'rollingUpdate'];
  const steps = workload.get(path);
  if (!isMap(steps)) return undefined;
  return { path, surge: steps.maxSurge ?? undefined, unavailable: steps.maxUnavailable ?? undefined };
}

export function isNone(amount: Json | undefined): boolean {
  return amount === 0 || (typeof amount === 'string' && /^0+%?$/.test(amount));
}

/** Pods of so many, percentages rounded down as for those that may be away; undefined for what is no amount. */
export function podsOf(amount: Json | undefined, replicas: number): number | undefined {
  if (typeof amount === 'number') return amount;
  const percent = typeof amount === 'string' ? /^(\d+)%$/.exec(amount)?.[1] : undefined;
  return percent === undefined ? undefined : Math.floor((Number(percent) * replicas) / 100);
}
