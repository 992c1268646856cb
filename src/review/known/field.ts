/** The field that a fix is about, in a rendered object: who wrote it, or what stands where it would be. */
import { createEvaluator } from '../../kustomize/build/evaluate.ts';
import { findNamed } from '../../kustomize/object/find-named.ts';
import type { Node } from '../../kustomize/tree/node.ts';
import type { PlanInput } from '../../plan/model/input.ts';
import type { Fix } from '../../plan/model/result.ts';
import { traceNode, traceOwners, traceText } from '../../report/explain/trace.ts';
import type { Find } from '../../report/secrets/finder.ts';
import { shownOf } from '../../report/secrets/rendered.ts';
import type { Colors } from '../../report/words/colors.ts';
import { folderName } from '../../report/words/words.ts';

/** In the first of its roots. */
export function traceOfFix(
  { files, loadRestrictor, rendered }: PlanInput,
  { subject, roots }: Fix,
  find: Find,
  colors: Colors,
): string[] {
  const [folder = ''] = roots;
  const outcome = createEvaluator(files, { loadRestrictor, rendered }).evaluate(folder);
  const name = `${subject.kind}/${subject.name}`;
  const resource = outcome.state === 'evaluated' ? findNamed(outcome.resources, name) : undefined;
  if (resource === undefined) return [`${folderName(folder)} renders no ${name} yet: nothing has written it`];
  const { node, path } = nearest(resource.node, subject.field);
  const title = `${name} in ${folderName(folder)}`;
  const traces = traceNode(files, path, node, shownOf([resource.node], find), resource.source.generators);
  if (path === subject.field) return traceText(title, traces, colors).trimEnd().split('\n');
  const beside = `${title}: no ${subject.field}; beside it stands`;
  return traceOwners(beside, traces).trimEnd().split('\n');
}

/** The field, or the nearest around it that is there. */
function nearest(root: Node, field: string): { readonly node: Node; readonly path: string } {
  let [node, rest] = [root, field];
  while (rest !== '') {
    const child = childOf(node, rest);
    if (child === undefined) break;
    node = child.node;
    rest = rest.slice(child.name.length + 1);
  }
  return { node, path: rest === '' ? field : field.slice(0, -rest.length).replace(/\.$/, '') };
}

/** Names may hold dots: the longest that fits is meant. Elements of lists are called by any of their fields. */
function childOf(node: Node, rest: string): { readonly node: Node; readonly name: string } | undefined {
  const named =
    node.kind === 'map'
      ? [...node.entries].map(([name, child]) => ({ name, node: child }))
      : node.kind === 'list'
        ? node.items.flatMap(item => namesOf(item).map(name => ({ name, node: item })))
        : [];
  return named
    .filter(({ name }) => rest === name || rest.startsWith(`${name}.`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

function namesOf(item: Node): string[] {
  if (item.kind !== 'map') return [];
  return [...item.entries.values()].flatMap(each => (each.kind === 'scalar' ? [each.raw] : []));
}
