/** What is known of the clusters that a repository is for, as `kustomend doctor` prints it. */

import { apiGroupOf } from '../kubernetes/kinds.ts';
import { ingressControllerOf, type ToolRole, toolOf } from '../kubernetes/known-tools.ts';
import type { Resource, Root } from '../transform.ts';
import type { PlanInput } from './model/input.ts';
import { holdsVariable } from './repository/gitops/variables.ts';
import { viewsOf } from './views.ts';

/** Each answer with where it stands (`file:line`). */
export interface PlatformReport {
  readonly deployments: readonly {
    readonly by: string;
    readonly at: string;
    readonly folders: readonly string[];
    readonly project: string | undefined;
    readonly namespace: string | undefined;
    readonly cluster: string | undefined;
    /** Whether it writes over what is built. */
    readonly changes: boolean;
  }[];
  readonly projects: readonly { readonly name: string; readonly at: string }[];
  readonly openShift: { readonly at: string; readonly roots: readonly string[] } | undefined;
  readonly tools: readonly { readonly name: string; readonly role: ToolRole; readonly at: string }[];
  readonly namespaces: readonly {
    readonly name: string;
    /** Folder of the root whose business it is; undefined where several have the same claim. */
    readonly owner: string | undefined;
    readonly roots: readonly string[];
    readonly environments: readonly string[];
    readonly workloads: number;
    /** Kinds that bound or guard what runs there. */
    readonly guards: readonly string[];
  }[];
  readonly variables: {
    /** Known values, by name. */
    readonly known: readonly { readonly name: string; readonly at: string }[];
    /** Objects whose texts somebody fills in after the build. */
    readonly objects: number;
  };
}

const GUARDS = ['ResourceQuota', 'LimitRange', 'PodDisruptionBudget', 'NetworkPolicy'];

export function describePlatform(given: PlanInput): PlatformReport {
  const { repository, roots: views } = viewsOf(given);
  const { gitOps, projects } = repository.platform;
  const resources = views.flatMap(view => view.resources);
  const signs = views.flatMap(({ path, platform }) =>
    platform.openShift === undefined ? [] : [{ path, at: platform.openShift.at }],
  );
  const variables = gitOps.deployments.flatMap(each => [...(each.variables ?? [])]);
  return {
    deployments: gitOps.deployments.map(each => ({
      by: `${each.kind} ${each.name}`,
      at: each.at,
      folders: each.folders,
      project: each.project,
      namespace: each.namespace,
      cluster: each.cluster,
      changes: each.above !== undefined,
    })),
    projects: projects.map(({ name, at }) => ({ name, at })),
    openShift: signs[0] && { at: signs[0].at, roots: signs.map(({ path }) => path) },
    tools: toolsIn(resources),
    namespaces: namespacesIn(views),
    variables: {
      known: [...new Map(variables.map(([name, { at }]) => [name, { name, at }])).values()],
      objects: gitOps.hasFluxKustomizations
        ? resources.filter(({ object }) => holdsVariable(JSON.stringify(object, printable))).length
        : 0,
    },
  };
}

function printable(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Each tool once, at the first object that shows it. */
function toolsIn(resources: readonly Resource[]): PlatformReport['tools'] {
  const found = new Map<string, PlatformReport['tools'][number]>();
  for (const resource of resources) {
    const tool = toolOf(apiGroupOf(resource.apiVersion)) ?? controllerOf(resource);
    if (tool !== undefined && !found.has(tool.name))
      found.set(tool.name, { ...tool, at: resource.where([]) });
  }
  return [...found.values()].sort((a, b) => (a.role + a.name < b.role + b.name ? -1 : 1));
}

function controllerOf(resource: Resource): { readonly name: string; readonly role: ToolRole } | undefined {
  if (resource.kind !== 'Ingress') return undefined;
  const className = resource.get(['spec', 'ingressClassName']);
  const name = ingressControllerOf(
    typeof className === 'string' ? className : undefined,
    resource.annotations,
  );
  return name === undefined ? undefined : { name, role: 'ingress' };
}

function namespacesIn(views: readonly Root[]): PlatformReport['namespaces'] {
  const names = new Set<string>();
  for (const { resources, platform, find } of views) {
    for (const declared of find('Namespace', each => each.apiVersion === 'v1')) names.add(declared.name);
    for (const resource of resources) {
      const name = platform.namespaceOf(resource);
      if (name !== undefined) names.add(name);
    }
  }
  return [...names].sort().map(name => {
    const inside = views.filter(
      view =>
        view.resources.some(each => view.platform.namespaceOf(each) === name) ||
        view.find('Namespace', each => each.name === name).length > 0,
    );
    const owners = [...new Set(inside.map(({ platform }) => platform.ownerOf(name).root))];
    const guards = inside.flatMap(view =>
      GUARDS.filter(kind => view.find(kind, each => view.platform.namespaceOf(each) === name).length > 0),
    );
    return {
      name,
      // Where they run in several clusters each has an owner of its own.
      owner: owners.length === 1 ? owners[0] : undefined,
      roots: inside.map(({ path }) => path),
      environments: [...new Set(inside.flatMap(({ environment }) => environment.name ?? []))],
      // Environments that keep one name for it render the same ones.
      workloads: new Set(
        inside.flatMap(view =>
          view.workloads
            .filter(each => view.platform.namespaceOf(each) === name)
            .map(each => `${each.kind}/${each.name}`),
        ),
      ).size,
      guards: [...new Set(guards)],
    };
  });
}
