/** The nodes of a YAML document with exact offsets, made by parseSyntax. */
import type { Data } from './data.ts';

interface NodeBase {
  /** First character of the value itself, behind anchor and tag. */
  readonly start: number;
  /** Behind the last character of its deepest last leaf. */
  readonly end: number;
  /** Behind the indicator (`:`, `-`) that introduces the value; -1 at the root. */
  readonly indicatorEnd: number;
  /** Behind the indicator, anchor and tag: where a value on that line goes. */
  readonly slot: number;
  readonly anchor: string | null;
  readonly tag: string | null;
  readonly inFlow: boolean;
  readonly data: Data;
  /** How many nodes there are with aliases expanded. */
  readonly size: number;
  /** Offsets of the aliases that refer to this node. */
  readonly aliasedAt: number[];
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'empty';

export interface SyntaxScalar extends NodeBase {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** The text that the scalar stands for. */
  readonly content: string;
  /** Behind the `|` or `>` and its modifiers; the block's lines begin on the next line. */
  readonly headerEnd: number;
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
}

export interface MapEntry {
  /** With the key's anchor and tag, or the `?`. */
  readonly start: number;
  readonly key: string;
  readonly keyEnd: number;
  readonly keyQuoted: boolean;
  /** Written with `?`, or with a key that is no scalar. */
  readonly complex: boolean;
  readonly merge: boolean;
  readonly hasColon: boolean;
  readonly end: number;
  readonly value: SyntaxNode;
}

export interface SyntaxMap extends NodeBase {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: readonly MapEntry[];
  /** A single pair in a flow list: `[a: b]`. */
  readonly bare: boolean;
}

export interface ListItem {
  /** The `-`, or the first character of an item of a flow list. */
  readonly start: number;
  readonly end: number;
  readonly value: SyntaxNode;
}

export interface SyntaxList extends NodeBase {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly ListItem[];
}

export type SyntaxNode = SyntaxScalar | AliasNode | SyntaxMap | SyntaxList;
