/** Ports that something uses are declared, with legal names (catalogue M11). */

import { runsToCompletion } from '../../src/kubernetes/pod-templates.ts';
import {
  type Container,
  defineTransform,
  type Json,
  type Proposal,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';
import { folderOf } from '../shared/places.ts';
import { describeContainer, effectiveSecurity, immutableTemplate, podKind } from '../shared/pods.ts';
import { toldPort } from '../shared/start/told-port.ts';
import { illegalNames } from './names.ts';
import { nameFor, saysProtocol } from './style.ts';
import { type PortUse, portUses } from './uses.ts';

export default defineTransform({
  id: 'container-ports',
  title: 'Ports that probes and Services use are declared',
  severity: 'medium',
  group: 'correctness',
  order: 500,
  preset: 'opt-in',
  each: 'workload',
  options: {},
  facts: ['ports'],
  placement: { field: 'source', resource: 'beside' },
  messages: {
    undeclared: '{subject} does not declare port {port}, which {user} uses. It is declared{named}',
    ambiguous: 'no container of {kind} {name} declares port {port}, which {user} uses',
    unheard: 'nothing but {user} says that {subject} listens on port {port}',
    'serves-job': 'Service {service} sends to the pods of {kind} {name} too, beside those of {meant}',
    'illegal-name':
      'port name {port} of {subject} is not legal. It becomes {name}, there and where it is used',
  },
  briefs: {
    undeclared: 'undeclared port {port}',
    ambiguous: 'undeclared port {port}',
    unheard: 'unconfirmed port {port}',
    'serves-job': 'Service {service} selects it too',
    'illegal-name': 'illegal port name {port}',
  },
  docs: {
    why: 'Declared ports are how people, policies and monitors find out what a container offers, and only a declared port can be named.',
    risk: 'Declaring a port opens nothing and closes nothing; it restarts the pods. That something listens there is shown by what is known of the image, or by a probe and a Service that agree.',
    links: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
      'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports',
    ],
    sameAs: [
      'kube-score:container-ports-check',
      'kube-linter:invalid-target-ports',
      'kube-linter:liveness-port',
      'kube-linter:readiness-port',
      'kube-linter:startup-port',
    ],
  },
  *plan(workload, { root }) {
    yield* undeclared(workload, root);
    yield* illegalNames(workload, root);
  },
});

type Undeclared = 'undeclared' | 'ambiguous' | 'unheard' | 'serves-job';

function* undeclared(workload: Workload, root: Root): Generator<Proposal<Undeclared>> {
  // Who listens may be a container that is not rendered.
  if (podKind(workload).isCompleted) return;
  // What runs to an end rarely listens: its probes are deadlines, and Services take it by mistake.
  if (runsToCompletion(workload.kind, workload.apiVersion)) {
    yield* servedByMistake(workload, root);
    return;
  }
  const mains = workload.containers.filter(each => each.role !== 'init');
  const names = new Set(mains.flatMap(each => mapsIn(each.get(['ports'])).map(({ name }) => name)));
  for (const use of portUses(workload, root)) {
    const holder = use.container ?? ownerOf(use.port, mains);
    if (holder === undefined) yield ambiguous(workload, mains, use);
    else if (isUnheard(use, holder)) yield unheard(holder, use);
    else {
      const name = nameFor(use, root, names);
      if (name !== undefined) names.add(name);
      yield declaration(holder, use, name, root);
    }
  }
}

function declaration(
  holder: Container,
  use: PortUse,
  name: string | undefined,
  root: Root,
): Proposal<Undeclared> {
  const { workload } = holder;
  const { port, protocol, user } = use;
  const writesProtocol = protocol !== 'TCP' || saysProtocol(holder, root);
  const value: Json = {
    ...(name === undefined ? {} : { name }),
    containerPort: port,
    ...(writesProtocol ? { protocol } : {}),
  };
  const told = toldPort(holder, port);
  const sharesNode = workload.pod.hostNetwork === true;
  return {
    message: 'undeclared',
    data: { subject: describeContainer(holder), port, user, named: name === undefined ? '' : ` as ${name}` },
    at: { on: workload.key, path: [...holder.path, 'ports'] },
    changes: [holder.set(['ports', { containerPort: port, protocol }], value)],
    // Who renders the same container renders the Service beside it too, and listens there whether it is probed or not.
    ...(!sharesNode && isServedBeside(use, holder) ? { elsewhere: 'harmless' } : {}),
    doubts: [
      ...(isShown(use, holder) ? [] : [`only ${user} says that it listens there`]),
      // The API server makes every declared port of such a pod one of its node.
      ...(sharesNode
        ? ["in its node's network a declared port is taken there: a second pod no longer fits on the node"]
        : []),
      ...immutableTemplate(workload),
    ],
    evidence: [...use.evidence, ...(told === undefined ? [] : [told])],
  };
}

/** Whether a Service for the port is written in the folder of the container. */
function isServedBeside({ services }: PortUse, { workload }: Container): boolean {
  const folder = folderOf(workload.where([]));
  return services.some(at => folderOf(at) === folder);
}

/** A port that the image is known for; or one that a Service sends to, and that a probe must get an answer from or the program is told. */
function isShown({ port, signs }: PortUse, holder: Container): boolean {
  if (holder.facts.ports.includes(port)) return true;
  const isServed = signs.has('target') || signs.has('own-port');
  return isServed && (signs.has('answered-probe') || toldPort(holder, port) !== undefined);
}

/** Named by nothing but a Service that states no target, or one that the container's user cannot listen on. */
function isUnheard(use: PortUse, holder: Container): boolean {
  if (isShown(use, holder) || use.signs.has('answered-probe') || use.signs.has('other-probe')) return false;
  return !use.signs.has('target') || (use.port < 1024 && isWithoutPrivilege(holder));
}

/** A user other than root that has no capability for ports below 1024. */
function isWithoutPrivilege(container: Container): boolean {
  const user = effectiveSecurity(container, 'runAsUser');
  const isUser =
    (typeof user === 'number' && user > 0) || effectiveSecurity(container, 'runAsNonRoot') === true;
  return isUser && !stringsIn(container.get(['securityContext', 'capabilities', 'add'])).includes(BIND);
}

const BIND = 'NET_BIND_SERVICE';

function unheard(holder: Container, { port, protocol, user }: PortUse): Proposal<Undeclared> {
  return {
    message: 'unheard',
    data: { subject: describeContainer(holder), port, user },
    at: { on: holder.workload.key, path: [...holder.path, 'ports', { containerPort: port, protocol }] },
    changes: [],
    evidence: [],
    blocked: `does it listen on ${port}? Declare that port, or give ${user} the targetPort that it means`,
  };
}

function ambiguous(
  workload: Workload,
  mains: readonly Container[],
  { port, user }: PortUse,
): Proposal<Undeclared> {
  const { kind, name } = workload;
  return {
    message: 'ambiguous',
    data: { kind, name, port, user },
    at: { on: workload.key, path: [...workload.podPath, 'containers'] },
    changes: [],
    evidence: [],
    blocked: `which of ${mains.map(each => each.name).join(', ')} listens on ${port}?`,
  };
}

/** Services that select what runs to an end beside the pods that they are for. */
function* servedByMistake(workload: Workload, root: Root): Generator<Proposal<Undeclared>> {
  const servers = root.workloads.filter(each => !runsToCompletion(each.kind, each.apiVersion));
  for (const service of root.servicesFor(workload)) {
    const meant = servers.find(each => root.servicesFor(each).includes(service));
    if (meant === undefined) continue;
    const { kind, name } = workload;
    yield {
      message: 'serves-job',
      data: { kind, name, service: service.name, meant: `${meant.kind} ${meant.name}` },
      at: { on: workload.key, path: [...workload.podMetadataPath, 'labels'] },
      changes: [],
      evidence: [],
      blocked: `give the pods of ${kind} ${name} other labels, unless they serve`,
    };
  }
}

/** The container that is known for the port, or the only one. */
function ownerOf(port: number, containers: readonly Container[]): Container | undefined {
  if (containers.length === 1) return containers[0];
  const known = containers.filter(each => each.facts.ports.includes(port));
  return known.length === 1 ? known[0] : undefined;
}
