/** What a new object carries because all its neighbours do (judgement.md 5). */
import type { JsonObject } from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import type { CommonLabel } from '../rendered/common-labels.ts';

/** A manifest with the labels of its neighbours; what it says itself stays. */
export function withLabels(manifest: JsonObject, labels: readonly CommonLabel[]): JsonObject {
  if (labels.length === 0) return manifest;
  const metadata = isJsonMap(manifest.metadata) ? manifest.metadata : {};
  const own = isJsonMap(metadata.labels) ? metadata.labels : {};
  const given = Object.fromEntries(labels.map(({ key, value }) => [key, value]));
  return { ...manifest, metadata: { ...metadata, labels: { ...given, ...own } } };
}

/** The same with annotations. */
export function withAnnotations(
  manifest: JsonObject,
  annotations: Readonly<Record<string, string>>,
): JsonObject {
  if (Object.keys(annotations).length === 0) return manifest;
  const metadata = isJsonMap(manifest.metadata) ? manifest.metadata : {};
  const own = isJsonMap(metadata.annotations) ? metadata.annotations : {};
  return { ...manifest, metadata: { ...metadata, annotations: { ...annotations, ...own } } };
}
