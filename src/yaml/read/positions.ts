/** YAML as plain data, with the place of each value: for our own configuration, which is read and never edited. */

import {
  Document,
  isCollection,
  isMap,
  LineCounter,
  type Node,
  type Pair,
  visit,
  type YAMLError,
} from 'yaml';
import type { Position } from '../../text/source-text.ts';
import { compose } from './compose.ts';
import { YamlProblem } from './problem.ts';

export interface PositionedData {
  /** Undefined when there are errors. */
  readonly data: unknown;
  readonly errors: readonly (Position & { readonly message: string })[];
  /** Where the entry at `path` starts: a map entry at its key, a list item at its value. The nearest ancestor if absent. */
  positionOf(path: readonly PropertyKey[]): Position;
}

/** Reads one YAML 1.2 document. Never throws: syntax errors, duplicate keys and alias bombs come back as `errors`. */
export function parseWithPositions(text: string): PositionedData {
  const lines = new LineCounter();
  const { document, problems } = composed(text, lines);
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const errors = problems.map(({ message, offset }) => ({ ...place(offset), message }));
  let data: unknown;
  if (errors.length === 0) {
    try {
      data = document.toJS();
    } catch (error) {
      errors.push({ line: 1, column: 1, message: String(error instanceof Error ? error.message : error) });
    }
  }
  const positionOf = (path: readonly PropertyKey[]): Position => {
    let node: Node | null = document.contents;
    let offset = node?.range?.[0] ?? 0;
    for (const step of path) {
      if (!isCollection(node)) break;
      const pair: Pair<Node, Node | null> | undefined = isMap<Node, Node | null>(node)
        ? node.items.find(item => String(keyOf(item.key)) === String(step))
        : undefined;
      const child: unknown = pair ? pair.value : node.get(step, true);
      const start: unknown = pair ? pair.key : child;
      if (start === undefined || start === null) break;
      offset = (start as Node).range?.[0] ?? offset;
      node = (child ?? null) as Node | null;
    }
    return place(offset);
  };
  return { data, errors, positionOf };
}

interface Composed {
  readonly document: Document;
  readonly problems: readonly { readonly message: string; readonly offset: number }[];
}

function composed(text: string, lineCounter: LineCounter): Composed {
  try {
    const [document, second] = compose(text, { lineCounter, prettyErrors: false });
    const problems = document!.errors.map(error => ({
      message: error.code === 'DUPLICATE_KEY' ? saysTwice(document!, error, lineCounter) : error.message,
      offset: error.pos[0],
    }));
    if (second !== undefined)
      problems.push({ message: 'holds more than one document', offset: second.range[0] });
    return { document: document!, problems };
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    return { document: new Document(), problems: [error] };
  }
}

/** `transforms stands twice, first at line 3` */
function saysTwice(document: Document, { pos, message }: YAMLError, lines: LineCounter): string {
  let says = message;
  visit(document, {
    Map(_, { items }) {
      const key = items.map(item => item.key as Node).find(each => each?.range?.[0] === pos[0]);
      if (key === undefined) return undefined;
      const name = String(keyOf(key));
      const first = items.find(item => String(keyOf(item.key)) === name)!.key as Node;
      says = `${name} stands twice, first at line ${lines.linePos(first.range![0]).line}`;
      return visit.BREAK;
    },
  });
  return says;
}

function keyOf(key: unknown): unknown {
  return typeof key === 'object' && key !== null && 'value' in key ? key.value : key;
}
