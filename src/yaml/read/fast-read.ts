/** Trees of the caller's own nodes from the plain subset of YAML: the same tree, the same places as by the library. */
import { isCollection, type RawNode } from '../fast/line-reader.ts';
import { unusual } from '../fast/plain-scan.ts';
import { readRaw } from '../fast/raw-reader.ts';
import type { Rules } from './readers.ts';
import { isPlainText, refold, type Scalar } from './scalar.ts';
import type { Span, TreeBuilder } from './tree-builder.ts';

/**
 * Reads a piece of a stream.
 *
 * @param rules what a plain scalar throws counts as unusual
 * @param isAlone whether the stream holds nothing else: kustomize unwraps a List then
 * @returns undefined where the library has to read it
 */
export function fastRead<N, O>(
  text: string,
  base: number,
  builder: TreeBuilder<N, O>,
  rules: Pick<Rules, 'plain' | 'keys' | 'refolds'>,
  isAlone: boolean,
): N | undefined {
  const root = readRaw(text, true);
  if (!root) return undefined;
  try {
    return new Driver(base, builder, rules, isAlone).node(root, null, '', -1);
  } catch {
    return undefined;
  }
}

/** Nodes that aliases stand for. */
const MOST_ALIASED = 100_000;

/** Hands raw nodes to the builder, parents first. */
class Driver<N, O> {
  private readonly base: number;
  private readonly builder: TreeBuilder<N, O>;
  private readonly plain: (text: string) => Scalar;
  private readonly hasTextKeys: boolean;
  private readonly folded: (text: string) => string;
  private readonly isAlone: boolean;
  /** Origin and kind of the document. */
  private top: O | null = null;
  private kind = '';
  /** Whether it goes through JSON: folded texts stay as they are written. */
  private isAsWritten = false;
  /** Whether the node is part of a copy, and how many are. */
  private isAliased = false;
  private aliased = 0;

  constructor(
    base: number,
    builder: TreeBuilder<N, O>,
    { plain, keys, refolds }: Pick<Rules, 'plain' | 'keys' | 'refolds'>,
    isAlone: boolean,
  ) {
    this.base = base;
    this.builder = builder;
    this.plain = plain;
    this.hasTextKeys = keys === 'text';
    this.folded = refolds ? refold : text => text;
    this.isAlone = isAlone;
  }

  node(raw: RawNode, up: O | null, key: string | number, keyStart: number): N {
    if (raw.type === 'alias') return this.alias(raw.items[0]!, up, key, keyStart);
    const place: Span = { start: this.base + raw.start, end: this.base + raw.end, keyStart };
    if (this.isAliased && ++this.aliased > MOST_ALIASED) unusual();
    const origin = this.builder.origin(up, key, place, this.isAliased);
    switch (raw.type) {
      case 'plain':
        return this.plainScalar(raw.text, origin);
      case 'list': {
        // A list of objects goes through JSON, which knows no folds, unless it is a List that kustomize unwraps.
        const isCopied =
          key === 'items' &&
          up !== null &&
          up === this.top &&
          this.kind.endsWith('List') &&
          !this.isUnwrapped();
        if (isCopied) this.isAsWritten = true;
        const items = raw.items.map((item, index) => this.node(item, origin, index, -1));
        if (isCopied) this.isAsWritten = false;
        return this.builder.list(items, origin);
      }
      case 'map': {
        if (up === null) {
          this.top = origin;
          this.kind = raw.items[raw.keys.indexOf('kind')]?.text ?? '';
        }
        const entries = new Map<string, N>();
        for (let i = 0; i < raw.items.length; i++) {
          const name = raw.keys[i]!;
          if (!this.hasTextKeys && !isPlainText(name, this.plain)) unusual();
          entries.set(name, this.node(raw.items[i]!, origin, name, this.base + raw.starts[i]!));
        }
        return this.builder.map(entries, origin);
      }
      case 'folded': {
        const text = this.isAsWritten ? raw.text : this.folded(raw.text);
        return this.builder.scalar(text, raw.text, true, origin);
      }
      default:
        return this.builder.scalar(raw.text, raw.text, true, origin);
    }
  }

  private isUnwrapped(): boolean {
    return this.isAlone && this.kind === 'List';
  }

  /** What goes through JSON has its texts in quotes. */
  private plainScalar(text: string, origin: O): N {
    const value = this.plain(text);
    return this.builder.scalar(value, text, this.isAsWritten && typeof value === 'string', origin);
  }

  /** A copy, which stands where the original is written. */
  private alias(target: RawNode, up: O | null, key: string | number, keyStart: number): N {
    const wasAliased = this.isAliased;
    // Copies of copies may be any number and of any depth: the library has limits for them.
    if (wasAliased && isCollection(target)) unusual();
    this.isAliased = true;
    const copy = this.node(target, up, key, keyStart);
    this.isAliased = wasAliased;
    return copy;
  }
}
