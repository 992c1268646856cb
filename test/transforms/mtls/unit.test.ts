import transform from '../../../transforms/mtls/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const POD = 'containers: [{name: web, image: "web:1"}]';
const namespace = (marks = '', name = 'shop') =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, ${marks}}\n---\n`;
const policy = (namespaced: string, spec: string) =>
  `apiVersion: security.istio.io/v1beta1\nkind: PeerAuthentication\nmetadata: {name: p, namespace: ${namespaced}}\nspec: {${spec}}\n---\n`;
const IN_ISTIO = 'labels: {istio-injection: enabled}';
const of = (text: string, options = {}, setting = {}) => propose(transform, rootOf(text, setting), options);

describe('a namespace outside of the mesh', () => {
  const outside = (text: string, options = {}, setting = {}) => only(of(text, options, setting), 'outside');

  test.each([
    [{ mesh: 'istio' }, 'metadata.labels.istio-injection = "enabled"'],
    [{ mesh: 'istio', revision: 'stable' }, 'metadata.labels.istio.io/rev = "stable"'],
    [{ mesh: 'ambient' }, 'metadata.labels.istio.io/dataplane-mode = "ambient"'],
    [{ mesh: 'linkerd' }, 'metadata.annotations.linkerd.io/inject = "enabled"'],
  ])('comes in by one mark: %j', (options, change) => {
    const found = outside(namespace() + workload(POD), options);
    expect(changesOf(found)).toEqual([change]);
    expect(found).toMatchObject({ safety: 'unsafe', evidence: [{ kind: 'config' }] });
  });

  test.each([
    ['nobody names a mesh', {}, namespace() + workload(POD)],
    ['there is none', { mesh: 'none' }, namespace() + workload(POD)],
    ['nothing of it is rendered', { mesh: 'istio' }, namespace()],
    ['it is to be out', { mesh: 'istio' }, namespace('labels: {istio-injection: disabled}') + workload(POD)],
    [
      'it is in another mesh',
      { mesh: 'istio' },
      namespace('labels: {kuma.io/sidecar-injection: enabled}') + workload(POD),
    ],
    [
      'pods say it one by one',
      { mesh: 'linkerd' },
      namespace() +
        workload(POD).replace(
          'labels: {app: web}}\n    spec',
          'annotations: {linkerd.io/inject: enabled}}\n    spec',
        ),
    ],
  ])('is left alone where %s', (_, options, text) => {
    expect(of(text, options)).toEqual([]);
  });

  test('is asked about where who names the mesh has left that open', () => {
    const platform = { leftOpen: () => 'which join is open' };
    const found = outside(namespace() + workload(POD), { mesh: 'istio' }, { platform });
    expect(found).toMatchObject({ changes: [], blocked: 'does it join Istio? "which join is open"' });
    expect(found?.asks).toHaveLength(1);
  });

  test('is left alone on the machine of a developer, unless others there are in a mesh', () => {
    const environment = { name: 'kind', tier: 'development' as const };
    const text = namespace() + workload(POD);
    expect(of(text, { mesh: 'istio' }, { environment })).toEqual([]);
    const neighbours = { n: namespace(IN_ISTIO, 'n') };
    expect(outside(text, { mesh: 'istio' }, { environment, neighbours })?.changes).toHaveLength(1);
  });

  test('follows other namespaces of the cluster, as long as these agree', () => {
    const beside = (...marks: string[]) => ({
      neighbours: Object.fromEntries(marks.map((each, i) => [`n${i}`, namespace(each, `n${i}`)])),
    });
    const text = namespace() + workload(POD);
    expect(changesOf(outside(text, {}, beside('labels: {istio.io/rev: "1-27"}')))).toEqual([
      'metadata.labels.istio.io/rev = "1-27"',
    ]);
    expect(of(text, {}, beside(IN_ISTIO, 'annotations: {linkerd.io/inject: enabled}'))).toEqual([]);
  });

  const doubtsOf = (text: string, mesh = 'istio', marks = '') =>
    outside(namespace(marks) + text, { mesh })?.doubts?.join('; ');

  test.each([
    ['CronJob', 'the proxy keeps the pods of Job web from ending', workload(POD, { kind: 'Job' })],
    [
      'init',
      'no network has init container wait of Deployment web',
      workload(`${POD}\ninitContainers: [{name: wait, image: a}]`),
    ],
    ['hostNetwork', 'is on the network of its node', workload(`${POD}\nhostNetwork: true`)],
    ['members', 'may call each other', workload(POD, { kind: 'StatefulSet', more: 'replicas: 3' })],
    [
      'silent port',
      'ports of Service web do not say their protocol',
      `${workload(POD)}apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {ports: [{name: web, port: 80}]}`,
    ],
    [
      'policies',
      'istiod',
      `${workload(POD)}apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress]}`,
    ],
  ])('names what a proxy may break: %s', (_, doubt, text) => {
    expect(doubtsOf(text)).toContain(doubt);
    expect(doubtsOf(workload(POD))).not.toContain(doubt);
  });

  test('names what refuses containers that turn the network around', () => {
    const enforced = 'labels: {pod-security.kubernetes.io/enforce: baseline}';
    expect(doubtsOf(workload(POD), 'istio', enforced)).toContain('refused as not baseline');
    expect(doubtsOf(workload(POD), 'ambient', enforced)).not.toContain('refused');
  });
});

describe('a namespace of Istio', () => {
  const inside = (more = '', options = {}, setting = {}) =>
    of(namespace(IN_ISTIO) + workload(POD) + more, options, setting);

  test('takes plain text by default, which needs no policy', () => {
    expect(inside()).toEqual([]);
    expect(changesOf(only(inside('', { mode: 'PERMISSIVE' }), 'policy')).join()).toContain(
      '"mode":"PERMISSIVE"',
    );
    expect(only(inside('', { mode: 'PERMISSIVE' }), 'policy')).toMatchObject({ safety: 'safe' });
  });

  test('refuses it where the configuration says so, and a look is taken', () => {
    const found = only(inside('', { mode: 'STRICT' }), 'policy');
    expect(changesOf(found).join()).toContain('"mode":"STRICT"');
    expect(found).toMatchObject({ safety: 'unsafe', evidence: [{ kind: 'config' }, { kind: 'manifest' }] });
  });

  test.each([
    ['its own', policy('shop', 'mtls: {mode: PERMISSIVE}')],
    ['one of the mesh', policy('istio-system', 'mtls: {mode: STRICT}')],
  ])('keeps %s', (_, text) => {
    expect(inside(text)).toEqual([]);
    expect(inside('', {}, { neighbours: { mesh: text } })).toEqual([]);
  });

  test('refuses nobody who can have no certificate, unless the pods have a policy of their own', () => {
    const service =
      'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: NodePort, selector: {app: web}, ports: [{port: 80, name: http}]}\n---\n';
    const [found, ...others] = inside(service, { mode: 'STRICT' });
    expect(found).toMatchObject({ message: 'callers', changes: [] });
    expect(others).toEqual([]);
    const own = policy(
      'shop',
      'selector: {matchLabels: {app: web}}, portLevelMtls: {80: {mode: PERMISSIVE}}',
    );
    expect(only(inside(service + own, { mode: 'STRICT' }), 'policy')?.changes).toHaveLength(1);
    expect(only(inside(service, { mode: 'PERMISSIVE' }), 'policy')?.changes).toHaveLength(1);
  });

  test('is not spoken of by a policy for some of its pods', () => {
    const some = policy('shop', 'selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}');
    const found = only(inside(some, { mode: 'PERMISSIVE' }), 'policy');
    expect(changesOf(found).join()).toContain('security.istio.io/v1beta1');
  });

  test('has its own policy raised where the configuration asks for it, and never lowered', () => {
    const raised = inside(policy('shop', 'mtls: {mode: PERMISSIVE}'), { mode: 'STRICT' });
    expect(changesOf(only(raised, 'mode'))).toEqual(['spec.mtls.mode = "STRICT"']);
    expect(inside(policy('shop', 'mtls: {mode: STRICT}'), { mode: 'PERMISSIVE' })).toEqual([]);
  });
});
