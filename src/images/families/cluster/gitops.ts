/** What deploys from Git: Argo and Flux. */

import { type Family, family, http, ONE_PROGRAM, read, startsAs } from '../record/family.ts';
import { CONTROLLER, DISTROLESS } from './controllers.ts';

const ARGO_CD = 'argoproj/argo-cd Dockerfile';
const ARGO_WORKFLOWS = 'argoproj/argo-workflows Dockerfile';
const ROLLOUTS = 'argoproj/argo-rollouts Dockerfile';

const ARGO: readonly Family[] = [
  family('argocd', ['quay.io/argoproj/argocd'], {
    ...CONTROLLER,
    ...startsAs(999, 999),
    server: /^argocd-[a-z-]+(?:\s|$)/,
    writes: ['/home/argocd', '/tmp'],
    readOnlyRoot: 'unknown',
    ports: [8080],
    escalates: false,
    defaultSeccomp: true,
    shell: true,
    read: [
      read('user group escalation', ARGO_CD, { since: '2' }),
      read('seccomp', 'argoproj/argo-cd manifests/base/server/argocd-server-deployment.yaml', {
        since: '2.5',
      }),
    ],
  }),
  family('argocd-image-updater', ['quay.io/argoprojlabs/argocd-image-updater'], {
    ...CONTROLLER,
    ...DISTROLESS,
    server: /^(?:manager|argocd-image-updater)(?:\s|$)/,
    writes: ['/tmp'],
    readOnlyRoot: 'unknown',
    read: [
      read('user group apiToken escalation', 'argoproj-labs/argocd-image-updater Dockerfile', { since: '1' }),
    ],
    variants: [
      { id: 'before-1', before: '1', facts: { ...startsAs(1000, 1000), escalates: undefined, shell: true } },
    ],
  }),
  family('argo-rollouts', ['quay.io/argoproj/argo-rollouts'], {
    ...CONTROLLER,
    ...startsAs(999),
    server: /^rollouts-controller(?:\s|$)/,
    writes: ['/tmp'],
    ports: [8080, 8090],
    probes: { liveness: http('/healthz', 8080), readiness: http('/metrics', 8090) },
    escalates: false,
    read: [
      read('user escalation apiToken', ROLLOUTS, { since: '1' }),
      read(
        'ports liveness readiness',
        'argoproj/argo-rollouts manifests/base/argo-rollouts-deployment.yaml',
        {
          since: '1.2',
        },
      ),
    ],
  }),
  ...(
    [
      ['argo-workflow-controller', 'workflow-controller', 9090],
      ['argo-server', 'argocli', 2746],
    ] as const
  ).map(([id, name, port]) =>
    family(id, [`quay.io/argoproj/${name}`, `argoproj/${name}`], {
      ...CONTROLLER,
      ...ONE_PROGRAM,
      ...startsAs(8737),
      server: id === 'argo-server' ? /^(?:argo\s+)?server(?:\s|$)/ : /^workflow-controller(?:\s|$)/,
      writes: ['/tmp'],
      ports: [port],
      read: [read('user escalation apiToken', ARGO_WORKFLOWS, { since: '3.1' })],
    }),
  ),
];

/** A controller of Flux: one image each, all of them started alike. */
function flux(
  id: string,
  since: string,
  ports: readonly number[] = [],
  data: readonly string[] = [],
): Family {
  return family(id, [`ghcr.io/fluxcd/${id}`, `fluxcd/${id}`], {
    ...CONTROLLER,
    ...startsAs(65534, 65534),
    writes: ['/tmp', ...data],
    ports: [...ports, 8080, 9440],
    probes: { liveness: http('/healthz', 9440), readiness: http('/readyz', 9440) },
    escalates: false,
    defaultSeccomp: true,
    shell: true,
    read: [
      read('user group apiToken escalation', `fluxcd/${id} Dockerfile`, { since }),
      read('writes readOnlyRoot seccomp liveness', `fluxcd/${id} config/manager/deployment.yaml`, { since }),
    ],
  });
}

const FLUX: readonly Family[] = [
  flux('source-controller', '1', [9090], ['/data']),
  flux('kustomize-controller', '1'),
  flux('helm-controller', '1'),
  flux('notification-controller', '1', [9090, 9292]),
  flux('image-automation-controller', '0.23'),
  flux('image-reflector-controller', '0.23', [], ['/data']),
];

/** Its sidecar fetches a repository into a volume. */
const GIT_SYNC = family('git-sync', ['registry.k8s.io/git-sync/git-sync'], {
  ...startsAs(65533, 65533),
  needsApiToken: false,
  escalates: false,
  writes: ['/tmp'],
  data: ['/git'],
  shell: true,
  component: 'git',
  read: [read('user group apiToken escalation', 'kubernetes/git-sync Dockerfile.in', { since: '3.2' })],
});

export const GITOPS_FAMILIES: readonly Family[] = [...ARGO, ...FLUX, GIT_SYNC];
