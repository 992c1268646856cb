/** The step after: callers are told the pooler in place of the server. */

import type { Told } from '../../src/network/texts.ts';
import { toldTo } from '../../src/network/texts.ts';
import type { Change, Proposal, Root, Workload } from '../../src/transform.ts';
import { describeWorkload, immutableTemplate } from '../shared/pods.ts';
import { ALIKE } from '../shared/policies.ts';
import { enumerated } from '../shared/prose.ts';
import { applicationsIn, type Caller, callersOf, isNamed, movedTo } from './callers.ts';
import type { Context, Message } from './context.ts';
import { poolerOfCluster } from './operator.ts';
import { letOut } from './policies.ts';
import { poolerOf } from './server.ts';
import { sessionsSeen } from './sessions.ts';
import type { Target } from './target.ts';
import { isAddress, withHost } from './with-host.ts';

export function* moved(target: Target, { root, options, configured }: Context): Generator<Proposal<Message>> {
  const callers = callersOf(target, root);
  const gone = movedTo(target, root);
  const applications = applicationsIn(callers);
  const stated = configured('callers', 'the team has named who moves');
  for (const caller of callers) {
    const { workload } = caller;
    if (!root.workloads.includes(workload) || gone.has(workload)) continue;
    const isWanted = stated !== undefined && isNamed(workload, options);
    if (!isWanted && !(target.there !== undefined && applications.includes(caller))) continue;
    const finding = {
      message: 'past',
      data: { server: target.names[0]!, callers: describeWorkload(workload), pooler: target.pooler },
      at: { on: workload.key, path: [] },
      changes: [],
      evidence: [],
    } as const;
    const chosen = settingsOf(caller);
    const settings = chosen.filter(each => changeOf(each, target).length > 0);
    const unnamed = callers.filter(each => !gone.has(each.workload) && !isNamed(each.workload, options));
    const obstacle = obstacleIn(caller, settings, unnamed, { target, root });
    if (obstacle !== undefined) {
      yield { ...finding, known: obstacle };
      continue;
    }
    if (!isWanted || stated === undefined) {
      yield {
        ...finding,
        known: `${placesOf(settings)} names the server. \`callers: [${workload.kind}/${workload.name}]\` of connection-pool moves it`,
      };
      continue;
    }
    const ways = waysTo(target, workload, root);
    if (ways === undefined) {
      yield { ...finding, known: `network policies would keep it from the pooler: ${ALIKE}` };
      continue;
    }
    yield {
      ...finding,
      message: 'moved',
      changes: [...settings.flatMap(each => changeOf(each, target)), ...ways],
      evidence: [stated],
      doubts: [
        ...sessionsSeen(caller, root),
        ...unwritten(chosen.filter(each => !settings.includes(each))),
        ...staying(caller, chosen),
        ...initialisers(workload, settings, root),
        ...immutableTemplate(workload),
      ],
      ...(target.there === undefined && { awaits: `pooler ${target.pooler}` }),
    };
  }
}

function waysTo(target: Target, workload: Workload, root: Root): readonly Change[] | undefined {
  const pooler = target.on.kind === 'Cluster' ? poolerOfCluster(target) : poolerOf(target, root);
  return pooler === undefined || target.there === undefined
    ? []
    : letOut(workload, pooler, target.there, root);
}

/** Those by name go before URLs: what reads a URL beside them is another program, such as one for migrations. */
function settingsOf({ told }: Caller): readonly Told[] {
  const own = told.filter(each => each.field !== undefined && !isForOthers(each));
  const hosts = own.filter(({ text }) => isAddress(text));
  const chosen = hosts.length > 0 ? hosts : own;
  const fields = chosen.map(({ field }) => `${field!.of.key} ${JSON.stringify(field!.path)}`);
  return chosen.filter((_, index) => fields.indexOf(fields[index]!) === index);
}

/** What is to go to the server itself, by the word of its key. */
function isForOthers({ key = '' }: Told): boolean {
  return /migrat|direct|admin|backup|dump|listen|replic|flyway|liquibase/i.test(key);
}

function obstacleIn(
  { workload, told }: Caller,
  settings: readonly Told[],
  unnamed: readonly Caller[],
  { target, root }: { readonly target: Target; readonly root: Root },
): string | undefined {
  if (settings.length === 0) return `${placesOf(told)} names the server in a form that is not rewritten`;
  const secret = settings.find(({ field }) => field!.of.kind === 'Secret');
  if (secret !== undefined) return `${secret.at} names the server in a Secret, which is not written`;
  const foreign = settings.find(({ field }) => !root.resources.some(each => each.key === field!.of.key));
  if (foreign !== undefined) return `${foreign.at} names the server, and another root renders that`;
  const tls = tlsObstacle(workload, target, root);
  if (tls !== undefined) return tls;
  const shared = unnamed.filter(
    other =>
      other.workload !== workload &&
      other.told.some(({ field }) =>
        settings.some(
          each =>
            each.field!.of.kind === 'ConfigMap' &&
            field !== undefined &&
            field.of === each.field!.of &&
            String(field.path) === String(each.field!.path),
        ),
      ),
  );
  return shared.length === 0
    ? undefined
    : `${placesOf(settings)} tells ${enumerated(shared.map(other => describeWorkload(other.workload)))} too, which would move along`;
}

/** The pooler of an operator has the certificate of the server, with the names of that. */
function tlsObstacle(workload: Workload, { on }: Target, root: Root): string | undefined {
  const [asked, why] =
    on.kind === 'Cluster'
      ? ['verify-full', 'for a certificate with the name of the server, which the pooler does not have']
      : ['(?:require|verify)', 'for TLS, which the pooler does not speak'];
  const [value, setting] = [new RegExp(`^${asked}`), new RegExp(`sslmode=${asked}`)];
  const found = toldTo(workload, root).find(({ key = '', text }) =>
    /sslmode/i.test(key) ? value.test(text) : setting.test(text),
  );
  return found && `${found.at} asks ${why}`;
}

function changeOf({ field }: Told, target: Target): readonly Change[] {
  const text = field!.of.get(field!.path);
  const other = typeof text === 'string' ? withHost(text, target) : undefined;
  return other === undefined ? [] : [field!.of.set(field!.path, other)];
}

/** What is meant to move and is not. */
function unwritten(left: readonly Told[]): readonly string[] {
  return left.length === 0 ? [] : [`${placesOf(left)} names the server in a form that is not rewritten`];
}

/** What names the server too, and is left as it is. */
function staying({ told }: Caller, settings: readonly Told[]): readonly string[] {
  const places = new Set(settings.map(({ at }) => at));
  const left = [...new Map(told.filter(({ at }) => !places.has(at)).map(each => [each.at, each])).values()];
  return left.length === 0
    ? []
    : [`${placesOf(left)} goes on naming the server itself, as migrations want it`];
}

/** Init containers that are given the same: migrations and the like go to the server itself. */
function initialisers(workload: Workload, settings: readonly Told[], root: Root): readonly string[] {
  const places = new Set(settings.map(({ at }) => at));
  const names = toldTo(workload, root).flatMap(({ at, container }) =>
    container?.role === 'init' && places.has(at) ? [container.name] : [],
  );
  return names.length === 0
    ? []
    : [
        `init container ${enumerated([...new Set(names)])} is told the pooler too: migrations want the server itself`,
      ];
}

function placesOf(settings: readonly Told[]): string {
  return enumerated([...new Set(settings.map(({ key, at }) => (key === undefined ? at : `${key} (${at})`)))]);
}
