/** Who owns a rendered scalar: a text that can be edited, checked in that text, or a reason why there is none. */
import type { Files } from '../../src/kustomize/files/files.ts';
import type { ScalarNode } from '../../src/kustomize/tree/node.ts';
import { at } from '../../src/kustomize/tree/node.ts';
import { parseText } from '../../src/kustomize/tree/parse.ts';
import type { Writer } from '../../src/kustomize/tree/writer.ts';
import { editableRule } from '../../src/plan/repository/others/editable.ts';
import { ownersIn } from '../../src/plan/repository/others/owner.ts';

export interface Owner {
  /** `none` when the writer is unknown or its range does not hold what it wrote. */
  readonly kind: string;
  readonly says: string;
}

/** @param paths files of the workspace */
export function ownerOf(files: Files, paths: ReadonlySet<string>): (node: ScalarNode) => Owner {
  const uneditable = editableRule(files, paths, { config: {}, nested: [], ownerOf: ownersIn(files, {}) });
  return node => {
    const { by } = node.origin;
    if ('reason' in by) return { kind: `reason: ${by.type}`, says: by.reason };
    const why = uneditable(by.file);
    if (why !== null) return { kind: 'reason: file', says: `${by.file} ${why}` };
    const text = textIn(files, by, node);
    if (text === null) return { kind: 'none', says: `${by.type} in ${by.file} has no range` };
    return holds(text, node, by)
      ? { kind: by.type, says: by.file }
      : {
          kind: 'none',
          says: `${by.type} ${by.file}: '${text.slice(0, 60)}' is not '${node.raw.slice(0, 60)}'`,
        };
  };
}

/** The text that the origin names; null when the range is none. */
function textIn(files: Files, by: Writer, node: ScalarNode): string | null {
  const whole = files.read(by.file) ?? '';
  const { start, end, keyStart } = node.origin;
  const inline = 'inline' in by ? by.inline : null;
  const text = inline ? scalarAt(whole, by.file, inline) : whole;
  if (text === null || start < 0 || end < start || end > text.length) return null;
  // A null or an empty text has no bytes of its own: its key has.
  return start === end && keyStart >= 0 ? text.slice(keyStart, end) : text.slice(start, end);
}

function scalarAt(text: string, file: string, path: readonly (string | number)[]): string | null {
  const [document] = parseText(text, 'kustomization', doc => ({ type: 'source', file, doc }));
  const node = document && at(document.node, ...path);
  return node?.kind === 'scalar' ? node.raw : null;
}

/** Whether the value can have come from that text; what is composed of parts only has to be somewhere. */
function holds(text: string, node: ScalarNode, by: Writer): boolean {
  if (by.type !== 'source' && by.type !== 'patch') return text !== '' || node.raw === '';
  if (/^[\w./:-]+$/.test(node.raw)) return text.includes(node.raw);
  return text !== '' || node.raw === '';
}
