/** How a container waits: by Kubernetes, or by a program of its image. */

import type { Container, Doubt, Evidence, JsonObject, Root } from '../../src/transform.ts';
import { isForOldCluster } from '../shared/clusters/old-cluster.ts';
import { isMap, stringsIn } from '../shared/data.ts';
import { isWindows } from '../shared/pods.ts';

export interface Wanted {
  readonly seconds: number;
  /** The configuration says the number. */
  readonly decided: Evidence | undefined;
  readonly action: string | undefined;
  readonly stated: Evidence | undefined;
}

export interface Way {
  readonly seconds: number;
  readonly handler: JsonObject;
  readonly evidence: readonly Evidence[];
  readonly doubts: readonly Doubt[];
}

/** Undefined where none is possible: no shell in the image, and a cluster that knows no such action. */
export function wayOfWaiting(container: Container, root: Root, wanted: Wanted): Way | undefined {
  const habit = wanted.decided === undefined ? habitOf(container, root) : undefined;
  const seconds = habit?.seconds ?? wanted.seconds;
  const { shell } = container.facts;
  const isOld = isForOldCluster(root);
  const canExec = shell === true && !isWindows(container.workload);
  const isAction =
    wanted.action === undefined ? !canExec || habit?.isAction === true : wanted.action === 'sleep';
  if (isAction && isOld) return undefined;
  // Where nothing is known of a shell the command may be there all the same; where there is none it never is.
  if (!isAction && shell === false) return undefined;
  const doubts: Doubt[] = [];
  if (wanted.decided === undefined && habit === undefined)
    doubts.push(`nothing says that ${seconds} s are enough until nobody sends requests any more`);
  if (isAction && wanted.stated === undefined && habit?.isAction !== true)
    doubts.push('API servers before Kubernetes 1.30 know no action `sleep`');
  if (!isAction && shell === undefined)
    doubts.push(`whether the image of ${container.name} has a program sleep is not known`);
  return {
    seconds,
    handler: isAction ? { sleep: { seconds } } : { exec: { command: ['sleep', String(seconds)] } },
    evidence: [wanted.decided, wanted.stated, habit?.evidence].filter(each => each !== undefined),
    doubts,
  };
}

interface Habit {
  readonly seconds: number;
  readonly isAction: boolean;
  readonly evidence: Evidence;
}

/** How other containers of the root wait. */
function habitOf(container: Container, root: Root): Habit | undefined {
  for (const workload of root.workloads) {
    for (const other of workload.containers) {
      const handler = other === container ? undefined : other.get(['lifecycle', 'preStop']);
      const waits = isMap(handler) ? waitOf(handler) : undefined;
      if (waits === undefined) continue;
      const at = workload.where([...other.path, 'lifecycle', 'preStop']);
      const says = `${other.name} of ${workload.name} waits ${waits.seconds} s`;
      return { ...waits, evidence: { kind: 'manifest', at, says } };
    }
  }
  return undefined;
}

function waitOf({ sleep, exec }: JsonObject): { seconds: number; isAction: boolean } | undefined {
  if (isMap(sleep) && typeof sleep.seconds === 'number') return { seconds: sleep.seconds, isAction: true };
  const words = isMap(exec) ? stringsIn(exec.command).join(' ') : '';
  const found = /(?:^|[\s;/])sleep\s+(\d+)s?\s*$/.exec(words)?.[1];
  return found === undefined ? undefined : { seconds: Number(found), isAction: false };
}
