/** The image references of a rendered object, wherever kustomize's own field specs and those of `configurations` see one. */

import type { Start } from '../../images/start/running.ts';
import { parseImageReference } from '../../kubernetes/images/image-reference.ts';
import type { FieldSpec } from '../../kustomize/data/field-specs.ts';
import { selectsGvk, splitApiVersion } from '../../kustomize/object/id.ts';
import { stepsOf } from '../../kustomize/specs/field-spec.ts';
import { memoized } from '../../text/memo.ts';
import type {
  Container,
  FieldPath,
  ImageFacts,
  ImageField,
  ImageName,
  Json,
  Resource,
} from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';

export interface ViewContext {
  factsFor(image: string, start?: Start): ImageFacts;
  /** The name that stands for an image in manifests, where nothing is known of an image of that name. */
  placeholderOf?: ((image: string) => string | undefined) | undefined;
  /** Where images stand, besides containers. */
  readonly imageSpecs: readonly FieldSpec[];
}

/** Those of the containers first, then other fields in the order of the specs. */
export function imagesOf(
  resource: Resource,
  containers: readonly Container[],
  context: ViewContext,
): ImageField[] {
  const found = new Map<string, ImageField>();
  const add = (field: ImageField) => {
    const key = JSON.stringify(field.path);
    if (!found.has(key)) found.set(key, field);
  };
  for (const container of containers)
    add(new ImageFieldView(container.image, resource, [...container.path, 'image'], container, context));
  // The `images` transformer passes them by as well: what looks like an image there is part of a schema.
  if (resource.kind === 'CustomResourceDefinition') return [...found.values()];
  const { group, version } = splitApiVersion(resource.apiVersion);
  const gvk = { group, version, kind: resource.kind };
  for (const spec of context.imageSpecs) {
    if (!selectsGvk(gvk, spec)) continue;
    for (const { path, text } of textsAt(resource.object, keysOf(spec), 0, []))
      add(new ImageFieldView(imageNameOf(text), resource, path, undefined, context));
  }
  return [...found.values()];
}

class ImageFieldView implements ImageField {
  readonly image: ImageName;
  readonly resource: Resource;
  readonly path: FieldPath;
  readonly container: Container | undefined;
  private readonly context: ViewContext;
  private knownFacts: ImageFacts | undefined = undefined;

  constructor(
    image: ImageName,
    resource: Resource,
    path: FieldPath,
    container: Container | undefined,
    context: ViewContext,
  ) {
    this.image = image;
    this.resource = resource;
    this.path = path;
    this.container = container;
    this.context = context;
  }

  get facts(): ImageFacts {
    return (this.knownFacts ??= this.container?.facts ?? this.context.factsFor(this.image.text));
  }
}

/** The keys of a spec's path. Lists on the way are entered, whether the path says `[]` or not. */
const keysOf = memoized((spec: FieldSpec): readonly string[] =>
  stepsOf(spec).map(step => step.replace(/\[\]$/, '')),
);

/** The texts at a path of keys. */
function textsAt(
  value: Json | undefined,
  parts: readonly string[],
  depth: number,
  path: FieldPath,
): readonly { readonly path: FieldPath; readonly text: string }[] {
  if (value === undefined) return NONE;
  if (Array.isArray(value)) {
    const names = value.map(item => (isJsonMap(item) ? item.name : undefined));
    return value.flatMap((item: Json, index) => {
      const name = names[index];
      const isOwn = typeof name === 'string' && names.indexOf(name) === names.lastIndexOf(name);
      return isOwn ? textsAt(item, parts, depth, [...path, { name }]) : [];
    });
  }
  const key = parts[depth];
  if (key === undefined) return typeof value === 'string' ? [{ path, text: value }] : NONE;
  // Nearly always the end: no path is made for it.
  if (!isJsonMap(value) || value[key] === undefined) return NONE;
  return textsAt(value[key], parts, depth + 1, [...path, key]);
}

const NONE: readonly never[] = [];

/** Text that is no image reference keeps its text as name and nothing else. */
export function imageNameOf(text: string): ImageName {
  const reference = parseImageReference(text);
  if (reference !== null) return reference;
  return { text, name: text, registry: '', repository: '', tag: undefined, digest: undefined };
}
