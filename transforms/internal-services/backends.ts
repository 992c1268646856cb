/** The Services that an Ingress sends to. */

import type { FieldPath, Json, JsonObject, Resource } from '../../src/transform.ts';
import { isMap, mapAt, mapsIn } from '../shared/data.ts';

export interface Backend {
  readonly service: string;
  /** Its number or its name. */
  readonly port: Json | undefined;
  /** Of the field of the Ingress, as far as it has a name. */
  readonly path: FieldPath;
}

export function* backendsOf(ingress: Resource): Generator<Backend> {
  const spec = mapAt(ingress.object, 'spec');
  for (const field of ['defaultBackend', 'backend']) {
    const found = isMap(spec[field]) ? backend(spec[field], ['spec', field]) : undefined;
    if (found !== undefined) yield found;
  }
  for (const rule of mapsIn(spec.rules)) {
    for (const path of mapsIn(mapAt(rule, 'http').paths)) {
      const found = backend(mapAt(path, 'backend'), ['spec', 'rules']);
      if (found !== undefined) yield found;
    }
  }
}

/** As `networking.k8s.io/v1` says it, and as the versions before it did. */
function backend(written: JsonObject, path: FieldPath): Backend | undefined {
  const service = mapAt(written, 'service');
  if (typeof service.name === 'string') {
    const { number, name } = mapAt(service, 'port');
    return { service: service.name, port: number ?? name, path };
  }
  const { serviceName, servicePort } = written;
  return typeof serviceName === 'string' ? { service: serviceName, port: servicePort, path } : undefined;
}
