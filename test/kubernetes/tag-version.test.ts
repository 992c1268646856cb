import { isWithinBounds } from '../../src/kubernetes/images/tag-version.ts';

describe('isWithinBounds', () => {
  test.each([
    ['3.7', true],
    ['3.13.2-management-alpine', true],
    ['v3.8', true],
    ['4', true],
    ['3.6.16', false],
    // Any 3.x, or any version at all.
    ['3', false],
    ['3-management', false],
    ['latest', false],
    ['management', false],
    ['7f3a9c1', false],
    [undefined, false],
  ])('%s since 3.7: %s', (tag, within) => {
    expect(isWithinBounds(tag, { since: '3.7' })).toBe(within);
  });

  test.each([
    ['4.4', true],
    ['4', true],
    ['4.4.29-focal', true],
    ['5', false],
    ['5.0.1', false],
    ['latest', false],
  ])('%s before 5: %s', (tag, within) => {
    expect(isWithinBounds(tag, { before: '5' })).toBe(within);
  });

  test('open bounds hold for every tag', () => {
    expect(isWithinBounds(undefined, {})).toBe(true);
    expect(isWithinBounds('edge', {})).toBe(true);
  });
});
