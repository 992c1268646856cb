/** Ingress, as networking.k8s.io/v1 has it. */
import type { Json, JsonObject } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { each, inMap, withField, without } from './moves.ts';

export function ingressFields(part: JsonObject): JsonObject {
  return withField(
    part,
    'spec',
    inMap(spec => withField(renamed(spec), 'rules', each(rule))),
  );
}

function renamed(spec: JsonObject): JsonObject {
  if (spec.backend === undefined) return spec;
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) =>
      key === 'backend' ? ['defaultBackend', inMap(backend)(value)] : [key, value],
    ),
  );
}

function rule(item: JsonObject): JsonObject {
  return withField(
    item,
    'http',
    inMap(http => withField(http, 'paths', each(path))),
  );
}

/** Nobody said a type, and then it was this one. */
function path(item: JsonObject): JsonObject {
  const made = withField(item, 'backend', inMap(backend));
  if (made.pathType !== undefined) return made;
  const { path, ...rest } = made;
  return { ...(path === undefined ? {} : { path }), pathType: 'ImplementationSpecific', ...rest };
}

function backend(old: JsonObject): JsonObject {
  const { serviceName, servicePort } = old;
  if (serviceName === undefined && servicePort === undefined) return old;
  const service: Record<string, Json> = {};
  if (serviceName !== undefined) service.name = serviceName;
  if (servicePort !== undefined) service.port = portOf(servicePort);
  return { service, ...without(old, 'serviceName', 'servicePort') };
}

function portOf(port: Json): Json {
  if (isMap(port)) return port;
  return typeof port === 'string' && !/^\d+$/.test(port) ? { name: port } : { number: Number(port) };
}
