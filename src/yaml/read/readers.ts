/** What a text is read as: kustomize has a reader of its own for each. */
import { resolvePlain, resolvePlain11, type Scalar } from './scalar.ts';

export type Reader =
  | 'resource'
  | 'unchecked'
  | 'merge-patch'
  | 'json-patch'
  | 'kustomization'
  | 'configuration';

/** How a reader reads. */
export interface Rules {
  /** What a plain scalar means. */
  readonly plain: (text: string) => Scalar;
  /**
   * What becomes of a plain key that means something else than a text, such as `1` or `true`, which kustomize cannot print: it
   * is refused, or noted where it may never be printed; or it becomes the text of what it means, or the one that is written.
   */
  readonly keys: 'refuse' | 'note' | 'meaning' | 'text';
  /** Whether folded texts are printed and read again on the way. */
  readonly refolds: boolean;
  /** Which of two equal keys counts, where they are not refused. */
  readonly twice: 'refuse' | 'first' | 'last';
  /** Whether the annotations of the objects are written anew. */
  readonly rewrites: boolean;
  /** Whether characters are refused that kustomize does not read. It prints some of them. */
  readonly refusesCharacters: boolean;
}

export const RULES: Readonly<Record<Reader, Rules>> = {
  resource: {
    plain: resolvePlain,
    keys: 'refuse',
    refolds: true,
    twice: 'refuse',
    rewrites: true,
    refusesCharacters: true,
  },
  unchecked: {
    plain: resolvePlain,
    keys: 'refuse',
    refolds: true,
    twice: 'refuse',
    rewrites: true,
    refusesCharacters: false,
  },
  'merge-patch': {
    plain: resolvePlain,
    keys: 'note',
    refolds: true,
    twice: 'first',
    rewrites: false,
    refusesCharacters: true,
  },
  'json-patch': {
    plain: resolvePlain,
    keys: 'text',
    refolds: false,
    twice: 'last',
    rewrites: false,
    refusesCharacters: true,
  },
  kustomization: {
    plain: resolvePlain11,
    keys: 'meaning',
    refolds: false,
    twice: 'last',
    rewrites: false,
    refusesCharacters: true,
  },
  configuration: {
    plain: resolvePlain11,
    keys: 'meaning',
    refolds: false,
    twice: 'refuse',
    rewrites: false,
    refusesCharacters: true,
  },
};
