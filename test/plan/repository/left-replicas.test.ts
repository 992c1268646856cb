import { replicasSaid, resetsReplicas } from '../../../src/plan/repository/gitops/left-replicas.ts';

const said = (text: string, path = 'argocd/web.yaml') => replicasSaid({ read: () => text } as never, [path]);
const leaves = (text: string, path?: string) => said(text, path).leavesReplicas;
const ignoring = (line: string) =>
  `kind: Application\nspec:\n  ignoreDifferences:\n  - kind: Deployment\n    ${line}\n`;
const POINTER = ignoring('jsonPointers: [/spec/replicas]');
const RESPECTED = '  syncPolicy: {syncOptions: [RespectIgnoreDifferences=true]}\n';
const NOTHING = { leavesReplicas: undefined, leavesAllReplicas: undefined };

test.each([
  'jsonPointers: [/spec/replicas]',
  'jqPathExpressions: [.spec.replicas]',
  'managedFieldsManagers:\n    - kube-controller-manager',
])('an Application that ignores %s leaves replicas where it compares', line => {
  expect(leaves(ignoring(line))).toBe('compared');
  expect(leaves(ignoring(line) + RESPECTED)).toBe('synced');
});

test('one that ignores something else, and other files, say nothing', () => {
  expect(leaves(ignoring('jsonPointers: [/spec/template]'))).toBeUndefined();
  expect(leaves('kind: Application\nspec: {}\n')).toBeUndefined();
  expect(leaves(POINTER, 'README.md')).toBeUndefined();
});

test('the settings of Argo CD say it of all Applications', () => {
  const setting =
    'resource.customizations.ignoreDifferences.apps_Deployment: |\n  jsonPointers: [/spec/replicas]\n';
  expect(said(`kind: ConfigMap\ndata:\n  ${setting}`).leavesAllReplicas).toBe('compared');
  expect(said(POINTER).leavesAllReplicas).toBeUndefined();
});

describe('who sets them back', () => {
  const application = (ignoresReplicas: boolean, respectsIgnored: boolean) =>
    ({ tool: 'argocd', ignoresReplicas, respectsIgnored }) as const;
  const kept = application(true, true);
  const ignored = application(true, false);
  const written = application(false, true);

  test('is nobody where all Applications ignore and respect it', () => {
    expect(resetsReplicas(NOTHING, [kept])).toBeUndefined();
  });

  test('is one that does not ignore it, before one that does not respect that', () => {
    expect(resetsReplicas(NOTHING, [kept, ignored])).toEqual({ by: 'Argo CD', isIgnored: true });
    expect(resetsReplicas(NOTHING, [kept, ignored, written])).toEqual({ by: 'Argo CD', isIgnored: false });
  });

  test('settings for all ignore it for an Application that respects that', () => {
    const all = { leavesReplicas: 'compared', leavesAllReplicas: 'compared' } as const;
    expect(resetsReplicas(all, [written])).toBeUndefined();
    expect(resetsReplicas(all, [application(false, false)])).toMatchObject({ isIgnored: true });
  });

  test('is some Application, where it is not known which', () => {
    const some = (leavesReplicas: 'compared' | 'synced') => ({ ...NOTHING, leavesReplicas });
    expect(resetsReplicas(some('compared'), [])).toEqual({ by: 'Argo CD', isIgnored: true });
    expect(resetsReplicas(some('synced'), [])).toBeUndefined();
  });

  test('is Flux, or whoever applies by hand', () => {
    expect(resetsReplicas(NOTHING, [{ tool: 'flux' }])).toEqual({ by: 'Flux', isIgnored: false });
    expect(resetsReplicas(NOTHING, [])).toEqual({ by: undefined, isIgnored: false });
  });
});
