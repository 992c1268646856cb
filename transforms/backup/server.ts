/** Stores whose data is worth a copy: what they are, and on which volume they keep it. */

import type { Container, Root, Workload } from '../../src/transform.ts';
import { commandLine, isWithin, type Mount, mountsOf, runsToday } from '../shared/pods.ts';
import { configTextsOf } from '../shared/storage/config-maps.ts';
import { COPIED_KINDS } from '../shared/storage/copied.ts';
import { kindOfStore, mayBeStore, storeOf } from '../shared/storage/stores.ts';

export interface Server {
  readonly workload: Workload;
  readonly container: Container;
  /** `postgres` of any publisher. */
  readonly kind: string;
  /** The volume that lasts. */
  readonly mount: Mount;
}

/** By which Redis throws away any of its keys where its memory is full: all of them can be made anew. */
const IS_CACHE = /maxmemory-policy["']?\s+["']?allkeys-/;

/** All that it has, another server has too. */
const FOLLOWS = /--(?:replicaof|slaveof)\b/;

const LASTING = ['persistentVolumeClaim', 'hostPath', 'nfs', 'csi'];

/** Undefined for what is no store, keeps nothing, or is switched off. */
export function serverIn(workload: Workload, root: Root): Server | undefined {
  const container = containerOf(workload);
  if (container === undefined || !runsToday(workload, root)) return undefined;
  const kind = kindOf(container);
  if (!COPIED_KINDS.has(kind) || FOLLOWS.test(commandLine(container))) return undefined;
  if (IS_CACHE.test([commandLine(container), ...configTextsOf(workload, root)].join('\n'))) return undefined;
  const { candidate } = container.facts;
  const data = candidate?.facts.data ?? container.facts.data;
  const mount = mountsOf(container).find(each => isLasting(each, data));
  return mount && { workload, container, kind, mount };
}

/** What kind of store a workload is, whether or not its data is worth a copy. */
export function kindIn(workload: Workload): string | undefined {
  const container = containerOf(workload);
  return container && kindOf(container);
}

function containerOf(workload: Workload): Container | undefined {
  return storeOf(workload) ?? workload.containers.find(each => each.role === 'main' && mayBeStore(each));
}

function kindOf(container: Container): string {
  const { candidate } = container.facts;
  return candidate === undefined ? kindOfStore(container) : (candidate.facts.family ?? '');
}

/** A claim is for data. Paths of nodes and the like bring certificates and clocks too. */
function isLasting({ volume = '', path, readOnly }: Mount, data: readonly string[]): boolean {
  if (!LASTING.includes(volume) || readOnly) return false;
  return (
    volume === 'persistentVolumeClaim' || data.some(each => isWithin(path, each) || isWithin(each, path))
  );
}
