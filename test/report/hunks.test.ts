/** Patches between long texts are those of one comparison. */
import { applyPatch, structuredPatch } from 'diff';
import { patchBetween } from '../../src/report/diff/hunks.ts';

const LINES = 40;

/** Objects that are nearly alike, as manifests are. */
function manifests(count: number, extra: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => {
    const lines = Array.from({ length: LINES }, (_, line) => `  field${line}: same\n`);
    return `---\nname: web-${index}\n${lines.join('')}${extra(index)}  last: true\n  end: ${index}\n`;
  }).join('');
}

const few = manifests(5, () => '');
const many = manifests(200, () => '');

test.each([
  ['a change in each', many, manifests(200, index => `  new: ${index}\n  more: x\n`)],
  ['a change in some', many, manifests(200, index => (index % 7 === 0 ? '  new: x\n' : ''))],
  [
    'changes close to each other',
    many,
    many.replaceAll('field3: same', 'field3: other').replaceAll('field9:', 'field09:'),
  ],
  ['nothing in front', many, `first: line\n${many}`],
  ['the end without a line end', many, many.trimEnd()],
  ['another line end at the end', many.trimEnd(), many],
  ['parts that have changed places', many, many.split('---\n').reverse().join('---\n')],
  ['short texts', few, manifests(5, () => '  new: x\n')],
  ['a new text', '', many],
  ['no change', many, many],
])('%s', (_, before, after) => {
  const patch = patchBetween('a', 'b', before, after);
  expect(applyPatch(before, patch)).toBe(after);
});

test.each([
  ['a change in each', manifests(60, index => `  new: ${index}\n  more: x\n`)],
  ['a change in some', manifests(60, index => (index % 7 === 0 ? '  new: x\n' : ''))],
])('%s: as compared at once', (_, after) => {
  const before = manifests(60, () => '');
  const whole = structuredPatch('a', 'b', before, after, undefined, undefined, { context: 3 });
  expect(patchBetween('a', 'b', before, after)).toEqual(whole);
});
