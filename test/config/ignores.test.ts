import { exemption } from '../../src/config/exemptions.ts';
import { commentIgnores, isIgnored } from '../../src/config/ignores.ts';
import { type LoadedConfig, loadConfig } from '../../src/config/load.ts';

describe('exemption', () => {
  const web = { containerName: 'web' };
  test.each([
    [
      'own',
      [],
      { annotations: { 'ignore.kustomend.dev/probes': 'no server' } },
      'ignore.kustomend.dev/probes',
      'no server',
    ],
    [
      'own, all, on the pods',
      [],
      { podAnnotations: { 'ignore.kustomend.dev/all': 'legacy' } },
      'ignore.kustomend.dev/all',
      'legacy',
    ],
    [
      'kube-score',
      ['kube-score:pod-probes'],
      { annotations: { 'kube-score/ignore': 'a, pod-probes' } },
      'kube-score/ignore',
      'a, pod-probes',
    ],
    [
      'kube-linter',
      ['kube-linter:no-liveness-probe'],
      { annotations: { 'ignore-check.kube-linter.io/no-liveness-probe': 'x' } },
      'ignore-check.kube-linter.io/no-liveness-probe',
      'x',
    ],
    [
      'kube-linter, all',
      ['kube-linter:a'],
      { annotations: { 'kube-linter.io/ignore-all': 'x' } },
      'kube-linter.io/ignore-all',
      'x',
    ],
    [
      'polaris',
      ['polaris:runAsRootAllowed'],
      { annotations: { 'polaris.fairwinds.com/runAsRootAllowed-exempt': 'true' } },
      'polaris.fairwinds.com/runAsRootAllowed-exempt',
      'true',
    ],
    [
      'checkov',
      ['CKV_K8S_23'],
      { annotations: { 'checkov.io/skip2': 'CKV_K8S_23=must be root' } },
      'checkov.io/skip2',
      'must be root',
    ],
    [
      'kubeaudit, one container',
      ['kubeaudit:RunAsNonRootPSCNilCSCNil'],
      { ...web, podLabels: { 'container.kubeaudit.io/web.allow-run-as-root': 'y' } },
      'container.kubeaudit.io/web.allow-run-as-root',
      'y',
    ],
    [
      'kubeaudit, older',
      ['kubeaudit:PrivilegedTrue'],
      { podLabels: { 'audit.kubernetes.io/pod.allow-privileged': 'y' } },
      'audit.kubernetes.io/pod.allow-privileged',
      'y',
    ],
    [
      'kubeaudit, namespace',
      ['kubeaudit:MissingDefaultDenyEgressNetworkPolicy'],
      { labels: { 'kubeaudit.io/allow-non-default-deny-egress-network-policy': '' } },
      'kubeaudit.io/allow-non-default-deny-egress-network-policy',
      '',
    ],
  ])('%s', (_, sameAs, marks, by, reason) => {
    expect(exemption('probes', sameAs, marks)).toEqual({ by, reason });
  });

  test.each([
    ['another check', ['kube-linter:a'], { annotations: { 'ignore-check.kube-linter.io/b': 'x' } }],
    ['a prefix of the check', ['CKV_K8S_2'], { annotations: { 'checkov.io/skip1': 'CKV_K8S_23=x' } }],
    ['polaris that says false', ['polaris:a'], { annotations: { 'polaris.fairwinds.com/exempt': 'false' } }],
    [
      'a kubeaudit label of another container',
      ['kubeaudit:PrivilegedTrue'],
      { containerName: 'a', podLabels: { 'container.kubeaudit.io/b.allow-privileged': '' } },
    ],
    [
      'half of two overrides',
      ['kubeaudit:MissingDefaultDenyIngressAndEgressNetworkPolicy'],
      { labels: { 'kubeaudit.io/allow-non-default-deny-egress-network-policy': '' } },
    ],
    [
      'a result that nothing silences',
      ['kubeaudit:SeccompProfileMissing'],
      { podLabels: { 'kubeaudit.io/undefined': '' } },
    ],
  ])('not by %s', (_, sameAs, marks) => expect(exemption('probes', sameAs, marks)).toBeNull());
});

describe('isIgnored', () => {
  const config = loadConfig(
    {
      obstacle: () => undefined,
      read: path =>
        path === 'kustomend.yaml'
          ? `ignore:
  - {id: probes, reason: later, until: 2026-12-31, root: overlays/dev, resource: Deployment/w*}
  - {id: image-pin, reason: ours, field: spec.template.spec.containers.web}
  - {id: security-context, reason: annotated, field: metadata.annotations.*}
`
          : undefined,
    },
    { startDir: '' },
  ) as LoadedConfig;
  const finding = {
    id: 'probes',
    sameAs: ['kube-score:pod-probes'],
    root: 'overlays/dev',
    resource: 'Deployment/web',
  };
  const today = '2026-11-23';

  test('by the configuration, until its date', () => {
    expect(isIgnored(finding, { config, today })).toEqual({ by: 'kustomend.yaml:2', reason: 'later' });
    expect(isIgnored(finding, { config, today: '2026-12-31' })).not.toBeNull();
    expect(isIgnored(finding, { config, today: '2027-01-01' })).toBeNull();
    expect(isIgnored({ ...finding, root: 'overlays/prod' }, { config, today })).toBeNull();
    expect(isIgnored({ ...finding, resource: 'Deployment/api' }, { config, today })).toBeNull();
  });

  test('by the name that a source writes, too', () => {
    const renamed = { ...finding, resource: 'Deployment/dev-web', written: 'Deployment/web' };
    expect(isIgnored(renamed, { config, today })).toMatchObject({ reason: 'later' });
    expect(isIgnored({ ...renamed, written: 'Deployment/api' }, { config, today })).toBeNull();
  });

  test('by field, and all below it', () => {
    const pin = { ...finding, id: 'image-pin', field: 'spec.template.spec.containers.web.image' };
    expect(isIgnored(pin, { config, today })).toEqual({ by: 'kustomend.yaml:3', reason: 'ours' });
    expect(
      isIgnored({ ...pin, field: 'spec.template.spec.containers.api.image' }, { config, today }),
    ).toBeNull();
    const annotation = { ...finding, id: 'security-context', field: 'metadata.annotations.example.com/a' };
    expect(isIgnored(annotation, { config, today })).toMatchObject({ reason: 'annotated' });
  });

  test('by marks of other tools, unless they are switched off', () => {
    const marks = { annotations: { 'kube-score/ignore': 'pod-probes' } };
    expect(isIgnored(finding, { marks, today })).toMatchObject({ by: 'kube-score/ignore' });
    expect(isIgnored(finding, { marks, today, foreign: false })).toBeNull();
    const own = { annotations: { 'ignore.kustomend.dev/probes': 'x' } };
    expect(isIgnored(finding, { marks: own, today, foreign: false })).toMatchObject({ reason: 'x' });
  });

  test('by comment', () => {
    const [comment] = commentIgnores('# kustomend: ignore[probes] no server\nspec: {}');
    const comments = [{ ...comment!, file: 'a.yaml' }];
    expect(isIgnored(finding, { comments, today })).toEqual({ by: 'a.yaml:1', reason: 'no server' });
  });
});

test('commentIgnores reads comments on the line and above it', () => {
  const text = `a: 1 # kustomend: ignore[image-pin] moves on purpose\r
  # kustomend: ignore[probes, resources]   two at once\r

  # another comment
b: 2
c: "# not kustomend"
# kustomend: ignore[all]`;
  expect(commentIgnores(text)).toEqual([
    { line: 1, at: 1, ids: ['image-pin'], reason: 'moves on purpose' },
    { line: 5, at: 2, ids: ['probes', 'resources'], reason: 'two at once' },
    { line: 7, at: 7, ids: ['all'], reason: '' },
  ]);
});
