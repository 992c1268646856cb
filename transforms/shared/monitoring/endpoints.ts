/** Where the containers of a workload serve metrics, and what shows it. */

import { isForScrapers } from '../../../src/network/scrapers.ts';
import type {
  Change,
  Container,
  Doubt,
  Evidence,
  JsonObject,
  Root,
  Workload,
} from '../../../src/transform.ts';
import { isMap, mapsIn, stringsIn } from '../data.ts';
import { pluginIn } from './plugin.ts';

export interface Endpoint {
  readonly container: Container;
  readonly port: number;
  /** What the container calls it. */
  readonly name: string | undefined;
  readonly path: string;
  readonly evidence: readonly Evidence[];
  readonly doubts: readonly Doubt[];
  /** What has to change so that it serves them. */
  readonly first: readonly Change[];
  /** What keeps that from taking effect before its pods start anew. */
  readonly notYet: readonly Doubt[];
  /** Why nobody fetches them without more: a login, a certificate. Undefined where nothing shows such a thing. */
  readonly guarded: string | undefined;
}

export const USUAL_PATH = '/metrics';

const PORT_FLAG =
  /(?:^|\s)--?metrics[-._](?:(?:bind|listen|server)[-._])?(?:addr(?:ess)?|port)[=\s]["']?(?:([\w.-]*|\[[^\]]*\]):)?(\d{2,5})["']?(?=\s|$)/;
const PATH_FLAG = /(?:^|\s)--?(?:web[-._])?(?:telemetry|metrics)[-._]path[=\s]["']?(\/[^\s"']*)/;
const PATH_VARIABLE = /(?:^|_)(?:TELEMETRY|METRICS)_PATH$/;
const LOOPBACK = /^(?:127\.[\d.]+|localhost|\[::1\])$/;
const GUARD_FLAG =
  /(?:^|\s)--?(?:web[-._]config[-._]file|metrics[-._](?:secure|tls|cert)[\w.-]*)(?:[=\s](?!false)|$)/;
const GUARDED_NAME = /https|tls|secure/i;

/** One for each port, that of a known exporter first. */
export function endpointsOf(workload: Workload, root: Root): readonly Endpoint[] {
  const found = workload.containers
    .filter(({ role }) => role !== 'init')
    .flatMap(container => {
      const known = ofImage(container, root);
      return known.length > 0 ? known : [...ofFlag(container), ...ofNames(container)];
    });
  const known = new Map<number, Endpoint>();
  for (const each of found) if (!known.has(each.port)) known.set(each.port, each);
  return [...known.values()];
}

function ofImage(container: Container, root: Root): Endpoint[] {
  const { metrics } = container.facts;
  if (metrics?.verified !== true) return [];
  const first = pluginIn(container, root);
  if (first === undefined) return [];
  const { port, path } = metrics.value;
  const said = pathIn(container, port);
  return [
    {
      container,
      port,
      name: nameIn(container, port),
      path: said?.path ?? path,
      evidence: [metrics.evidence, ...(said === undefined ? [] : [said.evidence])],
      doubts: [],
      first: first.changes,
      notYet: first.notYet,
      guarded: guardOf(container, port),
    },
  ];
}

function ofFlag(container: Container): Endpoint[] {
  const [, host = '', port] = PORT_FLAG.exec(wordsOf(container)) ?? [];
  if (port === undefined || LOOPBACK.test(host)) return [];
  const says = `${container.name} is told to serve metrics on port ${port}`;
  return [shown(container, Number(port), { kind: 'manifest', at: placeOfWords(container), says })];
}

function ofNames(container: Container): Endpoint[] {
  return mapsIn(container.get(['ports'])).flatMap(({ name, containerPort, protocol = 'TCP' }) => {
    if (typeof name !== 'string' || typeof containerPort !== 'number' || protocol !== 'TCP') return [];
    if (!isForScrapers(name)) return [];
    const at = container.workload.where([...container.path, 'ports']);
    const says = `${container.name} calls its port ${containerPort} ${name}`;
    return [shown(container, containerPort, { kind: 'manifest', at, says })];
  });
}

/** A port that is known, at a path that may have to be guessed. */
function shown(container: Container, port: number, evidence: Evidence): Endpoint {
  const said = pathIn(container, port);
  return {
    container,
    port,
    name: nameIn(container, port),
    path: said?.path ?? USUAL_PATH,
    evidence: [evidence, ...(said === undefined ? [] : [said.evidence])],
    doubts: said === undefined ? [`that ${container.name} serves them under ${USUAL_PATH} is a guess`] : [],
    first: [],
    notYet: [],
    guarded: guardOf(container, port),
  };
}

/** The path that the manifest names: by a flag, a variable, or a probe that asks for it at the port. */
function pathIn(
  container: Container,
  port: number,
): { readonly path: string; readonly evidence: Evidence } | undefined {
  const says = `${container.name} serves metrics under that path`;
  const told = PATH_FLAG.exec(wordsOf(container))?.[1];
  if (told !== undefined)
    return { path: told, evidence: { kind: 'manifest', at: placeOfWords(container), says } };
  const variable = mapsIn(container.get(['env'])).find(
    ({ name, value }) => PATH_VARIABLE.test(String(name)) && String(value).startsWith('/'),
  );
  if (variable !== undefined) {
    const at = container.workload.where([...container.path, 'env', { name: String(variable.name) }]);
    return { path: String(variable.value), evidence: { kind: 'manifest', at, says } };
  }
  const field = ['livenessProbe', 'readinessProbe', 'startupProbe'].find(each => {
    const { path, port: asked } = probedBy(container, each);
    return path === USUAL_PATH && (asked === port || asked === nameIn(container, port));
  });
  if (field === undefined) return undefined;
  const at = container.workload.where([...container.path, field]);
  return { path: USUAL_PATH, evidence: { kind: 'manifest', at, says } };
}

function probedBy(container: Container, field: string): JsonObject {
  const asked = container.get([field, 'httpGet']);
  return isMap(asked) ? asked : {};
}

function guardOf(container: Container, port: number): string | undefined {
  const { containers } = container.workload;
  const proxy = containers.find(({ image }) => image.name.endsWith('/kube-rbac-proxy'));
  if (proxy !== undefined) return `${proxy.name} stands in front, and asks who comes for a token`;
  if (GUARDED_NAME.test(nameIn(container, port) ?? '')) return 'its name speaks of TLS';
  return GUARD_FLAG.test(wordsOf(container)) ? 'it is told to ask for TLS or a login' : undefined;
}

function nameIn(container: Container, port: number): string | undefined {
  const found = mapsIn(container.get(['ports'])).find(each => each.containerPort === port);
  return typeof found?.name === 'string' ? found.name : undefined;
}

function wordsOf(container: Container): string {
  return [...stringsIn(container.get(['command'])), ...stringsIn(container.get(['args']))].join(' ');
}

function placeOfWords(container: Container): string {
  const field = container.get(['args']) === undefined ? 'command' : 'args';
  return container.workload.where([...container.path, field]);
}
