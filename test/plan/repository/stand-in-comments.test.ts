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
])('%s says what a Secret is for', comment => expect(said(comment)).toBe(comment.slice(2)));

test.each([
  '# The password of the database',
  '# TODO: only for dev, use Vault',
  '# not only for development',
  '# should production use External Secrets?',
  '',
])('%j does not, and neither do other documents', comment => expect(said(comment)).toBeUndefined());
