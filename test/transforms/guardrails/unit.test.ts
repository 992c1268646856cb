import type { JsonObject, Root } from '../../../src/transform.ts';
import transform from '../../../transforms/guardrails/index.ts';
import { nameFor } from '../../../transforms/guardrails/names.ts';
import { only, propose, rootOf, workload } from '../root.ts';

const POD = 'containers: [{name: web, image: "web:1"}]';
const namespace = (labels = '') =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {${labels}}}\n---\n`;
const of = (text: string, options = {}, setting = {}) => propose(transform, rootOf(text, setting), options);
const SERVED = { engine: 'ValidatingAdmissionPolicy' };
const COMMON = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reader}\n---\n';

/** New objects by kind. */
function made(proposals: ReturnType<typeof of>): Record<string, JsonObject> {
  const changes = only(proposals, 'missing')?.changes ?? [];
  return Object.fromEntries(
    changes.flatMap(each => (each.type === 'create' ? [[String(each.manifest.kind), each.manifest]] : [])),
  );
}

const rules = (proposals: ReturnType<typeof of>) => only(proposals, 'missing')?.data?.rules;

test('what one pod does not keep to is no rule', () => {
  const text = namespace() + workload(POD);
  expect(rules(of(text))).toContain('no container is privileged');
  const other = workload('containers: [{name: a, image: "a:1", securityContext: {privileged: true}}]', {
    name: 'agent',
  });
  expect(rules(of(text + other))).not.toContain('privileged');
  expect(rules(of(text, {}, { neighbours: { agents: other } }))).not.toContain('privileged');
});

test('pods that nobody has rendered are thought of by who names an action', () => {
  const made =
    'apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: k, namespace: shop}\n---\n';
  const text = namespace() + workload(POD) + made;
  expect(of(text)).toEqual([]);
  expect(only(of(text, { action: 'Deny' }), 'missing')?.doubts?.join()).toContain(
    'Kafka k may make pods there',
  );
});

test('what a chart out of sight brings is not claimed', () => {
  const root = rootOf(namespace() + workload(POD));
  expect(propose(transform, { ...root, complete: false })).toEqual([]);
});

test('what one label of the own Namespace warns of is left to it', () => {
  const moving = workload('containers: [{name: web, image: web}]');
  expect(of(namespace() + moving)).toEqual([]);
  expect(of(moving)).toEqual([expect.objectContaining({ message: 'missing' })]);
  expect(rules(of(namespace() + moving, { action: 'Deny' }))).toContain('privileged');
});

test('of two namespaces each keeps to what it keeps to', () => {
  const second = namespace().replace('shop', 'api');
  const hardened = 'containers: [{name: api, image: "api:1", securityContext: {runAsNonRoot: true}}]';
  const other = workload(hardened, { name: 'api' }).replace('namespace: shop', 'namespace: api');
  expect(rules(of(namespace() + second + workload(POD) + other))).toMatch(
    /or a digest; in api containers say runAsNonRoot$/,
  );
});

test('what Pod Security holds already is none either', () => {
  const labelled = (mode: string, options = {}) =>
    rules(of(namespace(`pod-security.kubernetes.io/${mode}: baseline`) + workload(POD), options));
  expect(labelled('warn')).not.toContain('privileged');
  expect(labelled('warn', { action: 'Deny' })).toContain('privileged');
  expect(labelled('enforce', { action: 'Deny' })).not.toContain('privileged');
});

describe('a policy', () => {
  const setting = (more = {}) => ({ repository: { project: 'acme' }, ...more });

  test('is called after its namespace alone', () => {
    const environment = { name: 'production', tier: undefined };
    const found = made(of(namespace() + workload(POD), {}, setting({ environment })));
    const name = 'shop-guardrails';
    expect(found.ValidatingAdmissionPolicy).toMatchObject({ metadata: { name } });
    expect(found.ValidatingAdmissionPolicyBinding).toMatchObject({
      metadata: { name },
      spec: {
        policyName: name,
        matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } },
      },
    });
  });

  test.each([
    ['Warn', ['Warn', 'Audit']],
    ['Audit', ['Audit']],
    ['Deny', ['Deny', 'Audit']],
  ])('for %s', (action, validationActions) => {
    const found = made(of(namespace() + workload(POD), { action }, setting()));
    expect(found.ValidatingAdmissionPolicyBinding).toMatchObject({ spec: { validationActions } });
  });

  test('is safe where the server is known to serve it and it stops nothing', () => {
    const safety = (options: object, text = COMMON) =>
      only(of(namespace() + workload(POD) + text, { ...options }), 'missing')?.safety;
    expect(safety(SERVED)).toBe('safe');
    expect(safety({})).toBe('unsafe');
    expect(safety(SERVED, '')).toBe('unsafe');
    expect(safety({ ...SERVED, action: 'Deny' })).toBe('unsafe');
  });

  test.each([
    ['shop-dev', 'web-dev', 'shop'],
    ['dev', 'web-dev', ''],
    ['eu-shop', 'eu-web', 'shop'],
    ['shop', 'eu-web-dev', 'shop'],
  ])('for %s says nothing of %s twice', (named, name, said) => {
    const root = { workloads: [{ name, formerNames: ['web'] }] } as unknown as Root;
    expect(nameFor(named, root)).toBe([...(said === '' ? [] : [said]), 'guardrails'].join('-'));
  });

  test('warns of containers that a mesh brings', () => {
    const doubts = (label: string, more = '') =>
      only(of(namespace(label) + workload(POD) + COMMON + more, SERVED), 'missing')?.doubts?.join();
    const route =
      'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: shop}\n---\n';
    expect(doubts('istio-injection: enabled')).toContain('istio-injection puts containers');
    expect(doubts('', route)).toMatch(/^Istio, .* VirtualService web .* `istio-init`/);
    expect(doubts('')).toBe('');
  });
});

describe('another engine', () => {
  test.each([
    ['Kyverno', 'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}'],
    [
      'Gatekeeper',
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x}\nspec: {group: templates.gatekeeper.sh}',
    ],
  ])('is asked about: %s', (engine, text) => {
    const all = namespace() + workload(POD) + text;
    expect(only(of(all), 'other-engine')).toMatchObject({ data: { engine }, changes: [] });
    expect(only(of(all, SERVED), 'missing')?.changes).toHaveLength(2);
    expect(of(all, { engine: 'none' })).toEqual([]);
  });
});

test('a namespace that a binding is for has what it needs', () => {
  const binding = (selector: string) =>
    `apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: b}\nspec: {policyName: p${selector}}\n---\n`;
  const found = (selector: string) => of(namespace('team: a') + binding(selector) + workload(POD));
  expect(found('')).toEqual([]);
  expect(found(', matchResources: {namespaceSelector: {matchLabels: {team: a}}}')).toEqual([]);
  expect(found(', matchResources: {namespaceSelector: {matchLabels: {team: b}}}')).toHaveLength(1);
});

test('a cluster that still serves what went with 1.22 knows no policies', () => {
  const old = 'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: web, namespace: shop}\n---\n';
  expect(of(namespace() + workload(POD) + old)).toEqual([]);
});
