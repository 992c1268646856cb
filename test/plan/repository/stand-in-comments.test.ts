import { standIn } from '../../../src/plan/repository/platform/comments/stand-in-comments.ts';

const said = (comment: string) =>
  standIn({
    read: () => `# for tests only\n---\n${comment}\napiVersion: v1\nkind: Secret\n---\n# demo only\n`,
  } as never)('x.yaml:5');

test.each([
  '# dev only; prod uses External Secrets',
  '# For local development only',
  '# Only used in tests.',
  '# Production gets it from Vault',
  '# replaced by a SealedSecret in the cluster',
  '# Dev environment secrets - placeholders only.',
])('%s says what a Secret is for', comment => expect(said(comment)).toBe(comment.slice(2)));

test.each([
  '# The password of the database',
  '# placeholders of the chart',
  '# TODO: only for dev, use Vault',
  '# not only for development',
  '# should production use External Secrets?',
  '',
])('%j does not, and neither do other documents', comment => expect(said(comment)).toBeUndefined());

test('what is said above all documents of throwaway credentials is said of each', () => {
  const text = (head: string, start: string) =>
    `# ${head}\n# Never reuse them.\n${start}kind: Secret\n---\nkind: Secret\n`;
  const at = (head: string, start = '---\n') =>
    standIn({ read: () => text(head, start) } as never)(start === '' ? 'x.yaml:5' : 'x.yaml:6');
  expect(at('Local secrets: NON-SENSITIVE throwaway credentials')).toBe(
    'Local secrets: NON-SENSITIVE throwaway credentials',
  );
  expect(at('for tests only')).toBeUndefined();
  // Of the first document alone, which nothing parts from it.
  expect(at('Throwaway credentials', '')).toBeUndefined();
});

test('the README beside it says so by its name', () => {
  const secret =
    'apiVersion: v1\nkind: Secret\nmetadata:\n  labels: {a: b}\n  name: shop-secrets\nstringData: {name: x}\n';
  const beside = (readme: string, kind = 'Secret') =>
    standIn({
      read: (path: string) =>
        path === 'base/README.md' ? `# Base\n\n${readme}\n` : secret.replace('kind: Secret', `kind: ${kind}`),
    } as never)('base/secret.yaml:6');
  expect(beside('Replace `shop-secrets`; never use the example.')).toBe(
    'Replace `shop-secrets`; never use the example. (base/README.md:3)',
  );
  expect(beside('Replace shop-secrets-prod.')).toBeUndefined();
  expect(beside('shop-secrets holds the password')).toBeUndefined();
  expect(beside('Replace shop-secrets', 'ConfigMap')).toBeUndefined();
});
