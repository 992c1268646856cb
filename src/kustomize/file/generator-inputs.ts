/** How generators read what they are given: literals, lines of env files, names of files (kustomize.md 1.12). */
import { baseName, joinPath } from '../files/files.ts';
import { getText, getTexts, itemsOf, type Kustomization } from './kustomization.ts';

/** A file that a generator reads; with the key that it becomes, where its lines have none of their own. */
interface GeneratorInput {
  readonly file: string;
  readonly key: string | undefined;
}

/** Files that the generators of a kustomization read. */
export function generatorFiles(kustomization: Kustomization): string[] {
  return generatorInputs(kustomization).map(({ file }) => file);
}

export function generatorInputs(kustomization: Kustomization): GeneratorInput[] {
  const items = ['configMapGenerator', 'secretGenerator'].flatMap(field => itemsOf(kustomization, field));
  const written = items.flatMap(({ node }) => [
    ...[getText(node, 'env'), ...getTexts(node, 'envs')].map(path => ({ path, key: undefined })),
    ...getTexts(node, 'files').map(splitFileEntry),
  ]);
  return written.flatMap(({ path, key }) => {
    const file = path === '' ? undefined : joinPath(kustomization.folder, path);
    return file === undefined ? [] : [{ file, key }];
  });
}

/** A literal split at its first `=`; null where it names no key. */
export function splitLiteral(text: string): { readonly key: string; readonly written: string } | null {
  const split = text.indexOf('=');
  return split <= 0 ? null : { key: text.slice(0, split), written: text.slice(split + 1) };
}

/** The quotes around a literal's value, which are dropped: one matching pair. */
export function quotesOf(written: string): '' | '"' | "'" {
  const first = written[0];
  const isQuoted = written.length > 1 && (first === '"' || first === "'") && written.endsWith(first);
  return isQuoted ? first : '';
}

/** One matching pair of quotes around the value is dropped. */
export function unquote(written: string): string {
  return quotesOf(written) === '' ? written : written.slice(1, -1);
}

/** `key=path`, or a path whose last part is the key. */
export function splitFileEntry(text: string): { readonly key: string; readonly path: string } {
  const split = text.indexOf('=');
  return split < 0
    ? { key: baseName(text), path: text }
    : { key: text.slice(0, split), path: text.slice(split + 1) };
}

/** A line of an env file that says something. */
export interface EnvLine {
  readonly key: string;
  readonly value: string;
  /** The line without its end. */
  readonly start: number;
  readonly end: number;
  /** Where the text of the key ends. */
  readonly keyEnd: number;
}

export const ENV_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** Values are verbatim, quotes and blanks included; a name alone has an empty value. */
export function envLines(text: string): EnvLine[] {
  const lines: EnvLine[] = [];
  let offset = 0;
  for (const raw of text.split('\n')) {
    const start = offset;
    offset += raw.length + 1;
    const content = raw.replace(/\r$/, '');
    const line = content.replace(/^\uFEFF/, '').trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const split = line.indexOf('=');
    const key = split < 0 ? line : line.slice(0, split);
    lines.push({
      key,
      value: split < 0 ? '' : line.slice(split + 1),
      start,
      end: start + content.length,
      keyEnd: start + content.length - line.length + key.length,
    });
  }
  return lines;
}
