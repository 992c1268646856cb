/** The ports of a workload as those of a Service. */
import type { JsonObject, Workload } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';

/** A name of a Service's port: that of a container's port may be longer. */
const LEGAL = /^(?=.*[a-z])[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/;

/** Each port once, by number and protocol; with a name, which several need. */
export function servicePorts({ containers }: Workload): JsonObject[] {
  const ports = new Map<string, JsonObject>();
  const names = new Set<string>();
  for (const container of containers.filter(({ role }) => role !== 'init')) {
    for (const { name, containerPort, protocol = 'TCP' } of mapsIn(container.get(['ports']))) {
      if (typeof containerPort !== 'number' || typeof protocol !== 'string') continue;
      const key = `${containerPort}/${protocol}`;
      if (ports.has(key)) continue;
      const own = typeof name === 'string' && LEGAL.test(name) && !names.has(name);
      const said = own ? name : `${protocol.toLowerCase()}-${containerPort}`;
      names.add(said);
      ports.set(key, { name: said, port: containerPort, ...(protocol !== 'TCP' && { protocol }) });
    }
  }
  return [...ports.values()];
}
