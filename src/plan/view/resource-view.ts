/** Rendered objects as transforms see them: resources, workloads, containers. */

import { movesPort } from '../../images/start/port-settings.ts';
import type { Start } from '../../images/start/running.ts';
import { EACH, type PodKind } from '../../kubernetes/pod-kinds.ts';
import {
  type PlacedContainer,
  type PodTemplate,
  placedContainers,
  podKindOf,
  podTemplatesIn,
} from '../../kubernetes/pod-templates.ts';
import type {
  Change,
  Container,
  FieldPath,
  ImageFacts,
  ImageField,
  ImageName,
  Json,
  JsonObject,
  Resource,
  SetChange,
  Workload,
} from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import { imageNameOf, imagesOf, type ViewContext } from './images.ts';
import { stringsAt, valueAt } from './whole/field-values.ts';

/** One rendered object. */
export interface ViewObject {
  readonly key: string;
  readonly object: JsonObject;
  /** `file:line` of the writer of a field, or of the nearest ancestor that exists. */
  where(path: FieldPath): string;
  readonly formerNames?: readonly string[];
  readonly formerNamespaces?: readonly string[];
  /** As its file says it. */
  written?(): JsonObject | undefined;
}

/**
 * The object as a workload when its kind has pods and a pod spec is there. One that may have several has its workloads
 * beside it; anything else is a plain resource.
 */
export function viewResource(input: ViewObject, context: ViewContext): Resource | Workload {
  const { object } = input;
  const known = podKindOf(textAt(object, ['kind']) ?? '', textAt(object, ['apiVersion']) ?? '');
  if (known === undefined) return new ResourceView(input, context);
  const templates = podTemplatesIn(object);
  if (known.pod.includes(EACH)) return new TemplatesView(input, context, known, templates);
  const [template] = templates;
  return template === undefined
    ? new ResourceView(input, context)
    : new WorkloadView(input, context, known, template);
}

/** The workloads of a resource: itself, or each of its pod templates. */
export function workloadsOf(resource: Resource): readonly Workload[] {
  if (resource instanceof WorkloadView) return [resource];
  return resource instanceof TemplatesView ? resource.workloads : [];
}

/*
 * Classes, because objects with getters of their own each have a shape of their own: slow to make, and slow to read
 * for every transform that meets them.
 */

class ResourceView implements Resource {
  readonly key: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly object: JsonObject;
  readonly formerNames: readonly string[];
  readonly formerNamespaces: readonly string[];
  protected readonly context: ViewContext;
  private readonly input: ViewObject;
  private knownLabels: Readonly<Record<string, string>> | undefined = undefined;
  private knownAnnotations: Readonly<Record<string, string>> | undefined = undefined;
  private knownImages: readonly ImageField[] | undefined = undefined;

  constructor(input: ViewObject, context: ViewContext) {
    const { object } = input;
    this.key = input.key;
    this.apiVersion = textAt(object, ['apiVersion']) ?? '';
    this.kind = textAt(object, ['kind']) ?? '';
    this.name = textAt(object, ['metadata', 'name']) ?? '';
    this.namespace = textAt(object, ['metadata', 'namespace']);
    this.object = object;
    this.formerNames = input.formerNames ?? [];
    this.formerNamespaces = input.formerNamespaces ?? [];
    this.context = context;
    this.input = input;
  }

  get written(): JsonObject | undefined {
    return this.input.written?.();
  }

  get labels(): Readonly<Record<string, string>> {
    return (this.knownLabels ??= stringsAt(this.object, ['metadata', 'labels']));
  }

  get annotations(): Readonly<Record<string, string>> {
    return (this.knownAnnotations ??= stringsAt(this.object, ['metadata', 'annotations']));
  }

  get images(): readonly ImageField[] {
    return (this.knownImages ??= imagesOf(this, this.imageHolders(), this.context));
  }

  get(path: FieldPath): Json | undefined {
    return valueAt(this.object, path);
  }

  set(path: FieldPath, value: Json): SetChange {
    return { type: 'set', resource: this.key, path, value };
  }

  remove(path: FieldPath): Change {
    return { type: 'remove', resource: this.key, path };
  }

  where(path: FieldPath): string {
    return this.input.where(path);
  }

  imageHolders(): readonly Container[] {
    return [];
  }
}

class WorkloadView extends ResourceView implements Workload {
  readonly podPath: FieldPath;
  readonly podMetadataPath: FieldPath;
  readonly pod: JsonObject;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly replicas: number | undefined;
  private readonly known: PodKind;
  private knownContainers: readonly Container[] | undefined = undefined;

  constructor(input: ViewObject, context: ViewContext, known: PodKind, template: PodTemplate) {
    super(input, context);
    const replicas = this.get(['spec', 'replicas']);
    this.known = known;
    this.podPath = template.path;
    this.podMetadataPath = template.metadataPath;
    // Of plain data, as the object is.
    this.pod = template.spec as JsonObject;
    this.podLabels = stringsAt(this.object, [...template.metadataPath, 'labels']);
    this.podAnnotations = stringsAt(this.object, [...template.metadataPath, 'annotations']);
    this.replicas = typeof replicas === 'number' ? replicas : undefined;
  }

  get containers(): readonly Container[] {
    return (this.knownContainers ??= viewContainers(
      this,
      placedContainers(this.known, this.pod),
      this.context,
    ));
  }

  override imageHolders(): readonly Container[] {
    return [...this.containers, ...viewContainers(this, ephemeralIn(this.pod), this.context)];
  }
}

/** An object with several pods: its images are theirs. */
class TemplatesView extends ResourceView {
  readonly workloads: readonly WorkloadView[];

  constructor(input: ViewObject, context: ViewContext, known: PodKind, templates: readonly PodTemplate[]) {
    super(input, context);
    this.workloads = templates.map(template => new WorkloadView(input, context, known, template));
  }

  override imageHolders(): readonly Container[] {
    return this.workloads.flatMap(each => each.imageHolders());
  }
}

type Placed = Omit<PlacedContainer, 'role'> & { readonly role: Container['role'] };

function ephemeralIn({ ephemeralContainers }: JsonObject): Placed[] {
  if (!Array.isArray(ephemeralContainers)) return [];
  return ephemeralContainers.flatMap((object: Json) =>
    isJsonMap(object) && typeof object.name === 'string'
      ? [
          {
            name: object.name,
            object,
            role: 'ephemeral',
            path: ['ephemeralContainers', { name: object.name }],
          },
        ]
      : [],
  );
}

/** Of two at one place only the first can be addressed. */
function viewContainers(workload: Workload, placed: readonly Placed[], context: ViewContext): Container[] {
  const seen = new Set<string>();
  return placed.flatMap(each => {
    const place = `${String(each.path[0])} ${each.name}`;
    if (seen.has(place)) return [];
    seen.add(place);
    return [new ContainerView(workload, each, context)];
  });
}

class ContainerView implements Container {
  readonly name: string;
  readonly role: Container['role'];
  readonly image: ImageName;
  readonly workload: Workload;
  readonly path: FieldPath;
  readonly object: JsonObject;
  private readonly context: ViewContext;
  private knownFacts: ImageFacts | undefined = undefined;

  constructor(workload: Workload, { name, role, path, object }: Placed, context: ViewContext) {
    this.name = name;
    this.role = role;
    this.image = imageNameOf(typeof object.image === 'string' ? object.image : '');
    this.workload = workload;
    this.path = [...workload.podPath, ...path];
    this.object = object as JsonObject;
    this.context = context;
  }

  get askedAs(): string {
    return this.context.placeholderOf?.(this.image.text) ?? this.image.name;
  }

  get facts(): ImageFacts {
    return (this.knownFacts ??= this.context.factsFor(this.image.text, startOf(this.object)));
  }

  get(path: FieldPath): Json | undefined {
    return valueAt(this.object, path);
  }

  set(path: FieldPath, value: Json): SetChange {
    return this.workload.set([...this.path, ...path], value);
  }

  remove(path: FieldPath): Change {
    return this.workload.remove([...this.path, ...path]);
  }
}

/** What the manifest starts; undefined where it leaves that to the image. */
function startOf({ command, args, env }: JsonObject): Start | undefined {
  const words = (value: Json | undefined) =>
    Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
  const moving = (Array.isArray(env) ? env : []).flatMap(each =>
    isJsonMap(each) && typeof each.name === 'string' && movesPort(each.name)
      ? [[each.name, each.value === undefined ? null : String(each.value)] as const]
      : [],
  );
  const start = {
    command: words(command),
    args: words(args),
    ...(moving.length > 0 && { variables: Object.fromEntries(moving) }),
  };
  return Object.values(start).every(each => each === undefined) ? undefined : start;
}

function textAt(object: JsonObject, path: FieldPath): string | undefined {
  const value = valueAt(object, path);
  return typeof value === 'string' ? value : undefined;
}
