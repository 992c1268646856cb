/** What keeps a handler from suiting a container, or from being worth its cost (catalogue L4). */

import type { Container, Doubt, JsonObject, Root } from '../../src/transform.ts';
import { isInMesh } from '../shared/clusters/injection.ts';
import { isMap, mapsIn, stringsIn } from '../shared/data.ts';
import { isLess } from '../shared/numbers/amounts.ts';
import { isWithin, mountsOf } from '../shared/pods.ts';
import { answeredPath } from './configured.ts';
import { heavyTool } from './timings.ts';

/** Where servers of the web read what they answer: who mounts files there has an answer of his own to each path. */
const CONFIGURED_AT = [
  '/etc/nginx',
  '/usr/local/apache2/conf',
  '/etc/apache2',
  '/etc/caddy',
  '/etc/haproxy',
  '/usr/local/etc/haproxy',
  '/etc/envoy',
  '/etc/traefik',
];

/**
 * Whether a handler would say nothing here: a connection that a proxy of a mesh accepts for the program, a path of a server
 * whose configuration is the repository's own, a client that is not let in.
 */
export function saysNothing(handler: JsonObject, container: Container, root: Root): boolean {
  // The proxy accepts every connection before the program does.
  if (handler.tcpSocket !== undefined && isInMesh(container.workload, root)) return true;
  if (handler.httpGet !== undefined && isReconfigured(container))
    return !isAnswered(handler, container, root);
  return isAskedForPassword(handler, container);
}

const EXPORTER = /(?:^|[-_/])exporter(?:$|[-_])/;

/**
 * Whether it only watches another container of its pod: a pod is ready when all of its containers are, so that metrics which
 * fail would take what they are about out of its Services.
 */
export function onlyWatches(container: Container): boolean {
  const isWatcher = ({ image, facts }: Container) =>
    EXPORTER.test(image.name) || facts.component === 'monitoring';
  return (
    isWatcher(container) &&
    container.workload.containers.some(each => each.role === 'main' && each !== container && !isWatcher(each))
  );
}

/** Where images of web servers keep the page that `/` answers with. */
const DOCUMENTS_AT = [
  '/usr/share/nginx/html',
  '/usr/local/apache2/htdocs',
  '/var/www/html',
  '/usr/share/caddy',
  '/opt/bitnami/nginx/html',
];

/** Whether a handler asks for the page of the image, and a volume lies over it: without one of its own `/` is a 403. */
export function asksForHiddenPage({ httpGet }: JsonObject, container: Container): boolean {
  if (!isMap(httpGet) || (httpGet.path ?? '/') !== '/') return false;
  return mountsOf(container).some(({ path }) => DOCUMENTS_AT.some(folder => isWithin(folder, path)));
}

/** That configuration may say itself what it answers. */
function isAnswered({ httpGet }: JsonObject, container: Container, root: Root): boolean {
  const answered = answeredPath(container, root)?.handler.httpGet;
  return isMap(answered) && isMap(httpGet) && answered.path === httpGet.path;
}

function isReconfigured(container: Container): boolean {
  return mountsOf(container).some(({ path }) =>
    CONFIGURED_AT.some(folder => isWithin(path, folder) || isWithin(folder, path)),
  );
}

/** `redis-cli ping` without the password is answered with an error, and ends well. */
function isAskedForPassword({ exec }: JsonObject, container: Container): boolean {
  const command = isMap(exec) ? stringsIn(exec.command).join(' ') : '';
  if (!/\b(?:redis|valkey)-cli\b/.test(command) || /(?:^|\s)-a\s|--pass\b/.test(command)) return false;
  const words = [...stringsIn(container.get(['command'])), ...stringsIn(container.get(['args']))].join(' ');
  const names = mapsIn(container.get(['env'])).map(({ name }) => String(name));
  return (
    !names.includes('REDISCLI_AUTH') &&
    (/requirepass|aclfile/.test(words) || names.some(name => /^(?:REDIS|VALKEY).*PASSWORD/.test(name)))
  );
}

/** A second VM beside the server takes its memory from the same limit. */
const ROOM_FOR_A_VM = '512Mi';

/** What the cost of a handler speaks against. */
export function costsOf(handler: JsonObject, container: Container): Doubt[] {
  const tool = heavyTool(handler);
  if (tool === undefined) return [];
  const limit = container.get(['resources', 'limits', 'memory']);
  if (!isLess(limit, ROOM_FOR_A_VM)) return [];
  return [`${tool} takes its memory from the same limit (${String(limit)}), and may be what goes over it`];
}
