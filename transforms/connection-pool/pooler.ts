/** PgBouncer in front of a server: its pods, what they are told, and the Service that takes the place of the server's own. */

import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';
import { type Change, type JsonObject, nameOf, type Root } from '../../src/transform.ts';
import { applicationLabels } from '../shared/labels/name.ts';
import { labelsLikeSisters } from '../shared/labels/of-sisters.ts';
import { HARDENED, limitsLike } from '../shared/pod-security/hardened.ts';
import type { Sizes } from './capacity.ts';
import { configurationFor, FILE, FOLDER, NAME, PORT } from './configuration.ts';
import { type Options, SUFFIX } from './context.ts';
import type { Login } from './login.ts';
import type { Server } from './server.ts';

/** Of the user that the image starts as. */
const USER = 70;

export interface Plan {
  readonly login: Login;
  readonly sizes: Sizes;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Options & { readonly image: string };
}

export function poolerFor(server: Server, root: Root, plan: Plan): readonly Change[] {
  const { workload, service, target } = server;
  const { labels, options, login, sizes } = plan;
  const name = nameOf(service, { suffix: SUFFIX });
  const create = (
    type: { readonly apiVersion: string; readonly kind: string },
    rest: JsonObject,
  ): Change => ({
    type: 'create',
    manifest: {
      ...type,
      metadata: {
        name,
        labels: {
          ...labelsLikeSisters(workload, root, type.kind),
          ...applicationLabels(workload, root, type),
          ...labels,
        },
      },
      ...rest,
    },
    beside: workload.key,
  });
  const settings = configurationFor({
    host: service.name,
    port: target.port,
    asks: login.name,
    authentication: login.authentication,
    clients: options.clients,
    pool: sizes.pool,
    reserve: sizes.reserve,
    prepared: options.preparedStatements,
  });
  return [
    create({ apiVersion: 'v1', kind: 'ConfigMap' }, { data: { [FILE]: settings } }),
    create({ apiVersion: 'apps/v1', kind: 'Deployment' }, { spec: deployment(server, root, plan) }),
    create(
      { apiVersion: 'v1', kind: 'Service' },
      { spec: { selector: labels, ports: [{ name: NAME, port: target.port, targetPort: NAME }] } },
    ),
    ...(options.replicas > 1
      ? [
          create(
            { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
            {
              spec: {
                maxUnavailable: 1,
                unhealthyPodEvictionPolicy: 'AlwaysAllow',
                selector: { matchLabels: labels },
              },
            },
          ),
        ]
      : []),
  ];
}

function deployment({ workload, container, service }: Server, root: Root, plan: Plan): JsonObject {
  const { labels, options, login } = plan;
  const isSpread = options.replicas > 1;
  return {
    replicas: options.replicas,
    // One more pod at a time would be one more pool than the server has room for.
    ...(isSpread && {
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
    }),
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        ...pullSecrets(options.image, { workload, container }),
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: podSecurity(root),
        ...(isSpread && {
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: labels },
            },
          ],
        }),
        containers: [
          {
            name: 'pgbouncer',
            image: options.image,
            ports: [{ name: NAME, containerPort: PORT }],
            env: [...login.env],
            // A server that is away is no fault of the pooler: probes ask for its own port alone.
            readinessProbe: { tcpSocket: { port: NAME }, periodSeconds: 5 },
            livenessProbe: { tcpSocket: { port: NAME }, periodSeconds: 20, timeoutSeconds: 5 },
            resources: {
              requests: { cpu: '100m', memory: '64Mi' },
              limits: limitsLike(container, { cpu: '1', memory: '128Mi' }),
            },
            securityContext: HARDENED,
            volumeMounts: [
              { name: 'users', mountPath: FOLDER },
              { name: 'config', mountPath: `${FOLDER}/${FILE}`, subPath: FILE, readOnly: true },
            ],
          },
        ],
        volumes: [
          // The entrypoint writes the file of users beside the configuration.
          { name: 'users', emptyDir: {} },
          { name: 'config', configMap: { name: nameOf(service, { suffix: SUFFIX }) } },
        ],
      },
    },
  };
}

function podSecurity({ platform }: Root): JsonObject {
  if (platform.openShift !== undefined) return { runAsNonRoot: true };
  return {
    runAsNonRoot: true,
    runAsUser: USER,
    runAsGroup: USER,
    fsGroup: USER,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Those of the server, where both images come from one registry. */
function pullSecrets(
  image: string,
  { workload, container }: Pick<Server, 'workload' | 'container'>,
): JsonObject {
  const { imagePullSecrets } = workload.pod;
  const isSame = parseImageReference(image)?.registry === container.image.registry;
  return isSame && imagePullSecrets !== undefined ? { imagePullSecrets } : {};
}
