import { explanationAt } from '../../../src/plan/repository/explained.ts';

const of = (line: string) => explanationAt({ read: () => `a: 1\n${line}\n` } as never, 'x.yaml:2');

test.each([
  ['privileged: true # needed for loop devices', 'needed for loop devices'],
  ['privileged: true # must see the disks of the node\r', 'must see the disks of the node'],
  ['privileged: true', undefined],
  ['privileged: true # TODO: remove, needed for now', undefined],
  ['privileged: true # careful', undefined],
  ['privileged: true # kustomend: ignore[x] needed', undefined],
])('%s is explained by %s', (line, said) => expect(of(line)).toBe(said));
