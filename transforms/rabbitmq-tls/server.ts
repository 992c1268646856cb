/** Servers of RabbitMQ, and what they are told. */

import type { Container, Json, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { isWithin, mountsOf } from '../shared/pods.ts';
import { configOf } from '../shared/storage/config-maps.ts';
import { listensForTls, TLS_PORT } from './configuration.ts';

export interface Server {
  readonly workload: Workload;
  readonly container: Container;
  /** Files of configuration that its pod is given. */
  readonly texts: readonly Text[];
  /** The one that is about it as a whole. */
  readonly main: Text | undefined;
}

/** An entry of a ConfigMap, in one of two forms. */
export interface Text {
  readonly map: Resource;
  readonly key: string;
  readonly text: string;
}

const FAMILIES = ['rabbitmq', 'bitnami-rabbitmq'];
const FOLDER = '/etc/rabbitmq';
/** Files in it are read in the order of their names, after the main one. */
export const INCLUDED = `${FOLDER}/conf.d`;
const OWN_KEYS = /^[ \t]*(?:listeners\.|default_user|cluster_formation\.|vm_memory|loopback_users)/m;
/** Variables of images before 3.9 and of Erlang that say it in another way. */
const SAYS_TLS = /^RABBITMQ_(?:SSL_|MANAGEMENT_SSL_)/;
const MOVES = ['RABBITMQ_CONFIG_FILE', 'RABBITMQ_CONFIG_FILES', 'RABBITMQ_ADVANCED_CONFIG_FILE'];

/** Undefined for what is no server of RabbitMQ, and where TLS is seen to in a way of its own. */
export function serverIn(workload: Workload, root: Root): Server | undefined {
  const container = workload.containers.find(
    ({ role, facts }) =>
      role !== 'init' && FAMILIES.includes(facts.family ?? '') && facts.component !== undefined,
  );
  if (container === undefined) return undefined;
  const texts = textsOf(workload, root);
  // A proxy beside it, or what is not seen here, is at the port already.
  if (workload.containers.some(isForTls) && !texts.some(isTls)) return undefined;
  return { workload, container, texts, main: mainOf(texts) };
}

/** The file by which it listens for TLS. */
export function tlsText({ texts }: Server): Text | undefined {
  return texts.find(isTls);
}

/** What is in the form of Erlang takes no line of the other. */
export function isOfErlang({ key }: Text): boolean {
  return key.endsWith('.config');
}

/** Whether a port, by its number or the name that the container gives it, is one of these. */
export function isAmong(numbers: readonly number[], port: Json | undefined, container: Container): boolean {
  const number =
    mapsIn(container.get(['ports'])).find(({ name }) => name !== undefined && name === port)?.containerPort ??
    port;
  return numbers.includes(Number(number));
}

function isTls({ text }: Text): boolean {
  return listensForTls(text);
}

function isForTls(container: Container): boolean {
  return (
    mapsIn(container.get(['ports'])).some(({ containerPort }) => containerPort === TLS_PORT) ||
    namesOf(container).some(name => SAYS_TLS.test(name))
  );
}

/** Files of configuration that the pod is given. */
function textsOf(workload: Workload, root: Root): readonly Text[] {
  return configOf(workload, root).flatMap(map =>
    Object.entries(map.get(['data']) ?? {}).flatMap(([key, text]) =>
      typeof text === 'string' && /\.conf(?:ig)?$/.test(key) ? [{ map, key, text }] : [],
    ),
  );
}

function mainOf(texts: readonly Text[]): Text | undefined {
  return (
    texts.find(({ key }) => /(?:^|[-_.])rabbitmq\.conf$/.test(key)) ??
    texts.find(({ key, text }) => key.endsWith('.conf') && OWN_KEYS.test(text))
  );
}

/** Why no file can go beside what it reads; undefined where one can. */
export function unextended({ container, main, texts }: Server): string | undefined {
  const { facts, workload } = container;
  const ofErlang = main === undefined ? texts.find(isOfErlang) : undefined;
  if (ofErlang !== undefined)
    return `${ofErlang.key} is in the form of Erlang, and says by itself where it listens`;
  const moved = namesOf(container).find(name => MOVES.includes(name));
  if (moved !== undefined) return `${moved} names files that the repository does not show`;
  if (facts.family !== 'rabbitmq') return 'its image writes its configuration when it starts';
  const covering = mountsOf(container).find(
    ({ path, name }) =>
      isWithin(INCLUDED, path) || (main === undefined && isWithin(path, FOLDER) && !isOfMaps(name, workload)),
  );
  if (covering !== undefined) return `volume ${covering.name} brings its configuration`;
  return isOld(container) ? 'before 3.9 its image has no folder for more configuration' : undefined;
}

/** Of what a tag leaves open the newest is taken. */
function isOld({ image: { tag } }: Container): boolean {
  const [, major, minor = '99'] = /^v?(\d+)(?:\.(\d+))?/.exec(tag ?? '') ?? [];
  return major !== undefined && (Number(major) < 3 || (Number(major) === 3 && Number(minor) < 9));
}

function namesOf(container: Container): readonly string[] {
  return mapsIn(container.get(['env'])).map(({ name }) => String(name));
}

function isOfMaps(volume: string, { pod }: Workload): boolean {
  return mapsIn(pod.volumes).some(({ name, configMap }) => name === volume && isMap(configMap));
}
