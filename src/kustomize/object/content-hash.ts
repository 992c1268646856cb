/** The content hash that kustomize appends to generated names (kustomize.md 1.12). */
import { createHash } from 'node:crypto';
import type { Json } from '../../yaml/read/data.ts';
import { entry, isNull, type MapNode, toJson } from '../tree/node.ts';
import { kindOf } from './resource.ts';

/** Hash suffix of a ConfigMap or Secret; null for other kinds, which kustomize hashes by a form we do not have. */
export function contentHash(node: MapNode): string | null {
  const kind = kindOf({ node });
  if (kind !== 'ConfigMap' && kind !== 'Secret') return null;
  // The name counts as empty: the reference implementation looks it up under a key that does not exist.
  const hashed: Record<string, Json> = { data: hashedField(node, 'data'), kind, name: '' };
  const extra = kind === 'ConfigMap' ? 'binaryData' : 'stringData';
  const map = entry(node, extra);
  if (map?.kind === 'map') hashed[extra] = toJson(map);
  if (kind === 'Secret') hashed.type = hashedField(node, 'type');
  const digest = createHash('sha256').update(goJson(hashed)).digest('hex').slice(0, 10);
  return digest.replace(/[013ae]/g, c => ({ '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' })[c]!);
}

function hashedField(node: MapNode, field: string): Json {
  const value = entry(node, field);
  if (value === undefined) return '';
  if (value.kind === 'scalar') return isNull(value) ? 'null' : value.raw;
  return toJson(value);
}

/** JSON as Go prints it: keys sorted, `<`, `>`, `&` and the line separators escaped. */
export function goJson(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(goJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const keys = Object.keys(value).sort(byCodePoint);
    return `{${keys.map(key => `${goString(key)}:${goJson((value as Record<string, Json>)[key]!)}`).join(',')}}`;
  }
  if (typeof value === 'string') return goString(value);
  return String(value);
}

/** The same with two blanks a level. */
export function indentedGoJson(value: Json, indent = ''): string {
  if (value === null || typeof value !== 'object') return goJson(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = isList
    ? (value as readonly Json[]).map(item => indentedGoJson(item, inner))
    : Object.keys(value)
        .sort(byCodePoint)
        .map(key => `${goString(key)}: ${indentedGoJson((value as Record<string, Json>)[key]!, inner)}`);
  const [open, close] = isList ? '[]' : '{}';
  return lines.length === 0
    ? `${open}${close}`
    : `${open}\n${lines.map(line => inner + line).join(',\n')}\n${indent}${close}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

function goString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, c => ESCAPES[c]!);
}

/** Go compares strings by bytes, JavaScript by UTF-16 units. */
export function byCodePoint(a: string, b: string): number {
  const buffers = [Buffer.from(a), Buffer.from(b)] as const;
  return Buffer.compare(buffers[0], buffers[1]);
}
