/** The claims of a root: objects of their own, and what a StatefulSet makes them from. */

import type { Change, Json, JsonObject, Resource, Root } from '../../src/transform.ts';
import { isMap, mapAt, mapsIn } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';

/** In use before there was a field; the API server still reads it. */
export const ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export interface Claim {
  readonly resource: Resource;
  /** `PersistentVolumeClaim data`, `template data of StatefulSet db` */
  readonly described: string;
  /** Of its class; in a template of the list that holds it. */
  readonly path: readonly string[];
  /** Of its spec, where anything is written. */
  readonly object: JsonObject;
  /** Null is for no class at all, as an empty text is. */
  readonly named: Json | undefined;
  readonly annotated: string | undefined;
  /** Undefined where it takes no other annotation with it. */
  withClass(value: Json): readonly Change[];
}

export function claimsIn(root: Root): readonly Claim[] {
  return [
    ...root.find('PersistentVolumeClaim').map(ownClaim),
    ...root.find('StatefulSet').flatMap(templates),
  ];
}

function ownClaim(resource: Resource): Claim {
  const path = ['spec', 'storageClassName'];
  const annotated = resource.annotations[ANNOTATION];
  return {
    resource,
    described: `PersistentVolumeClaim ${resource.name}`,
    path,
    object: mapAt(resource.object, 'spec'),
    named: resource.get(path),
    annotated,
    withClass: value => [
      resource.set(path, value),
      ...(annotated === undefined ? [] : [resource.remove(['metadata', 'annotations', ANNOTATION])]),
    ],
  };
}

const TEMPLATES = ['spec', 'volumeClaimTemplates'];

/** Those that say the same of their class are changed together: they stand in one list. */
function templates(resource: Resource): Claim[] {
  const all = mapsIn(resource.get(TEMPLATES));
  const alike = new Map<string, JsonObject[]>();
  for (const template of all) {
    const { named, annotated, spec } = readTemplate(template);
    const key = JSON.stringify([named ?? null, annotated ?? null, isForOneVolume({ object: spec })]);
    alike.set(key, [...(alike.get(key) ?? []), template]);
  }
  return [...alike.values()].map(group => {
    const { spec, named, annotated } = readTemplate(group[0]!);
    const names = group.map(each => String(mapAt(each, 'metadata').name));
    return {
      resource,
      described: `template ${enumerated(names)} of StatefulSet ${resource.name}`,
      path: TEMPLATES,
      object: spec,
      named,
      annotated,
      withClass: value => [
        resource.set(
          TEMPLATES,
          all.map(each => (group.includes(each) ? templateOf(each, value) : each)),
        ),
      ],
    };
  });
}

function readTemplate(template: JsonObject) {
  const spec = mapAt(template, 'spec');
  const annotated = mapAt(mapAt(template, 'metadata'), 'annotations')[ANNOTATION];
  return {
    spec,
    named: spec.storageClassName,
    annotated: typeof annotated === 'string' ? annotated : undefined,
  };
}

function templateOf(template: JsonObject, value: Json): JsonObject {
  const { annotations: _, ...metadata } = mapAt(template, 'metadata');
  const { [ANNOTATION]: __, ...annotations } = mapAt(mapAt(template, 'metadata'), 'annotations');
  return {
    ...template,
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: { ...mapAt(template, 'spec'), storageClassName: value },
  };
}

/** Whether it is for a volume that is there already: the class of that one is the one to name. */
export function isForOneVolume({ object }: Pick<Claim, 'object'>): boolean {
  return typeof object.volumeName === 'string' || isMap(object.selector);
}
