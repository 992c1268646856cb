/** The way to a new listener: ports of the container and its Services, and policies on who may come. */

import type { Change, Json, JsonObject, Resource, Root } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { TLS_PORT } from './configuration.ts';
import { isAmong, type Server } from './server.ts';

const NAME = 'amqps';

/** Services through which the plain listener is reached. */
export function servicesOf(
  { workload, container }: Server,
  plain: readonly number[],
  root: Root,
): readonly Resource[] {
  return root
    .servicesFor(workload)
    .filter(service =>
      mapsIn(service.get(['spec', 'ports'])).some(({ port, targetPort }) =>
        isAmong(plain, targetPort ?? port, container),
      ),
    );
}

/** @param plain ports of the listener that is there */
export function wayTo(
  { container, workload }: Server,
  plain: readonly number[],
  services: readonly Resource[],
  root: Root,
): readonly Change[] {
  return [
    container.set(['ports', { containerPort: TLS_PORT, protocol: 'TCP' }], {
      name: NAME,
      containerPort: TLS_PORT,
    }),
    ...services.flatMap(opened),
    ...root.policiesFor(workload).flatMap(policy => letsIn(policy, port => isAmong(plain, port, container))),
  ];
}

/** Of several ports each needs a name. */
function opened(service: Resource): readonly Change[] {
  const ports = mapsIn(service.get(['spec', 'ports']));
  const [first] = ports;
  const isAlone = ports.length === 1 && first!.name === undefined;
  const at = (port: Json, protocol: Json | undefined) => [
    'spec',
    'ports',
    { port: port as number, protocol: String(protocol ?? 'TCP') },
  ];
  return [
    ...(isAlone ? [service.set([...at(first!.port!, first!.protocol), 'name'], 'amqp')] : []),
    service.set(at(TLS_PORT, 'TCP'), { name: NAME, port: TLS_PORT, targetPort: TLS_PORT }),
  ];
}

/** Who may come to the plain listener may come to the other. */
function letsIn(policy: Resource, isPlain: (port: Json | undefined) => boolean): readonly Change[] {
  const path = ['spec', 'ingress'];
  const rules = mapsIn(policy.get(path));
  const wider = rules.map(rule => {
    const ports = mapsIn(rule.ports);
    const isOpen = ports.some(({ port }) => port === TLS_PORT);
    const more: JsonObject = { protocol: 'TCP', port: TLS_PORT };
    return ports.some(({ port }) => isPlain(port)) && !isOpen ? { ...rule, ports: [...ports, more] } : rule;
  });
  return wider.some((rule, index) => rule !== rules[index]) ? [policy.set(path, wider)] : [];
}
