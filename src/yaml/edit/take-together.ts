/** Edits of one document that do not touch each other, taken in one reading: reading is what edits cost. */
import { applySplices, type Splice } from '../../text/splice.ts';
import { type Data, equalData, type YamlPath } from '../read/data.ts';
import { locate } from '../read/locate.ts';
import type { SyntaxNode } from '../read/nodes.ts';
import { parseSyntax } from '../read/syntax.ts';
import type { NewEntry } from './insert.ts';
import type { EditStep } from './steps.ts';
import { type Style, styleNear } from './style.ts';
import {
  cutsDifferently,
  type StepOptions,
  type Surrounded,
  spliceEntries,
  spliceStep,
} from './take-steps.ts';

/** What a step keeps others from: a key of a map, or anything in a part of the document. */
interface Claim {
  readonly path: YamlPath;
  readonly key: string | null;
}

/** An edit, broken into steps from one reading of its document. */
export interface StepwiseEdit {
  readonly path: YamlPath;
  readonly steps: readonly EditStep[];
}

/**
 * Which of some edits can be made in one reading, whatever their order: none of them stands in what another one
 * changes, and none makes a line in flow style longer.
 *
 * @returns their indices
 */
export function independent(root: SyntaxNode, edits: readonly StepwiseEdit[]): number[] {
  const claimed: Claim[] = [];
  const chosen: number[] = [];
  for (const [index, { path, steps }] of edits.entries()) {
    const parts = steps.map(claimOf);
    // Also what is there already, and needs no step, has to be there when the edit's turn comes.
    const claims = [{ path, key: null }, ...parts];
    const isFree = !claims.some(claim => claimed.some(other => collide(claim, other)));
    const isOrdered = parts.some((part, i) => parts.slice(0, i).some(other => collide(part, other)));
    if (isFree && !isOrdered && !steps.some(step => isInFlow(root, step))) chosen.push(index);
    // What waits keeps those behind it from its place: edits of one place stay in their order.
    claimed.push(...claims);
  }
  return chosen;
}

function claimOf(step: EditStep): Claim {
  switch (step.op) {
    case 'entry':
      return { path: step.path, key: step.key };
    case 'item':
    case 'replace':
      return { path: step.path, key: null };
    case 'remove':
      // The last entry leaves `{}` behind, and the items after one move up.
      return { path: step.path.slice(0, -1), key: null };
  }
}

function isInFlow(root: SyntaxNode, step: EditStep): boolean {
  return locate(root, step.path).trail.found.some(
    ({ node }) =>
      (node.kind === 'map' && node.flow && node.entries.length > 0) ||
      (node.kind === 'list' && node.flow && node.items.length > 0),
  );
}

function collide(a: Claim, b: Claim): boolean {
  if (a.path.length > b.path.length) return collide(b, a);
  if (!a.path.every((step, i) => step === b.path[i])) return false;
  if (a.key === null) return true;
  return a.path.length === b.path.length && (b.key === null || b.key === a.key);
}

/**
 * Takes the steps of independent edits in a document.
 *
 * @param expected what the document must say afterwards
 * @returns the splices against the document; null where the edits have to be made one after the other
 * @throws Refusal where a step cannot be taken
 */
export function takeTogether(
  at: Surrounded,
  root: SyntaxNode,
  edits: readonly StepwiseEdit[],
  expected: Data,
  options: StepOptions,
): readonly Splice[] | null {
  const splices = spliceTogether(at, root, edits, options);
  if (!splices) return null;
  const text = applySplices(at.document, splices);
  return equalData(parseSyntax(text).data, expected) && !cutsDifferently(at, text) ? splices : null;
}

function spliceTogether(
  at: Surrounded,
  root: SyntaxNode,
  edits: readonly StepwiseEdit[],
  options: StepOptions,
): Splice[] | null {
  const text = at.document;
  // A block scalar at the end of a text without a final line end needs a second look after each step.
  if (!text.endsWith('\n')) return null;
  const made: { readonly splice: Splice; readonly depth: number }[] = [];
  const note = (path: YamlPath, splice: (style: Style) => readonly Splice[]) => {
    const offset = locate(root, path).at.node.start;
    const style = styleNear(text, root, offset, at.eol, options);
    for (const each of splice(style)) made.push({ splice: each, depth: path.length });
  };
  const { others, maps } = sorted(edits, options.comment);
  for (const { step, comment } of others) {
    note(step.path, style => spliceStep(text, root, step, { ...options, comment }, style));
  }
  for (const { path, entries } of maps) {
    note(path, style => spliceEntries(text, root, path, entries, options, style));
  }
  // What is added at the end of a map goes in front of what is added behind the map.
  made.sort((a, b) => a.splice.start - b.splice.start || b.depth - a.depth);
  const isUnclear = made.some(({ splice }, i) => i > 0 && touches(made[i - 1]!.splice, splice));
  return isUnclear ? null : made.map(({ splice }) => splice);
}

/** The steps, those that add to one map together; each edit comments on the first that it adds. */
function sorted(edits: readonly StepwiseEdit[], comment: string | undefined) {
  const others: { readonly step: EditStep; readonly comment: string | undefined }[] = [];
  const maps = new Map<string, { readonly path: YamlPath; readonly entries: NewEntry[] }>();
  for (const { steps } of edits) {
    const first = steps.find(step => step.op === 'entry' || step.op === 'item');
    for (const step of steps) {
      const own = step === first ? comment : undefined;
      if (step.op !== 'entry') {
        others.push({ step, comment: own });
        continue;
      }
      const id = JSON.stringify(step.path);
      const known = maps.get(id) ?? { path: step.path, entries: [] };
      known.entries.push({ key: step.key, value: step.value, comment: own });
      maps.set(id, known);
    }
  }
  return { others, maps: maps.values() };
}

function touches(first: Splice, second: Splice): boolean {
  if (second.start !== first.end) return second.start < first.end;
  return first.start !== first.end || second.start !== second.end;
}
