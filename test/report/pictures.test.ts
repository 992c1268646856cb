/** Many kustomizations as several pictures. */
import type { Kustomized } from '../../src/report/graph/kustomizations.ts';
import { type Box, picturesOf } from '../../src/report/graph/pictures.ts';
import { graphMarkup } from '../../src/report/html/graph-markup.ts';

function kustomized(path: string, uses: readonly string[] = []): Kustomized {
  return {
    path,
    kind: 'root',
    reason: null,
    uses: uses.map(each => ({ path: each, component: false })),
  };
}

const numbered = (folder: string, number: number, uses: readonly string[] = []) =>
  Array.from({ length: number }, (_, i) => kustomized(`${folder}/${i}`, uses));

const saying = ({ path, kind, holds, uses }: Box) =>
  `${path} ${kind} ${holds.length}${uses.map(use => ` >${use.path}`).join('')}`;

test('few are one picture, as they are', () => {
  const all = [...numbered('apps', 20, ['base']), kustomized('base')];
  const [first, ...others] = picturesOf(all);
  expect(others).toEqual([]);
  expect(first!.boxes.map(box => box.path)).toEqual(all.map(each => each.path));
});

test('of many, folders are one box each, and lead to a picture with what has to do with them', () => {
  const all = [
    ...numbered('apps/web', 50, ['base']),
    ...numbered('apps/shop', 40, ['base', 'infra/0']),
    ...numbered('infra', 5),
    kustomized('base'),
    kustomized('lone'),
  ];
  const pictures = picturesOf(all).map(({ folder, boxes }) => [folder, boxes.map(saying)] as const);
  expect(pictures.map(([folder]) => folder)).toEqual(['', 'apps/web', 'apps/shop']);
  const shown = new Map(pictures);
  // The folder of five gives way to what it holds: there is room.
  expect(shown.get('')).toEqual([
    'apps/web folder 50 >base',
    'apps/shop folder 40 >base >infra/0',
    ...[0, 1, 2, 3, 4].map(i => `infra/${i} root 1`),
    'base root 1',
    'lone root 1',
  ]);
  expect(shown.get('apps/shop')?.filter(box => !box.startsWith('apps/shop/'))).toEqual([
    'infra folder 5',
    'base root 1',
  ]);
  // Every kustomization stands in one of them as it is.
  const alone = new Set(pictures.flatMap(([, boxes]) => boxes.filter(box => box.includes(' root 1'))));
  expect(alone.size).toBeGreaterThan(90);
});

test('folders that use each other have one line', () => {
  const all = [
    ...numbered('a/x', 40, ['b/base']),
    kustomized('a/base'),
    ...numbered('b/x', 40, ['a/base']),
    kustomized('b/base'),
  ];
  expect(picturesOf(all)[0]!.boxes.map(saying)).toEqual([
    'a/x folder 40 >b/base',
    'a/base root 1',
    'b/x folder 40 >a/base',
    'b/base root 1',
  ]);
});

test('a box leads to its picture, and a picture back', () => {
  const kustomizations = [...numbered('apps/web', 70, ['base']), kustomized('base')];
  const { markup } = graphMarkup({ kustomizations, findings: [] });
  const targets = [...markup.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  const pictures = [...markup.matchAll(/class="picture" id="([^"]+)"/g)].map(([, id]) => id);
  expect(pictures.length).toBeGreaterThan(1);
  expect(new Set(targets)).toEqual(new Set(pictures));
});
