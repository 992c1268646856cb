/** One walk for many field specs finds what a walk for each of them finds. */
import fc from 'fast-check';
import { applyFieldSpec, FieldSpecProblem } from '../../src/kustomize/specs/field-spec.ts';
import { specsReaching } from '../../src/kustomize/specs/reached-specs.ts';
import { fromJson, type Json, type MapNode, originOf } from '../../src/kustomize/tree/node.ts';
import { runs } from '../harness/runs.ts';

const ORIGIN = originOf({ type: 'source', file: 'a.yaml', doc: 0 });

const key = fc.constantFrom('a', 'b', 'c');
const { value } = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('x', 1, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
}));
const object = fc.dictionary(key, value, { maxKeys: 3 }) as fc.Arbitrary<Json>;
const step = fc.oneof({ weight: 6, arbitrary: key }, fc.constantFrom('*', '-', '0', '[a=b]'));
const path = fc.array(step, { minLength: 1, maxLength: 4 }).map(steps => steps.join('/'));

/** Whether a walk for this spec alone has anything to say. */
function isReached(node: MapNode, spec: string): boolean {
  let isMet = false;
  const meet = <T>(each: T): T => {
    isMet = true;
    return each;
  };
  try {
    applyFieldSpec(node, { path: spec }, meet, null);
  } catch (error) {
    if (error instanceof FieldSpecProblem) return true;
    throw error;
  }
  return isMet;
}

test('specs that reach something, or do not fit', () => {
  fc.assert(
    fc.property(object, fc.array(path, { maxLength: 6 }), (json, paths) => {
      const node = fromJson(json, ORIGIN) as MapNode;
      const expected = paths.flatMap((each, i) => (isReached(node, each) ? [i] : []));
      expect(specsReaching(paths.map(each => ({ path: each })))(node)).toEqual(expected);
    }),
    { numRuns: runs(1000) },
  );
});

test('`[]` enters a list', () => {
  const node = fromJson({ a: [{ b: 'x' }] }, ORIGIN);
  expect(specsReaching([{ path: 'a[]/b' }, { path: 'a[]/c' }])(node)).toEqual([0]);
});
