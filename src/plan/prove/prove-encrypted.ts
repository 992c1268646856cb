/** The proof of an encrypted manifest: but for the values of its Secret, and what sops adds, every render is what it was. */
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { filesBelow } from '../../kustomize/file/files-below.ts';
import type { Graph } from '../../kustomize/file/graph.ts';
import { withChanges } from '../../kustomize/files/files.ts';
import { toJson } from '../../kustomize/tree/node.ts';
import { parseText } from '../../kustomize/tree/parse.ts';
import type { Json } from '../../transform.ts';
import { isJsonMap, type JsonMap } from '../../yaml/read/data.ts';
import { YamlProblem } from '../../yaml/read/problem.ts';
import { renderedRoot } from '../rendered/rendered.ts';
import { canonical } from '../rendered/same-data.ts';
import { problemOf } from './prove.ts';

const VALUES = ['data', 'stringData'];
const ENCRYPTED = /^ENC\[AES256_GCM,data:/;

/** What speaks against putting `text` in the place of a manifest; undefined where nothing does. No value is said. */
export function faultOfEncrypted(
  file: string,
  text: string,
  evaluator: Evaluator,
  graph: Graph,
): string | undefined {
  const before = secretIn(file, evaluator.files.read(file) ?? '');
  const after = secretIn(file, text);
  if (before === undefined) return 'it is not one Secret and nothing else';
  if (after === undefined || !isJsonMap(after.sops)) return 'what sops has made is not one encrypted Secret';
  const fault = faultOfValues(before, after);
  return fault ?? faultOfRenders(file, text, evaluator, graph);
}

function secretIn(file: string, text: string): JsonMap | undefined {
  try {
    const [document, ...others] = parseText(text, 'resource', doc => ({ type: 'source', file, doc }));
    const data = document === undefined || others.length > 0 ? undefined : toJson(document.node);
    return isJsonMap(data) && data.kind === 'Secret' ? data : undefined;
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    return undefined;
  }
}

function faultOfValues(before: JsonMap, after: JsonMap): string | undefined {
  if (canonical(inClear(before)) !== canonical(inClear(after)))
    return 'sops would change more than the values: what kustomize reads has to stay as it is';
  for (const field of VALUES) {
    const [old, now] = [mapAt(before, field), mapAt(after, field)];
    if (Object.keys(old).join('\n') !== Object.keys(now).join('\n'))
      return `sops would change the keys of ${field}`;
    const left = Object.keys(old).find(key => !isHidden(old[key], now[key]));
    if (left !== undefined) return `sops would leave ${field}.${left} in clear: its rule is for other fields`;
  }
  return undefined;
}

/** There is nothing to hide in an empty value, and sops leaves it. */
function isHidden(old: Json | undefined, now: Json | undefined): boolean {
  if (old === '' || old === null) return now === old;
  return typeof now === 'string' && ENCRYPTED.test(now);
}

function mapAt(object: JsonMap, field: string): JsonMap {
  const value = object[field];
  return isJsonMap(value) ? value : {};
}

/** All but the values and the metadata of sops. */
function inClear({ sops, ...object }: JsonMap): JsonMap {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      VALUES.includes(key) && isJsonMap(value) ? Object.keys(value).sort() : value,
    ]),
  );
}

function faultOfRenders(file: string, text: string, evaluator: Evaluator, graph: Graph): string | undefined {
  const changed = evaluator.over(withChanges(evaluator.files, new Map([[file, text]])), new Set([file]));
  for (const folder of graph.nodes.keys()) {
    if (!filesBelow(graph, evaluator.files, folder).has(file)) continue;
    const [before, after] = [evaluator.evaluate(folder), changed.evaluate(folder)];
    const name = folder || '.';
    if (before.state === 'out-of-scope')
      return `${name} reads it and cannot be evaluated (${problemOf(before)})`;
    if (before.state !== 'evaluated') continue;
    if (after.state !== 'evaluated') return `${name} would not build any more: ${problemOf(after)}`;
    const [old, now] = [before, after].map(each => renderedRoot(each).objects.map(({ object }) => object));
    if (old!.length !== now!.length) return `${name} would render other objects`;
    const other = old!.find((object, index) => !isSameButValues(object, now![index]!));
    if (other !== undefined) return `${name} would render ${other.kind} ${nameOf(other)} otherwise`;
  }
  return undefined;
}

function isSameButValues(old: JsonMap, now: JsonMap): boolean {
  if (old.kind !== 'Secret' || now.sops === old.sops) return canonical(old) === canonical(now);
  return faultOfValues(old, now) === undefined;
}

function nameOf({ metadata }: JsonMap): string {
  return isJsonMap(metadata) ? String(metadata.name) : '';
}
