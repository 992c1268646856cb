import { nearName } from '../../transforms/shared/near.ts';

test.each([
  ['shop-sa', ['web', 'shop'], 'shop'],
  ['shop', ['web', 'shop-account'], 'shop-account'],
  ['dev-shop', ['shop'], 'shop'],
  ['databse', ['database'], 'database'],
  ['databaes', ['database'], 'database'],
  ['orders-1', ['orders-2'], undefined],
  ['web', ['wed'], undefined],
  ['shop', ['shopping'], undefined],
  ['shop', ['shop'], undefined],
])('%s among %j', (name, others, expected) => expect(nearName(name, others)).toBe(expected));
