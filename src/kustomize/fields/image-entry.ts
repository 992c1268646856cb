/** The `images:` field: matching, splitting and writing image references (kustomize.md 1.11). */

import { memoizedText } from '../../text/memo.ts';
import { copyOf } from '../../yaml/read/data.ts';
import type { FieldSpec } from '../data/field-specs.ts';
import { kindOf } from '../object/resource.ts';
import { applyFieldSpec } from '../specs/field-spec.ts';
import { goRegExp, NoPattern, type Pattern } from '../tree/go-regexp.ts';
import {
  isNull,
  listNode,
  type MapNode,
  type Node,
  scalarNode,
  withEntries,
  withEntry,
  withItems,
} from '../tree/node.ts';
import type { Origin } from '../tree/writer.ts';

export interface ImageEntry {
  readonly name: string;
  readonly newName: string;
  readonly newTag: string;
  readonly tagSuffix: string;
  readonly digest: string;
  readonly origin: Origin;
}

/** The entry's name is used as an unescaped pattern; a pattern that is none matches nothing. */
export function imageMatches(image: string, name: string): boolean {
  return matcherFor(name)?.test(image) ?? false;
}

const MAX_MATCHERS = 10_000;
/** What any engine finds in one way only. */
const PLAIN_NAME = /^[\w./:-]*$/;

const matcherFor = memoizedText(MAX_MATCHERS, (name): Pattern | null => {
  const pattern = `^${name}(:[a-zA-Z0-9_.{}-]*)?(@[a-zA-Z0-9]+([.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{}-]*)?$`;
  if (PLAIN_NAME.test(name)) return new RegExp(pattern);
  try {
    return goRegExp(pattern);
  } catch (error) {
    if (!(error instanceof NoPattern)) throw error;
    return null;
  }
});

/** Splits at the first `:` or `@` after the first `/`, so that registry ports stay in the name. */
export function splitImage(image: string): { name: string; tag: string; digest: string } {
  const slash = Math.max(image.indexOf('/'), 0);
  const colon = image.indexOf(':', slash);
  const sign = image.indexOf('@', slash);
  if (colon < 0 && sign < 0) return { name: image, tag: '', digest: '' };
  if (sign >= 0 && (sign < colon || colon < 0)) {
    return { name: image.slice(0, sign), tag: '', digest: image.slice(sign + 1) };
  }
  if (sign >= 0) {
    return { name: image.slice(0, colon), tag: image.slice(colon + 1, sign), digest: image.slice(sign + 1) };
  }
  return { name: image.slice(0, colon), tag: image.slice(colon + 1), digest: '' };
}

/** What an entry makes of an image, or null when it does not match. */
export function rewriteImage(image: string, wish: Omit<ImageEntry, 'origin'>): string | null {
  if (!imageMatches(image, wish.name)) return null;
  let { name, tag, digest } = splitImage(image);
  if (wish.newName !== '') name = wish.newName;
  if (wish.newTag !== '') {
    tag = wish.newTag;
    digest = wish.digest;
  } else if (wish.digest !== '') {
    tag = '';
    digest = wish.digest;
  } else if (wish.tagSuffix !== '') {
    tag += wish.tagSuffix;
    digest = '';
  }
  return `${name}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`;
}

/**
 * Applies an entry: first to every `image` below `containers` or `initContainers` of any kind, then by the
 * field specs. Both passes run, which is why a tagSuffix lands twice on some paths.
 */
export function applyImage(node: MapNode, wish: ImageEntry, specs: readonly FieldSpec[]): MapNode {
  if (kindOf({ node }) === 'CustomResourceDefinition') return node;
  const met = imagesOf(node, specs);
  if (met !== null && !met.some(image => imageMatches(image, wish.name))) return node;
  const set = (image: Node): Node => {
    if (image.kind !== 'scalar' || isNull(image)) return image;
    const written = rewriteImage(image.raw, wish);
    if (written === null) return image;
    // Both passes meet the same field: one write, unless the second adds a suffix once more.
    const isOwn = image.origin === wish.origin && written === image.raw;
    return isOwn ? image : scalarNode(written, wish.origin, image);
  };
  return atImages(node, specs, set);
}

function atImages(node: MapNode, specs: readonly FieldSpec[], set: (image: Node) => Node): MapNode {
  let result = walkContainers(node, set) as MapNode;
  for (const spec of specs) result = applyFieldSpec(result, spec, set, null);
  return result;
}

type Images = readonly string[] | null;

const images = new WeakMap<readonly FieldSpec[], WeakMap<MapNode, Images>>();

/** Of an object: many entries meet many objects, and most pairs have nothing in common. Null where a look changes it. */
export function imagesOf(node: MapNode, specs: readonly FieldSpec[]): Images {
  let ofSpecs = images.get(specs);
  if (ofSpecs === undefined) images.set(specs, (ofSpecs = new WeakMap()));
  const known = ofSpecs.get(node);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const seen = atImages(node, specs, image => {
    if (image.kind === 'scalar' && !isNull(image)) found.add(image.raw);
    return image;
  });
  const all = seen === node ? [...found] : null;
  ofSpecs.set(node, all);
  return all;
}

// Written out: it calls itself for every node of a tree. Nodes never change, so what is kept of one stays true.
const holders = new WeakMap<Node, boolean>();

/** Whether there are containers below. Most objects have none, and meet every entry. */
function holdsContainers(node: Node): boolean {
  if (node.kind === 'scalar') return false;
  let holds = holders.get(node);
  if (holds === undefined) {
    holds = node.kind === 'list' ? node.items.some(holdsContainers) : hasContainers(node);
    holders.set(node, holds);
  }
  return holds;
}

function hasContainers({ entries }: MapNode): boolean {
  for (const key of entries.keys()) if (isContainers(key) || holdsContainers(entries.get(key)!)) return true;
  return false;
}

function isContainers(key: string): boolean {
  return key === 'containers' || key === 'initContainers';
}

function walkContainers(node: Node, set: (image: Node) => Node): Node {
  if (!holdsContainers(node)) return node;
  if (node.kind === 'list') {
    const items = node.items.map(item => walkContainers(item, set));
    return items.some((item, i) => item !== node.items[i]) ? withItems(node, items) : node;
  }
  if (node.kind !== 'map') return node;
  let entries: Map<string, Node> | null = null;
  for (const [key, child] of node.entries) {
    let next = walkContainers(child, set);
    if (isContainers(key) && next.kind === 'list') {
      const items = next.items.map(item => setImage(item, set));
      if (items.some((item, i) => item !== (next as typeof next & { items: Node[] }).items[i])) {
        next = listNode(items, next.origin, next.over);
      }
    }
    if (next === child) continue;
    entries ??= copyOf(node.entries);
    entries.set(key, next);
  }
  return entries ? withEntries(node, entries) : node;
}

function setImage(container: Node, set: (image: Node) => Node): Node {
  if (container.kind !== 'map') return container;
  const image = container.entries.get('image');
  if (!image) return container;
  const next = set(image);
  return next === image ? container : withEntry(container, 'image', next);
}
