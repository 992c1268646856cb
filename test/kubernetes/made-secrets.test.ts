import { secretsMadeBy } from '../../src/kubernetes/made-secrets.ts';

const named = (kind: string, spec: object) => ({ kind, metadata: { name: 'login' }, spec });

test.each([
  [named('SealedSecret', { encryptedData: { a: 'x' } }), [{ name: 'login', keys: ['a'], isWhole: true }]],
  [
    named('SealedSecret', {
      encryptedData: { a: 'x' },
      template: { metadata: { name: 'web' }, data: { b: 'y' } },
    }),
    [{ name: 'login', keys: ['a', 'b'], isWhole: true }],
  ],
  [named('ExternalSecret', { data: [{ secretKey: 'a' }] }), [{ name: 'login', keys: ['a'], isWhole: true }]],
  [
    named('ExternalSecret', { target: { creationPolicy: 'Merge' }, data: [{ secretKey: 'a' }] }),
    [{ name: 'login', keys: ['a'], isWhole: false }],
  ],
  [
    named('ExternalSecret', {
      target: { name: 'web', template: { data: { url: 'x' } } },
      data: [{ secretKey: 'a' }],
    }),
    [{ name: 'web', keys: ['url'], isWhole: false }],
  ],
  [
    named('ExternalSecret', { dataFrom: [{ extract: { key: 'web' } }] }),
    [{ name: 'login', keys: [], isWhole: false }],
  ],
  [
    named('SopsSecret', { secretTemplates: [{ name: 'web', stringData: { a: 'x' } }] }),
    [{ name: 'web', keys: ['a'], isWhole: true }],
  ],
  [named('Secret', {}), []],
])('%j', (object, made) => {
  expect(secretsMadeBy(object)).toEqual(made);
});
