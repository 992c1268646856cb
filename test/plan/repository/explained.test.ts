import { explanationAt } from '../../../src/plan/repository/explained.ts';

const of = (line: string) => explanationAt({ read: () => `a: 1\n${line}\n` } as never, 'x.yaml:2');

test.each([
  ['right above it', 'b:\n  # The cache is\n  # needed there.\n  c: false', 4, 'The cache is needed there.'],
  ['above what holds it', '# needed\nb:\n  c: false', 3, undefined],
  ['above a whole map', '# needed\nb:\n  c: false', 2, undefined],
  ['above another line', '# needed\nb: 1\nc: false', 3, undefined],
  ['above it, without a reason', '# options\nc: false', 2, undefined],
])('a comment %s', (_, text, line, said) => {
  expect(explanationAt({ read: () => text } as never, `x.yaml:${line}`)).toBe(said);
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
