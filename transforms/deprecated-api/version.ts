/** The version of an object's API. */
import type { Doubt, Evidence, Proposal, Resource, Root } from '../../src/transform.ts';
import { doubtsOfOldCluster, oldFluxOf } from '../shared/clusters/old-cluster.ts';
import { mapsIn } from '../shared/data.ts';
import type { Question } from '../shared/prose.ts';
import { remembered } from '../shared/remembered.ts';
import { BUILT_IN } from './built-in.ts';
import { CUSTOM } from './custom.ts';
import { at, type Move } from './moves.ts';
import { type Pinned, pinnedFor } from './served.ts';

export type VersionMessage = 'gone' | 'gone-by-hand' | 'superseded' | 'superseded-by-hand';

/** By old version and kind. */
const MOVES: ReadonlyMap<string, Move> = new Map(
  [...BUILT_IN, ...CUSTOM].flatMap(move => move.kinds.map(kind => [`${move.from} ${kind}`, move] as const)),
);

/** @param served whether versions count too that nothing has stopped to serve */
export function* versionProposals(
  resource: Resource,
  root: Root,
  served: boolean,
): Generator<Proposal<VersionMessage>> {
  const { kind, name, apiVersion, object } = resource;
  const move = MOVES.get(`${apiVersion} ${kind}`);
  if (move === undefined || (move.goneIn === undefined && !served)) return;
  const place = { on: resource.key, path: ['apiVersion'] };
  const data = { kind, name, from: apiVersion, to: move.to, gone: move.goneIn ?? '' };
  const pinned = pinnedFor(move, root);
  const question = heldBack(resource, move, root, pinned) ?? questionAbout(resource, move);
  if (question !== undefined) {
    const message = move.goneIn === undefined ? 'superseded-by-hand' : 'gone-by-hand';
    yield { message, data, at: place, changes: [], evidence: [], ...question };
    return;
  }
  const known = knownToServe(resource, move, root) ?? servedBy(pinned, move);
  yield {
    message: move.goneIn === undefined ? 'superseded' : 'gone',
    data,
    at: place,
    changes: [
      {
        type: 'convert',
        resource: resource.key,
        apiVersion: move.to,
        fields: move.fields ?? (part => part),
      },
    ],
    restarts: false,
    evidence: known === undefined ? [] : [known],
    doubts: [
      ...(known === undefined ? [unknownDoubt(move, pinned, root)] : []),
      ...(move.newSince === undefined ? doubtsOfOldCluster(root) : []),
      ...(move.doubts?.(object) ?? []),
    ],
  };
}

function unknownDoubt({ newSince, to }: Move, pinned: Pinned | undefined, root: Root): Doubt {
  const flux = /^\w+\.toolkit\.fluxcd\.io\//.test(to) ? oldFluxOf(root) : undefined;
  if (flux !== undefined)
    return `a cluster before ${newSince} does not serve ${to}, and what applies it is in ${flux.apiVersion}, of before Flux 2.0 (${flux.at}): upgrade Flux first`;
  const range =
    pinned && `, and whether \`${pinned.chart.version}\` at ${pinned.chart.at} is older is not known`;
  return `a cluster before ${newSince} does not serve ${to}${range ?? ''}`;
}

function servedBy(pinned: Pinned | undefined, { to, newSince }: Move): Evidence | undefined {
  if (pinned?.serves !== true) return undefined;
  const { name, version, at } = pinned.chart;
  return {
    kind: 'manifest',
    at,
    says: `chart ${name} is installed in ${version}, and ${to} is served since ${newSince}`,
  };
}

/** What keeps it where it is: the release that is installed, or a definition, does not know the new version. */
function heldBack(
  resource: Resource,
  { to, newSince, goneIn }: Move,
  root: Root,
  pinned: Pinned | undefined,
): Question | undefined {
  if (newSince === undefined) return undefined;
  const definition = definitionOf(resource, root);
  if (definition !== undefined && !serves(definition, to))
    return { known: `its definition at ${definition.where(['spec', 'versions'])} does not serve ${to}` };
  if (definition !== undefined || pinned?.serves !== false) return undefined;
  const { name, version, at } = pinned.chart;
  return {
    known: `chart ${name} is installed in ${version} (${at}), and ${to} is served since ${newSince}: it moves once the chart has, and before that comes to ${goneIn ?? 'a release without it'}`,
  };
}

/** What has to be done, or decided, before it can move. */
function questionAbout({ kind, apiVersion, object }: Resource, move: Move): Question | undefined {
  const blocked = move.blocked?.(object);
  if (blocked !== undefined)
    return { blocked, asks: [{ type: 'decision', about: `${kind}s in ${apiVersion}` }] };
  const known = move.byHand?.(object);
  return known === undefined ? undefined : { known };
}

/** What shows that the cluster takes the new version: its age, or something of the repository that is in it. */
function knownToServe(resource: Resource, { to, goneIn, newSince }: Move, root: Root): Evidence | undefined {
  if (newSince === undefined) {
    const says = `${goneIn} took ${resource.apiVersion} away, and every release that is still looked after serves ${to}`;
    return { kind: 'manifest', at: resource.where(['apiVersion']), says };
  }
  const definition = definitionOf(resource, root);
  if (definition !== undefined && serves(definition, to))
    return {
      kind: 'manifest',
      at: definition.where(['spec', 'versions']),
      says: `its definition serves ${versionIn(to)}`,
    };
  const sibling = inVersion(root).get(`${to} ${resource.kind}`);
  return (
    sibling && {
      kind: 'manifest',
      at: sibling.where(['apiVersion']),
      says: `${sibling.kind} ${sibling.name} beside it is in ${to} already`,
    }
  );
}

/** A definition is of the whole cluster: what others render in the namespaces of the root speaks of it too. */
const inVersion = remembered(({ resources, platform }: Root): ReadonlyMap<string, Resource> => {
  const namespaces = new Set(resources.map(each => platform.namespaceOf(each)));
  const others = [...namespaces].flatMap(each => platform.resourcesIn(each));
  // The root's own are the nearest.
  return new Map([...others, ...resources].map(each => [`${each.apiVersion} ${each.kind}`, each]));
});

/** The definition of the kind, whoever brings it: it is of the whole cluster. */
function definitionOf({ kind, apiVersion }: Resource, { platform }: Root): Resource | undefined {
  const group = apiVersion.slice(0, apiVersion.indexOf('/'));
  return platform
    .ofCluster('CustomResourceDefinition')
    .find(
      ({ object }) => at(object, 'spec', 'group') === group && at(object, 'spec', 'names', 'kind') === kind,
    );
}

function serves({ object }: Resource, to: string): boolean {
  return mapsIn(at(object, 'spec', 'versions')).some(
    each => each.name === versionIn(to) && each.served === true,
  );
}

function versionIn(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}
