/** An effective object of a root, as transforms see it. */
import type { Change, Reference, SetChange } from './change.ts';
import type { FieldPath, Json, JsonObject } from './data.ts';
import type { ImageFacts, ImageName } from './image.ts';

/**
 * An effective object of a root. `set` and `remove` return data and change nothing. Methods are called on the object they
 * belong to: taken out of it (`const { get } = resource`) they do not work.
 */
export interface Resource {
  /** Identity inside one root: stable across rounds. */
  readonly key: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly object: JsonObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /**
   * The value as it is rendered. Undefined: the render has no such field, also where a strategic merge patch says null, which
   * takes it out. Null: a manifest or a JSON patch writes null, and the render keeps it. Who asks whether anything is set
   * takes both for absent.
   */
  get(path: FieldPath): Json | undefined;
  set(path: FieldPath, value: Json): SetChange;
  remove(path: FieldPath): Change;
  /** `file:line` of the field's writer, or of the nearest ancestor that exists. */
  where(path: FieldPath): string;
  /**
   * As the file says it that it comes from, before any entry of a kustomization changes it; undefined where no file of the
   * repository does. Steps of a path may lead elsewhere in it: patches have changed neither names nor lists.
   */
  readonly written: JsonObject | undefined;
  /** Names that it had before prefixes, suffixes and hashes; without the present one. */
  readonly formerNames: readonly string[];
  /**
   * Namespaces that layers below, or its manifest, put it in before another layer put it elsewhere; of a Namespace its own earlier
   * names. Nothing refers to those: labels by which policies know a namespace are not renamed along.
   */
  readonly formerNamespaces: readonly string[];
  /** Its image references: of all containers, and of fields that kustomize's field specs for `images` list. */
  readonly images: readonly ImageField[];
}

/** A pod template, and its object: of kinds with several templates each is a workload, with the key of the one object. */
export interface Workload extends Resource {
  /** Path of the pod spec: `['spec', 'template', 'spec']`. */
  readonly podPath: FieldPath;
  /** Path of the metadata of its pods, which may not be there. */
  readonly podMetadataPath: FieldPath;
  /** With what the template has from its object. */
  readonly pod: JsonObject;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** Containers, sidecars and init containers, in the order of the manifest. */
  readonly containers: readonly Container[];
  /** Written replicas; undefined when unset (Kubernetes then means 1). */
  readonly replicas: number | undefined;
}

/**
 * A field that holds an image reference. Besides containers these are image volumes, and fields of custom resources
 * that some `configurations:` of the repository lists for `images`. Only texts that a path can name are here: elements of
 * lists without a name of their own are left out.
 */
export interface ImageField {
  readonly image: ImageName;
  readonly facts: ImageFacts;
  readonly resource: Resource;
  /** Of the reference itself. */
  readonly path: FieldPath;
  /** Whose image it is; undefined where the field is no container's. */
  readonly container: Container | undefined;
}

/** A container of a workload. Its methods are called on it, as those of a {@link Resource}. */
export interface Container {
  readonly name: string;
  /** sidecar: an init container with `restartPolicy: Always`. ephemeral: reached by {@link Resource.images} only. */
  readonly role: 'main' | 'init' | 'sidecar' | 'ephemeral';
  readonly image: ImageName;
  /**
   * The name by which the configuration speaks of its image: the one of the manifest where that is a placeholder, for which
   * `images:` entries put another name in each overlay.
   */
  readonly askedAs: string;
  readonly facts: ImageFacts;
  readonly workload: Workload;
  /** Path of the container inside the workload. */
  readonly path: FieldPath;
  readonly object: JsonObject;
  /** A value below the container, by the rules of {@link Resource.get}. */
  get(path: FieldPath): Json | undefined;
  set(path: FieldPath, value: Json): SetChange;
  remove(path: FieldPath): Change;
}

/** The name of an object, for values of new or changed objects. */
export function nameOf(resource: Resource, affix: { prefix?: string; suffix?: string } = {}): Reference {
  return { $reference: 'name', of: resource.key, ...affix };
}

/**
 * The `matchLabels` by which a workload selects its pods; where its controller makes the selector, the labels of its pods.
 *
 * @param keys only these of them, where they are enough
 */
export function selectorOf(workload: Workload, keys?: readonly string[]): Reference {
  return { $reference: 'selector', of: workload.key, ...(keys && { keys }) };
}
