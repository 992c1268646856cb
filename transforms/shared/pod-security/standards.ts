/**
 * What the Pod Security Standards say of a pod.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */

import type { Json, JsonObject, Workload } from '../../../src/transform.ts';
import { isMap, mapAt, mapsIn, stringsIn } from '../data.ts';
import { isWindows } from '../pods.ts';
import { asksAnotherHost, OWN_VOLUMES, SAFE_SYSCTLS } from './allowed.ts';

/** What keeps a pod from a level, in a few words; undefined where nothing does. */
export function againstBaseline(workload: Workload): string | undefined {
  const { pod } = workload;
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) if (pod[field] === true) return field;
  if (mapsIn(pod.volumes).some(volume => volume.hostPath !== undefined)) return 'a hostPath volume';
  const sysctl = mapsIn(mapAt(pod, 'securityContext').sysctls).find(
    ({ name }) => !SAFE_SYSCTLS.has(String(name)),
  );
  if (sysctl !== undefined) return `sysctl ${String(sysctl.name)}`;
  const annotated = Object.entries(workload.podAnnotations).some(
    ([key, value]) => key.startsWith(APPARMOR) && !/^(?:runtime\/default|localhost\/.*|)$/.test(value),
  );
  if (annotated) return 'an AppArmor profile';
  const ofContexts = contextsOf(workload).map(lawlessContext);
  const ofContainers = containersOf(pod).map(lawlessContainer);
  return [...ofContexts, ...ofContainers].find(each => each !== undefined);
}

/** What keeps a pod that is within the baseline from the strictest level; undefined where nothing does. */
export function againstRestricted(workload: Pick<Workload, 'pod'>): string | undefined {
  return allAgainstRestricted(workload)[0];
}

/** All that keeps a pod that is within the baseline from the strictest level. */
export function allAgainstRestricted({ pod }: Pick<Workload, 'pod'>): readonly string[] {
  const volume = mapsIn(pod.volumes).find(each =>
    Object.keys(each).some(key => key !== 'name' && !OWN_VOLUMES.has(key)),
  );
  const own = mapAt(pod, 'securityContext');
  const contexts = containersOf(pod).map(each => mapAt(each, 'securityContext'));
  const isRoot = [own, ...contexts].some(({ runAsUser }) => runAsUser === 0);
  const isNonRoot = ({ runAsNonRoot }: JsonObject) => (runAsNonRoot ?? own.runAsNonRoot) === true;
  const found = [
    ...(volume === undefined ? [] : [`volume ${String(volume.name)}`]),
    ...(isRoot ? ['runAsUser: 0'] : contexts.every(isNonRoot) ? [] : ['no runAsNonRoot']),
  ];
  if (isWindows({ pod })) return found;
  const isProfiled = (each: JsonObject) => isMap(each.seccompProfile) || isMap(own.seccompProfile);
  const isDropped = ({ capabilities }: JsonObject) => {
    const { drop, add } = isMap(capabilities) ? capabilities : {};
    return stringsIn(drop).includes('ALL') && stringsIn(add).every(each => each === 'NET_BIND_SERVICE');
  };
  return [
    ...found,
    ...(contexts.every(each => each.allowPrivilegeEscalation === false) ? [] : ['privilege escalation']),
    ...(contexts.every(isProfiled) ? [] : ['no seccomp profile']),
    ...(contexts.every(isDropped) ? [] : ['capabilities']),
  ];
}

/** Whether a profile is all that keeps a pod from the strictest level: with one it is taken, without it is not. */
export function lacksProfileAlone({ pod }: Pick<Workload, 'pod'>): boolean {
  const securityContext = { ...mapAt(pod, 'securityContext'), seccompProfile: { type: 'RuntimeDefault' } };
  return againstRestricted({ pod: { ...pod, securityContext } }) === undefined;
}

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const CAPABILITIES = words(`
  AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT`);
const SELINUX_TYPES = words('container_t container_init_t container_kvm_t container_engine_t');

function containersOf({
  containers,
  initContainers,
  ephemeralContainers,
}: JsonObject): readonly JsonObject[] {
  return [containers, initContainers, ephemeralContainers].flatMap(mapsIn);
}

function contextsOf({ pod }: Workload): readonly JsonObject[] {
  return [pod, ...containersOf(pod)].map(each => mapAt(each, 'securityContext'));
}

function lawlessContext(context: JsonObject): string | undefined {
  for (const field of ['seccompProfile', 'appArmorProfile'])
    if (mapAt(context, field).type === 'Unconfined') return `${field}: Unconfined`;
  const { type, user, role } = mapAt(context, 'seLinuxOptions');
  if (isSaid(user) || isSaid(role) || (isSaid(type) && !SELINUX_TYPES.has(String(type))))
    return 'seLinuxOptions';
  return mapAt(context, 'windowsOptions').hostProcess === true ? 'hostProcess' : undefined;
}

function lawlessContainer(container: JsonObject): string | undefined {
  const { privileged, capabilities, procMount } = mapAt(container, 'securityContext');
  if (privileged === true) return 'a privileged container';
  if (procMount !== undefined && procMount !== 'Default') return 'procMount';
  const added = stringsIn(isMap(capabilities) ? capabilities.add : undefined);
  const capability = added.find(each => !CAPABILITIES.has(each));
  if (capability !== undefined) return `capability ${capability}`;
  if (mapsIn(container.ports).some(({ hostPort }) => typeof hostPort === 'number' && hostPort !== 0))
    return 'a hostPort';
  return asksAnotherHost(container) === undefined ? undefined : 'a probe or hook of another host';
}

function isSaid(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}
