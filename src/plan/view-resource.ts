/** Rendered objects as transforms see them: resources, workloads, containers. */

import { podMetadataPathOf, podPathOf } from '../kubernetes/kinds.ts';
import type {
  Container,
  FieldPath,
  ImageFacts,
  ImageField,
  JsonObject,
  Resource,
  Workload,
} from '../transform.ts';
import { imageNameOf, imagesOf, type ViewContext } from './view-images.ts';
import { isMap, stringsAt, valueAt } from './view-path.ts';

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
  const apiVersion = textAt(object, ['apiVersion']) ?? '';
  const kind = textAt(object, ['kind']) ?? '';
  const plain: Omit<Resource, 'images'> = {
    key: input.key,
    apiVersion,
    kind,
    name: textAt(object, ['metadata', 'name']) ?? '',
    namespace: textAt(object, ['metadata', 'namespace']),
    object,
    labels: stringsAt(object, ['metadata', 'labels']),
    annotations: stringsAt(object, ['metadata', 'annotations']),
    get: path => valueAt(object, path),
    set: (path, value) => ({ type: 'set', resource: input.key, path, value }),
    remove: path => ({ type: 'remove', resource: input.key, path }),
    where: path => input.where(path),
    formerNames: input.formerNames ?? [],
  };
  const podPath = podPathOf(kind, apiVersion);
  const pod = podPath === null ? undefined : valueAt(object, podPath);
  if (podPath !== null && isMap(pod)) return viewWorkload(plain, podPath, pod, context);
  let images: readonly ImageField[] | undefined;
  const resource: Resource = {
    ...plain,
    get images() {
      images ??= imagesOf(resource, [], context);
      return images;
    },
  };
  return resource;
}

/** True for resources with a pod spec: in a root, `resources` holds its workloads as such. */
export function isWorkloadView(resource: Resource): resource is Workload {
  return 'podPath' in resource;
}

function viewWorkload(
  plain: Omit<Resource, 'images'>,
  podPath: FieldPath,
  pod: JsonObject,
  context: ViewContext,
): Workload {
  const metadata = podMetadataPathOf(plain.kind, plain.apiVersion) ?? [];
  const replicas = valueAt(plain.object, ['spec', 'replicas']);
  let containers: readonly Container[] | undefined;
  let images: readonly ImageField[] | undefined;
  const workload: Workload = {
    ...plain,
    podPath,
    pod,
    podLabels: stringsAt(plain.object, [...metadata, 'labels']),
    podAnnotations: stringsAt(plain.object, [...metadata, 'annotations']),
    replicas: typeof replicas === 'number' ? replicas : undefined,
    get containers() {
      containers ??= [
        ...viewContainers(workload, 'containers', context),
        ...viewContainers(workload, 'initContainers', context),
      ];
      return containers;
    },
    get images() {
      images ??= imagesOf(
        workload,
        [...workload.containers, ...viewContainers(workload, 'ephemeralContainers', context)],
        context,
      );
      return images;
    },
  };
  return workload;
}

type ContainerList = 'containers' | 'initContainers' | 'ephemeralContainers';

/** The containers of one list. Elements without a name of their own cannot be addressed and are left out. */
function viewContainers(workload: Workload, list: ContainerList, context: ViewContext): Container[] {
  const elements = workload.pod[list];
  if (!Array.isArray(elements)) return [];
  const names = new Set<string>();
  return elements.flatMap(element => {
    if (!isMap(element) || typeof element.name !== 'string' || names.has(element.name)) return [];
    names.add(element.name);
    return [viewContainer(workload, list, element, element.name, context)];
  });
}

function viewContainer(
  workload: Workload,
  list: ContainerList,
  object: JsonObject,
  name: string,
  { factsFor }: ViewContext,
): Container {
  const path: FieldPath = [...workload.podPath, list, { name }];
  const image = imageNameOf(typeof object.image === 'string' ? object.image : '');
  let facts: ImageFacts | undefined;
  return {
    name,
    role: roleOf(list, object),
    image,
    get facts() {
      facts ??= factsFor(image.text);
      return facts;
    },
    workload,
    path,
    object,
    get: field => valueAt(object, field),
    set: (field, value) => workload.set([...path, ...field], value),
    remove: field => workload.remove([...path, ...field]),
  };
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
