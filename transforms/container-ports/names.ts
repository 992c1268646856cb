/** Illegal port names, changed wherever they are used (catalogue M11). */

import { type LabelSelector, matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Change, Container, Json, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { describeContainer } from '../shared/pods.ts';

/** IANA_SVC_NAME: at most 15 of a-z, 0-9 and single `-` inside, at least one letter. */
export function isLegalPortName(name: string): boolean {
  return /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && name.length <= 15;
}

/** The nearest legal name; undefined when no letter is left. */
export function legalPortName(name: string): string | undefined {
  const legal = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 15)
    .replace(/-+$/, '');
  return isLegalPortName(legal) ? legal : undefined;
}

export function* illegalNames(workload: Workload, root: Root): Generator<Proposal<'illegal-name'>> {
  for (const container of workload.containers) {
    for (const { name, containerPort, protocol = 'TCP' } of mapsIn(container.get(['ports']))) {
      if (typeof name !== 'string' || typeof containerPort !== 'number' || isLegalPortName(name)) continue;
      const legal = legalPortName(name);
      const path = ['ports', { containerPort, protocol: String(protocol) }, 'name'];
      const common = {
        message: 'illegal-name',
        at: { on: workload.key, path: [...container.path, ...path] },
        data: { subject: describeContainer(container), port: name, name: legal ?? '?' },
      } as const;
      if (legal === undefined || isUsed(legal, workload)) {
        yield {
          ...common,
          changes: [],
          evidence: [],
          blocked: 'choose a name of at most 15 lower-case letters and digits',
        };
        continue;
      }
      yield {
        ...common,
        changes: [container.set(path, legal), ...renamedUses(name, legal, workload, root)],
        // The API server refuses the object as it stands: nothing runs that could break.
        evidence: [
          { kind: 'manifest', at: workload.where([...container.path, 'ports']), says: `${name} is refused` },
        ],
      };
    }
  }
}

function isUsed(name: string, { containers }: Workload): boolean {
  return containers.some(each => mapsIn(each.get(['ports'])).some(port => port.name === name));
}

function renamedUses(name: string, legal: string, workload: Workload, root: Root): Change[] {
  const monitors = root.find(
    'PodMonitor',
    each =>
      each.namespace === workload.namespace &&
      matchesSelector(each.get(['spec', 'selector']) as LabelSelector | undefined, workload.podLabels),
  );
  return [
    ...workload.containers.flatMap(each => renamedHandlers(each, name, legal)),
    ...root
      .servicesFor(workload)
      .flatMap(service =>
        mapsIn(service.get(['spec', 'ports'])).flatMap(({ port, protocol = 'TCP', targetPort }) =>
          targetPort === name && typeof port === 'number'
            ? [service.set(['spec', 'ports', { port, protocol: String(protocol) }, 'targetPort'], legal)]
            : [],
        ),
      ),
    // Names in `egress` are those of other pods.
    ...root.policiesFor(workload).flatMap(policy => renamedIn(policy, 'ingress', name, legal)),
    ...monitors.flatMap(monitor => renamedIn(monitor, 'podMetricsEndpoints', name, legal)),
  ];
}

/** A list without keys is set as a whole. */
function renamedIn(resource: Resource, field: string, name: string, legal: string): Change[] {
  const list = resource.get(['spec', field]);
  const renamed = withName(list, name, legal);
  return list === undefined || JSON.stringify(list) === JSON.stringify(renamed)
    ? []
    : [resource.set(['spec', field], renamed)];
}

function withName(value: Json | undefined, name: string, legal: string): Json {
  if (Array.isArray(value)) return value.map(each => withName(each, name, legal));
  if (!isMap(value)) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      key === 'port' && child === name ? legal : withName(child, name, legal),
    ]),
  );
}

const HANDLERS = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].map(probe => [probe]),
  ...['postStart', 'preStop'].map(hook => ['lifecycle', hook]),
];

function renamedHandlers(container: Container, name: string, legal: string): Change[] {
  return HANDLERS.flatMap(path =>
    ['httpGet', 'tcpSocket'].flatMap(handler => {
      const target = container.get([...path, handler]);
      return isMap(target) && target.port === name ? [container.set([...path, handler, 'port'], legal)] : [];
    }),
  );
}
