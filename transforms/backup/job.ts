/** What the CronJobs of a store have in common: the pods of a dump, and those of its restore test. */

import {
  type Container,
  type Json,
  type JsonObject,
  nameOf,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { applicationLabels } from '../shared/labels/name.ts';
import { labelsLikeSisters } from '../shared/labels/of-sisters.ts';
import { amount, times } from '../shared/numbers/amounts.ts';
import { HARDENED, limitsLike } from '../shared/pod-security/hardened.ts';
import { nameAs } from '../shared/secrets/variables.ts';
import { claimsOf } from '../shared/storage/claims.ts';
import { VOLUME } from './scripts.ts';
import type { Server } from './server.ts';

/** The names of its Jobs have eleven characters more, and a pod has 63. */
const LONGEST_NAME = 52;
export const TOO_LONG = `a CronJob called after it has more than ${LONGEST_NAME} characters`;
/** Of the test of a dump. */
export const TEST_SUFFIX = '-restore-test';
/** Containers, by which what an earlier run has written is known. */
export const [DUMP, UPLOAD, FETCH, RESTORE] = ['dump', 'upload', 'fetch', 'restore'] as const;
export const HOUR = 3600;
/** How long a run may take. */
export const LONGEST_RUN = 6 * HOUR;
/** How late one may begin. */
export const LATEST_START = HOUR;

const TYPE = { apiVersion: 'batch/v1', kind: 'CronJob' } as const;

export interface Job {
  readonly suffix: string;
  readonly schedule: string;
  readonly timeZone: string;
  readonly retries: number;
  /** By which no Service takes its pods for those of the store. */
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccountName: Json | undefined;
  /** Undefined for the user of the image, whichever that is. */
  readonly as: User | undefined;
  readonly first: JsonObject;
  readonly last: JsonObject;
  /** How many times what the store may have fits the volume. */
  readonly volumes: number;
}

export function isTooLong({ name }: Workload, suffix: string): boolean {
  return name.length + suffix.length > LONGEST_NAME;
}

/** What the first container leaves in the volume the last one takes. */
export function cronJobOf(
  server: Server,
  root: Root,
  { suffix, schedule, timeZone, retries, labels, serviceAccountName, as, first, last, volumes }: Job,
): JsonObject {
  const { workload, container } = server;
  return {
    ...TYPE,
    metadata: {
      name: nameOf(workload, { suffix }),
      labels: {
        ...labelsLikeSisters(workload, root, TYPE.kind),
        ...applicationLabels(workload, root, TYPE),
        ...labels,
      },
    },
    spec: {
      schedule,
      timeZone,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: LATEST_START,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        spec: {
          backoffLimit: retries,
          activeDeadlineSeconds: LONGEST_RUN,
          // A finished pod holds its volume.
          ttlSecondsAfterFinished: 24 * HOUR,
          template: {
            metadata: { labels },
            spec: {
              ...sharedWith(container, root),
              ...(serviceAccountName !== undefined && { serviceAccountName }),
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              restartPolicy: 'Never',
              securityContext: securityFor(as, root),
              initContainers: [first],
              containers: [last],
              volumes: [volumeFor(server, root, volumes), { name: 'tmp', emptyDir: {} }],
            },
          },
        },
      },
    },
  };
}

export interface Memory {
  readonly request: string;
  readonly limit: string;
}

/** What all its containers have: none writes anything but the volume and what is passing. */
export function contained(container: JsonObject, server: Container, memory: Memory): JsonObject {
  return {
    ...container,
    resources: {
      requests: { cpu: '100m', memory: memory.request },
      limits: limitsLike(server, { cpu: '1', memory: memory.limit }),
    },
    securityContext: HARDENED,
    volumeMounts: [
      { name: 'backup', mountPath: VOLUME },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

export interface User {
  readonly user: number;
  readonly group: number;
}

/** Both containers are one user: what the first one writes nobody else may read. */
function securityFor(as: User | undefined, { platform }: Root): JsonObject {
  const seccomp = { seccompProfile: { type: 'RuntimeDefault' } };
  if (platform.openShift !== undefined) return { runAsNonRoot: true };
  if (as === undefined) return seccomp;
  return {
    runAsNonRoot: true,
    runAsUser: as.user,
    runAsGroup: as.group,
    fsGroup: as.group,
    ...seccomp,
  };
}

/** As large as the volume of the store, or several of them, and of its class, for the time of a run. The disk of a node is none of either. */
function volumeFor(server: Server, root: Root, volumes: number): JsonObject {
  const claim = claimOf(server, root);
  const requests = claim?.resources;
  if (!isMap(claim) || !isMap(requests) || !isMap(requests.requests)) return { name: 'backup', emptyDir: {} };
  const { storageClassName } = claim;
  const spec: JsonObject = {
    accessModes: ['ReadWriteOnce'],
    ...(typeof storageClassName === 'string' && { storageClassName }),
    resources: { requests: { storage: sizeOf(requests.requests.storage, volumes) } },
  };
  return { name: 'backup', ephemeral: { volumeClaimTemplate: { spec } } };
}

function sizeOf(storage: Json = '1Gi', volumes: number): Json {
  return volumes === 1 || amount(storage) === undefined ? storage : times(String(storage), volumes);
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
