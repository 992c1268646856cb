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
  resource: { plain: resolvePlain, refolds: true, twice: 'refuse', rewrites: true, refusesCharacters: true },
  unchecked: {
    plain: resolvePlain,
    refolds: true,
    twice: 'refuse',
    rewrites: true,
    refusesCharacters: false,
  },
  'merge-patch': {
    plain: resolvePlain,
    refolds: true,
    twice: 'first',
    rewrites: false,
    refusesCharacters: true,
  },
  'json-patch': {
    plain: resolvePlain,
    refolds: false,
    twice: 'last',
    rewrites: false,
    refusesCharacters: true,
  },
  kustomization: {
    plain: resolvePlain11,
    refolds: false,
    twice: 'last',
    rewrites: false,
    refusesCharacters: true,
  },
  configuration: {
    plain: resolvePlain11,
    refolds: false,
    twice: 'refuse',
    rewrites: false,
    refusesCharacters: true,
  },
};
