/** Which nodes of a tree hold a secret: by the object, the name beside or above them, or their own form. */
import { entry, type MapNode, type Node, type ScalarNode, textOf } from '../../kustomize/tree/node.ts';
import { parseText } from '../../kustomize/tree/parse.ts';
import { YamlProblem } from '../../yaml/read/problem.ts';
import { holdsCredential, isCredential, secretsIn } from './rules.ts';

export interface SecretNode {
  /** A scalar, or a map that holds nothing else: comments in it are secret too. */
  readonly node: Node;
  /** What of its text is secret; the text itself where all of it is. */
  readonly values: readonly string[];
  readonly isWhole: boolean;
}

/** Why everything below a node is secret: an object says so, or a name that also speaks of switches. */
type Below = 'object' | 'name' | undefined;

interface Walk {
  readonly found: (scalar: SecretNode) => void;
  /** Operations of a JSON patch are for a Secret. */
  readonly isForSecret: boolean;
  readonly depth: number;
}

/** @param isForSecret the tree is a patch whose target is a Secret */
export function secretNodesIn(root: Node, isForSecret = false): SecretNode[] {
  const found: SecretNode[] = [];
  visit(root, undefined, { found: scalar => found.push(scalar), isForSecret, depth: 0 });
  return found;
}

function visit(node: Node, below: Below, walk: Walk): void {
  if (below === 'object' && node.kind === 'map') walk.found({ node, values: [], isWhole: true });
  if (node.kind === 'scalar') scalar(node, below, walk);
  else if (node.kind === 'map') map(node, below, walk);
  else list(node.items, below, walk);
}

function scalar(node: ScalarNode, below: Below, walk: Walk): void {
  if (below === undefined) {
    const values = partsOf(node.raw, walk);
    if (values.length > 0) walk.found({ node, values, isWhole: false });
  } else if (below === 'object' ? node.raw !== '' : isCredential(node.raw)) {
    walk.found({ node, values: [node.raw], isWhole: true });
  }
}

const MAX_DEPTH = 4;
/** An object, a patch, or a document of JSON inside a text. */
const STRUCTURED = /^\s*[{[]|(?:^|[\s{,"'])(?:kind|op)["']?\s*:/;

function partsOf(text: string, walk: Walk): string[] {
  const values = secretsIn(text).map(({ value }) => value);
  if (walk.depth >= MAX_DEPTH || !STRUCTURED.test(text)) return values;
  for (const document of documentsOf(text)) {
    const found = (each: SecretNode) => values.push(...each.values);
    visit(document, undefined, { found, isForSecret: walk.isForSecret, depth: walk.depth + 1 });
  }
  return values;
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
  if (path === undefined || !node.entries.has('op')) return holdsCredential(name) ? 'name' : undefined;
  const [, first = '', ...rest] = path.split('/');
  if (first === 'stringData' || (isForSecret && first === 'data')) return 'object';
  return holdsCredential(rest.at(-1) ?? first) ? 'name' : undefined;
}

/** Lists and maps below a name hold values only where the name speaks of nothing else. */
const OF_SEVERAL = /pass|pwd|token|api[-_]?key/i;

function namedBelow(key: string, child: Node): Below {
  if (!holdsCredential(key)) return undefined;
  if (child.kind === 'scalar') return 'name';
  const isPlain =
    child.kind === 'list'
      ? child.items.every(item => item.kind === 'scalar')
      : [...child.entries.values()].every(value => value.kind === 'scalar') && !child.entries.has('name');
  return isPlain && OF_SEVERAL.test(key) && !/refs?$|from$/i.test(key) ? 'name' : undefined;
}

/** Arguments of a program: a value may be the one behind its option. */
function list(items: readonly Node[], below: Below, walk: Walk): void {
  for (const [index, item] of items.entries()) {
    const before = index === 0 ? undefined : textOf(items[index - 1]);
    const option = before === undefined ? null : /^--?([\w.-]+)$/.exec(before);
    const isGiven =
      item.kind === 'scalar' && option !== null && holdsCredential(option[1]!) && !item.raw.startsWith('-');
    visit(item, below ?? (isGiven ? 'name' : undefined), walk);
  }
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
    if (value !== '') walk.found({ node: item, values: [value], isWhole: false });
  }
}
