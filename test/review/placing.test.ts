/** Where else a fix can stand, and whom the overlays could not serve. */
import {
  landElsewhere,
  missesOverlays,
  moved,
  noOtherPlaceText,
  otherPlaceText,
  standsText,
} from '../../src/review/state/placing.ts';
import { newReview } from '../../src/review/state/state.ts';
import { newFix } from '../report/fixture.ts';

const ROOTS = ['overlays/dev', 'overlays/live'];
const inBase = newFix({ id: 'a', roots: ROOTS, places: [{ file: 'base/web.yaml', kind: 'source' }] });
const inOverlay = newFix({
  id: 'b',
  roots: ROOTS,
  places: ROOTS.map(root => ({ file: `${root}/patch.yaml`, kind: 'new-patch' as const })),
});
const itemOf = (fix: typeof inBase) => ({ key: fix.id, fixes: [fix] as const });

test('what stands in a base can stand in the overlays; what stands there has no other place', () => {
  expect(otherPlaceText(itemOf(inBase), new Set())).toBe('into overlays/dev, overlays/live instead');
  expect(otherPlaceText(itemOf(inOverlay), new Set())).toBeUndefined();
  expect(otherPlaceText(itemOf(inOverlay), new Set(['b']))).toContain('back from the overlays');
});

test('what the plan has put into the overlays says what keeps it there', () => {
  const passedOver = [{ place: 'base/web.yaml', reason: 'must not have it', against: ['staging'] }];
  expect(noOtherPlaceText([{ ...inOverlay, passedOver }])).toBe(
    'it stands as low as it can: base/web.yaml: staging: must not have it',
  );
  expect(noOtherPlaceText([inBase])).toContain('there is no other place');
});

test('what the overlays have no place for says why: of them, and not of what is lower still', () => {
  const passedOver = [
    { place: 'base/patch.yaml', reason: 'must not have it', against: ['staging'] },
    { place: 'the overlays', reason: 'a patch is more than it is worth', against: [] },
  ];
  expect(noOtherPlaceText([{ ...inBase, passedOver }])).toBe(
    'the overlays have no place for it: a patch is more than it is worth',
  );
  const inText = newFix({ roots: [], places: [{ file: 'README.md', kind: 'source' }] });
  expect(noOtherPlaceText([inText])).toContain('no overlay renders the text');
});

test('to the overlays and back, and undo knows it', () => {
  const there = moved(newReview([inBase], new Map()), itemOf(inBase));
  expect([...there.raised]).toEqual(['a']);
  expect(there.past).toHaveLength(1);
  expect([...moved(there, itemOf(inBase)).raised]).toEqual([]);
});

test('after planning the files are named; what is wanted in the overlays and is not there is known', () => {
  expect(standsText(itemOf(inBase), [inBase, inOverlay])).toBe('it stands in base/web.yaml now');
  expect(missesOverlays([inBase, inOverlay], { raised: new Set(['a', 'b']) })).toEqual([inBase]);
  expect(missesOverlays([inBase], { raised: new Set() })).toEqual([]);
});

test('what is written to other files than any screen showed is known, by the files that it shares', () => {
  const limits = (id: string) => newFix({ id, places: [{ file: 'base/limits.yaml', kind: 'new-file' }] });
  const planned = [limits('c'), limits('d'), inBase];
  const shown = new Map([
    ['c', [['overlays/dev/limits.yaml']]],
    ['d', [['overlays/live/limits.yaml']]],
    ['a', [['overlays/dev/patch.yaml'], ['base/web.yaml']]],
  ]);
  expect(landElsewhere(planned, shown)).toEqual([
    {
      fixes: planned.slice(0, 2),
      files: ['base/limits.yaml'],
      shown: ['overlays/dev/limits.yaml', 'overlays/live/limits.yaml'],
    },
  ]);
  expect(landElsewhere(planned, new Map())).toEqual([]);
});
