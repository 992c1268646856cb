/** Changes that whoever applies them refuses: the API server, or a controller. */

import { fixedField } from '../../../kubernetes/fixed-fields.ts';
import { apiGroupOf } from '../../../kubernetes/kinds.ts';
import { nameBeforeHash } from '../../../kubernetes/names/content-names.ts';
import {
  DELETED_FIRST,
  hasImmutablePods,
  isMadeAnew,
  isOfPods,
  podKindOf,
} from '../../../kubernetes/pod-templates.ts';
import type {
  Change,
  ConvertChange,
  Doubt,
  FieldPath,
  Json,
  Proposal,
  Resource,
  Root,
} from '../../../transform.ts';
import { isJsonMap } from '../../../yaml/read/data.ts';
import type { Decision } from '../../model/decision.ts';
import { sameJson } from '../../rendered/same-data.ts';
import type { RefusedChange } from '../../view/refused-changes.ts';
import type { ViewedRoot } from '../../view/viewed-roots.ts';

/**
 * What speaks against a fix that changes the pod template of an object which takes no other one while it is there: also where its
 * transform thinks of no such object. What the API server keeps alike is no change to it.
 */
export function immutableDoubt(
  { changes, doubts = [], restarts }: Proposal,
  resourceOf: (key: string) => Resource | undefined,
): Doubt | undefined {
  if (restarts === false || doubts.some(each => each.endsWith(DELETED_FIRST))) return undefined;
  for (const change of changes) {
    const resource = 'path' in change ? resourceOf(change.resource) : undefined;
    if (resource === undefined || !hasImmutablePods(resource) || !isOfPod(resource, change)) continue;
    return `the pod template of a ${resource.kind} is immutable: ${DELETED_FIRST}`;
  }
  return undefined;
}

/**
 * What speaks against a fix that changes a field which the API server keeps as it is, or the name by which an object is known:
 * whoever proposes it.
 */
export function fixedDoubt(
  { changes, doubts = [] }: Proposal,
  resourceOf: (key: string) => Resource | undefined,
): Doubt | undefined {
  if (doubts.some(each => each.endsWith(DELETED_FIRST))) return undefined;
  for (const change of changes) {
    const resource = 'resource' in change ? resourceOf(change.resource) : undefined;
    const another = resource && change.type === 'convert' ? convertedBy(resource, change) : undefined;
    if (another !== undefined) return another;
    if (resource !== undefined && change.type === 'rename') return otherwiseKnown(resource, 'name');
    if (resource === undefined || !('path' in change)) continue;
    const value = change.type === 'set' ? change.value : undefined;
    if (sameJson(resource.get(change.path) ?? undefined, value ?? undefined)) continue;
    const doubt = renamedBy(resource, change.path) ?? fixedBy(resource, change.path, value);
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}

function fixedBy(resource: Resource, path: FieldPath, value: unknown): Doubt | undefined {
  // Content that has a name of its own is not changed, and neither is what is made anew.
  if (isMadeAnew(resource) || nameBeforeHash(resource) !== undefined) return undefined;
  const { kind, apiVersion, object } = resource;
  const found = fixedField({ kind, apiVersion, object, path, value });
  return found && `${found.field} of a ${kind} cannot change (${found.takes}): ${DELETED_FIRST}`;
}

/** Objects of this group are those of the groups that came after it. */
const SHARED_GROUP = 'extensions';

/** In another version it is the same object, with its fixed fields; in another group as a rule another one. */
function convertedBy(resource: Resource, { apiVersion, fields }: ConvertChange): Doubt | undefined {
  const { kind, object } = resource;
  // Without a version no API server has ever taken it.
  if (resource.apiVersion === '') return undefined;
  const [from, to] = [resource.apiVersion, apiVersion].map(apiGroupOf);
  if (from !== to && from !== SHARED_GROUP)
    return `in group ${to} it is another ${kind}: the one that is there stays, or goes with what it holds where a controller prunes`;
  if (isMadeAnew(resource)) return undefined;
  for (const { path, value } of otherwise(object, fields(object, true), [])) {
    const found = fixedField({ kind, apiVersion, object, path, value });
    if (found !== undefined)
      return `${found.field} of a ${kind} cannot change (${found.takes}): ${DELETED_FIRST}`;
  }
  return undefined;
}

/** What is said and has another value then. What is said for the first time is a default in words. */
function* otherwise(
  before: Json,
  after: Json | undefined,
  path: readonly string[],
): Generator<{ readonly path: readonly string[]; readonly value: Json | undefined }> {
  if (sameJson(before, after)) return;
  if (!isJsonMap(before) || !isJsonMap(after)) yield { path, value: after };
  else for (const key of Object.keys(before)) yield* otherwise(before[key]!, after[key], [...path, key]);
}

function renamedBy(resource: Resource, [metadata, field]: FieldPath): Doubt | undefined {
  if (metadata !== 'metadata' || (field !== 'name' && field !== 'namespace')) return undefined;
  return otherwiseKnown(resource, field);
}

function otherwiseKnown({ kind }: Resource, field: 'name' | 'namespace'): Doubt {
  return `by another ${field} it is another ${kind}: the one that is there stays, or goes with what it holds where a controller prunes`;
}

function isOfPod({ kind, apiVersion }: Resource, change: Change): boolean {
  const known = podKindOf(kind, apiVersion);
  return known !== undefined && 'path' in change && isOfPods(known, change.path);
}

/** Argo CD fails the whole sync of an Application over one object that its project does not allow. */
export function forbiddenIn({ changes }: Proposal, { platform }: Root): Decision | undefined {
  for (const change of changes) {
    if (change.type !== 'create') continue;
    const { apiVersion, kind } = change.manifest;
    const found = platform.forbidden(String(apiVersion), String(kind));
    if (found !== undefined) {
      return {
        about: `AppProject ${found.project}`,
        question: `AppProject ${found.project} does not let it bring a ${String(kind)} (${found.at}), and the whole sync would fail: should the project allow it?`,
      };
    }
  }
  return undefined;
}

/** A change that is certain to fail the sync is no fix, and one that may fail it is not safe. */
export function refusedIn(
  { changes }: Proposal,
  { rendered, refusedChange }: ViewedRoot,
): RefusedChange | undefined {
  if (refusedChange === null) return undefined;
  for (const change of changes) {
    if (!('path' in change)) continue;
    const object = rendered.byKey.get(change.resource);
    const refused = object && refusedChange(object, change.path);
    if (refused) return refused;
  }
  return undefined;
}
