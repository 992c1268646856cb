/** Comments that exempt, by the files that hold them. */
import { type CommentIgnore, commentIgnores } from '../../config/ignores.ts';
import type { PlanInput } from '../model/input.ts';

/** The `# kustomend: ignore[...]` comments of the repository. */
export interface IgnoreComments {
  readonly none: boolean;
  in(file: string): readonly CommentIgnore[];
}

export function commentsAt(
  at: string,
  comments: IgnoreComments,
): (CommentIgnore & { readonly file: string })[] {
  const [file, line] = splitAt(at);
  return comments
    .in(file)
    .filter(comment => comment.line === line)
    .map(comment => ({ ...comment, file }));
}

/** Files that are large or many, and that no kustomization reads fields of objects from. */
const NO_MANIFEST = /\.(?:png|jpe?g|gif|svg|ico|pdf|zip|tgz|gz|md|go|[cm]?js|tsx?|py|java|lock|sum)$/i;

/** Reads the comments of all files that may hold some. */
export function readIgnoreComments({ files, paths }: PlanInput): IgnoreComments {
  const known = new Map<string, readonly CommentIgnore[]>();
  for (const path of paths) {
    if (NO_MANIFEST.test(path)) continue;
    const text = files.read(path) ?? '';
    if (text.includes('kustomend:')) known.set(path, commentIgnores(text));
  }
  return { none: known.size === 0, in: file => known.get(file) ?? [] };
}

function splitAt(at: string): [file: string, line: number] {
  const colon = at.lastIndexOf(':');
  return colon < 0 ? [at, 0] : [at.slice(0, colon), Number(at.slice(colon + 1))];
}
