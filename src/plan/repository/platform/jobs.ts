/** Jobs in files that no kustomization reads: somebody starts them by hand on the day, and what they call has to be there. */

import { secretsOf } from '../../../kubernetes/pod-flaws.ts';
import { podTemplatesIn } from '../../../kubernetes/pod-templates.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import { at, entry, textOf, toJson } from '../../../kustomize/tree/node.ts';
import type { Json, JsonObject, WrittenJob } from '../../../transform.ts';
import { isJsonMap } from '../../../yaml/read/data.ts';
import { kindOf, nameOf, placeOf } from '../manifests/documents.ts';
import { unreadDocuments } from '../manifests/unread.ts';

export interface Job extends WrittenJob {
  /** Undefined where it names none. */
  readonly namespace: string | undefined;
}

const KINDS = ['Job', 'CronJob', 'Pod'];

export function readJobs(files: Files, paths: readonly string[], read: ReadonlySet<string>): Job[] {
  return unreadDocuments(files, paths, read, KINDS).flatMap(document => {
    const namespace = textOf(at(document, 'metadata', 'namespace'));
    if (document.kind !== 'map') return [];
    const object = toJson(document) as JsonObject;
    const secrets = secretsOf(object);
    return podTemplatesIn(object).map(({ spec, metadataPath }) => ({
      kind: kindOf(document),
      name: nameOf(document),
      namespace,
      at: placeOf(files, entry(document, 'kind') ?? document),
      labels: labelsIn(
        metadataPath.reduce<Json | undefined>((value, step) => mapOf(value)[String(step)], object),
      ),
      told: mapsIn(spec.containers as Json).flatMap(toldIn),
      secrets,
    }));
  });
}

/** Kinds that are read here have their pods by keys alone. */
function labelsIn(metadata: Json | undefined): Readonly<Record<string, string>> {
  const labels = Object.entries(mapOf(mapOf(metadata).labels));
  return Object.fromEntries(labels.map(([key, value]) => [key, String(value)]));
}

function mapOf(value: Json | undefined): JsonObject {
  return isJsonMap(value) ? value : {};
}

function toldIn({ env, command, args }: JsonObject): WrittenJob['told'] {
  const variables = mapsIn(env).flatMap(({ name, value }) =>
    typeof value === 'string' ? [{ key: String(name), text: value }] : [],
  );
  const texts = [command, args].flatMap(each => (Array.isArray(each) ? (each as readonly Json[]) : []));
  return [...variables, ...texts.map(each => ({ key: undefined, text: String(each) }))];
}

function mapsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonMap) : [];
}
