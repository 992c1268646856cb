/** Files of the node in a pod. */

import type { Container, Json, Proposal, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import {
  describeContainer,
  immutableTemplate,
  isHostAgent,
  isPrivileged,
  isWithin,
  normalPath,
  podKind,
} from '../shared/pods.ts';
import { WORKS_ON_NODE } from '../shared/prose.ts';
import { knownReader } from './readers.ts';

type Message = 'socket' | 'writes-node' | 'read-only' | 'host-path';

/** Sockets of runtimes, and folders that they stand in. */
const SOCKET =
  /\/(?:docker|dockershim|containerd|crio|cri-dockerd|podman|buildkitd)\.sock$|^(?:\/var)?\/run(?:\/(?:containerd|crio|docker|podman|k3s(?:\/containerd)?))?$/;

/** What the node runs, reads when it starts, or keeps its pods in. */
const OF_NODE = [
  ...['/etc', '/root', '/boot', '/proc', '/sys', '/usr', '/lib', '/lib64', '/bin', '/sbin', '/var/log'],
  ...['/opt/cni', '/var/lib/kubelet', '/var/lib/docker', '/var/lib/containerd', '/var/lib/etcd'],
];
/** Whole folders alone: what is in them is of all kinds. */
const WHOLE = ['/', '/dev', '/var', '/var/lib', '/opt', '/home'];
/** There everywhere, and mounted for what it says. */
const HARMLESS =
  /^\/(?:etc\/(?:localtime|timezone|machine-id|os-release|hostname|ssl|pki|ca-certificates)|usr\/share|usr\/local\/share)(?:\/|$)/;
/** Read as a rule, and where nobody keeps data of a program. */
const READ = ['/etc', '/proc', '/sys', '/usr', '/lib', '/lib64', '/bin', '/sbin', '/boot'];

export function* hostPaths(workload: Workload, root: Root, all: boolean): Generator<Proposal<Message>> {
  for (const { name, hostPath } of mapsIn(workload.pod.volumes)) {
    if (!isMap(hostPath) || typeof hostPath.path !== 'string' || typeof name !== 'string') continue;
    const mounting = workload.containers.filter(each => mountsVolume(each, name).length > 0);
    const [first] = mounting;
    if (first === undefined) continue;
    const path = normalPath(hostPath.path);
    const found = {
      data: { subject: describeContainer(first), path },
      at: { on: workload.key, path: [...workload.podPath, 'volumes', { name }] },
    };
    const writing = mounting.filter(each =>
      mountsVolume(each, name).some(({ readOnly }) => readOnly !== true),
    );
    const isOfAgent = mounting.every(isHostAgent);
    const reader = writing.length === 0 ? undefined : knownReader(writing, path, root);
    if (reader !== undefined) {
      yield { ...found, ...reader, message: 'read-only', changes: readOnly(writing, name) };
    } else if (SOCKET.test(path) && podKind(workload).scaled !== 'nodes') {
      yield { ...found, message: 'socket', changes: [], evidence: [], mayBeExplained: true };
    } else if (isSensitive(path) && !isOfAgent && writing.some(each => !isPrivileged(each))) {
      const offered = maybeRead(writing, path, name);
      const then = offered.changes.length > 0 ? '. It is mounted read-only' : '';
      const data = { ...found.data, then };
      yield { ...found, ...offered, data, message: 'writes-node', mayBeExplained: true };
    } else if (all && (writing.length > 0 || !isOfAgent)) {
      // To read the node is what agents are for.
      const known = isOfAgent ? { known: WORKS_ON_NODE } : {};
      yield { ...found, ...known, message: 'host-path', changes: [], evidence: [], mayBeExplained: true };
    }
  }
}

function isSensitive(path: string): boolean {
  if (HARMLESS.test(path)) return false;
  return WHOLE.includes(path) || OF_NODE.some(each => isWithin(path, each));
}

/** Read-only is offered where a program has no business to write. */
function maybeRead(
  writing: readonly Container[],
  path: string,
  name: string,
): Pick<Proposal, 'changes' | 'evidence' | 'doubts'> {
  if (path !== '/' && !READ.some(each => isWithin(path, each))) return { changes: [], evidence: [] };
  const names = writing.map(each => each.name).join(', ');
  const { workload } = writing[0]!;
  return {
    changes: readOnly(writing, name),
    evidence: [],
    doubts: [`whether ${names} writes there is not known`, ...immutableTemplate(workload)],
  };
}

function readOnly(containers: readonly Container[], name: string) {
  return containers.flatMap(each =>
    mountsVolume(each, name)
      .filter(mount => mount.readOnly !== true)
      .map(({ mountPath }) => each.set(['volumeMounts', { mountPath: String(mountPath) }, 'readOnly'], true)),
  );
}

function mountsVolume(container: Container, name: Json) {
  return mapsIn(container.get(['volumeMounts'])).filter(each => each.name === name);
}
