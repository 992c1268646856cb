/** The CronJob of a store: its own image makes the dump, and a second container takes that away. */

import { type Container, type Json, type JsonObject, nameOf, type Root } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { applicationLabels } from '../shared/labels/name.ts';
import { labelsLikeSisters } from '../shared/labels/of-sisters.ts';
import { HARDENED, limitsLike } from '../shared/pod-security/hardened.ts';
import { effectiveSecurity } from '../shared/pods.ts';
import { nameAs } from '../shared/secrets/variables.ts';
import { claimsOf } from '../shared/storage/claims.ts';
import { type Options, placeIn } from './context.ts';
import type { Address, Engine } from './engine.ts';
import { upload, VOLUME } from './scripts.ts';
import type { Server } from './server.ts';

export const SUFFIX = '-backup';
/** The names of its Jobs have eleven characters more, and a pod has 63. */
export const LONGEST_NAME = 52;

const TYPE = { apiVersion: 'batch/v1', kind: 'CronJob' } as const;
const NAMESPACE = 'POD_NAMESPACE';
const HOUR = 3600;

export interface Plan {
  readonly engine: Engine;
  readonly address: Address;
  /** By which no Service takes its pods for those of the store. */
  readonly labels: Readonly<Record<string, string>>;
  /** Checked: with bucket and image. */
  readonly options: Options & { readonly bucket: string; readonly image: string };
}

export function cronJobFor(
  server: Server,
  root: Root,
  { engine, address, labels, options }: Plan,
): JsonObject {
  const { workload, container } = server;
  const [bucket, ...prefix] = placeIn(options.bucket, root);
  const endpoint = endpointOf(options);
  const env = [
    { name: NAMESPACE, valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    { name: 'S3_BUCKET', value: bucket },
    { name: 'S3_PREFIX', value: [...prefix, `$(${NAMESPACE})`, workload.name].join('/') },
    ...endpoint,
    ...(options.region === undefined ? [] : [{ name: 'AWS_DEFAULT_REGION', value: options.region }]),
    { name: 'HOME', value: '/tmp' },
  ];
  const more = sharedWith(container, root);
  return {
    ...TYPE,
    metadata: {
      name: nameOf(workload, { suffix: SUFFIX }),
      labels: {
        ...labelsLikeSisters(workload, root, TYPE.kind),
        ...applicationLabels(workload, root, TYPE),
        ...labels,
      },
    },
    spec: {
      schedule: options.schedule,
      timeZone: options.timeZone,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: HOUR,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        spec: {
          backoffLimit: 2,
          activeDeadlineSeconds: 6 * HOUR,
          // A finished pod holds its volume.
          ttlSecondsAfterFinished: 24 * HOUR,
          template: {
            metadata: { labels },
            spec: {
              ...more,
              ...(options.serviceAccount !== undefined && { serviceAccountName: options.serviceAccount }),
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              restartPolicy: 'Never',
              securityContext: podSecurity(container, root),
              initContainers: [
                {
                  name: 'dump',
                  image: container.image.text,
                  command: ['/bin/sh', '-c', engine.script],
                  env: [...engine.address(address), ...engine.env],
                  ...around(container),
                },
              ],
              containers: [
                {
                  name: 'upload',
                  image: options.image,
                  command: ['/bin/sh', '-c', upload(endpoint.length > 0, options.keep)],
                  env,
                  ...(options.secret !== undefined && {
                    envFrom: [{ secretRef: { name: nameAs('Secret', options.secret, container, root) } }],
                  }),
                  ...around(container),
                },
              ],
              volumes: [volumeFor(server, root), { name: 'tmp', emptyDir: {} }],
            },
          },
        },
      },
    },
  };
}

/** The region alone says where a bucket of AWS is, and policies let out what they are told. */
function endpointOf({ endpoint, region }: Options): readonly JsonObject[] {
  const url = endpoint ?? (region === undefined ? undefined : `https://s3.${region}.amazonaws.com`);
  return url === undefined ? [] : [{ name: 'S3_ENDPOINT', value: url }];
}

function around(server: Container): JsonObject {
  return {
    resources: {
      requests: { cpu: '100m', memory: '256Mi' },
      limits: limitsLike(server, { cpu: '1', memory: '512Mi' }),
    },
    securityContext: HARDENED,
    volumeMounts: [
      { name: 'backup', mountPath: VOLUME },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

/** Both containers are one user: what the first one writes nobody else may read. */
function podSecurity(server: Container, { platform }: Root): JsonObject {
  const seccomp = { seccompProfile: { type: 'RuntimeDefault' } };
  if (platform.openShift !== undefined) return { runAsNonRoot: true };
  const { facts } = server;
  const user = effectiveSecurity(server, 'runAsUser') ?? facts.user?.value;
  if (typeof user !== 'number' || user === 0) return seccomp;
  const group = effectiveSecurity(server, 'runAsGroup') ?? facts.group?.value ?? user;
  return { runAsNonRoot: true, runAsUser: user, runAsGroup: group, fsGroup: group, ...seccomp };
}

/** As large as the volume of the store and of its class, for the time of a run. The disk of a node is none of either. */
function volumeFor(server: Server, root: Root): JsonObject {
  const claim = claimOf(server, root);
  const requests = claim?.resources;
  if (!isMap(claim) || !isMap(requests) || !isMap(requests.requests)) return { name: 'backup', emptyDir: {} };
  const { storageClassName } = claim;
  const spec: JsonObject = {
    accessModes: ['ReadWriteOnce'],
    ...(typeof storageClassName === 'string' && { storageClassName }),
    resources: { requests: { storage: requests.requests.storage ?? '1Gi' } },
  };
  return { name: 'backup', ephemeral: { volumeClaimTemplate: { spec } } };
}

function claimOf({ workload, mount }: Server, root: Root): JsonObject | undefined {
  const template = mapsIn(workload.get(['spec', 'volumeClaimTemplates'])).find(
    ({ metadata }) => isMap(metadata) && metadata.name === mount.name,
  );
  const volume = mapsIn(workload.pod.volumes).find(({ name }) => name === mount.name);
  const source = volume?.persistentVolumeClaim;
  const claim = claimsOf(workload, root).find(
    ({ name }) => isMap(source) && name === source.claimName,
  )?.object;
  const spec: Json | undefined = (template ?? claim)?.spec;
  return isMap(spec) ? spec : undefined;
}

/** Where the store finds its image, and on which nodes it may be. */
function sharedWith(container: Container, root: Root): JsonObject {
  const { imagePullSecrets, nodeSelector, tolerations } = container.workload.pod;
  return {
    ...(Array.isArray(imagePullSecrets) && {
      imagePullSecrets: mapsIn(imagePullSecrets).map(({ name }) => ({
        name: nameAs('Secret', String(name), container, root),
      })),
    }),
    ...(nodeSelector !== undefined && { nodeSelector }),
    ...(tolerations !== undefined && { tolerations }),
  };
}
