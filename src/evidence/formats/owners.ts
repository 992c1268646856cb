/** Who has written a pod: its controller, and what that is made by. */
import { type Fields, fieldsOf, itemsOf, textOf } from '../model/data.ts';
import type { Owner } from '../model/found.ts';

/** A CronJob calls its Jobs by the minutes since 1970 at which they were to start. */
const SCHEDULED = /^(.+)-\d{8,10}$/;
/** A DeploymentConfig counts its ReplicationControllers. */
const COUNTED = /^(.+)-\d+$/;

/** The likeliest first: what a repository says is the last of the chain. */
export function ownersOf(pod: Fields): readonly Owner[] {
  const { name, ownerReferences, labels } = fieldsOf(pod.metadata);
  const controller =
    itemsOf(ownerReferences).find(each => each.controller === true) ?? itemsOf(ownerReferences)[0];
  if (controller === undefined) return [{ kind: 'Pod', name: String(name) }];
  const owner = { kind: textOf(controller.kind) ?? '', name: textOf(controller.name) ?? '' };
  return [...makersOf(owner, fieldsOf(labels)), owner];
}

function makersOf({ kind, name }: Owner, labels: Fields): Owner[] {
  if (kind === 'ReplicaSet') {
    const hash = textOf(labels['pod-template-hash']) ?? textOf(labels['rollouts-pod-template-hash']);
    const made =
      hash !== undefined && name.endsWith(`-${hash}`) ? name.slice(0, -hash.length - 1) : undefined;
    return made === undefined ? [] : ['Deployment', 'Rollout'].map(each => ({ kind: each, name: made }));
  }
  if (kind === 'Job') return madeBy('CronJob', SCHEDULED, name);
  return kind === 'ReplicationController' ? madeBy('DeploymentConfig', COUNTED, name) : [];
}

function madeBy(kind: string, pattern: RegExp, name: string): Owner[] {
  const made = pattern.exec(name)?.[1];
  return made === undefined ? [] : [{ kind, name: made }];
}
