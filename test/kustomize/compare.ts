/** Compares an evaluation with what the real kustomize says: by meaning, read by one reader. */

import type { Resource } from '../../src/kustomize/object/resource.ts';
import { type Json, toJson } from '../../src/kustomize/tree/node.ts';
import { parseText } from '../../src/kustomize/tree/parse.ts';

/** Objects of a rendered stream, as plain data. */
export function parseStream(text: string): Json[] {
  return parseText(text, 'resource', doc => ({ type: 'source', file: 'render', doc })).map(d =>
    toJson(d.node),
  );
}

/** The first difference between two values, as `path: expected X, got Y`; null when equal. */
export function difference(expected: Json | undefined, actual: Json | undefined, path = ''): string | null {
  if (expected === actual) return null;
  if (Array.isArray(expected) && Array.isArray(actual)) {
    for (let i = 0; i < Math.max(expected.length, actual.length); i++) {
      const found = difference(expected[i], actual[i], `${path}[${i}]`);
      if (found) return found;
    }
    return null;
  }
  if (isObject(expected) && isObject(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const found = difference(expected[key], actual[key], `${path}.${key}`);
      if (found) return found;
    }
    return null;
  }
  return `${path}: expected ${show(expected)}, got ${show(actual)}`;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function show(value: Json | undefined): string {
  const text = JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v));
  return text === undefined ? 'nothing' : text.length > 160 ? `${text.slice(0, 160)}...` : text;
}

/** Rendered objects as kustomize would print and we would read them. */
export function rendered(resources: readonly Resource[]): Json[] {
  return resources.map(resource => toJson(resource.node));
}

/** null when the evaluation equals the expected stream in the same order. */
export function compareRender(expected: string, resources: readonly Resource[]): string | null {
  return difference(parseStream(expected), rendered(resources));
}
