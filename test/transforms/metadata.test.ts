/** What the registry says, and that every transform has its folder of tests. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { transforms } from '../../transforms/index.ts';
import { CASES, caseIds } from '../harness/cases.ts';
import { KNOWN_CHECKS } from './known-checks.ts';

test('every transform has cases, and every folder of cases its transform', () => {
  expect(caseIds()).toEqual(transforms.map(transform => transform.id).sort());
  const shares = readdirSync(join(CASES, 'goldens')).map(file =>
    /^([a-z])(?:-to-([a-z]))?\.test\.ts$/.exec(file),
  );
  const runs = (id: string) =>
    shares.filter(share => share![1]! <= id && id.charAt(0) <= (share![2] ?? share![1]!));
  expect(caseIds().filter(id => runs(id).length !== 1)).toEqual([]);
});

test.each(transforms.map(each => [each.id, each] as const))(
  '%s: the checks of its messages are among its own',
  (_, { docs, messages }) => {
    const own = Object.entries(docs.sameAsOf ?? {}) as readonly (readonly [string, readonly string[]])[];
    expect(own.map(([message]) => message).filter(message => !(message in messages))).toEqual([]);
    expect(own.flatMap(([, checks]) => checks).filter(check => !docs.sameAs.includes(check))).toEqual([]);
    expect(new Set(docs.sameAs).size).toBe(docs.sameAs.length);
  },
);

test.each(transforms.map(each => [each.id, each] as const))(
  '%s: reasons of its own are those of its messages',
  (_, { docs, messages }) => {
    expect(Object.keys(docs.whyOf ?? {}).filter(message => !(message in messages))).toEqual([]);
  },
);

test('checks of other tools are ones that the tools have', () => {
  const unknown = transforms.flatMap(({ id, docs }) =>
    docs.sameAs.filter(check => !KNOWN_CHECKS.has(check)).map(check => `${id}: ${check}`),
  );
  expect(unknown).toEqual([]);
});

test('transforms are listed as they run, one after the other', () => {
  const places = transforms.map(({ order, id }) => `${String(order).padStart(6, '0')} ${id}`);
  expect(places).toEqual([...places].sort());
});

test('no two transforms have one title', () => {
  const titles = transforms.map(({ title }) => title);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});
