/** Webhooks, as admissionregistration.k8s.io/v1 has them. */
import type { JsonObject } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { each, withField } from './moves.ts';

/** What was meant where nothing was said, and is not any more. */
const FORMER_DEFAULTS: JsonObject = {
  failurePolicy: 'Ignore',
  matchPolicy: 'Exact',
  timeoutSeconds: 30,
  admissionReviewVersions: ['v1beta1'],
};

export function webhookFields(part: JsonObject, isWhole: boolean): JsonObject {
  if (!isWhole) return part;
  return withField(
    part,
    'webhooks',
    each(webhook => ({
      ...webhook,
      ...Object.fromEntries(Object.entries(FORMER_DEFAULTS).filter(([key]) => webhook[key] === undefined)),
    })),
  );
}

export function webhookDoubts({ webhooks }: JsonObject): readonly string[] {
  const isOpen = mapsIn(webhooks).some(webhook =>
    Object.keys(FORMER_DEFAULTS).some(key => webhook[key] === undefined),
  );
  return isOpen
    ? [
        'the new version has other defaults, and whether the former ones, now written, were meant is not known',
      ]
    : [];
}

export function webhookBlocked({ webhooks }: JsonObject): string | undefined {
  const isSaid = mapsIn(webhooks).every(
    ({ sideEffects }) => sideEffects === 'None' || sideEffects === 'NoneOnDryRun',
  );
  return isSaid
    ? undefined
    : 'does the webhook change anything besides its answer? Say `sideEffects: None` where it does not, or `NoneOnDryRun` where it leaves that on a dry run: v1 takes nothing else';
}
