/** What scales, routes to or binds something that is not there. */

import type { FieldPath, Json, Proposal, Resource, Root } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { enumerated } from '../shared/prose.ts';
import { isCustom } from '../shared/voices.ts';
import { misspeltVersionIn } from './refused/versions.ts';

export type TargetMessage = 'no-target' | 'target-version' | 'target-unversioned' | 'no-port' | 'no-role';

/** An autoscaler, an Ingress, a Route or a RoleBinding whose target no root renders. */
export function* missingTargets(resource: Resource, root: Root): Generator<Proposal<TargetMessage>> {
  if (!root.complete) return;
  if (resource.kind === 'HorizontalPodAutoscaler' || resource.kind === 'ScaledObject')
    yield* scaled(resource, root);
  if (resource.kind === 'Ingress') yield* routed(resource, root);
  if (resource.kind === 'Route' && resource.apiVersion.startsWith('route.openshift.io/'))
    yield* routedByOpenShift(resource, root);
  if (resource.kind === 'RoleBinding') yield* bound(resource, root);
}

function* scaled(resource: Resource, root: Root): Generator<Proposal<TargetMessage>> {
  const path = ['spec', 'scaleTargetRef'];
  const target = resource.get(path);
  if (!isMap(target)) return;
  // KEDA scales a Deployment where nothing else is said; an autoscaler has to name both.
  const isKeda = resource.kind === 'ScaledObject';
  const {
    name,
    kind = isKeda ? 'Deployment' : undefined,
    apiVersion = isKeda ? 'apps/v1' : undefined,
  } = target;
  if (typeof kind !== 'string' || typeof name !== 'string') return;
  const workload = root.workloads.find(
    each => each.kind === kind && each.name === name && each.namespace === resource.namespace,
  );
  // What the object itself lacks in the same way is one fix with it.
  if (apiVersion === undefined && resource.apiVersion === '') return;
  if (workload !== undefined && apiVersion !== workload.apiVersion && !isGone(workload.apiVersion)) {
    const misspelt = misspeltVersionIn(target);
    yield {
      message: apiVersion === undefined ? 'target-unversioned' : 'target-version',
      data: {
        resource: `${resource.kind} ${resource.name}`,
        target: `${kind} ${name}`,
        now: String(apiVersion),
        version: workload.apiVersion,
      },
      at: { on: resource.key, path: [...path, 'apiVersion'] },
      changes: [
        resource.set([...path, 'apiVersion'], workload.apiVersion),
        ...(misspelt === undefined ? [] : [resource.remove([...path, misspelt])]),
      ],
      evidence: [
        { kind: 'manifest', at: workload.where([]), says: `${kind} ${name} is ${workload.apiVersion}` },
      ],
    };
  }
  if (isCustom({ apiVersion: String(apiVersion) } as Resource) || root.workloads.length === 0) return;
  if (isRendered(kind, name, resource, root)) return;
  yield blocked(resource, path, 'no-target', `${kind} ${name}`, `which workload is meant?`);
}

/**
 * Versions of workloads that no cluster serves any more: who names the one of today is right, and stays so once the workload
 * has it.
 *
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/#v1-16
 */
function isGone(apiVersion: string): boolean {
  return /^(?:extensions\/v1beta1|apps\/v1beta[12])$/.test(apiVersion);
}

function* routed(resource: Resource, root: Root): Generator<Proposal<TargetMessage>> {
  const services = root.find('Service');
  if (services.length === 0) return;
  const rules = mapsIn(resource.get(['spec', 'rules']));
  const backends = rules.flatMap(({ http }) =>
    isMap(http) ? mapsIn(http.paths).map(each => each.backend) : [],
  );
  const wanted = [...backends, resource.get(['spec', 'defaultBackend'])].flatMap(backendOf);
  const path = ['spec', 'rules'];
  const missing = wanted.filter(({ name }) => !isRendered('Service', name, resource, root));
  if (missing.length > 0) {
    const names = [...new Set(missing.map(({ name }) => `Service ${name}`))];
    yield blocked(resource, path, 'no-target', enumerated(names), 'which Service is meant?');
  }
  const closed = wanted.filter(backend => isClosed(backend, resource, services));
  if (closed.length > 0) {
    const ports = [...new Set(closed.map(({ name, port }) => `port ${port} of Service ${name}`))];
    const meant = closed.map(backend => portBefore(backend, resource, services));
    const known = `that is the port of its pods: ${enumerated([...new Set(meant)].map(port => `port ${port} of the Service leads to it`))}`;
    yield {
      ...found(resource, path, 'no-port', enumerated(ports)),
      ...(meant.includes(undefined) ? { blocked: 'which port of the Service is meant?' } : { known }),
    };
  }
}

/** The port of a Service that leads to the one which is named in its place. */
function portBefore(
  { name, port }: Backend,
  resource: Resource,
  services: readonly Resource[],
): Json | undefined {
  const service = services.find(each => each.name === name && each.namespace === resource.namespace);
  const before = mapsIn(service?.get(['spec', 'ports'])).filter(({ targetPort }) => targetPort === port);
  return before.length === 1 ? before[0]!.port : undefined;
}

/** `spec.to`, and what shares its traffic: Services unless they say otherwise. */
function* routedByOpenShift(route: Resource, root: Root): Generator<Proposal<TargetMessage>> {
  if (root.find('Service').length === 0) return;
  const targets = [route.get(['spec', 'to']), ...mapsIn(route.get(['spec', 'alternateBackends']))];
  const missing = targets.flatMap(target => {
    if (!isMap(target) || typeof target.name !== 'string' || (target.kind ?? 'Service') !== 'Service')
      return [];
    return isRendered('Service', target.name, route, root) ? [] : [`Service ${target.name}`];
  });
  if (missing.length === 0) return;
  // Only Services of its own namespace can be meant.
  const isRenamed = missing.every(name => hasOtherName(name, route, root));
  yield {
    ...found(route, ['spec', 'to'], 'no-target', enumerated(missing)),
    ...(isRenamed ? { known: RENAMED } : { blocked: 'which Service is meant?' }),
  };
}

const RENAMED =
  'kustomize renames it, and knows no reference in a Route: a file in configurations: says it, by a nameReference of Service with the fieldSpec {kind: Route, path: spec/to/name}';

/** Whether a Service is there under another name: kustomize knows no field of a Route for a reference. */
function hasOtherName(service: string, { namespace }: Resource, root: Root): boolean {
  const isMeant = (each: Resource) => `Service ${sourceName(each)}` === service;
  return root.find('Service', each => each.namespace === namespace && isMeant(each)).length > 0;
}

interface Backend {
  readonly name: string;
  readonly port: string | number | undefined;
}

function backendOf(backend: Json | undefined): Backend[] {
  const service = isMap(backend) ? backend.service : undefined;
  if (!isMap(service) || typeof service.name !== 'string') return [];
  const port = isMap(service.port) ? (service.port.number ?? service.port.name) : undefined;
  return [
    { name: service.name, port: typeof port === 'string' || typeof port === 'number' ? port : undefined },
  ];
}

/** AWS's controller takes `use-annotation` for a port: its action stands in an annotation. */
function isClosed({ name, port }: Backend, ingress: Resource, services: readonly Resource[]): boolean {
  const service = services.find(each => each.name === name && each.namespace === ingress.namespace);
  if (service === undefined || port === undefined || port === 'use-annotation') return false;
  const ports = mapsIn(service.get(['spec', 'ports']));
  return ports.length > 0 && !ports.some(each => each.port === port || each.name === port);
}

function* bound(resource: Resource, root: Root): Generator<Proposal<TargetMessage>> {
  const role = resource.get(['roleRef']);
  if (!isMap(role) || role.kind !== 'Role' || typeof role.name !== 'string') return;
  // `system:` is reserved for those that the API server makes.
  if (role.name.startsWith('system:') || isGiven(role.name, root.platform.namespaceOf(resource))) return;
  if (isRendered('Role', role.name, resource, root)) return;
  yield blocked(resource, ['roleRef'], 'no-role', `Role ${role.name}`, 'which Role is meant?');
}

/** Roles that the API server and kubeadm make by themselves, and the namespace in which they do. */
const GIVEN_ROLES: ReadonlyMap<string, string> = new Map([
  ['extension-apiserver-authentication-reader', 'kube-system'],
  ['kubeadm:nodes-kubeadm-config', 'kube-system'],
  ['kubeadm:kubelet-config', 'kube-system'],
  ['kubeadm:bootstrap-signer-clusterinfo', 'kube-public'],
  ['kube-proxy', 'kube-system'],
]);

function isGiven(role: string, namespace: string | undefined): boolean {
  const given = GIVEN_ROLES.get(role);
  return given !== undefined && (namespace === undefined || namespace === given);
}

function isRendered(kind: string, name: string, asking: Resource, root: Root): boolean {
  const { namespace } = asking;
  const here = root.find(kind, each => each.name === name && (each.namespace ?? namespace) === namespace);
  if (here.length > 0 || root.rendersAnywhere(kind, name)) return true;
  // Who is about an object does not make it.
  return root.resources.some(each => each !== asking && isMaker(name)(each));
}

/** A custom resource whose operator may make it: it bears the name, or the first half of it. */
function isMaker(name: string): (resource: Resource) => boolean {
  return resource => isCustom(resource) && (name === resource.name || name.startsWith(`${resource.name}-`));
}

function blocked(
  resource: Resource,
  path: FieldPath,
  message: TargetMessage,
  target: string,
  question: string,
): Proposal<TargetMessage> {
  return { ...found(resource, path, message, target), blocked: question };
}

function found(
  resource: Resource,
  path: FieldPath,
  message: TargetMessage,
  target: string,
): Proposal<TargetMessage> {
  return {
    message,
    data: { resource: `${resource.kind} ${resource.name}`, target },
    at: { on: resource.key, path },
    changes: [],
    evidence: [],
  };
}
