/** Images that are changed in the cluster: by an image stream of OpenShift, or by whatever watches a registry. */

import type { Container, Json, JsonObject, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn, stringsIn } from '../data.ts';

const ANNOTATION = 'image.openshift.io/triggers';

/**
 * `file:line` of the trigger that writes the image of a container: of a DeploymentConfig, or the annotation that does the
 * same for Kubernetes' own kinds. What is written in the manifest is gone once the trigger has fired.
 */
export function imageTrigger({ workload, name }: Pick<Container, 'workload' | 'name'>): string | undefined {
  const triggers = mapsIn(workload.get(['spec', 'triggers']));
  if (workload.kind === 'DeploymentConfig' && triggers.some(each => firesFor(each, name))) {
    return workload.where(['spec', 'triggers']);
  }
  const written = workload.annotations[ANNOTATION];
  if (written === undefined || !mapsIn(parsed(written)).some(({ fieldPath }) => isImageOf(fieldPath, name))) {
    return undefined;
  }
  return workload.where(['metadata', 'annotations', ANNOTATION]);
}

/** Marks by which Keel, and Flux before version 2, look for new tags of the images of a workload. */
const RENEWED = ['keel.sh/policy', 'fluxcd.io/automated'];

/** `file:line` of the mark by which something gives a workload new images; undefined where nothing does. */
export function imageRenewer(workload: Workload): string | undefined {
  for (const marks of ['annotations', 'labels'] as const) {
    const key = RENEWED.find(each => !['never', 'false'].includes(workload[marks][each] ?? 'never'));
    if (key !== undefined) return workload.where(['metadata', marks, key]);
  }
  return undefined;
}

function firesFor({ type, imageChangeParams }: JsonObject, name: string): boolean {
  return (
    type === 'ImageChange' &&
    isMap(imageChangeParams) &&
    imageChangeParams.automatic === true &&
    stringsIn(imageChangeParams.containerNames).includes(name)
  );
}

/** `spec.template.spec.containers[?(@.name=="web")].image` */
function isImageOf(fieldPath: Json | undefined, name: string): boolean {
  return typeof fieldPath === 'string' && fieldPath.replaceAll("'", '"').includes(`@.name=="${name}"`);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // OpenShift cannot read it either: nothing fires.
    return undefined;
  }
}
