import { shortIds } from '../../src/report/words/ids.ts';
import { newFix } from './fixture.ts';

test('ids have as many characters as tell them apart, six at least', () => {
  const fixes = (...ids: string[]) => ({ fixes: ids.map(id => newFix({ id })) });
  expect(shortIds(fixes('0123456789ab', 'f123456789ab'))('0123456789ab')).toBe('012345');
  expect(shortIds(fixes('0123456789ab', '012345678fff'))('0123456789ab')).toBe('0123456789');
  expect(shortIds(fixes('0123456789ab', '0123456789ab'))('0123456789ab')).toBe('012345');
});
