import type { JsonObject } from '../../../src/transform.ts';
import transform from '../../../transforms/deprecated-api/index.ts';
import { planOf } from '../../harness/repo.ts';
import { changesOf, propose, rootOf } from '../root.ts';

const named = (apiVersion: string, kind: string, more = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\n${more}`;
const of = (text: string, options = {}) => propose(transform, rootOf(text), options);

/** The fields of a part of an object that its only proposal makes. */
function fieldsOf(text: string, part: JsonObject, isWhole = true): JsonObject {
  const [change] = of(text)[0]!.changes;
  if (change?.type !== 'convert') throw new Error('no version is proposed');
  return change.fields(part, isWhole);
}

describe('versions that are served all the same', () => {
  const route = named('networking.istio.io/v1beta1', 'VirtualService');

  test('are left alone', () => expect(of(route)).toEqual([]));

  test('count where somebody asks', () => {
    const [proposal] = of(route, { stillServed: true });
    expect(changesOf(proposal)).toEqual(['apiVersion -> networking.istio.io/v1']);
    expect(proposal).toMatchObject({ message: 'superseded', safety: 'unsafe' });
  });
});

test('a definition that serves the successor is evidence', () => {
  const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: externalsecrets.external-secrets.io}
spec:
  group: external-secrets.io
  names: {kind: ExternalSecret}
  versions: [{name: v1, served: true}]`;
  const secret = named('external-secrets.io/v1beta1', 'ExternalSecret');
  expect(of(`${secret}\n---${definition}`)).toMatchObject([{ safety: 'safe' }]);
  const [held] = of(`${secret}\n---${definition.replace('true', 'false')}`);
  expect(held).toMatchObject({ message: 'gone-by-hand', changes: [] });
  expect(held?.known).toMatch(/its definition at .* does not serve external-secrets.io\/v1/);
});

describe('the release that the repository installs', () => {
  const secret = named('external-secrets.io/v1beta1', 'ExternalSecret');
  const installed = (...versions: readonly string[]) => {
    const charts = versions.map(version => ({ name: 'external-secrets', version, at: 'apps.yaml:9' }));
    return propose(transform, rootOf(secret, { platform: { charts: () => charts } }));
  };

  test.each(['0.10.x', '0.15.1', 'v0.9.*', '~0.10.2', '^0.10.0'])(
    'keeps the version where it is %s',
    version => {
      const [held] = installed(version);
      expect(held).toMatchObject({ message: 'gone-by-hand', changes: [] });
      expect(held?.known).toContain('apps.yaml:9');
    },
  );

  test.each(['0.16.0', '0.17.x', '1.0.0', '2.1.3', '>=0.16.1', '^1.2.0'])(
    'is evidence where it is %s',
    version => expect(installed(version)).toMatchObject([{ safety: 'safe' }]),
  );

  test.each(['*', '0.x', '>=0.9.0', 'latest'])('is named in the doubt where it is %s', version => {
    const [proposal] = installed(version);
    expect(proposal?.safety).toBe('unsafe');
    expect(String(proposal?.doubts)).toContain('apps.yaml:9');
  });

  test('counts as the oldest of several', () =>
    expect(installed('0.17.0', '0.10.0')).toMatchObject([{ message: 'gone-by-hand' }]));
});

test.each([
  ['one of the kind', 'ExternalSecret', 'safe'],
  ['one of another kind', 'SecretStore', 'unsafe'],
])('%s in the new version beside it, whoever renders it', (_, kind, safety) => {
  const secret = named('external-secrets.io/v1beta1', 'ExternalSecret').replace(
    'metadata: {',
    'metadata: {namespace: shop, ',
  );
  const store = named('external-secrets.io/v1', kind).replace('metadata: {', 'metadata: {namespace: shop, ');
  const root = rootOf(secret, { neighbours: { 'overlays/other': store } });
  expect(propose(transform, root)).toMatchObject([{ safety }]);
  expect(of(`${secret}\n---\n${store.replace('name: a', 'name: b')}`)).toMatchObject([{ safety }]);
});

test('shares of a priority level have their later name, and none mean the default', () => {
  const level = named('flowcontrol.apiserver.k8s.io/v1beta2', 'PriorityLevelConfiguration');
  const withShares = (number: number) => ({ spec: { limited: { assuredConcurrencyShares: number } } });
  expect(fieldsOf(level, withShares(20))).toEqual({ spec: { limited: { nominalConcurrencyShares: 20 } } });
  expect(fieldsOf(level, withShares(0))).toEqual({ spec: { limited: {} } });
});

test('a patch of a webhook says no default that it did not say', () => {
  const hook = named(
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration',
    'webhooks: [{name: a, sideEffects: None}]',
  );
  const patch = { webhooks: [{ name: 'a', timeoutSeconds: 3 }] };
  expect(fieldsOf(hook, patch, false)).toEqual(patch);
  expect(fieldsOf(hook, patch)).toMatchObject({ webhooks: [{ timeoutSeconds: 3, failurePolicy: 'Ignore' }] });
});

test('a port in quotes is a number all the same', () => {
  const ingress = named('extensions/v1beta1', 'Ingress');
  expect(fieldsOf(ingress, { spec: { backend: { serviceName: 'web', servicePort: '80' } } })).toEqual({
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  });
});

test('an average goes before a value', () => {
  const scaler = named('autoscaling/v2beta1', 'HorizontalPodAutoscaler');
  const external = { metricName: 'queue', targetValue: 30, targetAverageValue: 5 };
  expect(fieldsOf(scaler, { spec: { metrics: [{ type: 'External', external }] } })).toEqual({
    spec: {
      metrics: [
        {
          type: 'External',
          external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: 5 } },
        },
      ],
    },
  });
});

describe('where all is for a cluster before 1.22', () => {
  const NEW = '\n---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: nightly}';
  const ingress = named('networking.k8s.io/v1beta1', 'Ingress', 'spec: {defaultBackend: null}');

  test('that one may still run, unless something beside it shows a younger one', () => {
    expect(of(ingress)[0]).toMatchObject({
      safety: 'unsafe',
      doubts: [expect.stringContaining('a cluster before Kubernetes 1.22')],
    });
    expect(of(ingress + NEW)[0]?.safety).toBe('safe');
  });
});

test.each([
  ['', ['strategy']],
  ['strategy: {type: RollingUpdate}, ', ['strategy']],
  ['strategy: {type: Recreate}, ', []],
  ['strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}, ', []],
])('steps of a rollout have another default: {%s}', (said, expected) => {
  const deployment = named(
    'extensions/v1beta1',
    'Deployment',
    `spec: {${said}revisionHistoryLimit: 3, progressDeadlineSeconds: 60, selector: {matchLabels: {a: b}}}`,
  );
  const doubts = of(deployment)[0]?.doubts?.filter(each => each.includes('another one in apps/v1'));
  expect(doubts).toEqual(
    expected.map(field => `it leaves ${field} to a default, which is another one in apps/v1`),
  );
});

test('a Flux that is written for a release before 2.0 has to be upgraded first, and that is said', () => {
  const release =
    'apiVersion: helm.toolkit.fluxcd.io/v2beta1\nkind: HelmRelease\nmetadata: {name: db}\nspec: {interval: 5m}\n';
  const doubts = (version: string) =>
    planOf(
      {
        'apps/kustomization.yaml': 'resources: [release.yaml]\n',
        'apps/release.yaml': release,
        'clusters/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/${version}\nkind: Kustomization\nmetadata: {name: apps, namespace: flux-system}\nspec: {interval: 5m, path: ./apps, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}\n`,
      },
      { selection: { unsafe: true, only: ['deprecated-api'] } },
    )
      .fixes.filter(({ subject }) => subject.kind === 'HelmRelease')
      .flatMap(fix => fix.doubts.map(String));
  expect(doubts('v1beta2')).toEqual([
    'a cluster before Flux 2.3 does not serve helm.toolkit.fluxcd.io/v2, and what applies it is in kustomize.toolkit.fluxcd.io/v1beta2, of before Flux 2.0 (clusters/apps.yaml:2): upgrade Flux first',
  ]);
  expect(doubts('v1')).toEqual(['a cluster before Flux 2.3 does not serve helm.toolkit.fluxcd.io/v2']);
});
