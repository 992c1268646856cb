/** Which identities a list of objects has taken, kept while the list only grows. */
import { idKeyOf, type Resource } from './resource.ts';

export interface TakenIds {
  /** Who has the identity, in this list. */
  get(key: string, resources: readonly Resource[]): Resource | undefined;
  /** Notes the last object of the list. */
  add(key: string, resource: Resource): void;
}

/** Anything but growing by `add` makes it read the list again. */
export function takenIds(): TakenIds {
  let known: readonly Resource[] | null = null;
  let length = 0;
  const byKey = new Map<string, Resource>();
  return {
    get(key, resources) {
      if (known !== resources || length !== resources.length) {
        byKey.clear();
        for (const resource of resources) byKey.set(idKeyOf(resource), resource);
        known = resources;
        length = resources.length;
      }
      return byKey.get(key);
    },
    add(key, resource) {
      byKey.set(key, resource);
      length++;
    },
  };
}
