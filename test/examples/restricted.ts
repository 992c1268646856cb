/** Pod Security *restricted*, rule by rule as https://kubernetes.io/docs/concepts/security/pod-security-standards/ has it. */
import type { Pod, Security, Spec } from './pods.ts';

const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
];

/** The rules that a pod breaks: of the pod, and as `container: rule` of its containers. */
export function violationsOf(pod: Pod): string[] {
  return [...podViolations(pod), ...pod.containers.flatMap(each => containerViolations(pod, each))];
}

function podViolations({ spec }: Pod): string[] {
  const { hostNetwork, hostPID, hostIPC, securityContext, volumes = [] } = spec;
  const broken: string[] = [];
  if (hostNetwork || hostPID || hostIPC) broken.push('host namespaces');
  for (const { name, ...source } of volumes) {
    const [type = ''] = Object.keys(source);
    if (!VOLUMES.includes(type)) broken.push(`volume type ${type}`);
  }
  for (const { name } of securityContext?.sysctls ?? [])
    if (!SYSCTLS.includes(name)) broken.push(`sysctl ${name}`);
  return [...new Set(broken)];
}

function containerViolations({ spec }: Pod, container: Spec): string[] {
  const own: Security = container.securityContext ?? {};
  const shared: Security = spec.securityContext ?? {};
  const broken: string[] = [];
  if (own.privileged) broken.push('privileged');
  if (own.allowPrivilegeEscalation !== false) broken.push('privilege escalation');
  if (!own.capabilities?.drop?.includes('ALL')) broken.push('drop ALL');
  const added = (own.capabilities?.add ?? []).filter(each => each !== 'NET_BIND_SERVICE');
  if (added.length > 0) broken.push(`adds ${added.join(', ')}`);
  if ((own.runAsNonRoot ?? shared.runAsNonRoot) !== true) broken.push('non-root');
  if ((own.runAsUser ?? shared.runAsUser) === 0) broken.push('UID 0');
  const profile = (own.seccompProfile ?? shared.seccompProfile)?.type;
  if (profile !== 'RuntimeDefault' && profile !== 'Localhost') broken.push('seccomp');
  if ((container.ports ?? []).some(port => port.hostPort !== undefined)) broken.push('host port');
  if (own.procMount !== undefined && own.procMount !== 'Default') broken.push('procMount');
  return broken.map(rule => `${container.name}: ${rule}`);
}
