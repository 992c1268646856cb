/** One component for what several overlays want alike (placement.md, Overlays only). */

import { spelled } from '../../kustomize/file/kustomization.ts';
import { folderOf, relativePath } from '../../kustomize/files/files.ts';
import { entry, textOf } from '../../kustomize/tree/node.ts';
import { newYamlFile } from '../../yaml/edit/new-file.ts';
import { appendItem } from './draft/append-item.ts';
import { type EmitContext, kustomizationOf } from './draft/emit-context.ts';

const NAME = 'remediation';

export function componentFile(component: string): string {
  return `${component}/kustomization.yaml`;
}

/** The component of some root folders: made when it is not there, and taken in by each of them. */
export function componentFor(
  folders: readonly string[],
  field: 'patches' | 'resources',
  context: EmitContext,
): string {
  const component = `${homeOf(folders)}${NAME}`;
  const file = componentFile(component);
  if (!context.draft.exists(file)) {
    context.draft.create(
      file,
      // kustomize refuses one without any content: the field that is filled next is there from the start.
      newYamlFile(
        { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component', [field]: [] },
        context.habits,
      ),
    );
  }
  for (const folder of folders) takeIn(folder, component, context);
  return component;
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
  const path = relativePath(folder, component);
  const items = list?.kind === 'list' ? list.items : [];
  if (items.some(item => textOf(item)?.replace(/\/$/, '') === path)) return;
  appendItem(context, kustomization, [field], list, path);
}
