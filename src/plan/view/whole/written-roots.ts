/** Images that the repository itself runs on a read-only root: where they need volumes somebody has found out. */

import { parseImageReference } from '../../../kubernetes/images/image-reference.ts';
import { placedContainers, podKindOf, podTemplatesIn } from '../../../kubernetes/pod-templates.ts';
import { memoized } from '../../../text/memo.ts';
import type { FieldPath, JsonObject, WrittenReadOnly } from '../../../transform.ts';
import { isJsonList, isJsonMap } from '../../../yaml/read/data.ts';

interface Shown extends Pick<WrittenReadOnly, 'volumes'> {
  readonly image: string;
  /** Of `readOnlyRootFilesystem`. */
  readonly path: FieldPath;
}

/** By the name of an image: the container of it that has most volumes, and whose it is. */
export type WrittenRoots<T> = ReadonlyMap<string, Shown & { readonly by: T }>;

export function writtenRootsOf<T extends { readonly object: JsonObject }>(
  objects: readonly T[],
): WrittenRoots<T> {
  const roots = new Map<string, Shown & { readonly by: T }>();
  for (const by of objects) {
    for (const shown of shownIn(by.object)) {
      const known = roots.get(shown.image);
      if (known === undefined || known.volumes.length < shown.volumes.length)
        roots.set(shown.image, { ...shown, by });
    }
  }
  return roots;
}

/** Of the data of an object, which is shared as long as nothing changes it. */
const shownIn = memoized((object: JsonObject): readonly Shown[] => {
  const known = podKindOf(String(object.kind), String(object.apiVersion));
  if (known === undefined) return [];
  return podTemplatesIn(object).flatMap(({ path: podPath, spec }) => {
    const empty = new Map(
      mapsOf(spec.volumes).flatMap(({ name, emptyDir }) =>
        isJsonMap(emptyDir) ? [[name, emptyDir] as const] : [],
      ),
    );
    return placedContainers(known, spec).flatMap(({ object: container, path }) => {
      const image = parseImageReference(String(container.image))?.name;
      const { securityContext } = container;
      if (image === undefined || !isJsonMap(securityContext) || securityContext[FIELD] !== true) return [];
      // What another program of the image writes says nothing about its own.
      if (container.command !== undefined) return [];
      const volumes = mapsOf(container.volumeMounts).flatMap(({ name, mountPath, readOnly }) => {
        const emptyDir = empty.get(name);
        return emptyDir !== undefined && readOnly !== true && typeof mountPath === 'string'
          ? [{ path: mountPath, emptyDir }]
          : [];
      });
      return [{ image, volumes, path: [...podPath, ...path, 'securityContext', FIELD] }];
    });
  });
});

const FIELD = 'readOnlyRootFilesystem';

function mapsOf(value: unknown): JsonObject[] {
  return isJsonList(value) ? value.filter(isJsonMap) : [];
}
