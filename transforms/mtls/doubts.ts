/** What a proxy in front of pods may stand in the way of. */

import type { Mesh } from '../../src/kubernetes/mesh.ts';
import { mapOf } from '../../src/network/data.ts';
import { directionsOf } from '../../src/network/simulator.ts';
import type { Doubt, Resource, Root, Workload } from '../../src/transform.ts';
import { saidByPods } from '../shared/clusters/proxies.ts';
import { mapsIn } from '../shared/data.ts';
import type { OwnedNamespace } from '../shared/namespaces/namespaces.ts';
import { chosenAtApply } from '../shared/namespaces/unrendered.ts';
import { describeContainer, describeWorkload, podKind } from '../shared/pods.ts';
import { listed } from './callers.ts';

/** First words of names of ports that say a protocol. */
const PROTOCOLS = /^(?:http|http2|https|grpc|grpc-web|tcp|tls|mongo|mysql|redis|udp)(?:-|$)/;

/** What proxies need, and network policies that do not speak of it keep away. */
const NEEDS: Readonly<Record<Mesh, string>> = {
  istio: 'the way to istiod (15012)',
  ambient: 'port 15008, in and out',
  linkerd: 'the way to the control plane (8080, 8086, 8090), and port 4143',
};

const WORDS_OF_ISTIO = ['PeerAuthentication', 'VirtualService', 'DestinationRule', 'AuthorizationPolicy'];

export function proxyDoubts(namespace: OwnedNamespace, mesh: Mesh, root: Root): readonly Doubt[] {
  return [
    ...(mesh === 'ambient'
      ? ['all that its pods say to each other goes by the agent of their node from then on']
      : ['its pods get a proxy when they are made anew, and until all of them are, some have none']),
    ...spokenOf(namespace, mesh, root),
    ...(mesh === 'ambient' ? [] : [...beforeAndAfter(namespace, mesh), ...refused(namespace)]),
    ...without(namespace),
    ...byProtocol(namespace, mesh, root),
    ...bounded(namespace, mesh, root),
  ];
}

/** Somebody may label the namespace by hand, in another way. */
function spokenOf(namespace: OwnedNamespace, mesh: Mesh, root: Root): readonly Doubt[] {
  const { name } = namespace;
  const speaking =
    mesh === 'linkerd'
      ? undefined
      : WORDS_OF_ISTIO.flatMap(kind => root.platform.find(kind, name)).find(each =>
          each.apiVersion.includes('istio.io/'),
        );
  const later = chosenAtApply(namespace, root);
  return [
    ...(speaking === undefined
      ? []
      : [
          `${speaking.kind} ${speaking.name} speaks of its proxies already: the cluster may have another label on it`,
        ]),
    ...(later === undefined ? [] : [later]),
  ];
}

/** A proxy starts after init containers, and does not end with a program, unless it is a native sidecar. */
function beforeAndAfter({ workloads }: OwnedNamespace, mesh: Mesh): readonly Doubt[] {
  const unless = mesh === 'istio' ? 'before Istio 1.27' : 'unless proxies are native sidecars';
  const jobs = workloads.filter(each => podKind(each).scaled === 'runs').map(describeWorkload);
  const early = workloads.flatMap(({ containers }) => containers.filter(({ role }) => role === 'init'));
  return [
    ...(jobs.length === 0 ? [] : [`the proxy keeps the pods of ${listed(jobs)} from ending, ${unless}`]),
    ...(early.length === 0
      ? []
      : [`no network has ${listed(early.map(describeContainer))} before the proxy runs, ${unless}`]),
  ];
}

/** Without its CNI plugin a mesh turns the network around in a container with NET_ADMIN. */
function refused({ object }: OwnedNamespace): readonly Doubt[] {
  const level = object?.labels['pod-security.kubernetes.io/enforce'];
  return level === undefined || level === 'privileged'
    ? []
    : [`its pods are refused as not ${level}, where the mesh has no CNI plugin`];
}

function without({ workloads }: OwnedNamespace): readonly Doubt[] {
  const onNode = workloads.filter(({ pod }) => pod.hostNetwork === true).map(describeWorkload);
  const out = workloads.filter(each => saidByPods(each) === 'none').map(describeWorkload);
  return [
    ...(onNode.length === 0 ? [] : [`${listed(onNode)} is on the network of its node and gets no proxy`]),
    ...(out.length === 0 ? [] : [`${listed(out)} wants no proxy`]),
  ];
}

/** Istio has to guess what a port is for, and gives servers that speak first the wrong answer. */
function byProtocol({ name, workloads }: OwnedNamespace, mesh: Mesh, root: Root): readonly Doubt[] {
  const services = root.platform.find('Service', name);
  const silent = mesh === 'istio' ? services.filter(saysNoProtocol) : [];
  const members = workloads.filter(callsItsOwn).map(describeWorkload);
  return [
    ...(silent.length === 0
      ? []
      : [`ports of ${listed(silent.map(each => `Service ${each.name}`))} do not say their protocol`]),
    ...(members.length === 0
      ? []
      : [`pods of ${listed(members)} may call each other in ways that a proxy does not know`]),
  ];
}

function saysNoProtocol(service: Resource): boolean {
  return mapsIn(service.get(['spec', 'ports'])).some(
    ({ name, appProtocol }) => appProtocol === undefined && !PROTOCOLS.test(String(name ?? '')),
  );
}

function callsItsOwn({ kind, replicas }: Workload): boolean {
  return kind === 'StatefulSet' && (replicas ?? 1) > 1;
}

function bounded({ name }: OwnedNamespace, mesh: Mesh, { platform }: Root): readonly Doubt[] {
  const [quota] = mesh === 'ambient' ? [] : platform.find('ResourceQuota', name);
  // Proxies of Istio stay at the ports that were asked for: what they need besides goes out.
  const [policy] = platform
    .find('NetworkPolicy', name)
    .filter(each => mesh !== 'istio' || directionsOf(mapOf(each.get(['spec']))).includes('Egress'));
  return [
    ...(quota === undefined ? [] : [`quota ${quota.name} counts the proxies too`]),
    ...(policy === undefined
      ? []
      : [`network policies of the namespace have to give proxies ${NEEDS[mesh]}`]),
  ];
}
