import { isCalledAfter, nameAfter } from '../../../transforms/shared/called-after.ts';

const DB = { name: 'shop-db-eu', formerNames: ['db', 'shop-db'] };

test.each([
  ['in the manifest', { name: 'shop-db-pooler-eu', formerNames: ['db-pooler', 'shop-db-pooler'] }, true],
  ['in the layer of the prefix', { name: 'shop-db-pooler-eu', formerNames: ['shop-db-pooler'] }, true],
  ['above all layers', { name: 'shop-db-eu-pooler', formerNames: [] }, true],
  ['of another one', { name: 'shop-cache-pooler-eu', formerNames: ['cache-pooler'] }, false],
])('an object is called after another one %s', (_, object, expected) =>
  expect(isCalledAfter(object, DB, '-pooler')).toBe(expected),
);

test.each([
  [DB, 'shop-db-pooler-eu'],
  [{ name: 'db', formerNames: [] }, 'db-pooler'],
  [{ name: 'db-db', formerNames: ['db'] }, 'db-db-pooler'],
  [{ name: 'other', formerNames: ['db'] }, 'other-pooler'],
])('%j gives %s', (object, expected) => expect(nameAfter(object, '-pooler')).toBe(expected));
