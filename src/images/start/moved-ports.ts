/** A family whose ports are moved by what starts it: its port is the one that is said, and its probes ask there. */

import type { Json, JsonObject, Metrics } from '../../transform.ts';
import type { Family, ProbeKind } from '../families/record/family.ts';
import { baseName } from './base-name.ts';
import { EVERYWHERE, PORT_SETTINGS, type PortSetting } from './port-settings.ts';
import type { Start } from './running.ts';

/** Where it listens now; undefined where that is not to be read. */
interface Move {
  readonly from: number;
  readonly to: number | undefined;
  /** Whether the clients of the server read the same. */
  readonly isShared: boolean;
}

/** Programs that ask a server at its usual port, and how another is named; undefined where they are told by a file. */
const CLIENTS: ReadonlyMap<string, string | undefined> = new Map([
  ['pg_isready', '-p'],
  ['redis-cli', '-p'],
  ['valkey-cli', '-p'],
  ['mongosh', '--port'],
  ['mongo', '--port'],
  ['mysqladmin', '-P'],
  ['mariadb-admin', '-P'],
  ['healthcheck.sh', undefined],
]);

/** The family with its ports and probes where the words and variables of a container put them. */
export function withMovedPorts(family: Family, start: Start): Family {
  const moves = settingsOf(family).flatMap(setting => moveBy(setting, start) ?? []);
  if (moves.length === 0) return family;
  const ports = family.ports.flatMap(port => {
    const move = moves.find(({ from }) => from === port);
    return move === undefined ? port : (move.to ?? []);
  });
  const main = moves.find(({ from }) => from === family.ports[0]);
  const probes: Partial<Record<ProbeKind, JsonObject>> = {};
  for (const [kind, probe] of Object.entries(family.probes)) {
    const moved = moves.reduce<JsonObject | undefined>((left, move) => left && asking(left, move), probe);
    const told = moved === undefined || main === undefined ? moved : telling(moved, main);
    if (told !== undefined) probes[kind as ProbeKind] = told;
  }
  const metrics = family.metrics && moves.reduce<Metrics | undefined>(movedMetrics, family.metrics);
  return { ...family, ports, probes, metrics, privilegedPort: ports.some(port => port < 1024) };
}

function settingsOf({ id, ports }: Family): readonly PortSetting[] {
  const own = PORT_SETTINGS[id.split(':')[0]!] ?? [];
  return ports[0] === undefined ? own : [...own, { ...EVERYWHERE, port: ports[0] }];
}

function moveBy(
  { port, words, variables = [], isShared = false }: PortSetting,
  start: Start,
): Move | undefined {
  const text = [...(start.command ?? []), ...(start.args ?? [])].join(' ');
  const said = words === undefined ? undefined : [...text.matchAll(words)].at(-1)?.[1];
  const variable = variables.find(name => start.variables?.[name] !== undefined);
  const value = said ?? (variable === undefined ? undefined : start.variables![variable]);
  if (value === undefined) return undefined;
  const found = portsIn(value);
  if (found?.includes(port)) return undefined;
  return {
    from: port,
    to: found?.length === 1 ? found[0] : undefined,
    isShared: isShared && said === undefined,
  };
}

/** `5433`, `:9091`, `0.0.0.0:9091`, or several URLs; undefined where anything else is said. */
function portsIn(value: string | null): readonly number[] | undefined {
  const ports = (value ?? '').split(',').map(each => /^(?:\S*:)?(\d{1,5})\/?$/.exec(each)?.[1]);
  return ports.some(each => each === undefined || each === '0') ? undefined : ports.map(Number);
}

function movedMetrics(metrics: Metrics | undefined, { from, to }: Move): Metrics | undefined {
  if (metrics?.port !== from) return metrics;
  return to === undefined ? undefined : { ...metrics, port: to };
}

/** A probe by number. */
function asking(probe: JsonObject, { from, to }: Move): JsonObject | undefined {
  for (const handler of ['httpGet', 'tcpSocket', 'grpc']) {
    const target = probe[handler] as JsonObject | undefined;
    if (target?.port !== from) continue;
    return to === undefined ? undefined : { ...probe, [handler]: { ...target, port: to } };
  }
  return probe;
}

/** A probe by a client of the server. */
function telling(probe: JsonObject, { to, isShared }: Move): JsonObject | undefined {
  const target = probe.exec as { readonly command?: readonly string[] } | undefined;
  if (target?.command === undefined || isShared) return probe;
  const told = target.command.map(word => tellingWord(word, to));
  if (told.includes(undefined)) return undefined;
  return { ...probe, exec: { ...target, command: told.flatMap(word => word!) as Json } };
}

/** A word with the option behind it; a script with it behind the client's name. Undefined where nothing can be told. */
function tellingWord(word: string, to: number | undefined): string | readonly string[] | undefined {
  const names = [...CLIENTS.keys()].filter(name => word.split(/[\s/]/).includes(name));
  const [name] = names;
  if (name === undefined) return word;
  const option = CLIENTS.get(name);
  if (option === undefined || to === undefined) return undefined;
  if (baseName(word) === name && !/\s/.test(word)) return [word, option, String(to)];
  const said = new RegExp(`(\\s${option}\\s+)\\d+`);
  if (said.test(word)) return word.replace(said, `$1${to}`);
  return word.replace(name, `${name} ${option} ${to}`);
}
