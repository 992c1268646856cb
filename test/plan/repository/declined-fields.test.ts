import { declinedField } from '../../../src/plan/repository/platform/comments/declined-fields.ts';
import { planOf } from '../../harness/repo.ts';
import { workload } from '../../transforms/root.ts';

const POD = (comment: string) => `containers:
  - name: a
    image: x
    securityContext:
      ${comment}
      runAsUser: 1
  - name: b
    securityContext: {}
`;
const said = (comment: string, line = 4, field = 'readOnlyRootFilesystem') =>
  declinedField({ read: () => POD(comment) } as never, `x.yaml:${line}`, field);

test.each([
  '# Not readOnlyRootFilesystem: the entrypoint writes a socket',
  '# deliberately no readOnlyRootFilesystem',
  '# without readOnlyRootFilesystem, it patches itself',
  '# readOnlyRootFilesystem is left out on purpose',
  '# readOnlyRootFilesystem breaks the installer',
  '# it writes its pid, so no runAsNonRoot/readOnlyRootFilesystem here',
])('%s decides against it', comment => expect(said(comment)).toBe(comment.slice(2)));

test.each([
  '# TODO: no readOnlyRootFilesystem yet',
  '# Without readOnlyRootFilesystem the pod is refused',
  '# readOnlyRootFilesystem: true',
  '# no read-only root',
  '# it starts as root, so no wonder that readOnlyRootFilesystem is missing',
  '# never remove readOnlyRootFilesystem',
  '# Not only readOnlyRootFilesystem: capabilities go too',
  '# Not setting readOnlyRootFilesystem fails the audit',
])('%s does not', comment => expect(said(comment)).toBeUndefined());

test('it holds in its own block, and in those around', () => {
  const comment = '# Not readOnlyRootFilesystem: it writes';
  expect(said(comment, 2)).toBeDefined();
  expect(said(comment, 7)).toBeUndefined();
  expect(said(comment, 8)).toBeUndefined();
  expect(said('# no replicas', 4, 'replicas')).toBeUndefined();
});

test('what turns a field off is what a comment that says no to it asks for', () => {
  const pod = (comment: string) =>
    workload(`containers:\n- name: a\n  image: "a:1"\n  securityContext:\n    ${comment}\n    runAsUser: 1`);
  const status = (comment: string, message: string) =>
    planOf(
      { 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': pod(comment) },
      { selection: { unsafe: true, only: ['security-context'] } },
    )
      .fixes.filter(fix => fix.fault === message)
      .map(fix => fix.status);
  expect(status('# No allowPrivilegeEscalation, CIS 5.2.5', 'escalation')).toEqual(['planned']);
  expect(status('# No capabilities', 'escalation')).toEqual(['planned']);
});
