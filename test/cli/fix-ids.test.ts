import { resolveId } from '../../src/cli/arguments/fix-ids.ts';
import { newFix } from '../report/fixture.ts';

test('any beginning that is meant for one fix is its id; another lists what it may mean', () => {
  const fixes = ['abcd00000000', 'abcd11111111', 'abcd11111111'].map(id => newFix({ id }));
  expect(resolveId('abcd1', fixes, 'explain')).toBe('abcd11111111');
  expect(() => resolveId('abcd', fixes, 'explain')).toThrow(
    'explain: abcd is the beginning of abcd00000000 (security-context, Deployment/web, container web), abcd11111111',
  );
  expect(() => resolveId('web', fixes, '--id')).toThrow('--id: "web" is no id of a fix');
});
