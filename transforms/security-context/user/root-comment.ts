/** Why a container has to be root, as the manifest's own comments say it. */

import type { Container, Root } from '../../../src/transform.ts';

/** What a comment says at the container, or where its user is written. */
export function reasonForRoot(container: Container, { platform }: Root): string | undefined {
  const { workload, path } = container;
  const own = [...path, 'securityContext'];
  const isOwn = container.get(['securityContext', 'runAsUser']) !== undefined;
  const holders = isOwn ? [own] : [own, [...workload.podPath, 'securityContext']];
  const written = holders.flatMap(holder => [holder, [...holder, 'runAsUser'], [...holder, 'runAsNonRoot']]);
  for (const place of [path, ...written]) {
    if (workload.get(place) === undefined) continue;
    const reason = platform.rootNeededAt(workload.where(place));
    if (reason !== undefined) return reason;
  }
  return undefined;
}
