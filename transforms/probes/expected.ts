/** What the repository lets expect of a probe that somebody has to state: an answer to be confirmed. */

import type { Container, Json, JsonObject, Root } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';
import { HANDLERS } from './timings.ts';

export interface Expected {
  /** As the configuration says a probe; `?` for what is open. */
  readonly value: string;
  readonly remark: string | undefined;
}

/** Readiness by its liveness probe: what shows that it is alive may show that it is ready too. Else the port that is served, or declared. */
export function expectedProbe(container: Container, written: Json | undefined, root: Root): Expected {
  const handler = asWritten(written);
  if (handler !== undefined) {
    const value = JSON.stringify(handler);
    const at = container.workload.where([...container.path, 'livenessProbe']);
    return { value, remark: `perhaps ${value}, as its liveness probe asks (${at})` };
  }
  const served = onlyPort(container, root);
  if (served === undefined) {
    const declared = declaredPort(container, root);
    return {
      value: `{httpGet: {path: ?, port: ${declared ?? '?'}}}`,
      remark:
        declared === undefined ? undefined : `perhaps on port ${declared}, the only one that it declares`,
    };
  }
  const { port, services } = served;
  return {
    value: `{httpGet: {path: ?, port: ${port}}}`,
    remark: `perhaps on port ${port}, where Service ${enumerated(services)} sends`,
  };
}

/** The one port that Services of its pods send to, and which they are. */
function onlyPort(
  { workload }: Container,
  root: Root,
): { readonly port: number; readonly services: readonly string[] } | undefined {
  const services = root.servicesFor(workload);
  const targets = services.flatMap(service =>
    mapsIn(service.get(['spec', 'ports'])).map(({ port, targetPort = port }) => targetPort),
  );
  const [port, ...others] = new Set(targets);
  if (typeof port !== 'number' || others.length > 0) return undefined;
  return { port, services: [...new Set(services.map(({ name }) => name))] };
}

/** Of a container that nothing sends to. */
function declaredPort(container: Container, root: Root): number | undefined {
  if (root.servicesFor(container.workload).length > 0) return undefined;
  const [port, ...others] = mapsIn(container.get(['ports'])).map(({ containerPort }) => containerPort);
  return typeof port === 'number' && others.length === 0 ? port : undefined;
}

/** What a probe asks, without the defaults of the API. */
function asWritten(probe: Json | undefined): JsonObject | undefined {
  if (!isMap(probe)) return undefined;
  const name = HANDLERS.find(each => isMap(probe[each]));
  return name === undefined ? undefined : { [name]: probe[name]! };
}
