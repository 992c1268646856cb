import { secretsMadeBy } from '../../src/kubernetes/made-secrets.ts';

const named = (kind: string, spec: object) => ({ kind, metadata: { name: 'login' }, spec });

test.each([
  [named('SealedSecret', { encryptedData: { a: 'x' } }), [{ name: 'login', keys: ['a'] }]],
  [
    named('SealedSecret', { encryptedData: { a: 'x' }, template: { metadata: { name: 'web' } } }),
    [{ name: 'web', keys: ['a'] }],
  ],
  [named('ExternalSecret', { data: [{ secretKey: 'a' }] }), [{ name: 'login', keys: ['a'] }]],
  [
    named('ExternalSecret', {
      target: { name: 'web', template: { data: { url: 'x' } } },
      data: [{ secretKey: 'a' }],
    }),
    [{ name: 'web', keys: ['url'] }],
  ],
  [named('ExternalSecret', { dataFrom: [{ extract: { key: 'web' } }] }), [{ name: 'login', keys: [] }]],
  [
    named('SopsSecret', { secretTemplates: [{ name: 'web', stringData: { a: 'x' } }] }),
    [{ name: 'web', keys: ['a'] }],
  ],
  [named('Secret', {}), []],
])('%j', (object, made) => {
  expect(secretsMadeBy(object)).toEqual(made);
});
