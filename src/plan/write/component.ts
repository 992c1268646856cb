/** One component for what several overlays want alike (placement.md, Overlays only). */

import { spelled } from '../../kustomize/file/kustomization.ts';
import { folderOf, relativePath } from '../../kustomize/files/files.ts';
import { entry, type Node, textOf } from '../../kustomize/tree/node.ts';
import { sameJson } from '../rendered/same-data.ts';
import { appendItems } from './draft/append-items.ts';
import { type EmitContext, kustomizationOf } from './draft/emit-context.ts';
import { newText } from './draft/new-text.ts';

const NAME = 'remediation';

export function componentFile(component: string): string {
  return `${component}/kustomization.yaml`;
}

/** The component of exactly these root folders: made when it is not there, and taken in by each of them. */
export function componentFor(
  folders: readonly string[],
  field: 'patches' | 'resources',
  context: EmitContext,
): string {
  const component = nameFor(folders, context);
  const file = componentFile(component);
  if (!context.draft.exists(file)) {
    context.draft.create(
      file,
      // kustomize refuses one without any content: the field that is filled next is there from the start.
      newText(
        file,
        { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component', [field]: [] },
        context,
      ),
    );
  }
  for (const folder of folders) takeIn(folder, component, context);
  return component;
}

/** One that others take in is not theirs: they may not render what it is about. Folders called alike give it their name. */
function nameFor(folders: readonly string[], context: EmitContext): string {
  const wanted = [...folders].sort();
  const stem = `${homeOf(folders)}${NAME}`;
  const [end, ...others] = new Set(folders.map(nameOfFolder));
  const names = others.length === 0 ? [stem, `${stem}-${end}`] : [stem];
  for (let i = 0; ; i++) {
    const component = names[i] ?? `${stem}-${i + 1}`;
    if (!context.draft.exists(componentFile(component))) return component;
    if (sameJson(takersOf(component, context), wanted)) return component;
  }
}

function nameOfFolder(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

/** The roots that take a component in, in the order of their paths. */
function takersOf(component: string, context: EmitContext): string[] {
  const folders = [...context.placement.roots.keys()];
  return folders.filter(folder => takes(folder, component, context)).sort();
}

function takes(folder: string, component: string, context: EmitContext): boolean {
  const file = kustomizationOf(folder, context);
  // Few of many roots do, and reading a text is what costs.
  if (!context.draft.text(file)?.includes(nameOfFolder(component))) return false;
  const root = context.draft.documents(file, 'kustomization')[0]?.node;
  const list = entry(root, spelled(root, 'components'));
  return list?.kind === 'list' && list.items.some(item => leadsTo(item, folder, component));
}

function leadsTo(item: Node, folder: string, component: string): boolean {
  return textOf(item)?.replace(/\/$/, '') === relativePath(folder, component);
}

/** `components/` beside the folder that holds all the roots. */
function homeOf(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map(folder => folderOf(folder).split('/'));
  const end = first.findIndex((part, i) => others.some(parts => parts[i] !== part));
  const common = end < 0 ? first : first.slice(0, end);
  const base = folderOf(common.join('/'));
  return `${base === '' ? '' : `${base}/`}components/`;
}

function takeIn(folder: string, component: string, context: EmitContext): void {
  const kustomization = kustomizationOf(folder, context);
  const root = context.draft.documents(kustomization, 'kustomization')[0]?.node;
  const field = spelled(root, 'components');
  const list = entry(root, field);
  const items = list?.kind === 'list' ? list.items : [];
  if (items.some(item => leadsTo(item, folder, component))) return;
  appendItems(context, kustomization, [field], list, [relativePath(folder, component)]);
}
