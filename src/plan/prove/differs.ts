/** Where two trees of one object differ. */
import type { Node } from '../../kustomize/tree/node.ts';
import { sameNode } from '../../kustomize/tree/node.ts';
import type { FieldPath } from '../../transform.ts';
import { keyedStep } from '../rendered/elements.ts';
import { childOf } from '../rendered/rendered.ts';
import { canonical } from '../rendered/same-data.ts';

/** Whether a field came out otherwise, or the order of a list on the way to it. */
export function differsAlong(expected: Node | undefined, actual: Node | undefined, path: FieldPath): boolean {
  if (expected === actual) return false;
  if (expected === undefined || actual === undefined) return true;
  const [step, ...rest] = path;
  if (step === undefined || expected.kind === 'scalar' || expected.kind !== actual.kind)
    return !sameNode(expected, actual);
  if (orderOf(expected) !== orderOf(actual)) return true;
  return differsAlong(childOf(expected, step), childOf(actual, step), rest);
}

/** The elements of a list by what names them. */
function orderOf(node: Node): string {
  if (node.kind !== 'list') return '';
  return canonical(node.items.map(item => (item.kind === 'map' ? keyedStep(item, node) : null)));
}
