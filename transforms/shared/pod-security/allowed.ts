/**
 * What the Pod Security Standards let pods have.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */

import type { JsonObject } from '../../../src/transform.ts';
import { mapAt } from '../data.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Sysctls of the pod alone. */
export const SAFE_SYSCTLS = words(`
  kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.ip_unprivileged_port_start net.ipv4.tcp_syncookies
  net.ipv4.ping_group_range net.ipv4.ip_local_reserved_ports net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout
  net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes`);

/** Volumes that bring nothing of the node, and nothing that a storage class does not know of. */
export const OWN_VOLUMES = words(
  'configMap csi downwardAPI emptyDir ephemeral persistentVolumeClaim projected secret',
);

/** The host that a probe or a hook asks instead of its pod: the kubelet asks for it, from the network of the node. */
export function asksAnotherHost(container: JsonObject): string | undefined {
  const lifecycle = mapAt(container, 'lifecycle');
  const handlers = [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map(each => mapAt(container, each)),
    ...['postStart', 'preStop'].map(each => mapAt(lifecycle, each)),
  ];
  const hosts = handlers.flatMap(each => ['httpGet', 'tcpSocket'].map(way => mapAt(each, way).host));
  return hosts.find(each => typeof each === 'string' && each !== '') as string | undefined;
}
