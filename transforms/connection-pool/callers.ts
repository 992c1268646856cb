/** Who opens connections to a server: applications with pools of their own, and those that a pooler is not for. */

import { addressesIn } from '../../src/network/addresses.ts';
import { type Told, toldTo } from '../../src/network/texts.ts';
import type { Doubt, Evidence, JsonObject, Root, Workload } from '../../src/transform.ts';
import { allNames } from '../shared/called-after.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { describeWorkload, podKind, runsToday } from '../shared/pods.ts';
import { counted, enumerated } from '../shared/prose.ts';
import { mostReplicas } from '../shared/replicas/replicas.ts';
import type { Options } from './context.ts';
import type { Target } from './target.ts';

/** A workload that is told the address of the server. */
export interface Caller {
  readonly workload: Workload;
  /** What it is told, the place that says most first. */
  readonly told: readonly Told[];
}

const POOLERS = /pgbouncer|pgcat|odyssey|supavisor|pgpool|pgagroal|\bpooler\b/i;
/** Interactive tools, exporters, dumps and migrations: few connections, and sessions of their own. */
const TOOLS = /export|pgadmin|adminer|pgweb|backup|dump|restore|migrat|liquibase|flyway|atlas/i;
/**
 * Products that keep sessions, or hold locks for one: Keycloak's Liquibase when it starts, Praefect of GitLab listens, Zammad's
 * documentation rules it out.
 *
 * @see https://forum.liquibase.org/t/pgbouncer-in-transaction-mode/5107
 * @see https://gitlab.com/gitlab-org/omnibus-gitlab/-/issues/6039
 * @see https://github.com/zammad/zammad-documentation/pull/578
 */
const KEEP_SESSIONS =
  /(?:^|[/-])(?:keycloak|temporal(?:io)?|auto-setup|kong|sentry|gitlab|gitaly|praefect|zammad)(?=$|[/-])/i;
/** What runs in browsers, or hands that out. */
const FRONT = /(?:^|-)(?:front-?end|ui|nginx|static|spa)(?=-|$)/i;
const PASSWORD = /(?:db|database|postgres(?:ql)?|pg|datasource)[_-]?(?:\w+[_-])?pass/i;
const HOST_KEY = /(?:host(?:name)?|addr(?:ess)?|server|ur[il]|endpoint|svc|service|dsn)(?:e?s)?$/i;

/** All that are told its address, whatever they are, but itself. */
export function callersOf(target: Target, root: Root): readonly Caller[] {
  const around = new Set([...root.workloads, ...root.platform.workloadsIn(target.namespace)]);
  return [...around].flatMap(workload => {
    if (workload === target.on || !runsToday(workload, root)) return [];
    const told = toldOf(workload, target, root);
    return told.length === 0 ? [] : [{ workload, told }];
  });
}

/** What tells it the address. A name alone may be that of a user or a kind of server: its key has to say that it is a host. */
function toldOf(workload: Workload, target: Target, root: Root): readonly Told[] {
  const own = root.platform.namespaceOf(workload);
  const isTarget = (name: string, namespace: string | undefined) =>
    target.names.includes(name) && (namespace ?? own) === target.namespace;
  return toldTo(workload, root).filter(({ text, key, container }) => {
    if (container?.role === 'init') return false;
    return addressesIn(text, key, isTarget).some(
      ({ port, scheme, namespace }) =>
        (port === undefined || port === target.port) &&
        (port !== undefined ||
          scheme !== undefined ||
          namespace !== undefined ||
          !target.names.includes(text.trim()) ||
          HOST_KEY.test(key ?? '')),
    );
  });
}

/** Those that are told the pooler: what else names the server is for other programs. */
export function movedTo(target: Target, root: Root): ReadonlySet<Workload> {
  return new Set(callersOf({ ...target, names: [target.pooler] }, root).map(({ workload }) => workload));
}

/**
 * Those that go on all the time and have a pool, which a pooler is for. A ConfigMap that several are given tells each of them
 * addresses that it has no use for: who has words of its own goes first.
 */
export function applicationsIn(callers: readonly Caller[]): readonly Caller[] {
  const all = callers.filter(isApplication);
  const certain = all.filter(
    ({ workload, told }) => told.some(({ shared }) => shared === undefined) || hasPassword(workload),
  );
  return certain.length > 0 ? certain : all.filter(({ workload }) => !FRONT.test(workload.name));
}

function isApplication({ workload }: Caller): boolean {
  const { scaled } = podKind(workload);
  return (
    (scaled === 'replicas' || scaled === 'nodes' || scaled === 'requests') &&
    !isPooler(workload) &&
    !TOOLS.test(workload.name) &&
    !keepsSessions(workload)
  );
}

/** A variable of its own by which it logs in. */
function hasPassword({ containers }: Workload): boolean {
  return containers.some(({ role, object: { env } }) => role !== 'init' && mapsIn(env).some(logsIn));
}

function logsIn({ name, valueFrom }: JsonObject): boolean {
  const key = isMap(valueFrom) && isMap(valueFrom.secretKeyRef) ? valueFrom.secretKeyRef.key : undefined;
  return [name, key].some(each => PASSWORD.test(String(each)));
}

export function isPooler({ name, containers }: Workload): boolean {
  return POOLERS.test(name) || containers.some(({ image }) => POOLERS.test(image.name));
}

function keepsSessions({ containers }: Workload): boolean {
  return containers.some(
    ({ role, image, facts }) =>
      role === 'main' && facts.dockerfile === undefined && KEEP_SESSIONS.test(image.repository),
  );
}

/** Whether the team has named it: as its manifest calls it, or as it is rendered. */
export function isNamed(workload: Workload, { callers = [] }: Options): boolean {
  return allNames(workload).some(name => callers.includes(`${workload.kind}/${name}`));
}

/** Who will go through it: whom it is for, and whoever else the team has named. */
export function goingThrough(
  applications: readonly Caller[],
  callers: readonly Caller[],
  options: Options,
): readonly Workload[] {
  return callers
    .filter(each => applications.includes(each) || isNamed(each.workload, options))
    .map(({ workload }) => workload);
}

/** Whom a pooler is of no use to as long as nobody tells them of it. */
export function whoStays(applications: readonly Caller[], options: Options, root: Root): readonly Doubt[] {
  const others = applications.filter(({ workload }) => !isNamed(workload, options));
  if (others.length === 0) return [];
  if (others.length === applications.length)
    return ['nobody goes through it until `callers` of connection-pool names who does'];
  return [`it is not for ${listed(others, root)}: \`callers\` of connection-pool names others`];
}

const SHOWN = 4;

/** `Deployment web (3 replicas) and Deployment worker` */
export function listed(callers: readonly Caller[], root: Root): string {
  const names = callers.slice(0, SHOWN).map(({ workload }) => {
    const most = mostReplicas(workload, root);
    return most > 1 ? `${describeWorkload(workload)} (${most} replicas)` : describeWorkload(workload);
  });
  const more = callers.length - SHOWN;
  return enumerated(more > 0 ? [...names, counted(more, 'other')] : names);
}

export function evidenceOf(callers: readonly Caller[]): readonly Evidence[] {
  return callers.flatMap(({ told: [first] }) =>
    first === undefined
      ? []
      : [{ kind: 'manifest' as const, at: first.at, says: `${first.key ?? 'it'} names the server itself` }],
  );
}
