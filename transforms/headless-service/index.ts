/** The Service from which the pods of a StatefulSet have their names (catalogue M12). */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import { isHeadless } from '../../src/network/services.ts';
import {
  type Ask,
  type Doubt,
  defineTransform,
  type JsonObject,
  type Proposal,
  type Resource,
  type Root,
  selectorOf,
  type Workload,
} from '../../src/transform.ts';
import { staying } from '../shared/choices.ts';
import { isMap } from '../shared/data.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { applicationLabels } from '../shared/labels/name.ts';
import { labelsLikeSisters } from '../shared/labels/of-sisters.ts';
import { asWorkload, podSelector } from '../shared/pods.ts';
import { servicePorts } from './ports.ts';

const SERVICE = { apiVersion: 'v1', kind: 'Service' } as const;

type Message = 'missing' | 'missing-open' | 'not-headless' | 'unnamed';

export default defineTransform({
  id: 'headless-service',
  title: 'Pods of a StatefulSet have names in DNS',
  severity: 'medium',
  group: 'correctness',
  order: 1600,
  preset: 'recommended',
  each: 'resource',
  kinds: ['StatefulSet'],
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing:
      'StatefulSet {name} takes the names of its pods from a Service {service}, which is not there. A headless one comes beside it',
    'missing-open':
      'StatefulSet {name} takes the names of its pods from a Service {service}, which is not there',
    'not-headless':
      'StatefulSet {name} takes the names of its pods from Service {service}, which is not headless: single pods have no names in DNS',
    unnamed: 'StatefulSet {name} names no Service: its {replicas} pods have no names in DNS',
  },
  briefs: {
    missing: 'no governing Service',
    'missing-open': 'no governing Service',
    'not-headless': 'governing Service is not headless',
    unnamed: 'no serviceName',
  },
  docs: {
    why: 'Members of a database or a broker find each other by names like `store-0.store`. DNS has those only where the Service that `serviceName` names is there, is headless and selects the pods.',
    risk: 'A new headless Service opens nothing and restarts nothing. But what looked for its peers in vain finds them from then on. What is written in `serviceName` and `clusterIP` cannot be changed in place, and stays as it is.',
    links: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
      'https://kubernetes.io/docs/concepts/services-networking/service/#headless-services',
    ],
    sameAs: ['kube-score:statefulset-has-servicename'],
  },
  *plan(resource, { root }) {
    const workload = asWorkload(resource);
    if (workload === undefined || workload.apiVersion !== 'apps/v1') return;
    const service = workload.get(['spec', 'serviceName']);
    if (typeof service !== 'string' || service === '') {
      yield* unnamed(workload, root);
      return;
    }
    if (root.platform.isFilledIn(service)) return;
    const namespace = root.platform.namespaceOf(workload);
    const found = root.platform.find('Service', namespace).find(each => each.name === service);
    if (found === undefined) yield* missing(workload, service, root);
    else yield* notHeadless(workload, found);
  },
});

function* missing(workload: Workload, service: string, root: Root): Generator<Proposal<Message>> {
  const { name, key } = workload;
  const path = ['spec', 'serviceName'];
  const namespace = root.platform.namespaceOf(workload);
  const place = workload.where(path);
  // A chart, an operator or a script may bring it.
  if (!root.complete || root.namedByCustomResource(service)) return;
  if (root.platform.madeOutside('Service', service, place, namespace) !== undefined) return;
  const at = { on: key, path };
  const data = { name, service };
  // Called like itself it was written because the field had to be, and one pod needs no name.
  if ((workload.replicas ?? 1) < 2 && [name, ...workload.formerNames].includes(service)) return;
  if (workload.formerNames.length > 0) {
    const blocked = `a layer renames what it brings, and with a Service of that name \`serviceName\` too, which cannot change: make ${name} anew, or say the Service where nothing renames it?`;
    yield { message: 'missing-open', data, at, changes: [], evidence: [], blocked };
    return;
  }
  const labels = {
    ...labelsLikeSisters(workload, root, SERVICE.kind),
    ...applicationLabels(workload, root, SERVICE),
  };
  const ports = servicePorts(workload);
  const manifest: JsonObject = {
    ...SERVICE,
    metadata: { name: service, ...(Object.keys(labels).length > 0 && { labels }) },
    spec: {
      clusterIP: 'None',
      selector: selectorOf(workload),
      ...(ports.length > 0 && { ports }),
    },
  };
  const selector = podSelector(workload)?.matchLabels;
  // Without plain labels a Service would select nothing.
  if (!isMap(selector) || Object.keys(selector).length === 0) return;
  yield {
    message: 'missing',
    data,
    at,
    changes: [{ type: 'create', manifest, beside: key }],
    evidence: [{ kind: 'manifest', at: place, says: `it names Service ${service}, and nothing renders one` }],
    doubts: [...othersSelected(workload, root), ...renderedElsewhere(service, root)],
  };
}

/** A Service selects by plain labels alone: expressions of the selector tell nothing apart for it. */
function othersSelected(workload: Workload, root: Root): Doubt[] {
  const matchLabels = podSelector(workload)?.matchLabels ?? {};
  const other = root.platform
    .workloadsIn(root.platform.namespaceOf(workload))
    .find(each => each !== workload && matchesSelector({ matchLabels }, each.podLabels));
  return other === undefined ? [] : [`it would take the pods of ${other.kind} ${other.name} too`];
}

/** Of a root whose namespace is not known to be this one. */
function renderedElsewhere(service: string, root: Root): Doubt[] {
  return root.platform.namespaceOf(root.resources[0]!) === undefined &&
    root.rendersAnywhere('Service', service)
    ? [`another root renders a Service ${service}, and nothing says that it is for another namespace`]
    : [];
}

function* notHeadless(workload: Workload, service: Resource): Generator<Proposal<Message>> {
  const replicas = workload.replicas ?? 1;
  const type = service.get(['spec', 'type']) ?? 'ClusterIP';
  // A single pod is found by the name of the Service.
  if (type === 'ExternalName' || isHeadless(service) || replicas < 2) return;
  const found = {
    message: 'not-headless',
    data: { name: workload.name, service: service.name },
    at: { on: workload.key, path: ['spec', 'serviceName'] },
    changes: [],
    evidence: [],
  } as const;
  yield {
    ...found,
    blocked: `neither can change in place: do its members need names? Then make Service ${service.name} anew with \`clusterIP: None\`, and one of another name for those that used it`,
    asks: [namesAsk(workload)],
  };
}

function namesAsk(workload: Workload): Ask {
  return {
    type: 'decision',
    about: `names for the pods of StatefulSet ${sourceName(workload)}`,
    choices: [staying('no, nobody looks for one of them', 'its members need no names of their own')],
  };
}

function* unnamed(workload: Workload, root: Root): Generator<Proposal<Message>> {
  const replicas = workload.replicas ?? 1;
  if (replicas < 2) return;
  const headless = root.servicesFor(workload).find(isHeadless);
  yield {
    message: 'unnamed',
    data: { name: workload.name, replicas },
    at: { on: workload.key, path: ['spec', 'serviceName'] },
    changes: [],
    evidence: [],
    blocked: `\`serviceName\` cannot be added in place: do its members need names? Then make it anew with ${headless === undefined ? 'a headless Service' : `\`serviceName: ${headless.name}\``}`,
    asks: [namesAsk(workload)],
  };
}
