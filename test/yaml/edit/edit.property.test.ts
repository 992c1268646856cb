import fc from 'fast-check';
import { parseDocument, stringify } from 'yaml';
import { applySplices } from '../../../src/text/splice.ts';
import { editYaml, type Json, type YamlEdit, type YamlPath } from '../../../src/yaml/edit/edit.ts';
import { runs } from '../../harness/runs.ts';

const word = fc.constantFrom(
  'web',
  'a b',
  'x: y',
  '# no',
  'yes',
  '0777',
  '12:30',
  '',
  ' ',
  '-',
  '- a',
  '*',
  '1_000',
  "it's",
  '"',
  'é😀',
  'two\nlines',
  'two\nlines\n',
  '\n',
  ' x\ny\n\n',
  'a\tb',
  'null',
  '{{ x }}',
  '[',
  'a,b',
  '2020-01-01',
  '\u0085',
);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  word,
  fc.string({ maxLength: 6 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(1.5, -2e-7, 1e21),
);
const key = fc.oneof(
  fc.constantFrom('a', 'b', 'name', 'c d', 'on', '80', 'x.y/z', '__proto__x', '- k', 'q"'),
  fc.stringMatching(/^[a-z]{1,4}$/),
);
const { value } = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const root = fc.dictionary(key, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true });

interface Style {
  indent: number;
  indentSeq: boolean;
  crlf: boolean;
  finalNewline: boolean;
  bom: boolean;
  comments: boolean;
  wide: boolean;
  singleQuote: boolean;
  flowEvery: number;
}
const style: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom(2, 4, 3),
  indentSeq: fc.boolean(),
  crlf: fc.boolean(),
  finalNewline: fc.boolean(),
  bom: fc.boolean(),
  comments: fc.boolean(),
  wide: fc.boolean(),
  singleQuote: fc.boolean(),
  flowEvery: fc.constantFrom(0, 2, 3, 5),
});

/** A document in some style; the library under test takes no part in it. */
function render(
  data: Json,
  { indent, indentSeq, crlf, finalNewline, bom, comments, wide, singleQuote, flowEvery }: Style,
): string {
  const document = parseDocument(stringify(data, { indent, indentSeq, singleQuote, lineWidth: 0 }));
  let count = 0;
  const visit = (node: unknown): void => {
    const { items, value: child } = (node ?? {}) as { items?: unknown[]; value?: unknown };
    if (Array.isArray(items)) {
      if (flowEvery > 0 && ++count % flowEvery === 0 && node !== document.contents)
        (node as { flow?: boolean }).flow = true;
      items.forEach(visit);
    } else visit2(child);
    if (
      comments &&
      node &&
      typeof node === 'object' &&
      'range' in node &&
      ++count % 3 === 0 &&
      !('flow' in node && node.flow)
    ) {
      (node as { comment?: string }).comment = ` c${count}`;
    }
  };
  const visit2 = (child: unknown) => child && typeof child === 'object' && visit(child);
  visit(document.contents);
  let text = document.toString({ indent, indentSeq, singleQuote, lineWidth: 0 });
  if (wide) text = `# é😀☃\n${text}`;
  if (!finalNewline) text = text.replace(/\n$/, '');
  if (crlf) text = text.replaceAll('\n', '\r\n');
  return (bom ? '\uFEFF' : '') + text;
}

const read = (text: string): Json => parseDocument(text.replace(/^\uFEFF/, ''), { uniqueKeys: true }).toJS();

function pathsOf(data: Json, path: YamlPath = []): YamlPath[] {
  if (typeof data !== 'object' || data === null) return [path];
  return [
    path,
    ...Object.entries(data).flatMap(([k, child]) =>
      pathsOf(child, [...path, Array.isArray(data) ? Number(k) : k]),
    ),
  ];
}

type Mutable = { [key: string | number]: Json } & Json[];

const at = (data: Json, path: YamlPath) =>
  path.reduce<Json>((child, step) => (child as Mutable)[step as number]!, data) as unknown as Mutable;

function modelled(data: Json, edit: YamlEdit): Json {
  const copy = structuredClone({ root: data }) as { root: Json };
  if (!('path' in edit)) return copy.root;
  const full = ['root', ...edit.path];
  const parent = at(copy as unknown as Json, full.slice(0, -1));
  const last = full.at(-1)!;
  if (edit.op === 'set') parent[last] = edit.value;
  if (edit.op === 'insert')
    (parent[last] as Mutable).splice(edit.index, 0, ...edit.values.map(value => structuredClone(value)));
  if (edit.op === 'remove') Array.isArray(parent) ? parent.splice(Number(last), 1) : delete parent[last];
  return copy.root;
}

/** A rendered document that reads as its data (styles and odd strings do not always go together). */
const document = fc
  .tuple(root, style)
  .map(([data, how]) => ({ data, how, text: render(data, how) }))
  .filter(({ data, text }) => {
    try {
      expect(read(text)).toEqual(data);
      return true;
    } catch {
      return false;
    }
  });

const pick = fc.nat(1_000_000);
const choose = <T>(from: readonly T[], nth: number): T => from[nth % from.length]!;

function randomEdit(
  data: Json,
  [nth, newKey, newValue, kind]: readonly [number, string, Json, number],
): YamlEdit {
  const paths = pathsOf(data);
  const path = choose(paths, nth);
  const target = at(data, path);
  if (kind === 0 && path.length > 0) return { op: 'remove', doc: 0, path };
  if (Array.isArray(target) && kind < 3)
    return {
      op: 'insert',
      doc: 0,
      path,
      index: nth % (target.length + 1),
      values: nth % 2 === 0 ? [newValue] : [newValue, newKey, newValue],
    };
  if (target && typeof target === 'object' && !Array.isArray(target) && kind < 3) {
    return { op: 'set', doc: 0, path: [...path, newKey], value: newValue };
  }
  if (path.length === 0)
    return { op: 'set', doc: 0, path: [Object.keys(data as object)[0]!], value: newValue };
  return { op: 'set', doc: 0, path, value: newValue };
}

const edits = fc.tuple(pick, key, value, fc.nat(3));

describe('editYaml', () => {
  test('makes any edit of any document in any style, and nothing else', () => {
    fc.assert(
      fc.property(document, edits, fc.constantFrom(undefined, null, 'a'), ({ data, text }, how, order) => {
        const edit = randomEdit(data, how);
        const result = editYaml(text, [edit], { keyOrder: () => order });
        if (!result.ok) throw new Error(`${result.reason}\n${text}\n${JSON.stringify(edit)}`);
        expect(read(result.text)).toEqual(modelled(data, edit));
        expect(applySplices(text, result.splices)).toBe(result.text);
        for (const comment of text.match(/# c\d+/g) ?? []) {
          if (edit.op !== 'remove' && replacesScalar(data, edit)) expect(result.text).toContain(comment);
        }
      }),
      { numRuns: runs(500) },
    );
  });

  test('makes several edits as it would make one after the other', () => {
    fc.assert(
      fc.property(
        document,
        fc.array(edits, { minLength: 2, maxLength: 6 }),
        fc.constantFrom(undefined, null, 'a'),
        fc.constantFrom(undefined, 'why'),
        ({ data, text, how }, wanted, order, comment) => {
          const options = { keyOrder: () => order, ...(comment && { comment }) };
          const planned: YamlEdit[] = [];
          let model: Json = data;
          let alone = text;
          let onlyAdds = true;
          for (const each of wanted) {
            fc.pre(Object.keys(model as object).length > 0);
            const edit = randomEdit(model, each);
            planned.push(edit);
            onlyAdds &&= edit.op === 'insert' || (edit.op === 'set' && at(model, edit.path) === undefined);
            model = modelled(model, edit);
            const made = editYaml(alone, [edit], options);
            if (!made.ok) throw new Error(`${made.reason}\n${alone}\n${JSON.stringify(edit)}`);
            alone = made.text;
          }
          const result = editYaml(text, planned, options);
          if (!result.ok) throw new Error(`${result.reason}\n${text}\n${JSON.stringify(planned)}`);
          expect(read(result.text)).toEqual(model);
          expect(applySplices(text, result.splices)).toBe(result.text);
          expect(commentsOf(result.text)).toEqual(expect.arrayContaining(commentsOf(alone)));
          // In a document of one style nothing that is added changes what the neighbours of others look like.
          if (onlyAdds && how.flowEvery === 0) expect(result.text).toBe(alone);
        },
      ),
      { numRuns: runs(300) },
    );
  });

  test('is undone by removing what was inserted', () => {
    fc.assert(
      fc.property(document, edits, ({ data, text }, [nth, newKey, newValue]) => {
        const open = pathsOf(data).filter(path => {
          const target = at(data, path);
          return (
            target &&
            typeof target === 'object' &&
            Object.keys(target).length > 0 &&
            !Object.hasOwn(target, newKey)
          );
        });
        // A final newline that a block scalar needs is not taken back.
        fc.pre(open.length > 0 && (text.endsWith('\n') || !JSON.stringify([data, newValue]).includes('\\n')));
        const path = choose(open, nth);
        const target = at(data, path);
        const length = Array.isArray(target) ? target.length : 0;
        const edit: YamlEdit = Array.isArray(target)
          ? { op: 'insert', doc: 0, path, index: length, values: [newValue] }
          : { op: 'set', doc: 0, path: [...path, newKey], value: newValue };
        const made = editYaml(text, [edit]);
        if (!made.ok) throw new Error(made.reason);
        // A flow collection that grew too long has become a block: no removal takes that back.
        fc.pre(made.splices.every(({ start, end }) => text.slice(start, end).trim() === ''));
        const undone = editYaml(made.text, [
          { op: 'remove', doc: 0, path: [...path, Array.isArray(target) ? length : newKey] },
        ]);
        expect(undone).toMatchObject({ ok: true, text });
      }),
      { numRuns: runs(300) },
    );
  });

  test('makes a document equal to any other by one set', () => {
    fc.assert(
      fc.property(document, root, ({ text }, other) => {
        const result = editYaml(text, [{ op: 'set', doc: 0, path: [], value: other }]);
        if (!result.ok) throw new Error(result.reason);
        expect(read(result.text)).toEqual(other);
      }),
      { numRuns: runs(300) },
    );
  });

  test('edits YAML inside of a scalar as it would outside', () => {
    fc.assert(
      fc.property(document, edits, fc.constantFrom('|', 'plain or quoted'), ({ data, text }, how, kind) => {
        const inner = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
        fc.pre(kind !== '|' || !/[\u0085\t]|^ |^\n/.test(inner));
        const edit = randomEdit(data, how);
        const indented = inner.replace(/^(?=.)/gm, '    ');
        const chomp = inner.endsWith('\n\n') ? '+' : inner.endsWith('\n') ? '' : '-';
        const outer =
          kind === '|'
            ? `p: |${chomp}\n${indented}${inner.endsWith('\n') ? '' : '\n'}q: 1\n`
            : `p: ${JSON.stringify(inner)} # c\nq: 1\n`;
        fc.pre((read(outer) as { p: Json }).p === inner);
        const direct = editYaml(inner, [edit]);
        const result = editYaml(outer, [{ op: 'nested', doc: 0, path: ['p'], edits: [edit] }]);
        if (!direct.ok || !result.ok) throw new Error(JSON.stringify([direct, result]));
        expect(read(result.text)).toEqual({ p: direct.text, q: 1 });
      }),
      { numRuns: runs(200) },
    );
  });
});

function commentsOf(text: string): string[] {
  return (text.match(/# (?:c\d+|why)/g) ?? []).sort();
}

function replacesScalar(data: Json, edit: YamlEdit): boolean {
  if (edit.op === 'insert') return true;
  if (edit.op !== 'set') return false;
  const parent = at(data, edit.path.slice(0, -1));
  const old = parent?.[edit.path.at(-1)!];
  return old === undefined || old === null || typeof old !== 'object';
}
