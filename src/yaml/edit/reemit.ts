/**
 * Prints a YAML text again as kustomize prints it (go-yaml v3: two blanks, lists not indented), with values
 * replaced. Only for YAML inside a ConfigMap, which kustomize re-prints whole; never for a file.
 */
import { isMap, isScalar, isSeq, type Node, parseDocument, visit, Scalar as YamlScalar } from 'yaml';
import { resolvePlain, type Scalar } from '../read/scalar.ts';

/** Text whose form in go-yaml we do not reproduce. */
export class UnsupportedEmission extends Error {}

type Value = Scalar | readonly Value[] | { readonly [key: string]: Value };

export interface ReemitChange {
  readonly path: readonly (string | number)[];
  readonly value: Value;
}

/** @throws UnsupportedEmission */
export function reemit(text: string, changes: readonly ReemitChange[]): string {
  const document = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
  if (document.errors.length > 0) throw new UnsupportedEmission('errors');
  if (document.commentBefore || document.comment || document.directives?.docStart) {
    throw new UnsupportedEmission('comments or document markers');
  }
  visit(document, {
    Alias: () => {
      throw new UnsupportedEmission('aliases');
    },
    Node: (_, node) => simplify(node as Node),
  });
  for (const { path, value } of changes) {
    const old = document.getIn(path, true);
    if (isScalar(old) && (value === null || typeof value !== 'object')) setScalar(old, value);
    else document.setIn(path, document.createNode(value));
  }
  return document.toString({
    lineWidth: 0,
    minContentWidth: 0,
    indentSeq: false,
    flowCollectionPadding: false,
    singleQuote: true,
  });
}

/** Refuses what go-yaml prints in ways of its own, and drops what it forgets. */
function simplify(node: Node): void {
  const extra = node as Node & {
    comment?: string | null;
    commentBefore?: string | null;
    spaceBefore?: boolean;
    anchor?: string;
  };
  if (extra.comment || extra.commentBefore) throw new UnsupportedEmission('comments');
  if (extra.anchor) throw new UnsupportedEmission('anchors');
  if (node.tag) throw new UnsupportedEmission('tags');
  delete extra.spaceBefore;
  if (!isScalar(node)) {
    if (!isMap(node) && !isSeq(node)) throw new UnsupportedEmission('aliases');
    return;
  }
  if (node.type === YamlScalar.BLOCK_FOLDED) throw new UnsupportedEmission('folded texts');
  if (node.type !== YamlScalar.BLOCK_LITERAL && String(node.value).includes('\n')) {
    throw new UnsupportedEmission('texts over several lines');
  }
}

/** The style stays; a text that would read as something else is quoted. */
function setScalar(node: YamlScalar, value: Scalar): void {
  const plain = node.type === YamlScalar.PLAIN;
  node.value = value === null ? '' : String(value);
  if (plain && typeof value === 'string' && typeof resolvePlain(value) !== 'string')
    node.type = YamlScalar.QUOTE_DOUBLE;
}
