import type { Origin } from '../../kustomize/tree/node.ts';

/** The place of a value: the source documents, the text of a patch that brought an element, or a kustomization. */
export type Level =
  | { readonly type: 'source' }
  | { readonly type: 'text'; readonly key: string; readonly origin: Origin }
  | { readonly type: 'layer'; readonly folder: string };
