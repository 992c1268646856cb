/** The pods in an object, as the table of kinds has them. */

import { apiGroupOf } from './kinds.ts';
import { type ContainerPlace, EACH, POD_KINDS, type PodKind, type PodStep } from './pod-kinds.ts';

/** A step to a field of an object: a key, or the element of a list that has these values. */
export type Step = string | { readonly [key: string]: string | number };

type Fields = Readonly<Record<string, unknown>>;

/** One pod spec of an object. */
export interface PodTemplate {
  readonly path: readonly Step[];
  readonly metadataPath: readonly Step[];
  /** With what it inherits. */
  readonly spec: Fields;
}

/** One container below a pod spec. */
export interface PlacedContainer {
  readonly name: string;
  readonly object: Fields;
  readonly role: ContainerPlace['role'];
  /** From the pod spec. */
  readonly path: readonly Step[];
}

const DEFAULT_PLACES: readonly ContainerPlace[] = [
  { path: ['containers'], role: 'main' },
  { path: ['initContainers'], role: 'init' },
];

const BY_KIND: ReadonlyMap<string, readonly PodKind[]> = POD_KINDS.reduce(
  (all, each) => all.set(each.kind, [...(all.get(each.kind) ?? []), each]),
  new Map<string, PodKind[]>(),
);

/** What is known of a kind with pods; undefined for kinds without, and for one of the same name in a foreign group. */
export function podKindOf(kind: string, apiVersion: string): PodKind | undefined {
  const kinds = BY_KIND.get(kind);
  if (kinds === undefined) return undefined;
  const group = apiGroupOf(apiVersion);
  return kinds.find(({ groups }) => groups.includes(group));
}

/** The pods of an object; none where nothing stands at the path, as in a Rollout that takes its template from elsewhere. */
export function podTemplatesIn(object: Fields): readonly PodTemplate[] {
  const known = podKindOf(String(object.kind), String(object.apiVersion));
  if (known === undefined) return [];
  return found(object, known.pod, []).flatMap(({ path, value, parent }) => {
    const spec = inherited(known, value, parent);
    // A template of steps or a decision runs nothing itself.
    if (known.containers !== undefined && placedContainers(known, spec).length === 0) return [];
    return [{ path, spec, metadataPath: metadataPathOf(known, path) }];
  });
}

interface Found {
  readonly path: readonly Step[];
  readonly value: Fields;
  /** The map that holds the last list on the way. */
  readonly parent: Fields;
}

function found(at: unknown, steps: readonly PodStep[], path: readonly Step[], parent: Fields = {}): Found[] {
  if (!isMap(at) && !Array.isArray(at)) return [];
  const [step, ...rest] = steps;
  if (step === undefined) return isMap(at) ? [{ path, value: at, parent }] : [];
  if (step !== EACH) {
    if (!isMap(at)) return [];
    return found(at[step], rest, [...path, step], rest[0] === EACH ? at : parent);
  }
  return namedIn(at).flatMap(({ name, map }) => found(map, rest, [...path, { name }], parent));
}

function metadataPathOf({ metadata }: PodKind, path: readonly Step[]): readonly Step[] {
  return metadata === undefined ? [...path.slice(0, -1), 'metadata'] : besidePod(metadata, path);
}

/** A pattern that goes through the same elements as the path of a pod spec. */
export function besidePod(pattern: readonly PodStep[], podPath: readonly Step[]): readonly Step[] {
  return pattern.map((step, index) => (step === EACH ? podPath[index]! : step));
}

function inherited({ inherits }: PodKind, spec: Fields, parent: Fields): Fields {
  const entries = (inherits ?? []).flatMap(field => {
    const [own, given] = [spec[field], parent[field]];
    if (given === undefined) return [];
    if (own === undefined) return [[field, given] as const];
    return Array.isArray(own) && Array.isArray(given) ? [[field, [...own, ...given]] as const] : [];
  });
  return entries.length === 0 ? spec : { ...spec, ...Object.fromEntries(entries) };
}

/**
 * The containers of a pod spec, without those that are changes to what an operator writes; two of one name are both there.
 * Elements of lists that have no name cannot be addressed and are left out, unless they are alone and the kind names them.
 * So are those without an image: {@link phantomContainers}.
 */
export function placedContainers(known: PodKind, spec: Fields): readonly PlacedContainer[] {
  return allContainers(known, spec).filter(({ object }) => hasImage(object));
}

/**
 * Containers without an image, which the API server refuses: mostly a merge patch whose container has a name that the object
 * does not. An operator may complete its own.
 */
export function phantomContainers(known: PodKind, spec: Fields): readonly PlacedContainer[] {
  return known.isCompleted ? [] : allContainers(known, spec).filter(({ object }) => !hasImage(object));
}

function hasImage({ image }: Fields): boolean {
  return typeof image === 'string' && image !== '';
}

/** All of them, whatever they lack. */
export function allContainers(known: PodKind, spec: Fields): readonly PlacedContainer[] {
  const all = (known.containers ?? DEFAULT_PLACES).flatMap(place => containersAt(spec, place, known));
  const { fragments } = known;
  return fragments === undefined ? all : all.filter(({ name }) => !fragments.includes(name));
}

/** How many elements of the lists of containers have no name, which the API server refuses. */
export function namelessContainers(known: PodKind, spec: Fields): number {
  return (known.containers ?? DEFAULT_PLACES)
    .filter(({ only }) => only === undefined && known.nameless === undefined)
    .flatMap(({ path }) => listAt(spec, path))
    .filter(element => isMap(element) && nameIn(element) === undefined).length;
}

function listAt(spec: Fields, path: readonly string[]): readonly unknown[] {
  let value: unknown = spec;
  for (const step of path) value = isMap(value) ? value[step] : undefined;
  return Array.isArray(value) ? value : [];
}

function containersAt(spec: Fields, place: ContainerPlace, { nameless }: PodKind): PlacedContainer[] {
  const { path, role, only } = place;
  let value: unknown = spec;
  for (const step of path) value = isMap(value) ? value[step] : undefined;
  if (only !== undefined) {
    return isMap(value) ? [{ name: nameIn(value) ?? only, object: value, role, path }] : [];
  }
  if (!Array.isArray(value)) return [];
  const [first] = value;
  if (nameless !== undefined && value.length === 1 && isMap(first) && nameIn(first) === undefined) {
    // Whatever the only element says, an empty selector means it.
    return [{ name: nameless, object: first, role, path: [...path, {}] }];
  }
  return namedIn(value).map(({ name, map }) => ({
    name,
    object: map,
    role: role === 'init' && map.restartPolicy === 'Always' ? 'sidecar' : role,
    path: [...path, { name }],
  }));
}

function namedIn(list: unknown): { readonly name: string; readonly map: Fields }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap(element => {
    const name = isMap(element) ? nameIn(element) : undefined;
    return name === undefined ? [] : [{ name, map: element as Fields }];
  });
}

function nameIn({ name }: Fields): string | undefined {
  return typeof name === 'string' ? name : undefined;
}

/** Whether a field belongs to the pods of an object of a kind: their spec, or their metadata. */
export function isOfPods(known: PodKind, path: readonly Step[]): boolean {
  const metadata = known.metadata ?? [...known.pod.slice(0, -1), 'metadata'];
  return belowPattern(known.pod, path) !== undefined || belowPattern(metadata, path) !== undefined;
}

/**
 * Whether its users may write a field of an object of a kind. What the API refuses, and what a controller or an operator
 * fills in, is not for them.
 */
export function isForUsers(known: PodKind, path: readonly Step[]): boolean {
  const { takes, leaves, containers = DEFAULT_PLACES } = known;
  if (takes === undefined && leaves === undefined) return true;
  const below = belowPattern(known.pod, path);
  const [field] = below ?? [];
  if (below === undefined || field === undefined) return true;
  if (takes !== undefined && !takes.includes(String(field))) return false;
  const place = containers.find(each => each.path.every((step, index) => below[index] === step));
  if (place === undefined || leaves === undefined) return true;
  const own = below[place.path.length + (place.only === undefined ? 1 : 0)];
  return own === undefined || !leaves.includes(String(own));
}

/** Whether pods of a kind take a field that stands at the pod itself. */
export function takesPodField({ takes }: PodKind, field: string): boolean {
  return takes?.includes(field) ?? true;
}

/** The rest of a path behind a pattern; undefined where it leads elsewhere. */
function belowPattern(pattern: readonly PodStep[], path: readonly Step[]): readonly Step[] | undefined {
  const isBelow = pattern.every((step, index) =>
    step === EACH ? typeof path[index] === 'object' : path[index] === step,
  );
  return isBelow ? path.slice(pattern.length) : undefined;
}

/** True for workloads that end. They get no probes and no disruption budget. */
export function runsToCompletion(kind: string, apiVersion: string): boolean {
  return ['runs', 'calls'].includes(podKindOf(kind, apiVersion)?.scaled ?? '');
}

/**
 * True when pods keep data or identity: a StatefulSet, or a pod spec that mounts a PersistentVolumeClaim.
 *
 * @param pod the pod spec, when there is one
 */
export function isStateful(kind: string, apiVersion: string, pod?: { readonly volumes?: unknown }): boolean {
  if (kind === 'StatefulSet' && podKindOf(kind, apiVersion) !== undefined) return true;
  if (!Array.isArray(pod?.volumes)) return false;
  return pod.volumes.some(volume => isMap(volume) && 'persistentVolumeClaim' in volume);
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whoever applies it deletes it before: a hook of Argo CD, and what Argo CD and Flux are told to make anew. */
const MADE_ANEW =
  /^(?:argocd\.argoproj\.io\/(?:hook=|sync-options=(?=.*\bForce=true\b).*\bReplace=true\b)|kustomize\.toolkit\.fluxcd\.io\/force=(?:enabled|true)$)/i;

/**
 * Whether the API server refuses another pod template while the object is there: Pods and Jobs, and what is run once. Who applies
 * manifests without Helm does not know its hooks.
 */
export function hasImmutablePods(marked: Marked): boolean {
  return podKindOf(marked.kind, marked.apiVersion)?.change === 'refused' && !isMadeAnew(marked);
}

/** Whether whoever applies it makes it anew when it changes. */
export function isMadeAnew({ annotations }: Pick<Marked, 'annotations'>): boolean {
  return Object.entries(annotations).some(([key, value]) => MADE_ANEW.test(`${key}=${value}`));
}

interface Marked {
  readonly kind: string;
  readonly apiVersion: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What a change takes that the API server refuses while the object is there. */
export const DELETED_FIRST = 'it has to be deleted and created again';
