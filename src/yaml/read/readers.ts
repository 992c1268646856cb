/** What a text is read as: kustomize has a reader of its own for each. */
import { resolvePlain, resolvePlain11, type Scalar } from './scalar.ts';

export type Reader = 'resource' | 'render' | 'merge-patch' | 'json-patch' | 'kustomization' | 'configuration';

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
  /** Whether it is a text of the repository. kustomize prints characters that it does not read. */
  readonly isWritten: boolean;
}

export const RULES: Readonly<Record<Reader, Rules>> = {
  resource: { plain: resolvePlain, refolds: true, twice: 'refuse', rewrites: true, isWritten: true },
  render: { plain: resolvePlain, refolds: true, twice: 'refuse', rewrites: true, isWritten: false },
  'merge-patch': { plain: resolvePlain, refolds: true, twice: 'first', rewrites: false, isWritten: true },
  'json-patch': { plain: resolvePlain, refolds: false, twice: 'last', rewrites: false, isWritten: true },
  kustomization: { plain: resolvePlain11, refolds: false, twice: 'last', rewrites: false, isWritten: true },
  configuration: { plain: resolvePlain11, refolds: false, twice: 'refuse', rewrites: false, isWritten: true },
};
