/** What an earlier run has written for a store, and still stands there. */

import type { Container, JsonObject, Root, Workload } from '../../../src/transform.ts';
import { isCalledAfter } from '../../shared/called-after.ts';
import { isMap, mapsIn } from '../../shared/data.ts';
import { referred } from '../../shared/secrets/variables.ts';
import { SUFFIX } from '../cron-job.ts';
import { DUMP, RESTORE, TEST_SUFFIX, UPLOAD } from '../job.ts';

/** A dump by whose containers it is known where its copies lie, and by what they were made. */
export interface StandingDump {
  readonly cron: Workload;
  readonly dump: Container;
  readonly upload: Container;
}

/** Undefined also for one that somebody has written in another way. */
export function standingDump(store: Workload, root: Root): StandingDump | undefined {
  const cron = cronAfter(store, SUFFIX, root);
  const [dump, upload] = [DUMP, UPLOAD].map(name => cron?.containers.find(each => each.name === name));
  if (cron === undefined || dump === undefined || upload === undefined) return undefined;
  const told = mapsIn(upload.get(['env'])).map(({ name }) => name);
  return ['S3_BUCKET', 'S3_PREFIX'].every(name => told.includes(name)) ? { cron, dump, upload } : undefined;
}

export function standingTest(store: Workload, root: Root): Workload | undefined {
  return cronAfter(store, TEST_SUFFIX, root);
}

export function cronAfter(store: Workload, suffix: string, { workloads }: Root): Workload | undefined {
  return workloads.find(each => each.kind === 'CronJob' && isCalledAfter(each, store, suffix));
}

/** Variables of a container as another one beside it is given them, by references that layers above follow. */
export function toldTo(container: Container, root: Root): readonly JsonObject[] {
  return mapsIn(container.get(['env'])).map(({ valueFrom, ...each }) =>
    isMap(valueFrom) ? { ...each, valueFrom: referred(valueFrom, container, root) } : each,
  );
}

/** It says where copies lie, as what makes them does, and makes none. */
export function isRestoreTest({ name, kind, containers }: Workload): boolean {
  return kind === 'CronJob' && name.includes(TEST_SUFFIX) && containers.some(each => each.name === RESTORE);
}
