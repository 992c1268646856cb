/** Takes the steps of an edit one after the other, and reads the result back. */
import { applySplices, composeSplices, offsetBefore, type Splice, sortSplices } from '../../text/splice.ts';
import { type Data, equalData, type YamlPath } from '../read/data.ts';
import { splitDocuments } from '../read/documents.ts';
import { locate, refuseNeeded, refuseShared } from '../read/locate.ts';
import type { SyntaxMap, SyntaxNode } from '../read/nodes.ts';
import { Refusal } from '../read/refusal.ts';
import { parseSyntax } from '../read/syntax.ts';
import { breakFlow } from './break-flow.ts';
import type { Forms } from './forms.ts';
import { insertEntries, insertItems, type KeyOrder, type NewEntry } from './insert.ts';
import { insertLines } from './lines.ts';
import { removePart } from './remove.ts';
import { replaceValue } from './replace.ts';
import type { EditStep } from './steps.ts';
import { type Style, styleNear } from './style.ts';

export interface StepOptions {
  readonly keyOrder?: KeyOrder;
  readonly comment?: string | undefined;
  readonly indentSequences?: boolean;
  readonly forms?: Forms;
  /** Whether what stands at an offset of the document was there before all edits: all of it, unless it is told. */
  wasThere?(offset: number): boolean;
}

/** A document of a stream, with what stands around it. */
export interface Surrounded {
  readonly before: string;
  readonly document: string;
  readonly after: string;
  readonly eol: string;
}

/**
 * Takes steps in a document.
 *
 * @param expected what the document must say afterwards
 * @returns the splices against the document
 * @throws Refusal where a step cannot be taken, or the result reads differently
 */
export function takeSteps(
  at: Surrounded,
  root: SyntaxNode,
  steps: readonly EditStep[],
  expected: Data,
  options: StepOptions,
): readonly Splice[] {
  try {
    return takeStepsWith(at, root, steps, expected, options, true);
  } catch (error) {
    if (!(error instanceof MisreadRefusal)) throw error;
    // A literal block may have swallowed comments or blank lines that follow it.
    return takeStepsWith(at, root, steps, expected, options, false);
  }
}

class MisreadRefusal extends Refusal {
  constructor() {
    super('the result reads differently', 0);
  }
}

function takeStepsWith(
  at: Surrounded,
  root: SyntaxNode,
  steps: readonly EditStep[],
  expected: Data,
  options: StepOptions,
  literals: boolean,
): readonly Splice[] {
  let all: readonly Splice[] = [];
  let text = at.document;
  let tree = root;
  let comment = options.comment;
  const take = (splices: readonly Splice[]) => {
    all = all.length === 0 ? splices : composeSplices(at.document, all, splices);
    text = applySplices(text, splices);
  };
  const pending = [...steps];
  for (let step = pending.shift(); step; step = pending.shift()) {
    const style = styleNear(text, tree, offsetOf(tree, step), at.eol, options);
    const splices = spliceStep(text, tree, step, { ...options, comment }, { ...style, literals });
    const broken = breakFlow(text, locate(tree, step.path).trail, splices, style, offset => {
      const before = offsetBefore(all, offset);
      return before !== null && options.wasThere?.(before) !== false;
    });
    if (broken) {
      take(sortSplices(broken));
      tree = reread(text);
      pending.unshift(step);
      continue;
    }
    if (step.op === 'entry' || step.op === 'item') comment = undefined;
    const wasOpen = endsInOpenBlock(text);
    take(sortSplices(splices));
    if (!wasOpen && endsInOpenBlock(text)) take([insertLines(text, text.length, [''], at.eol)]);
    tree = reread(text);
  }
  if (!equalData(tree.data, expected) || cutsDifferently(at, text)) throw new MisreadRefusal();
  return all;
}

/** Splices that break the document are ours to refuse. */
function reread(text: string): SyntaxNode {
  try {
    return parseSyntax(text);
  } catch (error) {
    if (error instanceof Refusal) throw new MisreadRefusal();
    throw error;
  }
}

/** Whether the stream has more or fewer documents than before. */
export function cutsDifferently({ before, document, after }: Surrounded, text: string): boolean {
  return splitDocuments(before + text + after).length !== splitDocuments(before + document + after).length;
}

/**
 * Whether a text without a final newline ends in a block scalar that has one: kustomize would read the value
 * without it.
 */
function endsInOpenBlock(text: string): boolean {
  if (text.endsWith('\n')) return false;
  let node = parseSyntax(text);
  while (node.kind === 'map' || node.kind === 'list') {
    const last = node.flow ? undefined : node.kind === 'map' ? node.entries.at(-1) : node.items.at(-1);
    if (!last) return false;
    node = last.value;
  }
  if (node.kind !== 'scalar' || node.headerEnd === -1 || node.end < text.length) return false;
  return !text.slice(node.start, node.headerEnd).includes('-');
}

function offsetOf(root: SyntaxNode, step: EditStep): number {
  return locate(root, step.path).at.node.start;
}

/** The splices of one step. @throws Refusal */
export function spliceStep(
  text: string,
  root: SyntaxNode,
  step: EditStep,
  options: StepOptions,
  style: Style,
): Splice[] {
  const { at, trail } = locate(root, step.path);
  refuseShared(trail, step.op === 'entry' ? [step.key] : []);
  switch (step.op) {
    case 'replace':
      refuseNeeded(at.node);
      return replaceValue(text, at, step.value, style);
    case 'entry':
      return spliceEntries(text, root, step.path, [{ ...step, comment: options.comment }], options, style);
    case 'item':
      if (at.node.kind !== 'list') throw new Refusal('not a list', at.node.start);
      return insertItems(text, at.node, step.index, { values: step.values, comment: options.comment }, style);
    case 'remove':
      refuseNeeded(at.node);
      return removePart(text, at, trail.found.at(-2) ?? at);
  }
}

/** The splices of new entries of one map. @throws Refusal */
export function spliceEntries(
  text: string,
  root: SyntaxNode,
  path: YamlPath,
  entries: readonly NewEntry[],
  { keyOrder }: StepOptions,
  style: Style,
): Splice[] {
  const { at, trail } = locate(root, path);
  refuseShared(
    trail,
    entries.map(({ key }) => key),
  );
  const order = (keys: readonly string[], key: string) => keyOrder?.(path, keys, key);
  return insertEntries(text, at.node as SyntaxMap, entries, order, style);
}
