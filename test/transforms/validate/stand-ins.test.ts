/** Secrets whose values were to be replaced, and are applied. */
import validate from '../../../transforms/validate/index.ts';
import { propose, rootOf, type Setting } from '../root.ts';

const found = (
  text: string,
  environment: Setting['environment'] = { name: 'production', tier: 'production' },
) =>
  propose(validate, rootOf(text, { environment }))
    .filter(({ message }) => message === 'stand-in')
    .map(({ data }) => data?.keys);
const secret = (values: string, annotations = '{}') =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: shop, namespace: shop, annotations: ${annotations}}\n${values}\n`;

test.each([
  ['stringData: {KEY: REPLACE_WITH_A_LONG_KEY, NAME: shop}', 'KEY'],
  ['stringData: {KEY: replace-me, TOKEN: "your token here"}', 'KEY and TOKEN'],
  ['stringData: {KEY: PLACEHOLDER}', 'KEY'],
  ['stringData: {KEY: base64-key-goes-here}', 'KEY'],
  ['stringData: {KEY: "fill in by hand", TOKEN: Please-Set-Me}', 'KEY and TOKEN'],
  ['stringData: {KEY: INSERT_API_KEY_HERE, NAME: your-stripe-key}', 'KEY and NAME'],
  ['stringData: {KEY: "<your-api-key>", OTHER: "<base64-encoded-password>"}', 'KEY and OTHER'],
  [`data: {KEY: ${Buffer.from('TODO').toString('base64')}}`, 'KEY'],
])('%s is applied to production', (values, keys) => {
  expect(found(secret(values))).toEqual([keys]);
});

test.each([
  ['a value', secret('stringData: {KEY: k3Fh29sLq}')],
  [
    'a word of its language',
    secret('stringData: {MODE: replicated, HOST: placeholder.internal, SET: settings}'),
  ],
  ['a mode', secret('stringData: {MODE: replace, OTHER: insert, ACTION: set-password}')],
  ['a statement', secret('stringData: {INIT: "set search_path to shop"}')],
  ['the name of something', secret('stringData: {PULL: my-registry-secret, BUCKET: my-shop-key}')],
  ['a script', secret('stringData: {RUN: "set -e\\nfill it in here"}')],
  ['a reference of a plug-in', secret('stringData: {KEY: "<path:shop/data#key>"}')],
  ['a tag with what is made of it', secret('data: {KEY: "<password | base64encode>", ID: "<shop-id>"}')],
  ['a variable of Flux', secret(`stringData: {KEY: "\${REPLACE_ME}"}`)],
  [
    'a Secret that a plug-in fills in',
    secret('stringData: {KEY: replace-me}', '{avp.kubernetes.io/path: shop}'),
  ],
  [
    'a Secret that is applied once',
    secret('stringData: {KEY: TODO}', '{kustomize.toolkit.fluxcd.io/ssa: IfNotPresent}'),
  ],
])('%s is none', (_, text) => {
  expect(found(text)).toEqual([]);
});

test('an ExternalSecret that writes into it is meant to', () => {
  const external =
    'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: shop, namespace: shop}\nspec: {target: {name: shop, creationPolicy: Merge}, data: []}\n';
  expect(found(`${secret('stringData: {KEY: TODO}')}---\n${external}`)).toEqual([]);
});

test('in a cluster for trials nobody minds', () => {
  expect(found(secret('stringData: {KEY: TODO}'), { name: 'dev', tier: 'development' })).toEqual([]);
});

describe('a cloud identity', () => {
  const identity = (annotation: string, value: string, mentions?: () => string | undefined) =>
    propose(
      validate,
      rootOf(
        `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, annotations: {${annotation}: "${value}"}}\n`,
        mentions && { platform: { mentions } },
      ),
    ).flatMap(({ message, data }) => (message === 'stand-in-identity' ? [data?.word] : []));

  test.each([
    ['eks.amazonaws.com/role-arn', 'arn:aws:iam::ACCOUNT_ID:role/web', ['ACCOUNT_ID']],
    ['eks.amazonaws.com/role-arn', 'arn:aws:iam::111122223333:role/web', []],
    ['eks.amazonaws.com/role-arn', 'arn:aws:iam::$(ACCOUNT):role/web', []],
    ['iam.gke.io/gcp-service-account', 'web@PROJECT_ID.iam.gserviceaccount.com', ['PROJECT_ID']],
    ['iam.gke.io/gcp-service-account', 'web@shop-prod-1.iam.gserviceaccount.com', []],
    ['azure.workload.identity/client-id', '<client-id>', ['<client-id>']],
    ['azure.workload.identity/client-id', '3f2504e0-4f89-11d3-9a0c-0305e82c3301', []],
  ])('%s: %s', (annotation, value, words) => expect(identity(annotation, value)).toEqual(words));

  test('is left alone where a script fills it in', () => {
    const filled = identity('eks.amazonaws.com/role-arn', 'arn:aws:iam::ACCOUNT_ID:role/web', () => 'a.sh:1');
    expect(filled).toEqual([]);
  });
});
