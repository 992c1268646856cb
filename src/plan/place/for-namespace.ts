/** New objects for a namespace: once where all that runs there comes from, else in the roots (placement.md). */

import { tierOfName } from '../../config/environments.ts';
import { isClusterScoped } from '../../kubernetes/kinds.ts';
import type { JsonObject } from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import type { CreateGoal } from '../find/goals.ts';
import type { LayerLevel } from '../model/level.ts';
import {
  haveMostInCommon,
  layersOfAll,
  mainLayers,
  namespaceSaidBy,
  passing,
  type RenderedFor,
  renderedFor,
} from '../rendered/names/namespaces.ts';
import { nodeAt, type RenderedRoot } from '../rendered/rendered.ts';
import { isForRoots } from './levels.ts';
import { withAnnotations, withLabels } from './neighbours-labels.ts';
import type { Placed, Placement, PlacementContext } from './types.ts';
import { whyClosed } from './weigh.ts';

/** A root that wants it, for one of its namespaces. */
interface Claim {
  readonly root: RenderedRoot;
  readonly namespace: string;
  readonly rendered: RenderedFor;
  /** The layers that give all that runs there, or failing that the Namespace. */
  readonly layers: readonly string[];
  /** Below those, what gives a part of it: for several environments of one thing alone. */
  readonly parts: readonly string[];
}

/** A name for the object and its namespace, and whom it serves. */
interface Found {
  readonly served: readonly Claim[];
  /** As the place says it; '' where the layers above do. */
  readonly namespace: string;
}

export function placeForNamespace(
  goal: CreateGoal,
  namespaces: ReadonlyMap<RenderedRoot, string>,
  context: PlacementContext,
): Placement {
  const placed: Placed[] = [];
  let left = [...namespaces].map(([root, namespace]) => claimOf(root, namespace, context));
  let reason = 'no place reaches it';
  const folders = foldersOf(left, isForRoots(goal, context) || isOfRoots(goal));
  for (const folder of isOfCluster(goal) ? namingFirst(folders, left, context) : folders) {
    const level: LayerLevel = { type: 'layer', folder };
    const reached = left.filter(({ layers, parts }) => layers.includes(folder) || parts.includes(folder));
    if (reached.length === 0) continue;
    const found = whyClosed(goal, level, context) ?? weigh(goal, folder, reached, context);
    if (typeof found === 'string') {
      reason = found;
      continue;
    }
    const { served, namespace } = found;
    const labels = context.labelsFromBelow(folder).filter(label => !label.isOfOneWorkload);
    // The kustomization that lists it puts it there.
    const isGiven = context.namespaceGivenBy(folder) === namespace;
    const named = isOfCluster(goal) ? goal.manifest : withName(goal.manifest, namespace, served, isGiven);
    const manifest = withAnnotations(
      withLabels(context.resolveIn(named, level), labels),
      context.annotationsFor(folder, null),
    );
    const serves = served.flatMap(({ root }) => goal.wants.get(root) ?? []);
    placed.push({ goal, level, beside: null, manifest, serves });
    left = left.filter(claim => !served.includes(claim));
  }
  const findings = left.flatMap(({ root }) => goal.wants.get(root)?.findings ?? []);
  return { placed, unplaced: findings.length > 0 ? { findings, reason } : null };
}

function isOfRoots({ transform }: CreateGoal): boolean {
  return transform.placement.resource === 'overlay';
}

/** What is in no namespace names the one that it is for itself, and comes out the same everywhere. */
function isOfCluster({ manifest }: CreateGoal): boolean {
  return isClusterScoped(String(manifest.kind), String(manifest.apiVersion)) === true;
}

function claimOf(root: RenderedRoot, namespace: string, context: PlacementContext): Claim {
  const rendered = renderedFor(root, namespace);
  const { declared, workloads } = rendered;
  const all = workloads.length > 0 ? workloads : declared ? [declared] : root.objects.slice(0, 1);
  const layers = layersOfAll(all);
  const isBase = (folder: string) =>
    folder !== root.folder && !layers.includes(folder) && !context.isComponent(folder);
  return { root, namespace, rendered, layers, parts: mainLayers(all, isBase) };
}

/** From the lowest up: in no root it stands lower than in another. */
function foldersOf(claims: readonly Claim[], rootsOnly: boolean): string[] {
  const heights = new Map<string, number>();
  for (const { root, layers, parts } of claims) {
    for (const [i, folder] of [...parts, ...layers].entries()) {
      if (rootsOnly && folder !== root.folder) continue;
      heights.set(folder, Math.max(heights.get(folder) ?? 0, i));
    }
  }
  return [...heights].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([folder]) => folder);
}

/** What names its namespace reads best where that is named. */
function namingFirst(
  folders: readonly string[],
  claims: readonly Claim[],
  context: PlacementContext,
): readonly string[] {
  const isNaming = (folder: string) =>
    claims.some(
      claim =>
        claim.root.folder !== folder &&
        claim.layers.includes(folder) &&
        isNamedAt(folder, namespaceAt(folder, claim, context), claim),
    );
  return [...folders.filter(isNaming), ...folders.filter(folder => !isNaming(folder))];
}

/** Whom a layer serves, or why it must not have it. */
function weigh(
  goal: CreateGoal,
  folder: string,
  reached: readonly Claim[],
  context: PlacementContext,
): Found | string {
  const own = reached.find(({ root }) => root.folder === folder);
  const reason = whyNotForAll(goal, folder, reached, context);
  if (own) return { served: reason === null ? reached : [own], namespace: own.namespace };
  return reason ?? { served: reached, namespace: namespaceAt(folder, reached[0]!, context) };
}

function whyNotForAll(
  goal: CreateGoal,
  folder: string,
  reached: readonly Claim[],
  context: PlacementContext,
): string | null {
  if (context.isComponent(folder)) return `${folder} is a component with another purpose`;
  const asked = new Set(reached.map(({ root }) => root));
  const unasked = context.rootsAbove(folder).find(root => !asked.has(root));
  if (unasked) return `${unasked.folder || '.'} must not have it`;
  if (reached.some(({ parts }) => parts.includes(folder)) && !areSisters(reached))
    return `${folder} does not give all that runs there`;
  for (const claim of reached) {
    const name = claim.root.folder || '.';
    const said = namespaceAt(folder, claim, context);
    if (comesTwice(folder, claim.root)) return `${name} takes ${folder} in more than once`;
    if (!isOfCluster(goal) && outcomeOf(said, folder, claim, context) !== wantedBy(claim))
      return `${name} would not have it in ${claim.namespace}`;
    // Below the Namespace it is worth its place for several only: one alone reads better where its namespace is named.
    if (reached.length === 1 && !isNamedAt(folder, said, claim))
      return `${folder} does not say that it is for ${claim.namespace}`;
  }
  return null;
}

/** Several environments of one thing: what one of them brings besides does not keep them apart. */
function areSisters(claims: readonly Claim[]): boolean {
  return claims.length > 1 && haveMostInCommon(claims.map(({ rendered }) => rendered.workloads));
}

function isNamedAt(folder: string, said: string, claim: Claim): boolean {
  const {
    root,
    rendered: { declared },
  } = claim;
  if (root.folder === folder) return true;
  if (declared && !declared.accumulated.layers.includes(folder)) return false;
  return said !== '' && said === wantedBy(claim);
}

/** The namespace as a layer hands on what it is for: of the Namespace itself, where it comes that way. */
function namespaceAt(
  folder: string,
  { root, namespace, rendered: { declared, workloads } }: Claim,
  context: PlacementContext,
): string {
  if (root.folder === folder) return namespace;
  const isThere = declared?.accumulated.layers.includes(folder);
  const objects = declared && isThere ? [declared] : passing(workloads, folder);
  const [said = '', ...others] = new Set(objects.map(each => context.namespaceBehind(each, folder)));
  return others.length === 0 ? said : '';
}

/** Where an object comes out that a layer says of a namespace. */
function outcomeOf(said: string, folder: string, claim: Claim, context: PlacementContext): string {
  const { layers, parts, rendered } = claim;
  const [first] = passing(rendered.workloads, folder);
  const way = parts.includes(folder) && first ? first.accumulated.layers : layers;
  const given = way.slice(way.indexOf(folder) + 1).map(layer => context.namespaceGivenBy(layer));
  const name = given.findLast(each => each !== '') ?? said;
  // A transformer of the root may say it of all that says none; a patch says it of what it is for.
  const by = first && nodeAt(first.final.node, ['metadata', 'namespace'])?.origin.by;
  return name === '' && first && by?.type === 'transformer' ? namespaceSaidBy(first, first.final) : name;
}

/** Where nothing says a namespace, whoever applies it does so of everything. */
function wantedBy({ namespace, rendered: { declared, workloads } }: Claim): string {
  const [first] = workloads;
  return declared || !first ? namespace : namespaceSaidBy(first, first.final);
}

function comesTwice(folder: string, { objects }: RenderedRoot): boolean {
  const ways = new Set<string>();
  for (const { accumulated } of objects) {
    const index = accumulated.layers.indexOf(folder);
    if (index >= 0) ways.add(accumulated.layers.slice(index + 1).join('\0'));
  }
  return ways.size > 1;
}

/**
 * After the namespace as the place knows it. Where that is called after an environment (`shop-dev`), and others take it in too,
 * they would have its name in theirs: then it is called plainly.
 */
function withName(
  { metadata, ...rest }: JsonObject,
  namespace: string,
  served: readonly Claim[],
  isGiven: boolean,
): JsonObject {
  const { name = '', ...others } = isJsonMap(metadata) ? metadata : {};
  const { apiVersion, kind, ...body } = rest;
  const isOfOne = tierOfName(namespace) !== undefined && served.some(each => wantedBy(each) !== namespace);
  const full = namespace === '' || isOfOne ? name : `${namespace}-${String(name)}`;
  const said = { name: full, ...(namespace !== '' && !isGiven && { namespace }), ...others };
  return { apiVersion: apiVersion!, kind: kind!, metadata: said, ...body };
}
