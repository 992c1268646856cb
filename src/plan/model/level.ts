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
}

/** The place of a value: the source documents, the text of a patch that brought an element, or a kustomization. */
export type Level = SourceLevel | TextLevel | LayerLevel;
