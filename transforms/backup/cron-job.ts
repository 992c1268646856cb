/** The CronJob of a store: its own image makes the dump, and a second container takes that away. */

import type { Container, JsonObject, Root } from '../../src/transform.ts';
import { effectiveSecurity } from '../shared/pods.ts';
import { nameAs } from '../shared/secrets/variables.ts';
import { type Options, placeIn } from './context.ts';
import type { Address, Engine } from './engine.ts';
import { contained, cronJobOf, DUMP, UPLOAD, type User } from './job.ts';
import { upload } from './scripts.ts';
import type { Server } from './server.ts';

export const SUFFIX = '-backup';

const NAMESPACE = 'POD_NAMESPACE';

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
  const around = (each: JsonObject) => contained(each, container, { request: '256Mi', limit: '512Mi' });
  return cronJobOf(server, root, {
    suffix: SUFFIX,
    schedule: options.schedule,
    timeZone: options.timeZone,
    retries: 2,
    labels,
    serviceAccountName: options.serviceAccount,
    as: userOf(container),
    first: around({
      name: DUMP,
      image: container.image.text,
      command: ['/bin/sh', '-c', engine.script],
      env: [...engine.address(address), ...engine.env],
    }),
    last: around({
      name: UPLOAD,
      image: options.image,
      command: ['/bin/sh', '-c', upload(endpoint.length > 0, options.keep)],
      env,
      ...(options.secret !== undefined && {
        envFrom: [{ secretRef: { name: nameAs('Secret', options.secret, container, root) } }],
      }),
    }),
    volumes: 1,
  });
}

/** The region alone says where a bucket of AWS is, and policies let out what they are told. */
function endpointOf({ endpoint, region }: Options): readonly JsonObject[] {
  const url = endpoint ?? (region === undefined ? undefined : `https://s3.${region}.amazonaws.com`);
  return url === undefined ? [] : [{ name: 'S3_ENDPOINT', value: url }];
}

/** The one that the server runs as, unless that is root. */
function userOf(server: Container): User | undefined {
  const { facts } = server;
  const user = effectiveSecurity(server, 'runAsUser') ?? facts.user?.value;
  if (typeof user !== 'number' || user === 0) return undefined;
  const group = effectiveSecurity(server, 'runAsGroup') ?? facts.group?.value ?? user;
  return { user, group: Number(group) };
}
