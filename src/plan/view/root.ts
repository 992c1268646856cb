/** What one root renders, as transforms see it. */

import type { Start } from '../../images/start/running.ts';
import { isClusterScoped } from '../../kubernetes/kinds.ts';
import { DEFAULT_FIELD_SPECS, type FieldSpec } from '../../kustomize/data/field-specs.ts';
import { edgesOf } from '../../network/edges.ts';
import type { Edge, Environment, ImageFacts, LineLeft, Resource, Root, Sister } from '../../transform.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { settle } from './around.ts';
import { ALONE, type PlatformInput, platformOf } from './platform.ts';
import { relationsOf } from './relations.ts';
import { type ViewObject, viewResource, workloadsOf } from './resource-view.ts';
import { type Whole, wholesOf } from './whole/whole.ts';

export interface RootInput {
  readonly path: string;
  readonly environment: Environment;
  /** In the order of the render. */
  readonly objects: readonly ViewObject[];
  factsFor(image: string, start?: Start): ImageFacts;
  /** The name that stands for an image in manifests, where that is another. */
  placeholderOf?(image: string): string | undefined;
  /** Where images stand: kustomize's own field specs unless stated. */
  readonly imageSpecs?: readonly FieldSpec[];
  readonly repository: Root['repository'];
  /** What is known of its cluster: nothing, unless stated. */
  readonly platform?: PlatformInput;
  /** Namespace in which a controller puts what names none. */
  readonly deployedTo?: string | undefined;
  /** Roots beside it whose programs are told addresses in its namespaces; none, unless stated. */
  callers?(): readonly Root[];
  /** By the key of a workload; none, unless stated. */
  sistersOf?(key: string): readonly Sister[];
  /** By the key of an object; none, unless stated. */
  linesLeft?(key: string): readonly LineLeft[];
  takesOut?(kind: string): boolean;
  /** As the plan has met it; itself, unless stated. */
  before?(): Root | undefined;
  /** What a root on its own would say, unless stated. */
  readonly whole?: Whole;
}

/**
 * Builds the view of a root. Relations between objects are worked out when a transform asks for them.
 *
 * `resources` holds objects that are one workload as {@link Workload}s, the same as in `workloads`.
 */
export function buildRoot(input: RootInput): Root {
  const { factsFor, placeholderOf, imageSpecs = DEFAULT_FIELD_SPECS.images } = input;
  const context = { factsFor, placeholderOf, imageSpecs };
  const resources = input.objects.map(object => viewResource(object, context));
  let edges: readonly Edge[] | undefined;
  let kinds: ReadonlyMap<string, readonly Resource[]> | undefined;
  const platform = platformOf(input.platform ?? { ...ALONE, folder: input.path }, () => root);
  const root: Root = {
    path: input.path,
    environment: input.environment,
    namespace: namespaceOf(resources, input.deployedTo),
    resources,
    workloads: resources.flatMap(workloadsOf),
    find(kind, test) {
      kinds ??= groupedBy(resources, resource => resource.kind);
      const found = kinds.get(kind) ?? [];
      return test === undefined ? found : found.filter(test);
    },
    get before() {
      return input.before?.() ?? root;
    },
    ...relationsOf(platform),
    get callers() {
      return input.callers?.() ?? [];
    },
    get edges() {
      return (edges ??= edgesOf(root));
    },
    sistersOf: workload => input.sistersOf?.(workload.key) ?? [],
    linesLeft: ({ key }) => input.linesLeft?.(key) ?? [],
    takesOut: kind => input.takesOut?.(kind) ?? false,
    repository: input.repository,
    platform,
    ...(input.whole ??
      wholesOf([input.objects], (object, path) => object.where(path)).of({
        complete: true,
        kustomizations: [],
      })),
  };
  settle(root);
  return root;
}

/**
 * The namespace of all namespaced objects when they agree; without any, the name of the one Namespace, else where a
 * controller puts them.
 */
function namespaceOf(resources: readonly Resource[], deployedTo: string | undefined): string | undefined {
  const used = new Set<string>();
  const declared = new Set<string>();
  for (const resource of resources) {
    if (resource.kind === 'Namespace' && resource.apiVersion === 'v1') declared.add(resource.name);
    const scoped = isClusterScoped(resource.kind, resource.apiVersion) === true;
    if (!scoped && resource.namespace !== undefined) used.add(resource.namespace);
  }
  const candidates = used.size > 0 ? used : declared;
  if (candidates.size === 0) return deployedTo;
  return candidates.size === 1 ? [...candidates][0] : undefined;
}
