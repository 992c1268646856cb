/** What a view of a root says beyond its objects: what it is made of, and what is rendered beside it. */

import { tierOfName } from '../../../config/environments.ts';
import { apiGroupOf } from '../../../kubernetes/kinds.ts';
import { podKindOf } from '../../../kubernetes/pod-templates.ts';
import type { Accumulated, Evaluator } from '../../../kustomize/build/evaluate.ts';
import type { Graph } from '../../../kustomize/file/graph.ts';
import type { Kustomization } from '../../../kustomize/file/kustomization.ts';
import { patchEntries } from '../../../kustomize/file/patch-entries.ts';
import { anchored, isForAnyKind, readSelector } from '../../../kustomize/layer/select.ts';
import { nameOf } from '../../../kustomize/object/resource.ts';
import type { Node } from '../../../kustomize/tree/node.ts';
import { memoized } from '../../../text/memo.ts';
import type { FieldPath, Json, JsonObject, KustomizationFile, Root } from '../../../transform.ts';
import { isJsonList, isJsonMap } from '../../../yaml/read/data.ts';
import { splitDocuments } from '../../../yaml/read/documents.ts';
import type { Locator } from '../../rendered/locator.ts';
import type { RenderedObject } from '../../rendered/rendered.ts';
import { type All, type Asked, answeringLike, newAsked } from './asked.ts';
import { idleImages } from './idle-images.ts';
import { idlePatches } from './idle-patches.ts';
import { areSameHabits, habitFor, type LabelHabits, type Labelled, labelHabitsOf } from './label-habits.ts';
import { outdatedIn } from './outdated.ts';
import { restatingPatches } from './restating-patches.ts';
import { writtenRootsOf } from './written-roots.ts';
import { writtenUsersOf } from './written-users.ts';

type Common = Pick<
  Root,
  | 'rendersAnywhere'
  | 'rendersKind'
  | 'bindsAnywhere'
  | 'bindsInEnvironments'
  | 'namedByCustomResource'
  | 'labelHabit'
  | 'writtenUser'
  | 'writtenReadOnly'
>;
export type Whole = Own & Common;
type Own = Pick<Root, 'complete' | 'kustomizations'>;

export interface Wholes extends All {
  /** What a root says of itself, with what all of them say together. */
  of(own: Own): Whole;
  /** Whether the common answers are those of others. */
  isLike(other: Wholes): boolean;
  /** Whether they are as far as anybody has asked. */
  answersLike(other: Wholes): boolean;
  readonly labels: LabelHabits;
  /** Users that are written for images, and volumes beside their read-only roots, as text. */
  readonly ofImages: string;
  /** Accounts that bindings name, as `namespace/name`, as `/name`, and with {@link likeOf} a namespace. */
  readonly bound: ReadonlySet<string>;
}

/**
 * @param roots the objects of every root
 * @param where `file:line` of a field
 * @param besides bindings that stand in no root
 * @param asked is told what transforms ask
 */
export function wholesOf<T extends Labelled>(
  roots: readonly (readonly T[])[],
  where: (object: T, path: FieldPath) => string,
  besides: readonly JsonObject[] = [],
  asked: Asked = newAsked(),
): Wholes {
  const labelled = roots.flat();
  const objects = labelled.map(each => each.object);
  const names = new Set(objects.map(object => `${object.kind}/${nameIn(object)}`));
  const texts = new Set(objects.filter(isCustom).flatMap(textsIn));
  const labels = labelHabitsOf(labelled);
  const writtenUsers = writtenUsersOf(labelled);
  const writtenRoots = writtenRootsOf(labelled);
  const ofImages = JSON.stringify([
    [...writtenUsers].map(([image, said]) => [image, said?.user, said?.group]).sort(),
    [...writtenRoots].map(([image, { volumes }]) => [image, volumes]).sort(),
  ]);
  const kinds = new Set(objects.map(({ kind }) => String(kind)));
  const bound = new Set([...objects, ...besides].flatMap(boundBy));
  const all = { names, kinds, texts };
  const isAmong = (about: keyof All, text: string) => asked.isAmong(all, about, text);
  const saysTheSame = (other: Wholes) =>
    ofImages === other.ofImages && isSameSet(bound, other.bound) && areSameHabits(labels, other.labels);
  const common: Common = {
    rendersAnywhere: (kind, name) => isAmong('names', `${kind}/${name}`),
    rendersKind: kind => isAmong('kinds', kind),
    bindsAnywhere: (account, namespace = '') => bound.has(`${namespace}/${account}`),
    bindsInEnvironments: (account, namespace) => bound.has(`${likeOf(namespace)}/${account}`),
    namedByCustomResource: text => isAmong('texts', text),
    labelHabit: (like, key) => habitFor(labels, like, key),
    writtenUser(image) {
      const said = writtenUsers.get(image);
      if (!said) return undefined;
      const { user, group, path, by } = said;
      return { user, group, at: where(by, path), by: `${String(by.object.kind)} ${nameIn(by.object)}` };
    },
    writtenReadOnly(image) {
      const shown = writtenRoots.get(image);
      if (shown === undefined) return undefined;
      const { volumes, path, by } = shown;
      return { volumes, at: where(by, path), by: `${String(by.object.kind)} ${nameIn(by.object)}` };
    },
  };
  return {
    of: own => ({ ...own, ...common }),
    isLike: other => saysTheSame(other) && isSameSet(names, other.names) && isSameSet(texts, other.texts),
    answersLike: answeringLike(asked, all, saysTheSame),
    names,
    kinds,
    texts,
    labels,
    ofImages,
    bound,
  };
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false;
  for (const text of a) if (!b.has(text)) return false;
  return true;
}

/** The accounts that a binding gives rights. */
function boundBy({ kind, subjects, metadata }: JsonObject): string[] {
  if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') return [];
  return (isJsonList(subjects) ? subjects : []).flatMap(subject => {
    if (!isJsonMap(subject) || subject.kind !== 'ServiceAccount') return [];
    const name = String(subject.name);
    const namespace = subject.namespace ?? (isJsonMap(metadata) ? metadata.namespace : undefined);
    return typeof namespace === 'string'
      ? [`/${name}`, `${namespace}/${name}`, `${likeOf(namespace)}/${name}`]
      : [`/${name}`];
  });
}

/** A namespace without what says its environment: `shop-dev` and `prd2-shop` are `?shop`. */
function likeOf(namespace: string): string {
  const parts = namespace.split(/[-_.]/).filter(part => tierOfName(part, true) === undefined);
  return `?${parts.join('-')}`;
}

/** Of the data of an object, which is shared as long as nothing changes it. */
const textsIn = memoized((object: JsonObject): readonly string[] => stringsOf(object));

/** Groups of Kubernetes have no dot or end with `k8s.io`. Kinds with pods name what their pods need: nobody makes that for them. */
function isCustom({ kind, apiVersion }: JsonObject): boolean {
  const group = apiGroupOf(String(apiVersion));
  if (!group.includes('.') || group.endsWith('.k8s.io')) return false;
  return podKindOf(String(kind), String(apiVersion)) === undefined;
}

function stringsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (isJsonList(value)) return value.flatMap(stringsOf);
  return isJsonMap(value) ? Object.values(value).flatMap(stringsOf) : [];
}

/** What a root says of itself. */
export function ownOf(
  { opaque, visits }: Accumulated,
  locator: Locator,
  evaluator: Evaluator,
  graph: Graph,
): Own {
  const visited = [...visits.values()];
  return {
    complete: opaque.length === 0,
    kustomizations: visited.map(({ kustomization }) => describe(kustomization, locator, evaluator, graph)),
  };
}

function describe(
  kustomization: Kustomization,
  locator: Locator,
  evaluator: Evaluator,
  graph: Graph,
): KustomizationFile {
  const { file, text, ignoredDocuments } = kustomization;
  const further = ignoredDocuments === 0 ? [] : splitDocuments(text).slice(-ignoredDocuments);
  return {
    file,
    ignored: further.map(({ start }) => `${file}:${locator.line(file, start)}`),
    get comments() {
      return commentsOf(text);
    },
    // Worked out when somebody asks: it takes a look at every object.
    get idle() {
      return idlePatches(kustomization, evaluator, graph).map(({ offset, ...patch }) => ({
        ...patch,
        at: `${file}:${locator.line(file, offset)}`,
      }));
    },
    get restating() {
      return restatingPatches(kustomization, evaluator, graph).map(({ offset, ...patch }) => ({
        ...patch,
        at: `${file}:${locator.line(file, offset)}`,
      }));
    },
    get idleImages() {
      return idleImages(kustomization, evaluator, graph).map(({ offset, ...entry }) => ({
        ...entry,
        at: `${file}:${locator.line(file, offset)}`,
      }));
    },
    takesAllCalled: name =>
      patchEntries(kustomization, ['patches']).some(({ selector }) => isForAllCalled(name, selector, file)),
    get outdated() {
      return outdatedIn(kustomization, evaluator, graph).map(({ offset, ...field }) => ({
        ...field,
        at: `${file}:${locator.line(file, offset)}`,
      }));
    },
  };
}

/** Lines that are comments, without the marks. */
function commentsOf(text: string): string[] {
  return text.split('\n').flatMap(line => /^\s*#\s*(.*)/.exec(line)?.[1] ?? []);
}

/** A target by name alone. One by labels too may take what has the name, and one without a name takes all of them. */
function isForAllCalled(name: string, node: Node | undefined, file: string): boolean {
  if (node === undefined) return false;
  const selector = readSelector(node);
  return isForAnyKind(selector, file) && anchored(selector.name, file)?.test(name) === true;
}

/** Names that an object had on its way, before the last one. */
export function formerNamesOf({ accumulated, object }: RenderedObject): string[] {
  const names = [...accumulated.previous.map(id => id.name), nameOf(accumulated)];
  return [...new Set(names)].filter(name => name !== nameIn(object));
}

/** Namespaces that an object was in on its way, before the last one; of a Namespace its names. */
export function formerNamespacesOf({ accumulated, object }: RenderedObject): string[] {
  const { name, namespace = NO_NAMESPACE } = isJsonMap(object.metadata) ? object.metadata : {};
  const isOne = object.kind === 'Namespace' && object.apiVersion === 'v1';
  const passed = accumulated.previous.map(id => (isOne ? id.name : id.namespace));
  return [...new Set(passed)].filter(each => each !== NO_NAMESPACE && each !== (isOne ? name : namespace));
}

/** What kustomize takes an object for that names no namespace. */
const NO_NAMESPACE = 'default';

function nameIn(object: JsonObject): string {
  return isJsonMap(object.metadata) ? String(object.metadata.name) : '';
}
