/** Which of the viewed roots may run side by side. */
import type { RenderedRoot } from '../rendered/rendered.ts';
import { mayShareCluster } from '../repository/platform/cluster.ts';
import { whereaboutsOf } from '../repository/platform/platform.ts';
import type { Repository } from '../repository/repository.ts';
import type { ViewedRoot } from './viewed-roots.ts';

/** Asked of two roots, whether they may run in one cluster. */
export function meetingOf(
  viewed: readonly Pick<ViewedRoot, 'rendered' | 'environment'>[],
  { platform }: Repository,
): (one: RenderedRoot, other: RenderedRoot) => boolean {
  const places = new Map(
    viewed.map(({ rendered, environment }) => [
      rendered,
      whereaboutsOf(platform, rendered.folder, environment),
    ]),
  );
  return (one, other) => mayShareCluster(places.get(one)!, places.get(other)!);
}
