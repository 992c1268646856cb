/** Which files hold Kubernetes manifests, by what stands in them: for folders that no kustomization describes. */

import { isJsonMap, type Json } from '../../yaml/read/data.ts';
import { baseName, type Files, folderOf, isWithin } from '../files/files.ts';
import { BuildFailure, OutOfScope } from '../files/problem.ts';
import { newResource, objectsOf } from '../object/read-objects.ts';
import { idKeyOf } from '../object/resource.ts';
import { entry, type MapNode, textOf, toJson } from '../tree/node.ts';
import { type ParseCache, parseResourceFile } from '../tree/parse.ts';
import { isKustomizationFile } from './graph.ts';

/** What a file turned out to be once it was read. */
export type Manifest =
  | { readonly state: 'manifest'; readonly ids: readonly string[] }
  | { readonly state: 'template' }
  | { readonly state: 'other' }
  | { readonly state: 'unreadable'; readonly failure: BuildFailure | OutOfScope };

/** Groups of Kubernetes have a dot, or are few: `skaffold/v4` is none. */
const API_VERSION =
  /(?:^|[{,])\s*"?apiVersion"?\s*:\s*["']?(?:v\d\w*|(?:apps|autoscaling|batch|extensions|policy|[\w-]+(?:\.[\w-]+)+)\/v\w+)/m;
const KIND = /(?:^|[{,])\s*"?kind"?\s*:/m;

/** Workflows, which may hold a manifest in the text of a step. */
const OF_A_PIPELINE =
  /(?:^|\/)\.(?:github|gitlab|circleci|woodpecker|forgejo|gitea|azure)\/|(?:^|\/)\.[\w-]*-ci\.ya?ml$/;

/**
 * Files that may hold manifests, by name and first sight: no kustomizations, nothing of a Helm chart (its templates
 * become manifests elsewhere), nothing that says no `kind` of its own: tasks and pipelines hold manifests as well, as values and
 * in texts.
 *
 * @param isRead files that are somebody's already: they are not looked at
 */
export function manifestCandidates(
  files: Files,
  paths: readonly string[],
  isRead: (path: string) => boolean,
): string[] {
  const charts = paths.filter(path => baseName(path) === 'Chart.yaml').map(folderOf);
  return paths.filter(path => {
    if (!/\.(?:ya?ml|json)$/.test(path) || isKustomizationFile(path) || isRead(path)) return false;
    if (OF_A_PIPELINE.test(path) || charts.some(chart => isWithin(chart, path))) return false;
    const text = files.read(path) ?? '';
    return (
      API_VERSION.test(text) &&
      KIND.test(text) &&
      text
        .replace(/^\uFEFF/, '')
        .split(/^---(?=\s|$)/m)
        .some(isObject)
    );
  });
}

/** Whether a document says `apiVersion` and `kind` of itself, and not only of what stands in it. */
function isObject(document: string): boolean {
  const [, indent = '', first = ''] = FIRST_LINE.exec(document) ?? [];
  if (first.startsWith('{')) return isFlowObject(document);
  return ['apiVersion', 'kind'].every(key =>
    new RegExp(`^${indent}(?:${key}|"${key}"|'${key}')\\s*:`, 'm').test(document),
  );
}

/** The first line of content: no comment, directive or action of a template. */
const FIRST_LINE = /^([ ]*)(?![#%\s]|\{\{)(\S.*)$/m;

/** What is no JSON is YAML in braces, and read later. */
function isFlowObject(document: string): boolean {
  try {
    const value: unknown = JSON.parse(document);
    return isJsonMap(value) && value.apiVersion !== undefined && value.kind !== undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return true;
  }
}

/** Reads a candidate. */
export function readManifest(files: Files, parsed: ParseCache, file: string): Manifest {
  try {
    const objects = objectsOf(parseResourceFile(files, parsed, file), file);
    if (objects.length === 0 || !objects.every(({ node }) => isServed(node))) return { state: 'other' };
    if (objects.some(({ node }) => isTemplate(node))) return { state: 'template' };
    const source = { id: file, file, doc: 0, item: null, type: 'file', layer: '' } as const;
    return { state: 'manifest', ids: objects.map(({ node }) => idKeyOf(newResource(node, source))) };
  } catch (error) {
    if (error instanceof OutOfScope) return { state: 'unreadable', failure: error };
    if (!(error instanceof BuildFailure)) throw error;
    if (error.failure !== 'unreadable-yaml') return { state: 'other' };
    return (files.read(file) ?? '').includes('{{')
      ? { state: 'template' }
      : { state: 'unreadable', failure: error };
  }
}

/** Groups of Kubernetes itself without a dot; every other group is a domain (`skaffold/v4` is no API). */
const PLAIN_GROUPS = new Set(['apps', 'autoscaling', 'batch', 'extensions', 'policy']);

function isServed(node: MapNode): boolean {
  const [group = '', version] = (textOf(entry(node, 'apiVersion')) ?? '').split('/');
  if (version === undefined) return /^v\d/.test(group);
  if (group === 'kustomize.config.k8s.io') return false;
  return group.includes('.') || PLAIN_GROUPS.has(group);
}

/** `{{ }}` in the data of a ConfigMap or Secret is somebody else's template; anywhere else the object is one. */
function isTemplate(node: MapNode): boolean {
  const object = toJson(node) as { readonly [key: string]: Json };
  const { data, stringData, binaryData, ...rest } = object;
  const isData = object.kind === 'ConfigMap' || object.kind === 'Secret';
  return JSON.stringify(isData ? rest : object, printable).includes('{{');
}

function printable(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
