/** What looks like the pods of a kind that is not in the table. */

import { apiGroupOf } from './kinds.ts';
import { podKindOf, type Step } from './pod-templates.ts';

export interface PodLike {
  /** Of the containers, or of the settings for pods. */
  readonly path: readonly Step[];
  /** Settings: an operator writes the pods, and takes these fields from here. */
  readonly holds: 'containers' | 'settings';
}

type Fields = Readonly<Record<string, unknown>>;

/** Keys of lists whose elements run an image. */
const LISTS = /^(?:[a-z]*[cC]ontainers|steps|sidecars)$/;
/** Groups whose objects describe or configure other kinds: what looks like a container there is part of that. */
const NOT_THEIR_OWN = [
  'apiextensions.k8s.io',
  'kustomize.config.k8s.io',
  'kyverno.io',
  'templates.gatekeeper.sh',
];

/** The first place below `spec` where an object of an unknown kind has containers, or settings for pods. */
export function podLikeIn(object: Fields): PodLike | undefined {
  const [kind, apiVersion] = [String(object.kind), String(object.apiVersion)];
  if (podKindOf(kind, apiVersion) !== undefined || NOT_THEIR_OWN.includes(apiGroupOf(apiVersion))) {
    return undefined;
  }
  return search(object.spec, ['spec'], containersHere) ?? search(object.spec, ['spec'], settingsHere);
}

type Look = (value: Fields, path: readonly Step[]) => PodLike | undefined;

function search(value: unknown, path: readonly Step[], look: Look): PodLike | undefined {
  if (Array.isArray(value)) {
    for (const item of value) {
      // Nothing else can be named as a place.
      if (!isMap(item) || typeof item.name !== 'string') continue;
      const found = search(item, [...path, { name: item.name }], look);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isMap(value)) return undefined;
  const here = look(value, path);
  if (here !== undefined) return here;
  for (const [key, child] of Object.entries(value)) {
    const found = search(child, [...path, key], look);
    if (found !== undefined) return found;
  }
  return undefined;
}

function containersHere(value: Fields, path: readonly Step[]): PodLike | undefined {
  const key = Object.keys(value).find(each => LISTS.test(each) && holdsContainers(value[each]));
  return key === undefined ? undefined : { path: [...path, key], holds: 'containers' };
}

function holdsContainers(list: unknown): boolean {
  if (!Array.isArray(list)) return false;
  return list.some(
    each =>
      isMap(each) && typeof each.image === 'string' && (typeof each.name === 'string' || list.length === 1),
  );
}

/** As operators have them that write a whole cluster: Kafka's `template.pod`, `podTemplate`, `podSpec`. */
function settingsHere(value: Fields, path: readonly Step[]): PodLike | undefined {
  const isTemplate = path.at(-1) === 'template';
  const key = ['pod', 'podTemplate', 'podTemplateSpec', 'podSpec'].find(
    each => isMap(value[each]) && (each !== 'pod' || isTemplate),
  );
  return key === undefined ? undefined : { path: [...path, key], holds: 'settings' };
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
