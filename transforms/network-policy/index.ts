/** Network policies that let in who is seen to call, and nobody else (catalogue C3). */

import { textsOf } from '../../src/network/data.ts';
import { defineTransform, type Workload } from '../../src/transform.ts';
import { ownedNamespaces } from '../shared/namespaces/namespaces.ts';
import { barredCalls } from './barred.ts';
import { takesNoConnections } from './callers/unseen.ts';
import { defaultDeny, isDenied } from './default-deny.ts';
import { withoutDns } from './dns.ts';
import { boundedCalls, isBounded } from './egress.ts';
import { isSelected, missingPolicy } from './missing.ts';
import { namedNamespaces } from './named-namespaces.ts';
import { areMadeElsewhere, arePoliciesBeside, isInScope, isOfOperators } from './scope.ts';
import { writtenPolicy } from './written.ts';

export default defineTransform({
  id: 'network-policy',
  title: 'Pods take connections only from who is seen to need them',
  severity: 'high',
  severities: { 'every-port': 'medium', 'calls-anybody': 'medium' },
  group: 'security',
  order: 950,
  preset: 'recommended',
  each: 'root',
  options: {
    egress: {
      type: 'boolean',
      default: false,
      description:
        'Also say whom pods may call: the DNS, what they are told, and nothing else. Better a second step, once policies for callers have proved themselves.',
    },
    ingressNamespace: {
      type: 'string',
      description: 'The namespace of the ingress controller.',
    },
    ingressLabels: {
      type: 'object',
      description: 'Labels of the pods of the ingress controller.',
    },
    monitoringNamespace: {
      type: 'string',
      description: 'The namespace of what scrapes metrics.',
    },
    monitoringLabels: {
      type: 'object',
      description:
        'Labels of the pods that scrape metrics. Unless they are said, those of a Prometheus that the repository renders, else `app.kubernetes.io/name: prometheus`.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    bars: '{caller} calls port {port} of {callee}, and {policies} {verb} not let it through',
    shut: 'no policy opens {ports} of {workload}, which {callers} {verb}{change}',
    'lets-all-in': 'NetworkPolicy {name} has a rule that lets everybody in, on every port{change}',
    unselected:
      'no network policy selects the pods of {workload}: every pod of the cluster may talk to them{change}',
    'calls-anybody':
      'no network policy bounds what the pods of {workload} call: the API server, other namespaces, the internet{change}',
    'lets-namespace-in': 'NetworkPolicy {name} lets in every pod of its namespace{change}',
    'no-deny':
      'namespace {namespace} has no default deny for {directions}: what no policy selects is open{change}',
    'no-dns':
      'NetworkPolicy {name} lets its pods out, and nothing lets them ask the DNS: they find nobody by name',
    'every-port': 'NetworkPolicy {name} lets its callers in on every port{change}',
    'unlabelled-namespace':
      'NetworkPolicy {name} knows namespace {names} by a label `name`, which no namespace has by itself. It goes by kubernetes.io/metadata.name',
    'renamed-namespace':
      'NetworkPolicy {name} names namespace {names}, which a layer calls {now}: it lets nobody through. It follows',
  },
  briefs: {
    'no-dns': 'no way to the DNS',
    bars: 'barred from {callee}',
    shut: 'no policy opens {ports}{change}',
    'lets-all-in': 'lets everybody in',
    unselected: 'no policy',
    'calls-anybody': 'may call anybody',
    'lets-namespace-in': 'lets its namespace in',
    'no-deny': 'no default deny in {namespace}',
    'every-port': 'lets callers in on every port',
    'unlabelled-namespace': 'knows {names} by a label of its own',
    'renamed-namespace': 'names {names}, which is {now}',
  },
  docs: {
    why: 'Without a policy every pod of the cluster may talk to every other: whoever gets into one of them reaches the databases of all.',
    risk: 'Who calls without a manifest that says so is cut off: scripts, people, other clusters, addresses in Secrets that are not in the repository. Some networks ignore policies (flannel), and the probes of the kubelet pass all the same.',
    links: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
      'https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/',
    ],
    sameAs: [
      'kube-score:pod-networkpolicy',
      'kube-linter:non-isolated-pod',
      'polaris:missingNetworkPolicy',
      'kubeaudit:MissingDefaultDenyIngressNetworkPolicy',
      'kubeaudit:AllowAllIngressNetworkPolicyExists',
      'CKV2_K8S_6',
    ],
  },
  *plan(root, { options }) {
    if (areMadeElsewhere(root)) return;
    const callers = {
      ...options,
      ingressLabels: options.ingressLabels && textsOf(options.ingressLabels),
      monitoringLabels: options.monitoringLabels && textsOf(options.monitoringLabels),
    };
    yield* barredCalls(root);
    for (const policy of root.find('NetworkPolicy')) {
      if (isOfOperators(root.platform.namespaceOf(policy))) continue;
      yield* writtenPolicy(policy, callers, root);
      yield* namedNamespaces(policy, root);
      yield* withoutDns(policy, root);
    }
    const spaces = new Set(root.workloads.map(each => root.platform.namespaceOf(each)));
    const denied = [...spaces].filter(namespace => isDenied(namespace, options.egress, root));
    const without: Workload[] = [];
    for (const workload of root.workloads) {
      const isIn = denied.includes(root.platform.namespaceOf(workload));
      if (
        isInScope(workload, root) &&
        !isSelected(workload, root) &&
        !takesNoConnections(workload, isIn, root)
      ) {
        const proposal = missingPolicy(workload, callers, root);
        if (proposal.changes.length === 0) without.push(workload);
        yield proposal;
      }
      if (options.egress && isInScope(workload, root) && !isBounded(workload, root))
        yield boundedCalls(workload, callers, root);
    }
    for (const namespace of ownedNamespaces(root)) {
      if (!isOfOperators(namespace.name) && !arePoliciesBeside(namespace.name, root))
        yield* defaultDeny(namespace, { both: options.egress, without }, root);
    }
  },
});
