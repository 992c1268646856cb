/** Neighbours that programs are told of and that nothing here renders: they run in the same namespace all the same. */

import type { Json, Root, Workload } from '../transform.ts';
import { DEFAULT_PORTS } from './between.ts';
import { serviceCalled } from './services.ts';
import { type Told, toldTo } from './texts.ts';

const NAME = '([a-z](?:[a-z0-9-]*[a-z0-9])?)';
/** A name of one part with a port, alone or in a URL: the name of a Service beside who is told it. */
const WITH_PORT = new RegExp(`(?:^|//|@)${NAME}:\\d{2,5}(?=$|[/?,])`, 'g');
/** The same in a URL whose clients all assume one port. */
const IN_URL = new RegExp(
  `\\b(?:${Object.keys(DEFAULT_PORTS).join('|')})(?:\\+\\w+)?://(?:[^\\s/@'"]*@)?${NAME}(?=$|[/?\\s'"])`,
  'g',
);
/** How tools that wait for a server, or are clients of one, are told where it is. */
const IN_COMMAND = [
  `(?:^|[\\s/;(])(?:nc|ncat|netcat|telnet)(?:\\s+-\\w+(?:\\s+\\d+)?)*\\s+${NAME}\\s+\\d{2,5}(?![\\w.])`,
  `wait-for(?:-it)?(?:\\.sh)?\\s+(?:-\\S+\\s+(?:\\d+\\s+)?)*${NAME}:\\d{2,5}(?!\\w)`,
  `/dev/tcp/${NAME}/\\d{2,5}(?!\\w)`,
  `(?:pg_\\w+|psql|mysql\\w*|mariadb\\S*|redis-cli|valkey-cli|mongo\\w*)\\s(?:[^\\n;&|]*\\s)?(?:-h|--host)[ =]${NAME}(?![\\w.-])`,
].map(each => new RegExp(each, 'g'));
const NAME_ALONE = new RegExp(`^${NAME}$`);
const NAMES_HOST = /HOST(?:NAME)?$/i;
/** A server by its trade: its clients know the port. */
const NAMES_SERVER =
  /(?:^|_)(?:PG|DB|DATABASE|POSTGRES\w*|MYSQL|MARIADB|REDIS|VALKEY|MONGO\w*|RABBITMQ|AMQP|NATS|MEMCACHED?)_?HOST(?:NAME)?$/i;
/** A Service with its namespace, as the DNS of clusters has it; what stands before it is the name of a pod. */
const FULL = /(?<![\w-])([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.svc(?![\w-])/g;

/** A neighbour that nothing renders. */
export interface Unrendered {
  readonly host: string;
  /** `file:line` of what tells a program of it. */
  readonly at: string;
}

/** The first one in a namespace that a workload is told of; undefined where there is none. */
export function toldOfUnrendered(
  workload: Workload,
  namespace: string | undefined,
  root: Root,
): Unrendered | undefined {
  const isNeighbour = root.platform.namespaceOf(workload) === namespace;
  const isUnseen = ({ host }: Unrendered) => host !== 'localhost' && !mayBeNeighbour(host, namespace, root);
  for (const told of toldTo(workload, root)) {
    const neighbour = isNeighbour ? neighboursIn(told).find(isUnseen) : undefined;
    if (neighbour !== undefined) return neighbour;
    const full = [...told.text.matchAll(FULL)].filter(([, , home]) => home === namespace);
    const found = full.find(([, host]) => serviceCalled(host!, namespace, root) === undefined);
    if (found !== undefined) return { host: found[1]!, at: told.at };
  }
  return isNeighbour ? calledByCommands(workload).find(isUnseen) : undefined;
}

/** What names no namespace is applied to one on the day: to this one, perhaps. */
function mayBeNeighbour(host: string, namespace: string | undefined, root: Root): boolean {
  if (!root.rendersAnywhere('Service', host)) return false;
  if (namespace === undefined || serviceCalled(host, namespace, root) !== undefined) return true;
  const { anywhere, namespaceOf } = root.platform;
  return anywhere('Service').some(each => each.name === host && namespaceOf(each) === undefined);
}

function neighboursIn({ text, key = '', at, portBeside }: Told): Unrendered[] {
  const isHost = NAMES_SERVER.test(key) || (NAMES_HOST.test(key) && Number(portBeside) > 0);
  const names = [WITH_PORT, IN_URL].flatMap(form => [...text.matchAll(form)]);
  const alone = isHost ? NAME_ALONE.exec(text) : null;
  return [...names, ...(alone === null ? [] : [alone])].map(([, host]) => ({ host: host!, at }));
}

function calledByCommands(workload: Workload): Unrendered[] {
  return workload.containers.flatMap(container => {
    const fields = ['command', 'args'].filter(field => container.get([field]) !== undefined);
    const words = fields.flatMap(field => wordsOf(container.get([field]))).join(' ');
    const at = () => workload.where([...container.path, fields[0]!]);
    return IN_COMMAND.flatMap(form => [...words.matchAll(form)]).map(([, host]) => ({
      host: host!,
      at: at(),
    }));
  });
}

function wordsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Json[]).map(String) : [];
}
