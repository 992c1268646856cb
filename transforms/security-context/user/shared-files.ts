/** Files that another container of the pod leaves as root in a volume that both write (catalogue C4). */

import type { Container } from '../../../src/transform.ts';
import { effectiveSecurity, mountsOf } from '../../shared/pods.ts';

/** Volumes of files that the cluster brings: nobody writes those. */
const BROUGHT: ReadonlySet<string | undefined> = new Set(['configMap', 'secret', 'projected', 'downwardAPI']);

/** The container that runs beside it and writes as root where this one writes too. An init container has prepared that for it. */
export function rootBeside(
  container: Container,
): { readonly name: string; readonly volume: string } | undefined {
  const written = writtenBy(container);
  for (const other of container.workload.containers) {
    if (other === container || other.role === 'init' || !staysRoot(other)) continue;
    const comesLater = container.role === 'init' && other.role !== 'sidecar';
    const volume = writtenBy(other).find(
      each => written.includes(each) && !(comesLater && isOfPod(container, each)),
    );
    if (volume !== undefined) return { name: other.name, volume };
  }
  return undefined;
}

/** Whether a volume begins empty with each pod: what starts later has left nothing there. */
function isOfPod(container: Container, name: string): boolean {
  return mountsOf(container).some(each => each.name === name && each.volume === 'emptyDir');
}

function writtenBy(container: Container): string[] {
  return mountsOf(container).flatMap(({ name, volume, readOnly }) =>
    readOnly || BROUGHT.has(volume) ? [] : [name],
  );
}

/** Whether it is known to start as root, and nothing says another user. */
function staysRoot(container: Container): boolean {
  const written = effectiveSecurity(container, 'runAsUser');
  if (written !== undefined) return written === 0;
  if (effectiveSecurity(container, 'runAsNonRoot') === true) return false;
  const { family, user, imageUser, startsAsUser } = container.facts;
  if (user !== undefined) return user.value === 0;
  return imageUser?.value === 'root' || (family !== undefined && !startsAsUser);
}
