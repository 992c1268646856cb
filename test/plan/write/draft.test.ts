/** Edits of one document after the other are those of the stream as a whole. */
import { conventionalNeighbour } from '../../../src/kubernetes/key-order.ts';
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { EditRefused, newDraft } from '../../../src/plan/write/draft/draft.ts';
import { applySplices, offsetBefore } from '../../../src/text/splice.ts';
import { editYaml, type YamlEdit } from '../../../src/yaml/edit/edit.ts';

const FLUSH = 'kind: A\nspec:\n  ports:\n  - 1\n';
const INDENTED = 'kind: B\nspec:\n  ports:\n    - 1\n';
const BARE = 'kind: C # stays\nspec: {}\n';

const set = (doc: number, path: string[], value: string[] | string): YamlEdit => ({
  op: 'set',
  doc,
  path,
  value,
});

const STREAMS: Readonly<Record<string, string>> = {
  'two habits of lists': [FLUSH, FLUSH, INDENTED, BARE].join('---\n'),
  'lists indented': [BARE, INDENTED, INDENTED, FLUSH].join('--- # next\n'),
  'other line ends': [FLUSH, INDENTED, BARE, BARE].join('---\n').replaceAll('\n', '\r\n'),
  'a mark and a comment first': `\uFEFF# all of it\n---\n${[BARE, INDENTED, FLUSH, BARE].join('---\n')}`,
  'no line end at the end': [FLUSH, INDENTED, BARE, BARE].join('---\n').trimEnd(),
  'a document that is empty': [FLUSH, '# nothing\n', INDENTED, BARE, '', BARE].join('---\n'),
};

const EDITS: readonly (readonly YamlEdit[])[] = [
  [set(3, ['spec', 'args'], ['a', 'b'])],
  [set(0, ['spec', 'args'], ['a']), set(0, ['spec', 'name'], 'it')],
  [set(1, ['spec', 'text'], 'a\nb\n')],
  [{ op: 'remove', doc: 2, path: ['spec'], prune: true }],
  [set(3, ['spec', 'more'], ['c'])],
  [set(1, ['spec', 'args'], ['a']), set(2, ['name'], 'two')],
  [set(0, ['spec', 'last'], ['z'])],
];

describe.each(Object.entries(STREAMS))('%s', (_, original) => {
  test('texts, splices and places are those of the whole', () => {
    const draft = newDraft(memoryFiles({ 'all.yaml': original }), new Map());
    let whole = original;
    for (const edits of EDITS) {
      draft.edit('all.yaml', edits);
      const result = editYaml(whole, edits, { keyOrder: conventionalNeighbour });
      whole = result.ok ? result.text : `refused: ${result.reason}`;
      expect(draft.text('all.yaml')).toBe(whole);
    }
    const lists = draft.splices.get('all.yaml') ?? [];
    expect(lists.reduce(applySplices, original)).toBe(whole);
    const [at, before] = [whole, original].map(text => text.indexOf('kind: B'));
    expect(lists.reduceRight<number | null>((to, list) => to && offsetBefore(list, to), at!)).toBe(before);
  });

  test('what is refused is refused with its line', () => {
    const draft = newDraft(memoryFiles({ 'all.yaml': original }), new Map());
    draft.edit('all.yaml', [set(0, ['spec', 'args'], ['a', 'b'])]);
    const wrong = set(3, ['kind', 'below'], 'x');
    const result = editYaml(draft.text('all.yaml')!, [wrong]);
    const line = result.ok ? 0 : result.at?.line;
    expect(line).toBeGreaterThan(1);
    expect(() => draft.edit('all.yaml', [wrong])).toThrow(EditRefused);
    expect(() => draft.edit('all.yaml', [wrong])).toThrow(`(line ${line})`);
  });
});

test('a stream that kustomize refuses is left as it is', () => {
  const draft = newDraft(memoryFiles({ 'all.yaml': `${FLUSH}--- {a: 1}\n${BARE}` }), new Map());
  expect(() => draft.edit('all.yaml', [set(0, ['kind'], 'X')])).toThrow('content on a document separator');
});
