/** What is for insiders is not reached from outside (catalogue M14). */

import { defineTransform, type Proposal, type Resource, type Root } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';
import { backendsOf } from './backends.ts';
import { insidersBehind, insidersPort } from './insiders.ts';

type Message = 'insiders' | 'insiders-open' | 'insiders-by-ingress' | 'reached';

export default defineTransform({
  id: 'internal-services',
  title: 'Ports for insiders are not reached from outside of the cluster',
  severity: 'high',
  severities: { reached: 'low' },
  group: 'security',
  order: 320,
  preset: 'opt-in',
  each: 'resource',
  kinds: ['Service', 'Ingress'],
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    insiders:
      'Service {name} gives {what} out at a port of every node. Only the cluster reaches it by a ClusterIP',
    'insiders-open': 'Service {name} gives {what} out by a load balancer',
    'insiders-by-ingress': 'Ingress {name} gives {what} out, which Service {service} has',
    reached: 'Service {name} is reached from outside of the cluster: it is a {type}',
  },
  briefs: {
    insiders: '{what} at a node port',
    'insiders-open': '{what} by a load balancer',
    'insiders-by-ingress': '{what} by an Ingress',
    reached: '{type}',
  },
  docs: {
    why: 'A console, a debugger or a profiler trusts who reaches it, and a port of the nodes or a load balancer is an entry that no Ingress, no log and no rule of it sees.',
    risk: 'Who came by the port of the nodes has to come another way: `kubectl port-forward`, or an Ingress that asks who it is. To take an entry away is a decision, so it is never made unread. A Service that has an entry because it is one is reported as such.',
    links: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types',
      'https://www.rabbitmq.com/docs/management',
    ],
    sameAs: ['kube-score:service-type', 'kube-linter:exposed-services'],
    sameAsOf: { 'insiders-by-ingress': [] },
  },
  *plan(resource, { root }) {
    if (resource.kind === 'Ingress') yield* byIngress(resource, root);
    else yield* ofService(resource, root);
  },
});

/** Who may come is said: by address, or the load balancer is one of the inner network. */
const INNER =
  /load-balancer-(?:internal|source-ranges)|load-balancer-type|load-balancer-scheme|whitelist-source-range|allowlist-source-range|auth-(?:type|url|secret|tls-secret)|ingress\.class-internal|middlewares/;

const POLICY = ['spec', 'externalTrafficPolicy'];

function* ofService(service: Resource, root: Root): Generator<Proposal<Message>> {
  const { name, key } = service;
  const type = service.get(['spec', 'type']);
  if (type !== 'NodePort' && type !== 'LoadBalancer') return;
  const at = { on: key, path: ['spec', 'type'] };
  const ports = mapsIn(service.get(['spec', 'ports']));
  const open = enumerated([...new Set(ports.flatMap(port => insidersPort(port, service, root) ?? []))]);
  const isEntryPoint = type === 'LoadBalancer' && isEntry(service, root);
  const behind =
    open === '' && type === 'LoadBalancer' && !isEntryPoint ? insidersBehind(service, root) : undefined;
  const what = behind ?? open;
  const found = { at, changes: [], evidence: [], mayBeExplained: true } as const;
  if (what === '') {
    if (isEntryPoint) return;
    yield { ...found, message: 'reached', data: { name, type } };
    return;
  }
  if (type === 'LoadBalancer') {
    const ranges = service.get(['spec', 'loadBalancerSourceRanges']);
    if (Array.isArray(ranges) && ranges.length > 0) return;
    if (Object.keys(service.annotations).some(each => INNER.test(each))) return;
    yield { ...found, message: 'insiders-open', data: { name, what } };
    return;
  }
  const ofNodes = ports.filter(each => each.nodePort !== undefined && each.nodePort !== null);
  yield {
    message: 'insiders',
    data: { name, what },
    at,
    changes: [
      service.set(['spec', 'type'], 'ClusterIP'),
      ...ofNodes.map(({ port, protocol }) =>
        service.remove([
          'spec',
          'ports',
          { port: Number(port), ...(typeof protocol === 'string' && { protocol }) },
          'nodePort',
        ]),
      ),
      // Without a port of the nodes the API server takes neither.
      ...((service.get(POLICY) ?? null) === null ? [] : [service.remove(POLICY)]),
    ],
    evidence: [],
    doubts: ['whoever comes by the port of the nodes has to come another way'],
    mayBeExplained: true,
  };
}

/** What a load balancer is for. */
function isEntry(service: Resource, root: Root): boolean {
  return root.workloads.some(
    workload =>
      workload.containers.some(({ facts }) => facts.component === 'proxy') &&
      root.servicesFor(workload).some(({ key }) => key === service.key),
  );
}

function* byIngress(ingress: Resource, root: Root): Generator<Proposal<Message>> {
  if (Object.keys(ingress.annotations).some(each => INNER.test(each))) return;
  const namespace = root.platform.namespaceOf(ingress);
  const services = root.platform.find('Service', namespace);
  const seen = new Set<string>();
  for (const { service: name, port: wanted, path } of backendsOf(ingress)) {
    const service = services.find(each => each.name === name);
    const port = mapsIn(service?.get(['spec', 'ports'])).find(
      each => each.port === wanted || each.name === wanted,
    );
    const what = service && port && insidersPort(port, service, root);
    if (what === undefined || seen.has(name)) continue;
    seen.add(name);
    yield {
      message: 'insiders-by-ingress',
      data: { name: ingress.name, what, service: name },
      at: { on: ingress.key, path },
      changes: [],
      evidence: [],
      mayBeExplained: true,
    };
  }
}
