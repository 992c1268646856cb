/** Labels of pods that stand beside a store: no Service takes them for those of the store itself. */

import type { Resource, Workload } from '../../../src/transform.ts';
import { isInManifest } from '../places.ts';
import { labelsOf } from '../pods.ts';
import { validLabelValue } from './values.ts';

/** By the label that tells the store from others: it comes first where the manifest writes it. */
const TELLING = ['app.kubernetes.io/name', 'app', 'k8s-app', 'name'];

/** @param suffix behind the value by which the store is told */
export function labelsApart(workload: Workload, suffix: string): Readonly<Record<string, string>> {
  const own = labelsOf(workload);
  const keys = [...TELLING, ...Object.keys(own)].filter(key => own[key] !== undefined);
  const key = keys.find(each => isLabelWritten(each, workload)) ?? keys[0] ?? 'app';
  const value = own[key] ?? workload.name;
  return { [key]: validLabelValue(`${value}${suffix}`) };
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

/** Whether the manifest writes it, and no layer above gives it to all. */
function isLabelWritten(key: string, workload: Workload): boolean {
  return isInManifest([...workload.podMetadataPath, 'labels', key], workload);
}

/** Labels that the manifest of a workload writes on its pods. */
export function writtenLabels(workload: Workload): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(workload.podLabels).filter(([key]) => isLabelWritten(key, workload)),
  );
}

/** Labels that layers write on all pods, and into all selectors. */
export function givenLabels(workload: Workload): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(workload.podLabels).filter(([key]) => !isLabelWritten(key, workload)),
  );
}
