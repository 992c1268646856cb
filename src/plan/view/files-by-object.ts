/** Which files an object is built with, over all roots that render it. */
import type { RenderedRoot } from '../rendered/rendered.ts';

/** By source id; worked out when somebody asks. */
export function filesByObject(roots: readonly RenderedRoot[]): (sourceId: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return sourceId => {
    let files = known.get(sourceId);
    if (files === undefined) {
      const rendering = roots.filter(({ objects }) => objects.some(each => each.sourceId === sourceId));
      files = new Set(rendering.flatMap(({ accumulated }) => [...accumulated.files]));
      known.set(sourceId, files);
    }
    return files;
  };
}
