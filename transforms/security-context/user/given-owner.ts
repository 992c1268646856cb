/** Volumes that an init container gives to a user, for a container that runs after it (catalogue C4). */

import type { Container } from '../../../src/transform.ts';
import { mapsIn } from '../../shared/data.ts';
import { commandLine, isWithin, normalPath } from '../../shared/pods.ts';

export interface GivenOwner {
  /** The init container. */
  readonly by: string;
  readonly path: string;
  readonly user: number;
}

/** `chown`, its flags, a numeric user with or without a group, and the paths. Names mean nothing outside of the image. */
const CHOWN = /(?<![\w.-])chown\s+(?:-[\w-]+\s+)*["']?(\d+)["']?(?::\w*)?["']?\s+([^;&|\n]+)/g;

/** Who owns the container's volumes once init containers are done with them. */
export function givenOwners(container: Container): GivenOwner[] {
  const own = mapsIn(container.get(['volumeMounts'])).map(({ name }) => name);
  const before = container.workload.containers.filter(
    each => each.role === 'init' && each.name !== container.name,
  );
  return before.flatMap(init => {
    const shared = mapsIn(init.get(['volumeMounts'])).filter(({ name }) => own.includes(name));
    return [...commandLine(init).matchAll(CHOWN)].flatMap(([, user, paths = '']) =>
      paths
        .split(/[\s"']+/)
        .filter(path => path.startsWith('/'))
        .map(normalPath)
        .flatMap(path =>
          shared
            .map(({ mountPath }) => normalPath(String(mountPath)))
            .filter(mount => isWithin(path, mount))
            .map(mount => ({ by: init.name, path: mount, user: Number(user) })),
        ),
    );
  });
}
