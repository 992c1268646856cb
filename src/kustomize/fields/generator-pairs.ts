/** What the entry of a generator puts under which key: lines of env files, literals, files (kustomize.md 1.12). */
import { isUtf8 } from 'node:buffer';
import { ENV_NAME, envLines, splitFileEntry, splitLiteral, unquote } from '../file/generator-inputs.ts';
import { get, getText, getTexts } from '../file/kustomization.ts';
import { BuildFailure, type Location } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { type Node, textOf, writtenBy } from '../tree/node.ts';
import type { EntryWriter, Origin } from '../tree/writer.ts';

export interface Pair {
  readonly key: string;
  readonly value: string;
  readonly binary: boolean;
  readonly origin: Origin;
}

export function readPairs(layer: Layer, node: Node, writer: EntryWriter, location: Location): Pair[] {
  const pairs: Pair[] = [];
  const envs = [...getTexts(node, 'envs'), ...(getText(node, 'env') === '' ? [] : [getText(node, 'env')])];
  for (const env of envs) for (const pair of readEnvFile(layer, env, writer, location)) pairs.push(pair);
  const literals = get(node, 'literals');
  for (const literal of literals?.kind === 'list' ? literals.items : []) {
    pairs.push(readLiteral(literal, writer, location));
  }
  const files = get(node, 'files');
  for (const file of files?.kind === 'list' ? files.items : [])
    pairs.push(readFilePair(layer, file, writer, location));
  const seen = new Set<string>();
  for (const { key } of pairs) {
    if (seen.has(key)) throw new BuildFailure('generator', `the key '${key}' is generated twice`, location);
    if (!/^[-._a-zA-Z0-9]+$/.test(key))
      throw new BuildFailure('generator', `'${key}' is no valid key`, location);
    seen.add(key);
  }
  return pairs;
}

function readLiteral(node: Node, writer: EntryWriter, location: Location): Pair {
  const text = textOf(node) ?? '';
  const split = splitLiteral(text);
  if (!split)
    throw new BuildFailure('generator', `invalid literal source '${text}', expected key=value`, location);
  const origin = writtenBy(node.origin, writer);
  return { key: split.key, value: unquote(split.written), binary: false, origin };
}

function readFilePair(layer: Layer, node: Node, writer: EntryWriter, location: Location): Pair {
  const text = textOf(node) ?? '';
  const { key, path } = splitFileEntry(text);
  if (key === '') throw new BuildFailure('generator', `key name for file path ${path} missing`, location);
  if (path === '') throw new BuildFailure('generator', `file path for key name ${key} missing`, location);
  if (path !== text && path.includes('='))
    throw new BuildFailure('generator', `'${text}': key names or file paths cannot contain '='`, location);
  const file = layer.loadFile(path, location);
  const bytes = layer.readBytes(file);
  const binary = !isUtf8(bytes);
  const content = Buffer.from(bytes).toString(binary ? 'latin1' : 'utf8');
  const origin: Origin = {
    by: { type: 'generator', file, doc: 0, layer: writer.layer, index: writer.index },
    up: null,
    key,
    start: 0,
    end: content.length,
    keyStart: -1,
    viaAlias: false,
  };
  return { key, value: content, binary, origin };
}

function readEnvFile(layer: Layer, path: string, writer: EntryWriter, location: Location): Pair[] {
  const file = layer.loadFile(path, location);
  const by: EntryWriter = { type: 'generator', file, doc: 0, layer: writer.layer, index: writer.index };
  if (!isUtf8(layer.readBytes(file))) throw new BuildFailure('generator', 'not UTF-8', { file });
  return envLines(layer.readText(file)).map(({ key, value, start, end }) => {
    if (!ENV_NAME.test(key)) {
      throw new BuildFailure('generator', `'${key}' is no valid variable name`, { file, offset: start });
    }
    const origin: Origin = { by, up: null, key, start, end, keyStart: start, viaAlias: false };
    return { key, value, binary: false, origin };
  });
}
