/** Rendered objects as transforms see them: resources, workloads, containers. */

import { parseImageReference } from '../kubernetes/image-reference.ts';
import { podMetadataPathOf, podPathOf } from '../kubernetes/kinds.ts';
import type {
  Container,
  FieldPath,
  ImageFacts,
  ImageName,
  JsonObject,
  Resource,
  Workload,
} from '../transform.ts';
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
export function viewResource(
  input: ViewObject,
  factsFor: (image: string) => ImageFacts,
): Resource | Workload {
  const { object } = input;
  const apiVersion = textAt(object, ['apiVersion']) ?? '';
  const kind = textAt(object, ['kind']) ?? '';
  const resource: Resource = {
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
  if (podPath === null || !isMap(pod)) return resource;
  return viewWorkload(resource, podPath, pod, factsFor);
}

/** True for resources with a pod spec: in a root, `resources` holds its workloads as such. */
export function isWorkloadView(resource: Resource): resource is Workload {
  return 'podPath' in resource;
}

function viewWorkload(
  resource: Resource,
  podPath: FieldPath,
  pod: JsonObject,
  factsFor: (image: string) => ImageFacts,
): Workload {
  const metadata = podMetadataPathOf(resource.kind, resource.apiVersion) ?? [];
  const replicas = valueAt(resource.object, ['spec', 'replicas']);
  let containers: readonly Container[] | undefined;
  const workload: Workload = {
    ...resource,
    podPath,
    pod,
    podLabels: stringsAt(resource.object, [...metadata, 'labels']),
    podAnnotations: stringsAt(resource.object, [...metadata, 'annotations']),
    replicas: typeof replicas === 'number' ? replicas : undefined,
    get containers() {
      containers ??= [
        ...viewContainers(workload, 'containers', factsFor),
        ...viewContainers(workload, 'initContainers', factsFor),
      ];
      return containers;
    },
  };
  return workload;
}

/** The containers of one list. Elements without a name of their own cannot be addressed and are left out. */
function viewContainers(
  workload: Workload,
  list: 'containers' | 'initContainers',
  factsFor: (image: string) => ImageFacts,
): Container[] {
  const elements = workload.pod[list];
  if (!Array.isArray(elements)) return [];
  const names = new Set<string>();
  return elements.flatMap(element => {
    if (!isMap(element) || typeof element.name !== 'string' || names.has(element.name)) return [];
    names.add(element.name);
    return [viewContainer(workload, list, element, element.name, factsFor)];
  });
}

function viewContainer(
  workload: Workload,
  list: 'containers' | 'initContainers',
  object: JsonObject,
  name: string,
  factsFor: (image: string) => ImageFacts,
): Container {
  const path: FieldPath = [...workload.podPath, list, { name }];
  const image = imageNameOf(typeof object.image === 'string' ? object.image : '');
  const initRole = object.restartPolicy === 'Always' ? 'sidecar' : 'init';
  let facts: ImageFacts | undefined;
  return {
    name,
    role: list === 'containers' ? 'main' : initRole,
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

/** Text that is no image reference keeps its text as name and nothing else. */
function imageNameOf(text: string): ImageName {
  const reference = parseImageReference(text);
  if (reference !== null) return reference;
  return { text, name: text, registry: '', repository: '', tag: undefined, digest: undefined };
}

function textAt(object: JsonObject, path: FieldPath): string | undefined {
  const value = valueAt(object, path);
  return typeof value === 'string' ? value : undefined;
}
