/** A document that the library has composed, read into the caller's nodes: aliases and `<<` are expanded. */
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, visit } from 'yaml';
import { MAX_DEPTH, TOO_DEEP } from './compose.ts';
import { YamlProblem } from './problem.ts';
import { type Reader, RULES, type Rules } from './readers.ts';
import { isPlainText, refold, type Scalar, UnrepresentableScalar } from './scalar.ts';
import type { Span, TreeBuilder } from './tree-builder.ts';

export interface Piece {
  readonly start: number;
  readonly text: string;
}

export interface ReadOptions {
  readonly rules: Reader;
  /** Whether the stream holds nothing else: kustomize unwraps a List then, and takes any other list through JSON. */
  readonly isAlone?: boolean;
}

/** A document whose aliases expand to more nodes is refused (alias bombs). */
const MAX_ALIASED_NODES = 100_000;

export function place(node: Node, base: number, keyStart: number): Span {
  const range = node.range;
  return { start: base + (range?.[0] ?? 0), end: base + (range?.[1] ?? 0), keyStart };
}

function keyOf(pair: unknown): string | undefined {
  return isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : undefined;
}

/** A key that is there twice. */
function twinIn(pairs: readonly unknown[]): string | undefined {
  const keys = pairs.map(keyOf);
  return keys.find((key, index) => keys.indexOf(key) < index);
}

function kindIn(pairs: readonly unknown[]): string {
  const pair = pairs.find(each => keyOf(each) === 'kind') as Pair | undefined;
  return isScalar(pair?.value) ? String(pair.value.value) : '';
}

/** What each alias means: the last anchor of that name in front of it. One pass, where `resolve()` takes one each. */
function aliasTargets(document: Document): Map<Node, Node | undefined> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node | undefined>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) targets.set(node, anchors.get(node.source));
      else if (node.anchor) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

/** One walk over a composed document. A class because alias counting and anchors are state of the walk. */
export class Reading<N, O> {
  private aliased = 0;
  /** Merge keys on the way to the present node. */
  private merging = 0;
  private readonly base: number;
  private readonly document: Document;
  private readonly builder: TreeBuilder<N, O>;
  private readonly rules: Rules;
  private readonly isAlone: boolean;
  /** End of a piece that ends inside a line; a block scalar that reaches it has no last line break. */
  private readonly openEnd: number;
  private readonly expanding = new Set<Node>();
  private targets: ReadonlyMap<Node, Node | undefined> | null = null;

  /** Keys and indexes from the document to the present node. */
  private readonly path: (string | number)[] = [];
  /** Of the document. */
  private kind = '';
  private hasItems = false;

  constructor(piece: Piece, document: Document, builder: TreeBuilder<N, O>, options: ReadOptions) {
    this.base = piece.start;
    this.document = document;
    this.builder = builder;
    this.rules = RULES[options.rules];
    this.isAlone = options.isAlone ?? false;
    this.openEnd = /[^\n \t]$/.test(piece.text) ? piece.text.length : -1;
  }

  node(node: Node | null, origin: O, viaAlias: boolean, depth: number): N {
    if (depth > MAX_DEPTH) throw new YamlProblem(TOO_DEEP, this.base, true);
    if (viaAlias && ++this.aliased > MAX_ALIASED_NODES) {
      throw new YamlProblem('aliases expand to too many nodes', this.base, true);
    }
    if (node === null || node === undefined) return this.builder.scalar(null, '', false, origin);
    if (isScalar(node)) return this.scalar(node, origin);
    if (isMap(node)) return this.map(node.items, origin, viaAlias, depth, node);
    if (isSeq(node)) {
      const items = (node.items as (Node | null)[]).map((item, index) => {
        const value = isPair(item) ? null : item;
        const target = this.follow(value);
        const alias = viaAlias || target !== value;
        const at = this.placeOf(target, value, -1);
        this.path.push(index);
        const child = this.guarded(target, () =>
          this.node(target, this.builder.origin(origin, index, at, alias), alias, depth + 1),
        );
        this.path.pop();
        return child;
      });
      return this.builder.list(items, origin);
    }
    throw new YamlProblem('a construct that kustomize does not read', this.base + (node.range?.[0] ?? 0));
  }

  private map(pairs: readonly unknown[], origin: O, viaAlias: boolean, depth: number, owner: Node): N {
    if (depth === 0) {
      this.kind = kindIn(pairs);
      this.hasItems = pairs.some(pair => keyOf(pair) === 'items');
    }
    const entries = new Map<string, N>();
    const merges: Node[] = [];
    let twice: string | undefined;
    const bare = new Set<string>();
    for (const pair of pairs) {
      if (!isPair(pair)) continue;
      const keyNode = this.follow(pair.key as Node | null);
      if (!isScalar(keyNode)) {
        throw new YamlProblem('a map key that is no scalar', this.base + (owner.range?.[0] ?? 0));
      }
      const key = String(keyNode.source ?? keyNode.value ?? '');
      const keyStart = this.base + ((pair.key as Node).range?.[0] ?? 0);
      const isPlain = keyNode.type === 'PLAIN' || keyNode.type === undefined;
      const keyText = isPlain ? this.plainKey(key, keyStart, bare) : String(keyNode.value);
      if (keyText === '<<' && keyNode.type === 'PLAIN') {
        merges.push(pair.value as Node);
        continue;
      }
      if (entries.has(keyText)) {
        if (this.isRewritten(keyText) || this.isAround()) continue;
        if (this.rules.twice === 'refuse')
          throw new YamlProblem(`the key '${keyText}' is there twice`, keyStart);
        if (this.rules.twice === 'first') {
          twice ??= keyText;
          continue;
        }
      }
      const value = pair.value as Node | null;
      const target = this.follow(value);
      const alias = viaAlias || target !== value;
      const at = this.placeOf(target, value, keyStart);
      const again = this.isRewritten(keyText) ? this.pairsBehind(keyText, pairs) : null;
      this.path.push(keyText);
      const child = this.guarded(target, () => {
        const below = this.builder.origin(origin, keyText, at, alias);
        return again && target
          ? this.map(again, below, alias, depth + 1, target)
          : this.node(target, below, alias, depth + 1);
      });
      entries.set(keyText, child);
      this.path.pop();
    }
    const merged = new Set<Node>();
    for (const merge of merges) this.merge(merge, entries, origin, depth, merged);
    // Annotations that are written anew say a key once, and once more where somebody else writes it before.
    if (isMap(owner) && owner.items !== pairs) twice ??= twinIn(owner.items);
    const isSound = twice === undefined && bare.size === 0;
    return this.builder.map(entries, origin, isSound ? undefined : { twice, bare });
  }

  /** @param bare gets keys that may be there although they are no texts */
  private plainKey(key: string, keyStart: number, bare: Set<string>): string {
    const { keys, plain } = this.rules;
    if (keys === 'text' || isPlainText(key, plain) || this.isAround()) return key;
    if (keys === 'note') {
      bare.add(key);
      return key;
    }
    const what = `the key '${key}' is no text: it needs quotes`;
    if (keys === 'refuse') throw new YamlProblem(what, keyStart);
    const value = plain(key);
    if (value === null) throw new YamlProblem(what, keyStart);
    return typeof value === 'boolean' ? String(value) : key;
  }

  /**
   * Whether a key of the present map is the annotations of an object (of a document, or an item of a List): kustomize
   * writes those anew, from all maps of that name, before it prints them.
   */
  private isRewritten(key: string): boolean {
    if (key !== 'annotations' || !this.rules.rewrites) return false;
    const { path } = this;
    const own = this.isUnwrapped() && path[0] === 'items' ? path.slice(2) : path;
    return own.length === 1 && own[0] === 'metadata';
  }

  /**
   * The pairs of all maps behind a key that is there more than once, null where it is there once. Of two equal keys the
   * one in the first map counts, and inside of a map the last one.
   */
  private pairsBehind(key: string, pairs: readonly unknown[]): readonly unknown[] | null {
    const all = pairs
      .filter(pair => keyOf(pair) === key)
      .map(pair => this.follow((pair as Pair).value as Node));
    const maps = all.filter(isMap);
    if (all.length < 2 && !(maps[0] && twinIn(maps[0].items) !== undefined)) return null;
    const merged = new Map<unknown, unknown>();
    for (const { items } of maps) {
      const own = new Map(items.map(pair => [keyOf(pair), pair]));
      for (const [name, pair] of own) if (!merged.has(name)) merged.set(name, pair);
    }
    return [...merged.values()];
  }

  /**
   * `<<`: keys that the map has not said itself.
   *
   * @param merged whom the map has taken in already: again they bring nothing, and each may bring its own twice
   */
  private merge(value: Node, entries: Map<string, N>, origin: O, depth: number, merged: Set<Node>): void {
    if (depth > MAX_DEPTH) throw new YamlProblem(TOO_DEEP, this.base, true);
    const target = this.follow(value);
    const sources = isSeq(target) ? (target.items as Node[]).map(item => this.follow(item)) : [target];
    for (const source of sources) {
      if (!isMap(source))
        throw new YamlProblem('a merge key without a map', this.base + (value.range?.[0] ?? 0));
      this.merging++;
      this.guarded(source, () => {
        if (merged.has(source)) return;
        merged.add(source);
        for (const pair of source.items) {
          const keyNode = this.follow(pair.key as Node);
          if (!isScalar(keyNode)) continue;
          const key = String(keyNode.value ?? '');
          if (key === '<<' && keyNode.type === 'PLAIN') {
            this.merge(pair.value as Node, entries, origin, depth + 1, merged);
            continue;
          }
          if (entries.has(key)) continue;
          const child = this.follow(pair.value as Node | null);
          const at = this.placeOf(child, pair.value as Node | null, this.base + (keyNode.range?.[0] ?? 0));
          entries.set(key, this.node(child, this.builder.origin(origin, key, at, true), true, depth + 1));
        }
      });
      this.merging--;
    }
  }

  private guarded<T>(node: Node | null, run: () => T): T {
    if (!node || isScalar(node)) return run();
    // Of a merge key kustomize makes something, and at anything else it overflows.
    if (this.expanding.has(node))
      throw new YamlProblem('an anchor that contains itself', this.base, this.merging > 0);
    this.expanding.add(node);
    try {
      return run();
    } finally {
      this.expanding.delete(node);
    }
  }

  private follow(node: Node | null): Node | null {
    if (!isAlias(node)) return node;
    this.targets ??= aliasTargets(this.document);
    const target = this.targets.get(node);
    if (!target) throw new YamlProblem(`unknown anchor '${node.source}'`, this.base + (node.range?.[0] ?? 0));
    return target;
  }

  private placeOf(target: Node | null, written: Node | null, keyStart: number): Span {
    const node = target ?? written;
    if (!node) return { start: keyStart, end: keyStart, keyStart };
    return place(node, this.base, keyStart);
  }

  private scalar(
    node: { value: unknown; source?: string; type?: string; tag?: string; range?: unknown },
    origin: O,
  ): N {
    const written = this.textOf(node);
    const refolds = node.type === 'BLOCK_FOLDED' && this.rules.refolds && !this.isInCopy();
    const text = refolds ? refold(written) : written;
    const raw = node.source ?? written;
    try {
      const value = this.value(node, text);
      const isPlain = node.type === 'PLAIN' || node.type === undefined;
      const styled = this.isInCopy() ? typeof value === 'string' : !isPlain;
      return this.builder.scalar(value, written, styled, origin);
    } catch (error) {
      if (!(error instanceof UnrepresentableScalar)) throw error;
      throw new YamlProblem(
        error.message,
        this.base + ((node.range as number[] | undefined)?.[0] ?? raw.length),
      );
    }
  }

  private textOf(node: { value: unknown; type?: string; range?: unknown }): string {
    const text = String(node.value ?? '');
    if (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED') return text;
    const reachesEnd = this.openEnd >= 0 && (node.range as number[])[1] === this.openEnd;
    return reachesEnd && text.endsWith('\n') ? text.slice(0, -1) : text;
  }

  private isUnwrapped(): boolean {
    return this.isAlone && this.kind === 'List';
  }

  /** Whether the present map is of a List and around its items: kustomize takes those out, and never prints the rest. */
  private isAround(): boolean {
    return this.isUnwrapped() && this.hasItems && this.path[0] !== 'items';
  }

  /** Whether the present node is of a list that goes through JSON, which knows no folds. */
  private isInCopy(): boolean {
    return this.path[0] === 'items' && this.kind.endsWith('List') && !this.isUnwrapped();
  }

  private value(node: { type?: string; tag?: string }, text: string): Scalar {
    switch (node.tag) {
      case undefined:
      case '!':
        break;
      case 'tag:yaml.org,2002:str':
        return text;
      case 'tag:yaml.org,2002:binary':
        return Buffer.from(text, 'base64').toString('utf8');
      default:
        return node.type === 'PLAIN' || node.tag.startsWith('tag:yaml.org,2002:')
          ? this.rules.plain(text)
          : text;
    }
    // `! x` is a string by YAML's non-specific tag.
    if (node.tag === '!') return text;
    return node.type === 'PLAIN' || node.type === undefined ? this.rules.plain(text) : text;
  }
}
