import { leavesAllReplicas, leavesReplicas } from '../../../src/plan/repository/gitops/left-replicas.ts';

const leaves = (text: string, path = 'argocd/web.yaml') =>
  leavesReplicas({ read: () => text } as never, [path]);
const ignoring = (line: string) =>
  `kind: Application\nspec:\n  ignoreDifferences:\n  - kind: Deployment\n    ${line}\n`;

test.each(['jsonPointers: [/spec/replicas]', 'jqPathExpressions: [.spec.replicas]'])(
  'an Application that ignores %s leaves replicas as they are',
  line => expect(leaves(ignoring(line))).toBe(true),
);

test('one that ignores something else, and other files, say nothing', () => {
  expect(leaves(ignoring('jsonPointers: [/spec/template]'))).toBe(false);
  expect(leaves('kind: Application\nspec: {}\n')).toBe(false);
  expect(leaves(ignoring('jsonPointers: [/spec/replicas]'), 'README.md')).toBe(false);
});

test('the settings of Argo CD say it of all Applications', () => {
  const all = (text: string) => leavesAllReplicas({ read: () => text } as never, ['argocd/cm.yaml']);
  const setting =
    'resource.customizations.ignoreDifferences.apps_Deployment: |\n  jsonPointers: [/spec/replicas]\n';
  expect(all(`kind: ConfigMap\ndata:\n  ${setting}`)).toBe(true);
  expect(all(ignoring('jsonPointers: [/spec/replicas]'))).toBe(false);
});
