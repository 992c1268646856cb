/** Users that the repository itself writes for its images: better candidates than those of a table. */

import { parseImageReference } from '../../../kubernetes/images/image-reference.ts';
import { placedContainers, podKindOf, podTemplatesIn } from '../../../kubernetes/pod-templates.ts';
import { memoized } from '../../../text/memo.ts';
import type { FieldPath, JsonObject } from '../../../transform.ts';
import { isJsonMap } from '../../../yaml/read/data.ts';

/** A user that a container says, or its pod. */
interface Said {
  readonly image: string;
  readonly user: number;
  readonly group: number | undefined;
  /** Of the user. */
  readonly path: FieldPath;
}

/** By the name of an image: the one user that all containers of it say, with who says it first; null where they differ. */
export type WrittenUsers<T> = ReadonlyMap<string, (Said & { readonly by: T }) | null>;

export function writtenUsersOf<T extends { readonly object: JsonObject }>(
  objects: readonly T[],
): WrittenUsers<T> {
  const users = new Map<string, (Said & { readonly by: T }) | null>();
  for (const by of objects) {
    for (const said of saidIn(by.object)) {
      const known = users.get(said.image);
      if (known === undefined) users.set(said.image, { ...said, by });
      else if (known !== null && (known.user !== said.user || known.group !== said.group))
        users.set(said.image, null);
    }
  }
  return users;
}

/** Of the data of an object, which is shared as long as nothing changes it. */
const saidIn = memoized((object: JsonObject): readonly Said[] => {
  const known = podKindOf(String(object.kind), String(object.apiVersion));
  if (known === undefined) return [];
  return podTemplatesIn(object).flatMap(({ path: podPath, spec }) =>
    placedContainers(known, spec).flatMap(({ object: container, path }) => {
      const places = [
        { context: container.securityContext, path: [...podPath, ...path] },
        { context: spec.securityContext, path: podPath },
      ];
      const found = places.find(({ context }) => isJsonMap(context) && typeof context.runAsUser === 'number');
      const image = parseImageReference(String(container.image))?.name;
      if (found === undefined || image === undefined || !isJsonMap(found.context)) return [];
      const { runAsUser, runAsGroup } = found.context;
      const user = Number(runAsUser);
      const group = typeof runAsGroup === 'number' ? runAsGroup : undefined;
      return user === 0
        ? []
        : [{ image, user, group, path: [...found.path, 'securityContext', 'runAsUser'] }];
    }),
  );
});
