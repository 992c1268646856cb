/** Who else in a root speaks of a name: what somebody makes at run time is not missing. */

import type { Json, Resource, Root } from '../../src/transform.ts';
import { isMap } from './data.ts';
import { remembered } from './remembered.ts';

/** Kinds of groups that are neither Kubernetes' own nor describe themselves what they are. */
export function isCustom({ apiVersion }: Resource): boolean {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
  return group.includes('.') && !group.endsWith('.k8s.io');
}

interface Voices {
  readonly customNames: readonly string[];
  /** Whole values of environment variables: a program is told what to make. */
  readonly settings: ReadonlySet<string>;
  /** Names that a Role lets its holder touch, and texts of programs. */
  readonly programs: readonly string[];
}

/**
 * Whether somebody may make an object of this name at run time: an operator whose custom resource names it or is its
 * first half, a program whose text names it, or whoever a Role lets write it.
 */
export function mayBeMade(name: string, root: Root): boolean {
  if (root.namedByCustomResource(name)) return true;
  const { customNames, settings, programs } = voicesOf(root);
  if (customNames.some(each => name === each || name.startsWith(`${each}-`))) return true;
  return settings.has(name) || programs.some(text => hasWord(text, name));
}

const voicesOf = remembered((root: Root): Voices => {
  const customNames: string[] = [];
  const settings = new Set<string>();
  const programs: string[] = [];
  for (const resource of root.resources) {
    if (isCustom(resource)) {
      customNames.push(resource.name, ...resource.formerNames);
    }
    if (resource.kind === 'Role' || resource.kind === 'ClusterRole') {
      programs.push(...namesInRules(resource));
    }
  }
  for (const { containers } of root.workloads) {
    for (const container of containers) {
      programs.push(...scalarsOf(container.object.command), ...scalarsOf(container.object.args));
      for (const { value } of listOf(container.object.env))
        if (typeof value === 'string') settings.add(value);
    }
  }
  return { customNames, settings, programs };
});

function namesInRules(role: Resource): string[] {
  return listOf(role.get(['rules'])).flatMap(rule => scalarsOf(rule.resourceNames));
}

function listOf(value: Json | undefined): readonly { readonly [key: string]: Json }[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

/** Every string in a value. */
export function scalarsOf(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(scalarsOf);
  return isMap(value) ? Object.values(value).flatMap(scalarsOf) : [];
}

/** Whether a text has a name as a word of its own: `db` is none of `db-admin` or `mydb`. */
export function hasWord(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + name.length] ?? ' ';
    if (!/[\w.-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}
