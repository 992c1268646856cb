import type { Origin } from '../../kustomize/tree/writer.ts';

export interface SourceLevel {
  readonly type: 'source';
}

export interface TextLevel {
  readonly type: 'text';
  readonly key: string;
  readonly origin: Origin;
}

export interface LayerLevel {
  readonly type: 'layer';
  readonly folder: string;
  /**
   * Only of the object that comes there by this way, from the innermost layer to the folder: where a layer renders a
   * source object more than once, its patches speak of one of them each.
   */
  readonly way?: readonly string[];
}

/** The place of a value: the source documents, the text of a patch that brought an element, or a kustomization. */
export type Level = SourceLevel | TextLevel | LayerLevel;
