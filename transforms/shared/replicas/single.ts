/** What a node, or a cluster, has once. */

import type { Container, Workload } from '../../../src/transform.ts';
import { mapsIn, stringsIn } from '../data.ts';

/** `port 80` of the node that each pod takes, or its network; undefined where it takes none. */
export function hostPortOf({ pod, containers }: Workload): string | undefined {
  if (pod.hostNetwork === true) return 'the network';
  const ports = containers.flatMap(({ object }) => mapsIn(object.ports));
  const taken = ports.find(({ hostPort }) => typeof hostPort === 'number' && hostPort !== 0);
  return taken === undefined ? undefined : `port ${String(taken.hostPort)}`;
}

/** Names and commands of what acts by itself: two would do everything twice. */
const SINGLETON =
  /(?:^|[^a-z])(?:beat|clock|cron(?:d|tab)?|scheduler?|migrat\w*|singleton|leader|operator|controller|poller|crawler|watcher)(?:$|[^a-z])/i;
const ELECTS = /leader-?elect/i;

/** The container that may be there once, of a workload that elects no leader. */
export function singletonOf({ containers }: Workload): Container | undefined {
  const isElecting = containers.some(each => wordsOf(each).some(word => ELECTS.test(word)));
  return isElecting ? undefined : containers.find(isSingleton);
}

function isSingleton(container: Container): boolean {
  const { role, name, workload, image } = container;
  const words = [
    name,
    workload.name,
    image.name.slice(image.name.lastIndexOf('/') + 1),
    ...wordsOf(container),
  ];
  return role !== 'init' && words.some(each => SINGLETON.test(each));
}

function wordsOf({ object }: Container): readonly string[] {
  return [...stringsIn(object.command), ...stringsIn(object.args)];
}
