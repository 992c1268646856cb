/** Who writes a copied value, for people: by the files on disk, which the rounds of a plan have not touched. */
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { kustomizationFileIn } from '../../kustomize/file/kustomization.ts';
import { type Copy, copiesIn } from '../rendered/copies.ts';
import { newLocator } from '../rendered/locator.ts';
import { objectName, renderedRoot } from '../rendered/rendered.ts';

/** `replacements[0] of base/kustomization.yaml:12, from ConfigMap/x data.y` */
export function copyDescriber(first: Evaluator): (copy: Copy) => string {
  const { line } = newLocator(first.files);
  return copy => {
    const { by, node, root, copied } = asFound(copy, first);
    const at = `${by.file}:${line(by.file, node.origin.start)}`;
    const isListed = kustomizationFileIn(first.files, by.layer) === by.file;
    const field = by.type === 'var' ? 'vars' : 'replacements';
    const writer = isListed ? `${field}[${by.index}] of ${at}` : `the replacement at ${at}`;
    const source = [...root.objects, ...root.hidden].find(each => each.sourceId === copied.object);
    return source ? `${writer}, from ${objectName(source)} ${copied.path.join('.')}` : writer;
  };
}

/** The same copy before the first round. */
function asFound(copy: Copy, first: Evaluator): Copy {
  const outcome = first.evaluate(copy.root.folder);
  if (outcome.state !== 'evaluated') return copy;
  const isSame = ({ object, by }: Copy) =>
    object.key === copy.object.key && by.layer === copy.by.layer && by.index === copy.by.index;
  return copiesIn(renderedRoot(outcome)).find(isSame) ?? copy;
}
