/** For every rule of `guardrails`, a pod that breaks it and no other. */
import type { Manifest } from './apiserver-client.ts';

type Data = Readonly<Record<string, unknown>>;

interface PodSpec extends Data {
  readonly containers: readonly (Data & { readonly image: string })[];
}

export const BREACHES: Readonly<Record<string, (pod: Manifest) => Manifest>> = {
  'no container is privileged': secured({ privileged: true, allowPrivilegeEscalation: undefined }),
  'nothing of the host is shared': pod => withSpec(pod, spec => ({ ...spec, hostPID: true })),
  'no volume is a folder of the host': pod =>
    withSpec(pod, spec => ({
      ...spec,
      volumes: [...((spec.volumes as readonly Data[]) ?? []), { name: 'host', hostPath: { path: '/' } }],
    })),
  'containers say runAsNonRoot': secured({ runAsNonRoot: false }),
  'containers gain no privileges': secured({ allowPrivilegeEscalation: true }),
  'containers drop all capabilities': secured({ capabilities: { drop: ['NET_RAW'] } }),
  'containers run under a seccomp profile': secured({ seccompProfile: { type: 'Unconfined' } }),
  'root file systems are read-only': secured({ readOnlyRootFilesystem: false }),
  'images have a digest': imaged(image => image.replace(/@.*/, '')),
  'images have a tag other than latest, or a digest': imaged(
    image => `${image.replace(/@.*/, '').replace(/:[^/]+$/, '')}:latest`,
  ),
  'containers request cpu': without('cpu'),
  'containers request memory': without('memory'),
  'containers have a limit of memory': ofFirst(container => ({
    ...container,
    resources: { ...(container.resources as Data), limits: undefined },
  })),
};

function secured(context: Data): (pod: Manifest) => Manifest {
  return ofFirst(container => ({
    ...container,
    securityContext: { ...(container.securityContext as Data), ...context },
  }));
}

function imaged(change: (image: string) => string): (pod: Manifest) => Manifest {
  return ofFirst(container => ({ ...container, image: change(container.image) }));
}

function without(resource: string): (pod: Manifest) => Manifest {
  return ofFirst(container => {
    const { requests, limits } = (container.resources ?? {}) as Readonly<Record<string, Data>>;
    const left = (amounts: Data | undefined) => ({ ...amounts, [resource]: undefined });
    return { ...container, resources: { requests: left(requests), limits: left(limits) } };
  });
}

function ofFirst(change: (container: PodSpec['containers'][number]) => Data): (pod: Manifest) => Manifest {
  return pod =>
    withSpec(pod, spec => {
      const [first, ...others] = spec.containers;
      return { ...spec, containers: [change(first!), ...others] };
    });
}

function withSpec(pod: Manifest, change: (spec: PodSpec) => Data): Manifest {
  return { ...pod, spec: change(pod.spec as PodSpec) };
}
