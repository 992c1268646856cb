import { applySplices } from '../../../src/text/splice.ts';
import {
  type EditOptions,
  editYaml,
  type Json,
  type YamlEdit,
  type YamlPath,
} from '../../../src/yaml/edit/edit.ts';

const set = (path: YamlPath, value: Json, doc = 0): YamlEdit => ({ op: 'set', doc, path, value });
const insert = (path: YamlPath, index: number, value: Json): YamlEdit => ({
  op: 'insert',
  doc: 0,
  path,
  index,
  values: [value],
});
const remove = (...path: YamlPath): YamlEdit => ({ op: 'remove', doc: 0, path });
const prune = (...path: YamlPath): YamlEdit => ({ op: 'remove', doc: 0, path, prune: true });
const nested = (path: YamlPath, ...edits: YamlEdit[]): YamlEdit => ({ op: 'nested', doc: 0, path, edits });
const lines = (...text: string[]) => `${text.join('\n')}\n`;

function edited(text: string, edits: YamlEdit | YamlEdit[], options?: EditOptions): string {
  const result = editYaml(text, [edits].flat(), options);
  if (!result.ok) throw new Error(JSON.stringify(result));
  expect(applySplices(text, result.splices)).toBe(result.text);
  return result.text;
}

function refused(text: string, edits: YamlEdit | YamlEdit[]): string {
  const result = editYaml(text, [edits].flat());
  return result.ok ? `made: ${result.text}` : result.reason;
}

describe('editYaml: new keys', () => {
  test('go behind the last leaf, not behind the comments of the next entry', () => {
    const text = lines('spec:', '  a: 1', '  b:', '    c: 2', '', '# about kind', 'kind: X');
    expect(edited(text, set(['spec', 'd'], 3))).toBe(
      lines('spec:', '  a: 1', '  b:', '    c: 2', '  d: 3', '', '# about kind', 'kind: X'),
    );
  });

  test('pass over comments at their column or deeper at the end of the map', () => {
    const text = lines('m:', '  a: 1', '  # b: 2', '    # c', '# shallower', 'z: 1');
    expect(edited(text, set(['m', 'k'], 1))).toBe(
      lines('m:', '  a: 1', '  # b: 2', '    # c', '  k: 1', '# shallower', 'z: 1'),
    );
  });

  test('do not pass over a blank line', () => {
    expect(edited(lines('m:', '  a: 1', '', '  # late'), set(['m', 'k'], 1))).toBe(
      lines('m:', '  a: 1', '  k: 1', '', '  # late'),
    );
  });

  test('leave the comments of the next key to it, where a list stands at the column of its key', () => {
    const text = lines('l:', '- a', '# of m', 'm: 1');
    expect(edited(text, { op: 'insert', doc: 0, path: ['l'], index: 1, values: ['b'] })).toBe(
      lines('l:', '- a', '- b', '# of m', 'm: 1'),
    );
    const apart = lines('l:', '- a', '# - c', '', 'm: 1');
    expect(edited(apart, { op: 'insert', doc: 0, path: ['l'], index: 1, values: ['b'] })).toBe(
      lines('l:', '- a', '# - c', '- b', '', 'm: 1'),
    );
    const deep = lines('o:', '  l:', '  - a', '  # of m', '  m: 1', '# the end');
    expect(edited(deep, { op: 'insert', doc: 0, path: ['o', 'l'], index: 1, values: ['b'] })).toBe(
      lines('o:', '  l:', '  - a', '  - b', '  # of m', '  m: 1', '# the end'),
    );
  });

  test('go where the key order says, with comments left to the entry that they stand above', () => {
    const text = lines('# about a', 'a: 1 # one', '  # deeper', '# about c', 'c: 3');
    expect(edited(text, set(['b'], 2), { keyOrder: () => 'a' })).toBe(
      lines('# about a', 'a: 1 # one', '  # deeper', 'b: 2', '# about c', 'c: 3'),
    );
    expect(edited(text, set(['b'], 2), { keyOrder: () => null })).toBe(
      lines('b: 2', '# about a', 'a: 1 # one', '  # deeper', '# about c', 'c: 3'),
    );
  });

  test('come with a comment when asked', () => {
    expect(edited(lines('m:', '  a: 1'), set(['m', 'b'], { c: 1 }), { comment: 'because\nso' })).toBe(
      lines('m:', '  a: 1', '  # because', '  # so', '  b:', '    c: 1'),
    );
  });

  test('stand at the column of the others in a map behind a dash', () => {
    expect(edited(lines('- name: x', '- name: y'), set([0, 'image'], 'i'))).toBe(
      lines('- name: x', '  image: i', '- name: y'),
    );
    expect(edited(lines('-   name: x'), set([0, 'image'], 'i'))).toBe(lines('-   name: x', '    image: i'));
  });

  test('take the place behind the dash when they are first', () => {
    const first = { keyOrder: () => null };
    expect(edited(lines('- name: x # c'), set([0, 'a'], { b: 1 }), first)).toBe(
      lines('- a:', '    b: 1', '  name: x # c'),
    );
  });

  test('bring their missing ancestors', () => {
    expect(edited('a: 1\n', set(['b', 'c', 0, 'd'], true))).toBe(lines('a: 1', 'b:', '  c:', '  - d: true'));
  });

  test('follow a null whose line end belongs to nobody', () => {
    expect(edited(lines('a:', '  b:', '  c:', 'd: 1'), set(['a', 'e'], 1))).toBe(
      lines('a:', '  b:', '  c:', '  e: 1', 'd: 1'),
    );
  });

  test('follow a block scalar, whose kept blank lines are its text', () => {
    expect(edited('a:\n  b: |\n    x\n\nc: 1\n', set(['a', 'k'], 1))).toBe(
      'a:\n  b: |\n    x\n  k: 1\n\nc: 1\n',
    );
    expect(edited('a:\n  b: |+\n    x\n\nc: 1\n', set(['a', 'k'], 1))).toBe(
      'a:\n  b: |+\n    x\n\n  k: 1\nc: 1\n',
    );
  });

  test('are quoted where a reader would see no string', () => {
    expect(
      edited('a: 1\n', [set(['on'], 'x'), set(['8080'], 'x'), set(['a b'], 'x'), set(['c: d'], 'x')]),
    ).toBe(lines('a: 1', '"on": x', '"8080": x', 'a b: x', '"c: d": x'));
  });

  test('part of what a merge brings in is said with the rest of it', () => {
    const text = lines('a: &x', '  b:', '    c: 1', 'd:', '  # own', '  <<: *x', '  e: 1');
    expect(edited(text, set(['d', 'b', 'f'], 2))).toBe(`${text}${lines('  b:', '    c: 1', '    f: 2')}`);
  });

  test('override what a merge key brings in', () => {
    expect(edited(lines('a: &x', '  b: 1', 'd:', '  <<: *x'), set(['d', 'b'], 2))).toBe(
      lines('a: &x', '  b: 1', 'd:', '  <<: *x', '  b: 2'),
    );
  });

  test('are not set apart because a block of text keeps a blank line', () => {
    const text = 'a: |+\n  one\n\nb: {}\n';
    expect(edited(text, set(['c'], {}))).toBe(`${text}c: {}\n`);
    const apart = 'a: one\n\nb: {}\n';
    expect(edited(apart, set(['c'], {}))).toBe(`${apart}\nc: {}\n`);
  });

  test('find entries by quoted keys and keys with blanks', () => {
    expect(edited(lines('"a b":', "  'c': 1"), set(['a b', 'c'], 2))).toBe(lines('"a b":', "  'c': 2"));
  });
});

describe('editYaml: several edits at once', () => {
  test('give new keys of one map and of the maps around it the places that they would have one by one', () => {
    const text = lines('s:', '  c:', '  - n: a', '    i: x', '    # own', '  # of s', 'z: 1');
    const order = (_: YamlPath, keys: readonly string[], key: string) =>
      key < 'k' ? [...keys].sort().findLast(each => each < key) : undefined;
    const edits = [
      set(['s', 'w'], 1),
      set(['s', 'c', 0, 'q'], 2),
      set(['s', 'c', 0, 'j'], 3),
      set(['s', 'c', 0, 'p'], 4),
      set(['s', 'd'], 5),
    ];
    expect(edited(text, edits, { keyOrder: order })).toBe(
      lines(
        's:',
        '  c:',
        '  - n: a',
        '    i: x',
        '    j: 3',
        '    # own',
        '    q: 2',
        '    p: 4',
        '  d: 5',
        '  # of s',
        '  w: 1',
        'z: 1',
      ),
    );
  });

  test('keep their order where one sets what another one finds', () => {
    const text = lines('a: 1', 'b: []');
    expect(edited(text, [set(['a'], 2), set(['a'], 1), set(['b'], [3]), remove('b')])).toBe(lines('a: 1'));
  });

  test('come behind a dash together', () => {
    const text = lines('- z: 1');
    const edits = [set([0, 'b'], 2), set([0, 'a'], 1)];
    expect(edited(text, edits, { keyOrder: () => null })).toBe(lines('- a: 1', '  b: 2', '  z: 1'));
  });
});

describe('editYaml: style of new text', () => {
  test('copies the indent step and the dashes of the file', () => {
    const text = lines('a:', '    b:', '        - 1', 'c:', '    d: 1');
    expect(edited(text, set(['c', 'e'], { f: ['x', { g: 1, h: 2 }] }))).toBe(
      `${text}${lines('    e:', '        f:', '            - x', '            - g: 1', '              h: 2')}`,
    );
  });

  test('takes the habit of the other documents, then the one that is given', () => {
    const value = { l: ['x'] };
    expect(edited('a: 1\n---\nb:\n  - 1\n', set(['c'], value))).toBe(
      'a: 1\nc:\n  l:\n    - x\n---\nb:\n  - 1\n',
    );
    expect(edited('a: 1\n', set(['c'], value), { indentSequences: true })).toBe('a: 1\nc:\n  l:\n    - x\n');
    expect(edited('a: 1\n', set(['c'], value))).toBe('a: 1\nc:\n  l:\n  - x\n');
  });

  test('keeps CRLF', () => {
    expect(edited('a:\r\n  b: 1\r\n', [set(['a', 'c'], { d: 1 }), set(['e'], 'x\ny\n')])).toBe(
      'a:\r\n  b: 1\r\n  c:\r\n    d: 1\r\ne: |\r\n  x\r\n  y\r\n',
    );
  });

  test('keeps a final newline absent, and present', () => {
    expect(edited('a: 1\nb: 2', set(['c'], 3))).toBe('a: 1\nb: 2\nc: 3');
    expect(edited('a: 1\nb: 2', set(['a'], 3))).toBe('a: 3\nb: 2');
    expect(edited('a: 1\nb: 2', remove('b'))).toBe('a: 1');
    expect(edited('a: 1\n\nb: 2\n', remove('b'))).toBe('a: 1\n');
    expect(edited('a:', set(['a'], { b: 1 }))).toBe('a:\n  b: 1');
  });

  test('keeps the byte order mark and is not shifted by it or by wide characters', () => {
    expect(edited('\uFEFFé: 😀 # ☃\nb: 2\n', set(['b'], 3))).toBe('\uFEFFé: 😀 # ☃\nb: 3\n');
  });

  test("keeps the quotes of a replaced string, and takes the document's for a new one", () => {
    expect(
      edited(`a: 'x'\nb: "y"\nc: z\nd: 'w'\n`, [set(['a'], "it's"), set(['b'], 'q'), set(['c'], 'r')]),
    ).toBe(`a: 'it''s'\nb: "q"\nc: r\nd: 'w'\n`);
    expect(edited(`a: 'x'\n`, set(['b'], 'yes'))).toBe(`a: 'x'\nb: 'yes'\n`);
    expect(edited(lines('l:', '- "ALL"'), insert(['l'], 1, 'SOME'))).toBe(lines('l:', '- "ALL"', '- "SOME"'));
  });

  test('takes no habit from single quotes that hold double ones', () => {
    const added = [set(['b'], 'yes'), set(['c'], '{"d": 1}')];
    expect(edited(`a: '{"x": 1}'\n`, added)).toBe(`a: '{"x": 1}'\nb: "yes"\nc: '{"d": 1}'\n`);
    expect(edited(`a: 'x'\n`, added)).toBe(`a: 'x'\nb: 'yes'\nc: '{"d": 1}'\n`);
  });

  test('writes several lines as a literal block, chomped as the text needs', () => {
    expect(
      edited('k:\n- a: 1\n', [
        set(['k', 0, 'b'], 'x\n y\n'),
        set(['k', 0, 'c'], 'x\ny'),
        set(['k', 0, 'd'], ' x\ny\n\n'),
      ]),
    ).toBe('k:\n- a: 1\n  b: |\n    x\n     y\n  c: |-\n    x\n    y\n  d: |2+\n     x\n    y\n\n');
  });
});

describe('editYaml: replaced values', () => {
  test('leave the comment and the blanks before it', () => {
    expect(edited('a:   1   # one\n', set(['a'], 22))).toBe('a:   22   # one\n');
  });

  test('stand behind a key that had none, before its comment', () => {
    expect(edited('a: # why\nb:\n', [set(['a'], 1), set(['b'], 2)])).toBe('a: 1 # why\nb: 2\n');
    expect(edited('a: # why\n', set(['a'], { b: 1 }))).toBe('a: # why\n  b: 1\n');
  });

  test('go from a scalar to a collection and back, the comment kept', () => {
    const block = lines('a: # why', '  b: 1', '  c:', '    - 2', 'z: 1');
    expect(edited('a: 1 # why\nz: 1\n', set(['a'], { b: 1 }))).toBe('a: # why\n  b: 1\nz: 1\n');
    expect(edited(block, set(['a'], 'x'))).toBe('a: x # why\nz: 1\n');
    expect(edited(block, set(['a'], ['x']))).toBe('a: # why\n  - x\nz: 1\n');
  });

  test('work behind a dash', () => {
    expect(edited(lines('- a # why', '- b'), set([0], { x: 1, z: 2 }))).toBe(
      lines('- x: 1 # why', '  z: 2', '- b'),
    );
    expect(edited(lines('- x: 1', '  y: 2', '- b'), set([0], 'a'))).toBe(lines('- a', '- b'));
    expect(edited(lines('-', '  x: 1'), set([0], 'a'))).toBe(lines('- a'));
    expect(edited(lines('-', '- b'), set([0], 'a'))).toBe(lines('- a', '- b'));
  });

  test('turn {} and [] into blocks where the parent is one', () => {
    expect(edited('a: {} # why\nb: []\n', [set(['a', 'x', 'k'], 1), insert(['b'], 0, 'z')])).toBe(
      'a: # why\n  x:\n    k: 1\nb:\n- z\n',
    );
    expect(edited('- {}\n', set([0, 'x'], 1))).toBe('- x: 1\n');
    expect(edited('a:\n  b: 1\n', set(['a'], {}))).toBe('a: {}\n');
  });

  test('replace scalars over several lines whole', () => {
    expect(edited('a: x\n  y\n  z # c\nb: "p\n  q"\n', [set(['a'], 1), set(['b'], 'r')])).toBe(
      'a: 1 # c\nb: "r"\n',
    );
    expect(edited('a: | # c\n  x\n  y\nb: 1\n', set(['a'], 'z'))).toBe('a: z # c\nb: 1\n');
  });

  test('leave a literal block of one line one', () => {
    expect(edited('a: |- # c\n  x\nb: 1\n', set(['a'], 'z'))).toBe('a: |- # c\n  z\nb: 1\n');
  });

  test('stay in quotes where a line ends in blanks, and in the literal block that has them', () => {
    expect(edited('a: "x\\ny \\n"\n', set(['a'], 'x\ny \nz\n'))).toBe('a: "x\\ny \\nz\\n"\n');
    expect(edited('a: "x\\n \\n"\n', set(['a'], 'x\n \nz\n'))).toBe('a: "x\\n \\nz\\n"\n');
    expect(edited('a: "x\\ny\\n"\n', set(['a'], 'x\nz\n'))).toBe('a: |\n  x\n  z\n');
    expect(edited('a: |\n  x \n  y\n', set(['a'], 'x \nz\n'))).toBe('a: |\n  x \n  z\n');
  });

  test('change only the lines of a literal block that differ', () => {
    const text = 'a: |\n    one\n      two\n\n    three\nb: 1\n';
    const result = editYaml(text, [set(['a'], 'one\n  2\n\nthree\nfour\n')]);
    expect(result).toMatchObject({ ok: true, text: 'a: |\n    one\n      2\n\n    three\n    four\nb: 1\n' });
    expect(edited(text, set(['a'], 'one\nthree'))).toBe('a: |-\n    one\n    three\nb: 1\n');
  });

  test('leave the blank lines that a block has kept, unless they end in some themselves', () => {
    const text = 'm:\n  a: |+\n    x\n\n\n  b: >+\n    y\n\nc: 1\n';
    expect(edited(text, [set(['m', 'a'], 'z'), set(['m', 'b'], 2)])).toBe(
      'm:\n  a: |-\n    z\n\n\n  b: 2\n\nc: 1\n',
    );
    expect(edited(text, set(['m', 'a'], 'x\ny\n'))).toBe(
      'm:\n  a: |\n    x\n    y\n\n\n  b: >+\n    y\n\nc: 1\n',
    );
    expect(edited('a: |+\r\n  x  \r\n    \r\n\r\nb: 1\r\n', set(['a'], 'z'))).toBe(
      'a: |-\r\n  z\r\n\r\nb: 1\r\n',
    );
    expect(edited('a: |+\n  x  \n\n', set(['a'], 2))).toBe('a: 2\n\n');
    expect(edited(text, set(['m', 'a'], 'z\n\n'))).toBe('m:\n  a: |+\n    z\n\n  b: >+\n    y\n\nc: 1\n');
  });

  test('put a value in the place of an alias', () => {
    expect(edited('a: &x 1\nb: *x\n', set(['b'], { c: 1 }))).toBe('a: &x 1\nb:\n  c: 1\n');
  });

  test('take the tag along, and keep an anchor that nothing uses', () => {
    expect(edited('a: !!str 1 # c\nb: &x 2\n', [set(['a'], 2), set(['b'], 3)])).toBe('a: 2 # c\nb: &x 3\n');
  });

  test('stay as they are written when they say the same', () => {
    const text = 'mode: 0644\nn: 1_000\ns: "x"\nl: [a,  b]\n';
    expect(
      edited(text, [set(['mode'], 420), set(['n'], 1000), set(['s'], 'x'), set(['l'], ['a', 'b'])]),
    ).toBe(text);
  });
});

describe('editYaml: maps over maps and lists over lists', () => {
  test('touch only the entries that differ', () => {
    const text = lines('m:', '  a: 1 # one', '  # two', '  b:   2', '  c: 3');
    expect(edited(text, set(['m'], { b: 2, a: 10, d: { e: 1 } }))).toBe(
      lines('m:', '  a: 10 # one', '  # two', '  b:   2', '  d:', '    e: 1'),
    );
  });

  test('stay what they are under another name, with what is said beside them', () => {
    const before = lines('l:', '- kind: A # kept', '  # above', '  name: old');
    const value = [
      { kind: 'A', name: 'new' },
      { kind: 'A', name: 'b' },
    ];
    expect(edited(before, set(['l'], value))).toBe(
      lines('l:', '- kind: A # kept', '  # above', '  name: new', '- kind: A', '  name: b'),
    );
  });

  test('touch only the items that differ, known by their name', () => {
    const text = lines('l:', '- name: a # A', '  v: 1', '- name: b # B', '  v: 2', '- name: c # C', '  v: 3');
    const value = [{ name: 'b', v: 20 }, { name: 'x' }, { name: 'c', v: 3 }];
    expect(edited(text, set(['l'], value))).toBe(
      lines('l:', '- name: b # B', '  v: 20', '- name: x', '- name: c # C', '  v: 3'),
    );
  });

  test('work on flow lists', () => {
    expect(edited('l: [ a, "b",  c ]\n', set(['l'], ['a', 'c', 'd']))).toBe('l: [ a, c, d ]\n');
  });
});

describe('editYaml: removal', () => {
  test('takes the lines of an entry, its comments above stay', () => {
    const text = lines('a: 1', '# above b', 'b: # on b', '  c: 1', 'd: 2');
    expect(edited(text, remove('b'))).toBe(lines('a: 1', '# above b', 'd: 2'));
  });

  test.each([
    ['its key', '# the class of its ingress', true],
    ['its value', '# Nginx takes it', true],
    ['nothing of it', '# since 2019', false],
  ])('takes the comment directly above an entry along that names %s', (_, comment, isGone) => {
    const text = lines('a: 1', comment, 'x.io/ingress.class: nginx', 'd: 2');
    const kept = isGone ? [] : [comment];
    expect(edited(text, remove('x.io/ingress.class'))).toBe(lines('a: 1', ...kept, 'd: 2'));
    const apart = lines('a: 1', comment, '', 'x.io/ingress.class: nginx', 'd: 2');
    expect(edited(apart, remove('x.io/ingress.class'))).toBe(lines('a: 1', comment, '', 'd: 2'));
  });

  test('leaves the comment above that heads the next entry as well', () => {
    const text = lines(
      '# Nginx',
      'x.io/class: nginx',
      'nginx.io/size: 1',
      '',
      '# Nginx, too',
      'b: nginx',
      '',
      'c: 1',
    );
    expect(edited(text, [remove('x.io/class'), remove('b')])).toBe(
      lines('# Nginx', 'nginx.io/size: 1', '', '', 'c: 1'),
    );
  });

  test('leaves {} or [] in place of what it empties', () => {
    const text = lines('a:', '  b:', '    c: 1', 'd:', '- 1', 'e:', '- f: 1');
    expect(edited(text, [remove('a', 'b', 'c'), remove('d', 0), remove('e', 0, 'f')])).toBe(
      lines('a:', '  b: {}', 'd: []', 'e:', '- {}'),
    );
    expect(edited('a: 1\n', remove('a'))).toBe('{}\n');
  });

  test('takes emptied parents along when asked, but never the root', () => {
    expect(edited(lines('a:', '  b:', '    - c: 1', 'd: 1'), prune('a', 'b', 0, 'c'))).toBe('d: 1\n');
    expect(edited(lines('a:', '  b: 1'), prune('a', 'b'))).toBe('{}\n');
  });

  test('slides the next key onto the dash', () => {
    expect(edited(lines('- a: 1 # c', '  b:', '    x: 1', '- z'), remove(0, 'a'))).toBe(
      lines('- b:', '    x: 1', '- z'),
    );
    expect(edited(lines('- - a', '  - b'), remove(0, 0))).toBe(lines('- - b'));
  });

  test('leaves a comment between the first key and the next', () => {
    expect(edited(lines('- a: 1', '  # about b', '  b: 2'), remove(0, 'a'))).toBe(
      lines('-', '  # about b', '  b: 2'),
    );
  });
});

describe('editYaml: comments and blank lines that a block scalar would swallow', () => {
  test('turn the new text to quotes', () => {
    const text = lines('a: x', '    # deep', 'b: 1');
    expect(edited(text, set(['a'], 'two\nlines'))).toBe(lines('a: "two\\nlines"', '    # deep', 'b: 1'));
  });

  test('go with the entry that they stand in', () => {
    expect(edited(lines('a: |-', '  x', 'b:', '  c: 1', '  # d: 2', '# e'), remove('b'))).toBe(
      lines('a: |-', '  x', '# e'),
    );
  });

  test('bring a final newline where the text needs it', () => {
    expect(edited('a: 1', set(['b'], 'x\ny\n'))).toBe('a: 1\nb: |\n  x\n  y\n');
    expect(edited('a: 1', set(['b'], 'x\ny'))).toBe('a: 1\nb: |-\n  x\n  y');
  });
});

describe('editYaml: flow collections', () => {
  test('stay on one line with the padding that they have', () => {
    expect(
      edited('a: {x: 1}\nb: { x: 1 }\nc: [1, 2,]\nd: [ ]\n', [
        set(['a', 'k'], 'p, q'),
        set(['b', 'k'], { z: [1] }),
        insert(['c'], 2, 3),
        insert(['c'], 0, 0),
      ]),
    ).toBe('a: {x: 1, k: "p, q"}\nb: { x: 1, k: { z: [1] } }\nc: [0, 1, 2, 3,]\nd: [ ]\n');
  });

  test('lose an entry with its comma', () => {
    const text = 'a: {x: 1, y: 2, z: 3}\nb: { x: 1 }\nc: [a, b]\n';
    expect(edited(text, [remove('a', 'y'), remove('a', 'z'), remove('b', 'x'), remove('c', 0)])).toBe(
      'a: {x: 1}\nb: {}\nc: [b]\n',
    );
  });

  test('get a line of their own where each entry has one', () => {
    const text = lines('a: [', '  1, # one', '  2 # two', ']');
    expect(edited(text, insert(['a'], 2, 3))).toBe(lines('a: [', '  1, # one', '  2, # two', '  3', ']'));
    expect(edited(text, insert(['a'], 1, 3))).toBe(lines('a: [', '  1, # one', '  3,', '  2 # two', ']'));
    expect(edited(text, insert(['a'], 0, 3))).toBe(lines('a: [', '  3,', '  1, # one', '  2 # two', ']'));
    expect(edited(text, remove('a', 0))).toBe(lines('a: [', '  2 # two', ']'));
    expect(edited(text, remove('a', 1))).toBe(lines('a: [', '  1 # one', ']'));
  });

  test('give a value to a key without colon', () => {
    expect(edited('a: {b, c: , "d":1}\n', [set(['a', 'b'], 1), set(['a', 'c'], 2), set(['a', 'd'], 3)])).toBe(
      'a: {b: 1, c: 2 , "d":3}\n',
    );
  });

  test('stay JSON in a JSON file', () => {
    const text = '{\n    "a": {\n        "b": 1\n    },\n    "c": []\n}';
    const result = edited(text, [
      set(['a', 'k'], { l: ['x'] }),
      insert(['c'], 0, { y: null }),
      set(['d'], 'on'),
    ]);
    expect(JSON.parse(result)).toEqual({ a: { b: 1, k: { l: ['x'] } }, c: [{ y: null }], d: 'on' });
    expect(result).toContain(
      '        "k": {\n            "l": [\n                "x"\n            ]\n        }\n    },',
    );
  });
});

describe('editYaml: YAML inside of a scalar', () => {
  test('is edited as text, only its differing lines change', () => {
    const text =
      'patches:\n- patch: |-\n    # keep\n    - op: add\n      value:   1 # v\n\n    - op: test\n  target: {}\n';
    expect(edited(text, nested(['patches', 0, 'patch'], set([0, 'value'], 2)))).toBe(
      text.replace('value:   1', 'value:   2'),
    );
    expect(edited(text, nested(['patches', 0, 'patch'], insert([], 2, { op: 'x' })))).toBe(
      text.replace('    - op: test\n', '    - op: test\n    - op: x\n'),
    );
  });

  test('keeps the quotes of JSON in a string', () => {
    expect(edited(`p: '[{"op": "add"}]' # c\n`, nested(['p'], set([0, 'path'], '/x')))).toBe(
      `p: '[{"op": "add", "path": "/x"}]' # c\n`,
    );
  });

  test('becomes a literal block where folding would hide its lines', () => {
    expect(edited('p: >-\n  a: 1\n\n  b: 2\n', nested(['p'], set(['c'], 3)))).toBe(
      'p: |-\n  a: 1\n  b: 2\n  c: 3\n',
    );
  });

  test('is refused for the reasons of the inner text', () => {
    expect(refused('p: |\n  a: [\n', nested(['p'], set(['a'], 1)))).toMatch('YAML error');
    expect(refused('p: 1\n', nested(['p'], set(['a'], 1)))).toBe('not a text');
  });
});

describe('editYaml: documents', () => {
  test('are counted as kustomize does', () => {
    const text = '# license\n---\na: 1\n---\n# nothing\n---\nb: 1\n...\nc: 1\n';
    expect(edited(text, set(['b'], 2, 1))).toBe(text.replace('b: 1', 'b: 2'));
    expect(refused(text, set(['b'], 2, 2))).toBe('no such document');
  });

  test('are added at the end, the final newline as it was', () => {
    const add: YamlEdit = { op: 'addDocument', value: { b: ['x'] } };
    expect(edited('a: 1\n', add)).toBe('a: 1\n---\nb:\n- x\n');
    expect(edited('a: 1', add)).toBe('a: 1\n---\nb:\n- x');
    expect(edited('a: 1\n---\n', add)).toBe('a: 1\n---\nb:\n- x\n');
    expect(edited('# only a comment\n', add)).toBe('# only a comment\nb:\n- x\n');
    expect(edited('', add)).toBe('b:\n- x\n');
  });

  test('are removed with one separator', () => {
    const drop = (doc: number): YamlEdit => ({ op: 'removeDocument', doc });
    expect(edited('a: 1\n---\nb: 1\n---\nc: 1\n', drop(1))).toBe('a: 1\n---\nc: 1\n');
    expect(edited('---\na: 1\n---\nb: 1\n', drop(0))).toBe('---\nb: 1\n');
    expect(edited('a: 1\n---\nb: 1\n', drop(0))).toBe('b: 1\n');
    expect(edited('a: 1\n---\nb: 1', drop(1))).toBe('a: 1');
    expect(edited('a: 1\n', drop(0))).toBe('');
  });

  test('of other kinds are left alone, also when they are broken', () => {
    expect(edited('a: [\n---\nb: 1\n', set(['b'], 2, 1))).toBe('a: [\n---\nb: 2\n');
  });
});

describe('editYaml: an anchored map', () => {
  const text = lines('a: &a', '  r:', '    x: 1', '  l: {m: 1}', 'b:', '  <<: *a', '  r: {k: 1}');

  test('is edited where all who merge it say the key themselves', () => {
    expect(edited(text, set(['a', 'r', 'z'], 2))).toBe(text.replace('    x: 1\n', '    x: 1\n    z: 2\n'));
    expect(edited(text, remove('a', 'r'))).toBe(text.replace('  r:\n    x: 1\n', ''));
  });

  test.each([
    ['a key that somebody gets from it', text, set(['a', 'l', 'z'], 2)],
    ['a key that somebody would get from it', text, set(['a', 'new'], 2)],
    ['what is repeated as a whole', `${text}c: *a\n`, set(['a', 'r', 'z'], 2)],
    ['what another one merges', `${text}c: {<<: [*a]}\n`, set(['a', 'r', 'z'], 2)],
  ])('is not: %s', (_, shared, edit) => {
    expect(refused(shared, edit)).toBe('anchor shared');
  });
});

describe('editYaml: refusals', () => {
  const anchored = lines('a: &x', '  b: 1', 'c: *x', 'd:', '  <<: *x', '  e: 1');

  test.each<[string, string, YamlEdit]>([
    ['alias', anchored, set(['c', 'b'], 2)],
    ['alias', anchored, remove('d', 'b')],
    ['alias', lines('a: &x', '  b: [1]', 'd:', '  <<: *x'), set(['d', 'b', 0], 2)],
    ['anchor shared', anchored, set(['a', 'b'], 2)],
    ['anchor shared', anchored, set(['a', 'new'], 2)],
    ['anchor shared', anchored, remove('a')],
    ['anchor shared', anchored, set(['a'], 1)],
    ['anchor shared', lines('k:', '  a: &x 1', 'b: *x'), remove('k')],
    ['no such path', 'a: {b: 1}\n', remove('a', 'c')],
    ['no such path', 'a: [1]\n', set(['a', 3], 1)],
    ['not a collection', 'a: 1\n', set(['a', 'b'], 1)],
    ['not a list', 'a: 1\n', insert(['a'], 0, 1)],
    ['explicit key', '? a\n: 1\n', set(['b'], 1)],
    ['the root cannot be removed', 'a: 1\n', remove()],
    ['no such document', '# nothing\n', set(['a'], 1)],
  ])('%s: %j %j', (reason, text, edit) => {
    expect(refused(text, edit)).toBe(reason);
  });

  test.each([
    ['tabs as indentation', 'a:\n\tb: 1\n', { line: 2, column: 1 }],
    ['duplicate keys', 'a: 1\na: 2\n', { line: 2, column: 1 }],
    ['keys that are the same text', '80: 1\n"80": 2\n', { line: 2, column: 1 }],
    ['templating outside of scalars', '{{ if x }}\na: 1\n{{ end }}\n', { line: 2, column: 1 }],
    ['content on a separator', 'a: 1\n--- {b: 1}\nc: 1\n', { line: 2, column: 1 }],
    ['a broken document', 'x: 1\n---\na: "b\n', { line: 4, column: 1 }],
  ])('says where: %s', (_, text, at) => {
    const result = editYaml(text, [set(['a'], 1, text.startsWith('x') ? 1 : 0)]);
    expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(/^YAML error/), at });
  });

  test('leaves alone what aliases expand beyond measure', () => {
    const bomb = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 9; i++) bomb.push(`b${i}: &a${i} [${`*a${i - 1}, `.repeat(9)}*a${i - 1}]`);
    expect(refused(lines(...bomb), set(['new'], 1))).toBe('aliases expand to too many nodes');
    expect(refused('a: &a [*a]\n', set(['b'], 1))).toMatch('alias');
  });

  test('make all edits or none', () => {
    expect(refused('a: 1\n', [set(['a'], 2), remove('b')])).toBe('no such path');
  });
});

describe('editYaml: templating inside of scalars', () => {
  test('is text like any other', () => {
    const variable = (name: string) => `\${${name}}`;
    const text = `a: "{{ .Values.x }}"\nb: ${variable('VAR')}\nc: x-{{ y }}\n`;
    expect(edited(text, set(['b'], variable('OTHER:=x')))).toBe(text.replace('VAR', 'OTHER:=x'));
  });
});

test('what goes from behind a block text that keeps its blank lines leaves it none', () => {
  expect(edited('b: |+\n  x\n\nc: {}\n\na: []\n', remove('c'))).toBe('b: |+\n  x\n\na: []\n');
  // Elsewhere blank lines stay where they are.
  expect(edited('b: |\n  x\n\nc: {}\n\na: []\n', remove('c'))).toBe('b: |\n  x\n\n\na: []\n');
});

describe('several items at once', () => {
  test.each([
    ['in the middle', lines('# list', 'l:', '  - a # first', '  # of c', '  - c', 'x: 1')],
    ['in quotes', lines('l:', "- 'a'", "- 'c'", '# end')],
    ['in a flow list', lines('l: [a, c]')],
    ['in a long flow list', lines(`l: [${'a'.repeat(60)}, c]`)],
    ['in an empty list', lines('l: []')],
    ['in none', lines('l:', 'x: 1')],
    ['behind a dash', lines('- - a', '  - c').replace(/^/, 'l:\n')],
  ])('%s: as one after the other', (_, text) => {
    const values = ['two', 'three words', 'four'];
    const start = text.includes('c') && !text.startsWith('l:\n- -') ? 1 : 0;
    const single = values.map((value, i) => insert(['l'], start + i, value));
    const together: YamlEdit = { op: 'insert', doc: 0, path: ['l'], index: start, values };
    expect(edited(text, together)).toBe(edited(text, single));
  });
});
