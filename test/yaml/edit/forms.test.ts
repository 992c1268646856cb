import { editYaml } from '../../../src/yaml/edit/edit.ts';
import { formsIn, mostUsual } from '../../../src/yaml/edit/forms.ts';

const lines = (...text: string[]) => `${text.join('\n')}\n`;
const formOf = (text: string, id = 'drop []') => mostUsual(formsIn(text)).get(id);

describe('the form of short collections in a text', () => {
  test.each([
    ['brackets', 'drop: [ALL] # all', { flow: true, quote: null }],
    ['quotes', 'drop: ["ALL", "NET_RAW"]', { flow: true, quote: 'double' }],
    ['within braces', "- {capabilities: {drop: ['ALL']}}", { flow: true, quote: 'single' }],
    ['lines', lines('  drop:', '    - ALL', 'b: 1'), { flow: false, quote: null }],
    [
      'lines under the key, in quotes',
      lines('  drop: # all', '  - "ALL"', '  add: 1'),
      { flow: false, quote: 'double' },
    ],
  ])('is seen: %s', (_, text, form) => {
    expect(formOf(text)).toEqual(form);
  });

  test('is that of maps too', () => {
    expect(formOf('seccompProfile: {type: RuntimeDefault}', 'seccompProfile {}')?.flow).toBe(true);
    expect(formOf(lines('- seccompProfile:', '    type: RuntimeDefault'), 'seccompProfile {}')?.flow).toBe(
      false,
    );
  });

  test.each([
    ['items that are no scalars', lines('drop:', '  - a: 1')],
    ['many', lines('drop:', ...[1, 2, 3, 4, 5].map(each => `  - a${each}`))],
    ['a key alone', lines('drop:', 'b: 1')],
    ['as many of one form as of another', lines('drop: [a]', 'drop:', '  - a')],
  ])('is none: %s', (_, text) => {
    expect(formOf(text)).toBeUndefined();
  });

  test('is none where a quote is needed', () => {
    expect(formOf('drop: ["1"]')).toEqual({ flow: true, quote: null });
  });
});

describe('a new collection', () => {
  const written = (text: string, forms: string) => {
    const edit = { op: 'set', doc: 0, path: ['b', 'drop'], value: ['ALL'] } as const;
    const result = editYaml(text, [edit], { forms: mostUsual(formsIn(forms)) });
    return result.ok ? result.text.slice(result.text.indexOf('b:')) : result.reason;
  };

  test('stands as its sisters in the document do', () => {
    const text = lines('a:', '  drop: ["ALL"]', '  l:', '    - x', '  m:', '    - y', 'b: {}');
    expect(written(text, '')).toBe(lines('b:', '  drop: ["ALL"]'));
    const block = lines('a:', '  drop:', '    - "ALL"', '  l: [x]', '  m: [y]', 'b: {}');
    expect(written(block, 'drop: [ALL]')).toBe(lines('b:', '  drop:', '    - "ALL"'));
  });

  test('stands as those beside the document do, where it shows none', () => {
    expect(written('b: {}\n', 'drop: [ALL]')).toBe(lines('b:', '  drop: [ALL]'));
    expect(written('b: {}\n', 'add: [ALL]')).toBe(lines('b:', '  drop:', '  - ALL'));
  });
});
