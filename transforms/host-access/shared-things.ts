/** What a pod has of its node besides files. */

import type { Container, FieldPath, Proposal, Workload } from '../../src/transform.ts';
import { isMap, mapAt, mapsIn } from '../shared/data.ts';
import { asksAnotherHost, OWN_VOLUMES, SAFE_SYSCTLS } from '../shared/pod-security/allowed.ts';
import { describeContainer, describeWorkload, effectiveSecurity, isHostAgent } from '../shared/pods.ts';
import { WORKS_ON_NODE } from '../shared/prose.ts';

type Message = 'shares' | 'port' | 'sysctl' | 'host-process' | 'proc-mount' | 'other-host' | 'in-tree';

const NAMESPACES = {
  hostNetwork: 'the network',
  hostPID: 'the processes',
  hostIPC: 'the shared memory',
} as const;

export function* sharedThings(workload: Workload): Generator<Proposal<Message>> {
  const { pod, podPath } = workload;
  const subject = describeWorkload(workload);
  const known = workload.containers.some(isHostAgent) ? { known: WORKS_ON_NODE } : {};
  const found = (path: FieldPath, data: Readonly<Record<string, string | number>>) => ({
    data,
    at: { on: workload.key, path },
    changes: [],
    evidence: [],
    mayBeExplained: true as const,
    ...known,
  });
  for (const [field, what] of Object.entries(NAMESPACES)) {
    if (pod[field] !== true) continue;
    yield { ...found([...podPath, field], { subject, what }), message: 'shares' };
  }
  for (const { name } of mapsIn(mapAt(pod, 'securityContext').sysctls)) {
    if (typeof name !== 'string' || SAFE_SYSCTLS.has(name)) continue;
    const path = [...podPath, 'securityContext', 'sysctls'];
    yield { ...found(path, { subject, sysctl: name }), message: 'sysctl' };
  }
  for (const volume of mapsIn(pod.volumes)) {
    const type = Object.keys(volume).find(key => key !== 'name' && isMap(volume[key]));
    if (type === undefined || type === 'hostPath' || type === 'image' || OWN_VOLUMES.has(type)) continue;
    const path = [...podPath, 'volumes', { name: String(volume.name) }];
    yield { ...found(path, { subject, type }), message: 'in-tree' };
  }
  for (const container of workload.containers) yield* ofContainer(container, found);
}

function* ofContainer(
  container: Container,
  found: (path: FieldPath, data: Record<string, string | number>) => Omit<Proposal<Message>, 'message'>,
): Generator<Proposal<Message>> {
  const { path, workload, object } = container;
  const subject = describeContainer(container);
  // In the network of the node every port is one of it.
  const ports = workload.pod.hostNetwork === true ? [] : mapsIn(container.get(['ports']));
  for (const { hostPort: port } of ports) {
    if (typeof port !== 'number' || port === 0) continue;
    yield { ...found([...path, 'ports'], { subject, port }), message: 'port' };
  }
  const windows = effectiveSecurity(container, 'windowsOptions');
  if (isMap(windows) && windows.hostProcess === true)
    yield { ...found([...path, 'securityContext'], { subject }), message: 'host-process' };
  const procMount = container.get(['securityContext', 'procMount']);
  if (procMount === 'Unmasked')
    yield { ...found([...path, 'securityContext', 'procMount'], { subject }), message: 'proc-mount' };
  const host = asksAnotherHost(object);
  if (host !== undefined) yield { ...found(path, { subject, host }), message: 'other-host' };
}
