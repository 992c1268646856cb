/** Files that are none of a tool's, or are broken. */
import { bytesOf, krr, listOf, pod, readOne, refusalOf, scan } from './files.ts';

test.each([
  ['nothing', '', 'is empty'],
  ['blanks', ' \n\t', 'is empty'],
  ['half of a file', '{"scans": [\n{"object":', 'is JSON that ends too early'],
  [
    'a message',
    'error: the server does not have a resource type "vpa"\nretry: no\nx',
    'is neither JSON nor YAML',
  ],
  ['a sentence', 'command not found', 'holds a text'],
  ['an empty list', '[]', 'holds an empty list'],
  ['an empty list of objects', JSON.stringify(listOf()), 'holds an empty list'],
  ['a list of nothing', '[null, 3, "x"]', 'is none of the files that can be read'],
  ['another kind', '{"apiVersion": "v1", "kind": "Secret", "data": {}}', '(kind Secret)'],
  ['another file', '{"scans": {}, "strategy": []}', 'is none of the files that can be read'],
  ['an alias bomb', `a: &a [x,x]\nb: &b [*a,*a]\n${'c: [*b,*b,*b]\n'.repeat(3)}`, 'is neither JSON nor YAML'],
])('%s is refused with its reason', (_, text, reason) => {
  expect(refusalOf(text)).toContain(reason);
});

test('an error has its line', () => {
  expect(refusalOf('{\n"a": 1,\n"b": }\n')).toMatch(/^a\.json:3: is no JSON/);
});

test('what is no text is said', () => {
  expect(refusalOf(new Uint8Array([0xff, 0xfe, 0x7b, 0x00]))).toContain('UTF-16');
  expect(refusalOf(new Uint8Array([0x7b, 0xff, 0x7d]))).toContain('no text in UTF-8');
});

test('fields of other types are as good as absent', () => {
  const odd = [null, 'x', [], { value: { value: 1 } }, Number.NaN, -1, true];
  for (const value of odd) {
    const recommended = { requests: value, limits: { cpu: value, memory: value }, info: value };
    expect(
      readOne(
        krr({
          object: { name: 'web', container: 'app', namespace: 'shop', kind: 'Deployment' },
          recommended,
        }),
      ).containers,
    ).toEqual([]);
    expect(() => readOne(krr({ object: value, recommended: value }))).not.toThrow();
    expect(() =>
      readOne(listOf({ apiVersion: 'v1', kind: 'Pod', metadata: value, spec: value, status: value })),
    ).not.toThrow();
    expect(() =>
      readOne(listOf(pod({ container: { securityContext: value, volumeMounts: value } }))),
    ).not.toThrow();
    const vpa = {
      apiVersion: 'autoscaling.k8s.io/v1',
      kind: 'VerticalPodAutoscaler',
      metadata: value,
      spec: value,
      status: value,
    };
    expect(() => readOne(listOf(vpa))).not.toThrow();
    const profile = { apiVersion: 'spdx/v1beta1', kind: 'ApplicationProfile', metadata: value, spec: value };
    expect(() => readOne(listOf(profile))).not.toThrow();
  }
});

test.each(['\u001b[31m', '\u202e', '\u200b', 'a\nb'])(
  'characters that nobody sees are not kept: %j',
  text => {
    const odd = scan({ requests: { cpu: 1 }, info: { cpu: text } });
    expect(refusalOf(krr(odd))).toContain('holds characters that nobody sees');
    expect(refusalOf([{ Id: 'x', RepoTags: ['shop/web:1'], Config: { User: text } }])).toContain(
      'nobody sees',
    );
  },
);

test('names of prototypes are names', () => {
  const text = '{"scans": [{"object": {"__proto__": {"name": "x"}}}], "strategy": {"name": "constructor"}}';
  expect(readOne(text).containers).toEqual([]);
});

test('documents one behind the other, with a byte order mark, and YAML are read', () => {
  const first = JSON.stringify(pod(), null, 4);
  expect(readOne(`${first}\n${first}\n`).containers).toHaveLength(2);
  expect(readOne(`\ufeff${first}`).containers).toHaveLength(1);
  const yaml =
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: autoscaling.k8s.io/v1\n  kind: VerticalPodAutoscaler\n  metadata: {name: a}\n';
  expect(readOne(yaml).left).toEqual(['VerticalPodAutoscaler a recommends nothing yet']);
});

test('items of a list of one kind may leave it out; objects of other kinds are counted', () => {
  const { apiVersion: _, kind: __, ...item } = pod() as Record<string, unknown>;
  expect(readOne({ apiVersion: 'v1', kind: 'PodList', items: [item] }).containers).toHaveLength(1);
  const mixed = listOf(pod(), { apiVersion: 'v1', kind: 'Service' }, { apiVersion: 'v1', kind: 'Service' });
  expect(readOne(mixed).left).toEqual(['2 objects of other kinds']);
});

test('a large file comes to an end', () => {
  const many = Array.from({ length: 20_000 }, () => pod());
  expect(readOne(bytesOfText(many)).containers).toHaveLength(20_000);
});

function bytesOfText(items: readonly object[]): string {
  return new TextDecoder().decode(bytesOf(listOf(...items)));
}
