/** Servers of PostgreSQL that pods of the root are, and the Services by which they are called. */

import { podOf } from '../../src/network/pods.ts';
import { isHeadless, podsBehind } from '../../src/network/services.ts';
import type { Container, Resource, Root, Workload } from '../../src/transform.ts';
import { isCalledAfter, nameAfter } from '../shared/called-after.ts';
import { mapsIn } from '../shared/data.ts';
import { runsToday } from '../shared/pods.ts';
import { labelsTaking } from '../shared/policies.ts';
import { kindOfStore, mayBeStore, storeOf } from '../shared/storage/stores.ts';
import { SUFFIX } from './context.ts';
import type { End, Target } from './target.ts';

export interface Server {
  readonly workload: Workload;
  readonly container: Container;
  /** The Service that is no list of pods, where there is one. */
  readonly service: Resource;
  readonly target: Target;
}

const KINDS = new Set(['postgres', 'postgresql', 'timescaledb']);
const PORT = 5432;

/** Undefined for what is no such server, is switched off, or has no Service. */
export function serverIn(workload: Workload, root: Root): Server | undefined {
  const container =
    storeOf(workload) ?? workload.containers.find(each => each.role === 'main' && mayBeStore(each));
  if (container === undefined || !runsToday(workload, root)) return undefined;
  const { candidate } = container.facts;
  if (!KINDS.has(candidate?.facts.family ?? kindOfStore(container))) return undefined;
  const services = root
    .servicesFor(workload)
    .filter(each => portOf(each, container) !== undefined)
    .sort((a, b) => Number(isHeadless(a)) - Number(isHeadless(b)));
  const [service] = services;
  if (service === undefined) return undefined;
  const namespace = root.platform.namespaceOf(workload);
  const there = root.platform.find('Service', namespace).find(each => isCalledAfter(each, service, SUFFIX));
  return {
    workload,
    container,
    service,
    target: {
      on: workload,
      names: services.map(({ name }) => name),
      namespace,
      port: portOf(service, container)!,
      pooler: there?.name ?? nameAfter(service, SUFFIX),
      there,
    },
  };
}

/** Any of its pods. */
export function endOf(workload: Workload, root: Root): End {
  return { pod: podOf(workload, root), labels: labelsTaking(workload, root) };
}

/** Pods of the pooler that is there; undefined where nobody renders them. */
export function poolerOf({ there }: Target, root: Root): End | undefined {
  const [pooler] = there === undefined ? [] : podsBehind(there, root);
  return pooler && endOf(pooler, root);
}

/** At which the Service takes what is for the server; that of an exporter beside it is another. */
function portOf(service: Resource, container: Container): number | undefined {
  const own = mapsIn(container.get(['ports'])).find(({ containerPort }) => containerPort === PORT);
  const names = [PORT, ...(own?.name === undefined ? [] : [own.name])];
  const found = mapsIn(service.get(['spec', 'ports'])).find(({ port, targetPort }) =>
    names.includes(targetPort ?? port!),
  );
  if (found === undefined) return undefined;
  return isHeadless(service) ? PORT : Number(found.port);
}

/** A number that it is told by a flag or in a file: `max_connections`. */
export function settingOf(
  texts: readonly string[],
  words: readonly string[],
  name: string,
): number | undefined {
  const flag = new RegExp(`(?:-c\\s*|--)${name.replaceAll('_', '[_-]')}=(\\d+)`).exec(words.join(' '))?.[1];
  const line = new RegExp(`^\\s*${name}\\s*=?\\s*'?(\\d+)`, 'm');
  const written = texts.map(each => line.exec(each)?.[1]).find(each => each !== undefined);
  const found = flag ?? written;
  return found === undefined ? undefined : Number(found);
}
