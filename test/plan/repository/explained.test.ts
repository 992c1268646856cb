import { explanationOf } from '../../../src/plan/repository/explained.ts';

const of = (line: string) => explanationOf({ read: () => `a: 1\n${line}\n` } as never, 'x.yaml:2', undefined);

test.each([
  ['right above it', 'b:\n  # The cache is\n  # needed there.\n  c: false', 4, 'The cache is needed there.'],
  ['above what holds it', '# needed\nb:\n  c: false', 3, undefined],
  ['above a whole map', '# needed\nb:\n  c: false', 2, undefined],
  ['above another line', '# needed\nb: 1\nc: false', 3, undefined],
  ['above it, without a reason', '# options\nc: false', 2, undefined],
])('a comment %s', (_, text, line, said) => {
  expect(explanationOf({ read: () => text } as never, `x.yaml:${line}`, undefined)).toBe(said);
});

test.each([
  ['privileged: true # needed for loop devices', 'needed for loop devices'],
  ['privileged: true # must see the disks of the node\r', 'must see the disks of the node'],
  ['privileged: true', undefined],
  ['privileged: true # TODO: remove, needed for now', undefined],
  ['privileged: true # careful', undefined],
  ['readOnlyRootFilesystem: false # the plugin writes its cache', 'the plugin writes its cache'],
  ['allowPrivilegeEscalation: true # on purpose', 'on purpose'],
  ['privileged: true # kustomend: ignore[x] needed', undefined],
])('%s is explained by %s', (line, said) => expect(of(line)).toBe(said));

describe('a value is explained by a comment that names it', () => {
  const POD = 'kind: Deployment\nspec:\n  type: Unconfined\n';
  const found = (text: string, line: number) =>
    explanationOf({ read: () => text } as never, `x.yaml:${line}`, 'Unconfined');

  test.each([
    ['in its document', `# seccomp Unconfined: the client\n# uses io_uring. Port 1.\n${POD}`, 5],
    ['at the head of the file', `# Unconfined, as it uses io_uring\nkind: Service\n---\n${POD}`, 6],
  ])('%s', (_, text, line) => expect(found(text, line)).toContain('uses io_uring'));

  test.each([
    ['without a reason', `# runs unconfined\n${POD}`, 4],
    ['against it', `# must not be Unconfined\n${POD}`, 4],
    ['for now', `# TODO: Unconfined because of a bug\n${POD}`, 4],
    ['of another document', `kind: A\n---\n# Unconfined: it uses io_uring\nkind: B\n---\n${POD}`, 8],
    ['of one of two values', `# Unconfined: it uses io_uring\n${POD}---\n${POD}`, 8],
  ])('not %s', (_, text, line) => expect(found(text, line)).toBeUndefined());

  test('and no word of prose is such a value', () => {
    const text = '# always needed\na: always\n';
    expect(explanationOf({ read: () => text } as never, 'x.yaml:2', 'always')).toBe('always needed');
    expect(
      explanationOf({ read: () => `${text}b: 1\nc: always\n` } as never, 'x.yaml:4', 'always'),
    ).toBeUndefined();
  });
});
