/** Ports that something uses are declared, with legal names (catalogue M11). */

import {
  type Change,
  type Container,
  defineTransform,
  type Json,
  type Proposal,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { describeContainer, immutableTemplate, podKind } from '../shared/pods.ts';
import { illegalNames } from './names.ts';
import { type PortUse, portUses } from './uses.ts';

export default defineTransform({
  id: 'container-ports',
  title: 'Ports that probes and Services use are declared',
  severity: 'medium',
  group: 'correctness',
  order: 500,
  preset: 'recommended',
  each: 'workload',
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    undeclared: '{subject} does not declare port {port}, which {user} uses. It is declared as {name}',
    ambiguous: 'no container of {kind} {name} declares port {port}, which {user} uses',
    'illegal-name':
      'port name {port} of {subject} is not legal. It becomes {name}, there and where it is used',
  },
  docs: {
    why: 'Declared ports are how people, policies and monitors find out what a container offers, and only a declared port can be named.',
    risk: 'Declaring a port opens nothing and closes nothing; it restarts the pods.',
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

function* undeclared(workload: Workload, root: Root): Generator<Proposal<'undeclared' | 'ambiguous'>> {
  // Who listens may be a container that is not rendered.
  if (podKind(workload).isCompleted) return;
  const mains = workload.containers.filter(each => each.role !== 'init');
  const names = new Set(mains.flatMap(each => mapsIn(each.get(['ports'])).map(({ name }) => name)));
  for (const use of portUses(workload, root)) {
    const holder = use.container ?? ownerOf(use.port, mains);
    const { kind, name } = workload;
    if (holder === undefined) {
      const blocked = `which of ${mains.map(each => each.name).join(', ')} listens on ${use.port}?`;
      const at = { on: workload.key, path: [...workload.podPath, 'containers'] };
      yield {
        message: 'ambiguous',
        data: { kind, name, port: use.port, user: use.user },
        at,
        changes: [],
        evidence: [],
        blocked,
      };
      continue;
    }
    const portName = freeName(use, names);
    names.add(portName);
    const doubts = [
      // The API server makes every declared port of such a pod one of its node.
      ...(workload.pod.hostNetwork === true
        ? ["in its node's network a declared port is taken there: a second pod no longer fits on the node"]
        : []),
      ...immutableTemplate(workload),
    ];
    yield {
      message: 'undeclared',
      data: {
        subject: describeContainer(holder),
        port: use.port,
        user: use.user,
        name: portName,
      },
      at: { on: workload.key, path: [...holder.path, 'ports'] },
      changes: [declaration(holder, use.port, use.protocol, portName)],
      doubts,
      evidence: [{ kind: 'manifest', at: use.at, says: `${use.user} uses port ${use.port}` }],
    };
  }
}

function declaration(container: Container, port: number, protocol: string, name: string): Change {
  const isTcp = protocol === 'TCP';
  const value: Json = { name, containerPort: port, ...(isTcp ? {} : { protocol }) };
  return container.set(['ports', { containerPort: port, protocol }], value);
}

/** The container that is known for the port, or the only one. */
function ownerOf(port: number, containers: readonly Container[]): Container | undefined {
  if (containers.length === 1) return containers[0];
  const known = containers.filter(each => each.facts.ports.includes(port));
  return known.length === 1 ? known[0] : undefined;
}

/** The name that its user gives the port, else by convention; unique in the pod. */
function freeName({ port, name, protocol }: PortUse, taken: ReadonlySet<unknown>): string {
  const conventional: Record<number, string> = { 80: 'http', 443: 'https', 8080: 'http', 8443: 'https' };
  const usual = protocol === 'TCP' ? conventional[port] : undefined;
  const candidates = [name, usual, `${protocol.toLowerCase()}-${port}`].filter(each => each !== undefined);
  return candidates.find(each => !taken.has(each)) ?? `port-${port}`;
}
