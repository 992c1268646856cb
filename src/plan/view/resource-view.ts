/** Rendered objects as transforms see them: resources, workloads, containers. */

import type { Start } from '../../images/running.ts';
import { podMetadataPathOf, podPathOf } from '../../kubernetes/kinds.ts';
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
import { stringsAt, valueAt } from './field-values.ts';
import { imageNameOf, imagesOf, type ViewContext } from './images.ts';

/** One rendered object. */
export interface ViewObject {
  readonly key: string;
  readonly object: JsonObject;
  /** `file:line` of the writer of a field, or of the nearest ancestor that exists. */
  where(path: FieldPath): string;
  readonly formerNames?: readonly string[];
}

/** The object as a workload when its kind has pods and a pod spec is there, else as a plain resource. */
export function viewResource(input: ViewObject, context: ViewContext): Resource | Workload {
  const { object } = input;
  const podPath = podPathOf(textAt(object, ['kind']) ?? '', textAt(object, ['apiVersion']) ?? '');
  const pod = podPath === null ? undefined : valueAt(object, podPath);
  return podPath !== null && isJsonMap(pod)
    ? new WorkloadView(input, context, podPath, pod)
    : new ResourceView(input, context);
}

/** True for resources with a pod spec: in a root, `resources` holds its workloads as such. */
export function isWorkloadView(resource: Resource): resource is Workload {
  return resource instanceof WorkloadView;
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
    this.context = context;
    this.input = input;
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

  protected imageHolders(): readonly Container[] {
    return [];
  }
}

class WorkloadView extends ResourceView implements Workload {
  readonly podPath: FieldPath;
  readonly pod: JsonObject;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly replicas: number | undefined;
  private knownContainers: readonly Container[] | undefined = undefined;

  constructor(input: ViewObject, context: ViewContext, podPath: FieldPath, pod: JsonObject) {
    super(input, context);
    const metadata = podMetadataPathOf(this.kind, this.apiVersion) ?? [];
    const replicas = this.get(['spec', 'replicas']);
    this.podPath = podPath;
    this.pod = pod;
    this.podLabels = stringsAt(this.object, [...metadata, 'labels']);
    this.podAnnotations = stringsAt(this.object, [...metadata, 'annotations']);
    this.replicas = typeof replicas === 'number' ? replicas : undefined;
  }

  get containers(): readonly Container[] {
    return (this.knownContainers ??= [
      ...viewContainers(this, 'containers', this.context),
      ...viewContainers(this, 'initContainers', this.context),
    ]);
  }

  protected override imageHolders(): readonly Container[] {
    return [...this.containers, ...viewContainers(this, 'ephemeralContainers', this.context)];
  }
}

type ContainerList = 'containers' | 'initContainers' | 'ephemeralContainers';

/** The containers of one list. Elements without a name of their own cannot be addressed and are left out. */
function viewContainers(workload: Workload, list: ContainerList, context: ViewContext): Container[] {
  const elements = workload.pod[list];
  if (!Array.isArray(elements)) return [];
  const names = new Set<string>();
  return elements.flatMap(element => {
    if (!isJsonMap(element) || typeof element.name !== 'string' || names.has(element.name)) return [];
    names.add(element.name);
    return [new ContainerView(workload, list, element, element.name, context)];
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

  constructor(
    workload: Workload,
    list: ContainerList,
    object: JsonObject,
    name: string,
    context: ViewContext,
  ) {
    this.name = name;
    this.role = roleOf(list, object);
    this.image = imageNameOf(typeof object.image === 'string' ? object.image : '');
    this.workload = workload;
    this.path = [...workload.podPath, list, { name }];
    this.object = object;
    this.context = context;
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
function startOf({ command, args }: JsonObject): Start | undefined {
  const words = (value: Json | undefined) =>
    Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
  const start = { command: words(command), args: words(args) };
  return start.command === undefined && start.args === undefined ? undefined : start;
}

function roleOf(list: ContainerList, { restartPolicy }: JsonObject): Container['role'] {
  if (list === 'containers') return 'main';
  if (list === 'ephemeralContainers') return 'ephemeral';
  return restartPolicy === 'Always' ? 'sidecar' : 'init';
}

function textAt(object: JsonObject, path: FieldPath): string | undefined {
  const value = valueAt(object, path);
  return typeof value === 'string' ? value : undefined;
}
