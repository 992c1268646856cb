/** Whether what is written in a language that we read is still what it was, but for what was declared. */
import { parseText } from '../../kustomize/tree/parse.ts';
import type { ReplaceTextChange, TextFile, TextLanguage } from '../../transform.ts';
import { YamlProblem } from '../../yaml/read/problem.ts';
import { blocksOf } from './blocks.ts';
import { languageOf } from './language.ts';

const YAML: ReadonlySet<TextLanguage> = new Set(['yaml', 'compose', 'workflow', 'json']);

/** What speaks against the new text; undefined where nothing does. */
export function parsesAsBefore(
  file: TextFile,
  after: string,
  changes: readonly ReplaceTextChange[],
): string | undefined {
  const blocks = blocksOf(after, file.language);
  const isSame =
    blocks.length === file.blocks.length &&
    blocks.every((block, index) => block.language === file.blocks[index]!.language);
  if (!isSame) return 'its blocks would not be the same';
  for (const [index, { language, text }] of blocks.entries()) {
    const before = file.blocks[index]!.text;
    if (!YAML.has(language) || before === text) continue;
    const shape = shapeOf(before);
    // What did not parse cannot be broken.
    if (shape === undefined) continue;
    const next = shapeOf(text);
    if (next === undefined) return `its ${language === 'json' ? 'JSON' : 'YAML'} would not parse any more`;
    if (differences(shape, next) > changes.length) return 'more of its values would change than is said';
  }
  return undefined;
}

/** What speaks against a new file. */
export function parsesAsNew(path: string, text: string): string | undefined {
  const isYaml = YAML.has(languageOf(path) ?? 'other');
  return isYaml && shapeOf(text) === undefined ? `${path} would be no YAML` : undefined;
}

/** Scalars by their places. */
type Shape = ReadonlyMap<string, string>;

function shapeOf(text: string): Shape | undefined {
  try {
    const shape = new Map<string, string>();
    const documents = parseText(text, 'unchecked', doc => ({ type: 'source', file: '', doc }));
    for (const [index, { node }] of documents.entries()) collect(node, String(index), shape);
    return shape;
  } catch (error) {
    if (error instanceof YamlProblem) return undefined;
    throw error;
  }
}

type Tree = ReturnType<typeof parseText>[number]['node'];

function collect(node: Tree, place: string, shape: Map<string, string>): void {
  if (node.kind === 'scalar') shape.set(place, node.raw);
  else if (node.kind === 'list')
    for (const [index, item] of node.items.entries()) collect(item, `${place}/${index}`, shape);
  else for (const [key, value] of node.entries) collect(value, `${place}/${key}`, shape);
}

function differences(a: Shape, b: Shape): number {
  const places = new Set([...a.keys(), ...b.keys()]);
  return [...places].filter(place => a.get(place) !== b.get(place)).length;
}
