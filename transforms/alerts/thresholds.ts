/** When somebody is told, as far as the team has said it. */

import type { Doubt, Evidence, PlanContext } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';
import type { Alert, Thresholds } from './rules.ts';

const OF_ALERTS: Readonly<Record<Alert['is'], readonly (keyof Thresholds)[]>> = {
  down: ['downFor'],
  restarts: ['restarts'],
  claim: ['claimPercent', 'fullFor'],
  replicas: ['fullFor'],
};

/** Numbers of ours wait for a look, and one that the team has set says nothing of the others. */
export function thresholdsOf(
  alerts: readonly Alert[],
  { configured, options }: PlanContext<Thresholds>,
): { readonly evidence: readonly Evidence[]; readonly doubts: readonly Doubt[] } {
  const wanted = [...new Set(alerts.flatMap(({ is }) => OF_ALERTS[is]))];
  const said = wanted.map(key => ({
    key,
    evidence: configured(key, `the team has set ${key} to ${options[key]}`),
  }));
  const unsaid = said.filter(({ evidence }) => evidence === undefined).map(({ key }) => key);
  return {
    evidence: said.flatMap(({ evidence }) => evidence ?? []),
    doubts:
      unsaid.length === 0
        ? []
        : [`when somebody is told is a proposal until the configuration says ${enumerated(unsaid)}`],
  };
}
