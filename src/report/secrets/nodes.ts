/** Which nodes of a tree hold a secret: by the object, the name beside or above them, or their own form. */

import { passwordsGiven } from '../../credentials/commands.ts';
import type { Found } from '../../credentials/found.ts';
import { credentialOf, namesCredential, type Strength } from '../../credentials/names.ts';
import { secretsIn } from '../../credentials/rules.ts';
import { isCredential } from '../../credentials/values.ts';
import { entry, type MapNode, type Node, type ScalarNode, textOf } from '../../kustomize/tree/node.ts';
import { parseText } from '../../kustomize/tree/parse.ts';
import { memoizedText } from '../../text/memo.ts';
import { YamlProblem } from '../../yaml/read/problem.ts';
import { type PlaceOf, placesIn } from './places.ts';

export interface SecretNode {
  /** A scalar, or a map that holds nothing else: comments in it are secret too. */
  readonly node: Node;
  /** What of its text is secret; the text itself where all of it is. */
  readonly parts: readonly Found[];
  readonly isWhole: boolean;
}

/** Why everything below a node is secret: an object says so, or a name that also speaks of switches. */
type Below = 'object' | Strength | undefined;

interface Walk {
  readonly found: (scalar: SecretNode) => void;
  /** Texts that are documents of their own are read when the walk is over: the stack bears one tree at a time. */
  readonly texts: (node: ScalarNode, walk: Walk) => void;
  /** Operations of a JSON patch are for a Secret. */
  readonly isForSecret: boolean;
}

/** @param isForSecret the tree is a patch whose target is a Secret */
export function secretNodesIn(root: Node, isForSecret = false): SecretNode[] {
  const found: SecretNode[] = [];
  walk(root, isForSecret, scalar => found.push(scalar), 0);
  return found;
}

function walk(root: Node, isForSecret: boolean, found: Walk['found'], depth: number): void {
  const texts: { readonly node: ScalarNode; readonly isForSecret: boolean }[] = [];
  const later: Walk['texts'] = (node, at) => texts.push({ node, isForSecret: at.isForSecret });
  visit(root, undefined, { found, texts: later, isForSecret });
  if (depth === MAX_DEPTH) return;
  for (const { node, isForSecret } of texts) {
    const parts =
      depth === 0 && !isForSecret ? partsOfText(node.raw) : partsBelow(node.raw, isForSecret, depth);
    if (parts.length > 0) found({ node, parts, isWhole: false });
  }
}

/** What documents inside of a text hide. */
function partsBelow(text: string, isForSecret: boolean, depth: number): readonly Found[] {
  const parts: Found[] = [];
  const add = (inner: SecretNode) => parts.push(...partsWithin(text, inner));
  for (const document of documentsOf(text)) walk(document, isForSecret, add, depth + 1);
  return parts;
}

const MOST_TEXTS = 256;

/** The same script or settings stand in a manifest, in its copies, and in all that is rendered from them. */
const partsOfText = memoizedText(MOST_TEXTS, text => partsBelow(text, false, 0));

/** What a document inside of a text hides, as parts of the text. */
function partsWithin(text: string, { node, parts, isWhole }: SecretNode): Found[] {
  if (node.kind !== 'scalar') return [];
  const place: PlaceOf = placesIn(text, node);
  const all = isWhole ? [{ start: 0, value: node.raw }] : parts;
  return all.map(({ start, value }) => ({ start: place(start, start + value.length).start, value }));
}

function visit(node: Node, below: Below, walk: Walk): void {
  if (below === 'object' && node.kind === 'map') walk.found({ node, parts: [], isWhole: true });
  if (node.kind === 'scalar') scalar(node, below, walk);
  else if (node.kind === 'map') map(node, below, walk);
  else list(node.items, below, walk);
}

function scalar(node: ScalarNode, below: Below, walk: Walk): void {
  const isWhole =
    below !== undefined && (below === 'object' ? node.raw !== '' : isCredential(node.raw, below));
  if (isWhole) {
    walk.found({ node, parts: [{ start: 0, value: node.raw }], isWhole });
    return;
  }
  const parts = secretsIn(node.raw);
  if (parts.length > 0) walk.found({ node, parts, isWhole: false });
  if (isStructured(node.raw)) walk.texts(node, walk);
}

const MAX_DEPTH = 4;
/** Longer texts than that are no document that somebody has written into another. */
const LONGEST_DOCUMENT = 1 << 18;
/** An object, a patch, or a document of JSON inside a text. */
const STRUCTURED = /^\s*[{[]|(?:^|[\s{,"'])(?:kind|op)["']?\s*:/;
/** More than one line of settings, in YAML or something like it. */
const SETTINGS = /:[ \t]*\n|[:-] [|>[{&!]|^[ \t]*- /m;

function isStructured(text: string): boolean {
  if (text.length > LONGEST_DOCUMENT) return false;
  return STRUCTURED.test(text) || (SETTINGS.test(text) && namesCredential(text));
}

/** None of a text that is no YAML. */
export function documentsOf(text: string): readonly Node[] {
  return parsedOf(text) ?? [];
}

/** Undefined where a text is no YAML. */
export function parsedOf(text: string): readonly Node[] | undefined {
  try {
    return parseText(text, 'unchecked', doc => ({ type: 'source', file: '', doc })).map(({ node }) => node);
  } catch (error) {
    if (error instanceof YamlProblem) return undefined;
    throw error;
  }
}

const VALUES_OF_A_SECRET = new Set(['data', 'stringData']);

function map(node: MapNode, below: Below, walk: Walk): void {
  const kind = textOf(entry(node, 'kind'));
  const isSecret = kind === 'Secret' || isItemOfSecrets(walk, kind);
  const name =
    textOf(node.entries.get('name') ?? node.entries.get('key') ?? node.entries.get('header')) ?? '';
  const [program, args] = [entry(node, 'command'), entry(node, 'args')];
  if (program?.kind === 'list' && args?.kind === 'list') command([...program.items, ...args.items], walk);
  for (const [key, child] of node.entries) {
    if (below !== undefined) visit(child, below, walk);
    else if (isSecret && VALUES_OF_A_SECRET.has(key)) visit(child, 'object', walk);
    else if (key === 'stringData') visit(child, 'object', walk);
    else if (key === 'value') visit(child, givenTo(node, name, walk), walk);
    else if (key.toLowerCase() === 'secretgenerator') generators(child, walk);
    else if (kind === 'SecretGenerator' && key === 'literals') literals(child, walk);
    else if (kind === 'SecretList' && key === 'items')
      visit(child, undefined, { ...walk, isForSecret: true });
    else if (key === 'patch' || key === 'path') visit(child, undefined, patchOf(node, walk));
    else visit(child, namedBelow(key, child), walk);
  }
}

/** Items of a SecretList need not say what they are. */
function isItemOfSecrets({ isForSecret }: Walk, kind: string | undefined): boolean {
  return isForSecret && kind === undefined;
}

/** An entry of `patches` whose target is a Secret. */
function patchOf(node: MapNode, walk: Walk): Walk {
  const target = textOf(entry(entry(node, 'target'), 'kind'));
  return target === undefined ? walk : { ...walk, isForSecret: /\bSecret\b/.test(target) };
}

/** What a variable, a header, a parameter or an operation of a JSON patch is given. */
function givenTo(node: MapNode, name: string, { isForSecret }: Walk): Below {
  const path = textOf(node.entries.get('path'));
  if (path === undefined || !node.entries.has('op')) return credentialOf(name);
  const [, first = '', ...rest] = path.split('/');
  if (first === 'stringData' || (isForSecret && first === 'data')) return 'object';
  return credentialOf(rest.at(-1) ?? first);
}

/** Lists and maps below other names list names of things: what looks like a secret there is one all the same. */
const OF_SEVERAL = /pass|pwd|token|api[-_]?key/i;

function namedBelow(key: string, child: Node): Below {
  const strength = credentialOf(key);
  if (strength === undefined || child.kind === 'scalar') return strength;
  if (/refs?$|from$/i.test(key)) return undefined;
  const isPlain =
    child.kind === 'list'
      ? child.items.every(item => item.kind === 'scalar')
      : [...child.entries.values()].every(value => value.kind === 'scalar') && !child.entries.has('name');
  if (!isPlain) return undefined;
  if (OF_SEVERAL.test(key)) return strength;
  return child.kind === 'list' ? 'likely' : undefined;
}

/** Arguments of a program: a value may be the one behind its option. */
function list(items: readonly Node[], below: Below, walk: Walk): void {
  command(items, walk);
  for (const [index, item] of items.entries()) {
    const before = index === 0 ? undefined : textOf(items[index - 1]);
    const option = before === undefined ? undefined : /^--?([\w.-]+)$/.exec(before)?.[1];
    const value = item.kind === 'scalar' && !item.raw.startsWith('-') ? item.raw : undefined;
    const isGiven = option !== undefined && value !== undefined;
    if (isGiven && /^(?:u|user)$/.test(option)) passwordOf(item as ScalarNode, walk);
    visit(item, below ?? (isGiven ? credentialOf(option) : undefined), walk);
  }
}

/** Words of one command. */
function command(items: readonly Node[], { found }: Walk): void {
  for (const { word, start, value } of passwordsGiven(items.map(item => textOf(item) ?? '')))
    found({ node: items[word]!, parts: [{ start, value }], isWhole: false });
}

/** `-u admin:x` */
function passwordOf(node: ScalarNode, { found }: Walk): void {
  const start = node.raw.indexOf(':') + 1;
  const value = node.raw.slice(start);
  if (start > 0 && isCredential(value)) found({ node, parts: [{ start, value }], isWhole: false });
}

function generators(node: Node, walk: Walk): void {
  for (const item of node.kind === 'list' ? node.items : [node]) {
    if (item.kind !== 'map') continue;
    for (const [key, child] of item.entries) {
      if (key === 'literals') literals(child, walk);
      else visit(child, undefined, walk);
    }
  }
}

/** What stands behind the first `=`; all of it where there is none, and no generator could read it. */
function literals(node: Node, walk: Walk): void {
  for (const item of node.kind === 'list' ? node.items : [node]) {
    if (item.kind !== 'scalar') continue;
    const written = item.raw.slice(item.raw.indexOf('=') + 1);
    const value = written.replace(/^(["'])(.*)\1$/s, '$2');
    const start = item.raw.lastIndexOf(value);
    if (value !== '') walk.found({ node: item, parts: [{ start, value }], isWhole: false });
  }
}
