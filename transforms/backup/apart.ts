/** Labels by which no Service takes the pods of a dump for those of the store. */

import type { Resource, Workload } from '../../src/transform.ts';
import { validLabelValue } from '../shared/labels/values.ts';
import { isInManifest } from '../shared/places.ts';
import { labelsOf } from '../shared/pods.ts';
import { SUFFIX } from './cron-job.ts';

/** By the label that tells the store from others: it comes first where the manifest writes it. */
const TELLING = ['app.kubernetes.io/name', 'app', 'k8s-app', 'name'];

export function labelsApart(workload: Workload): Readonly<Record<string, string>> {
  const own = labelsOf(workload);
  const keys = [...TELLING, ...Object.keys(own)].filter(key => own[key] !== undefined);
  const key = keys.find(each => isLabelWritten(each, workload)) ?? keys[0] ?? 'app';
  const value = own[key] ?? workload.name;
  return { [key]: validLabelValue(`${value}${SUFFIX}`) };
}

/** Labels of layers go to whatever passes them. */
export function tellsApart(
  service: Resource,
  workload: Workload,
  labels: Readonly<Record<string, string>>,
): boolean {
  const selector = service.get(['spec', 'selector']) ?? {};
  return Object.entries(selector).some(
    ([key, value]) => isLabelWritten(key, workload) && labels[key] !== value,
  );
}

export function isLabelWritten(key: string, workload: Workload): boolean {
  return isInManifest([...workload.podMetadataPath, 'labels', key], workload);
}
