import { planChosen } from '../../../src/plan/plan-chosen.ts';
import transform from '../../../transforms/pod-security-labels/index.ts';
import securityContext from '../../../transforms/security-context/index.ts';
import { inputOf, planOf } from '../../harness/repo.ts';
import { changesOf, only, propose, rootOf } from '../root.ts';

const STRICT = 'allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}';

const shop = (pod = 'hostIPC: false', container = 'tty: false') => `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {${pod}, containers: [{name: web, image: "web:1", ${container}}]}`;

const WARN = { warn: true };

test('nobody is warned unasked where all comply', () => {
  expect(propose(transform, rootOf(shop())).map(({ message }) => message)).toEqual(['enforce']);
});

/** The level that a namespace gets whose only pod has these fields, and its container those. */
function levelFor(pod: string, container: string): unknown {
  const [first] = propose(transform, rootOf(shop(pod, container)));
  return first?.data?.level ?? 'privileged';
}

const NON_ROOT = 'securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}';

test.each([
  ['restricted', NON_ROOT, `securityContext: {${STRICT}}`],
  [
    'restricted',
    NON_ROOT,
    `securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}`,
  ],
  ['restricted', 'os: {name: windows}, securityContext: {runAsNonRoot: true}', 'tty: false'],
  ['baseline', NON_ROOT, `securityContext: {${STRICT}, runAsNonRoot: false}`],
  ['baseline', NON_ROOT, `securityContext: {${STRICT}, runAsUser: 0}`],
  ['baseline', 'securityContext: {runAsNonRoot: true}', `securityContext: {${STRICT}}`],
  ['baseline', `${NON_ROOT}, volumes: [{name: a, nfs: {path: /}}]`, `securityContext: {${STRICT}}`],
  [
    'baseline',
    NON_ROOT,
    'securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [CHOWN]}}',
  ],
  ['baseline', 'hostNetwork: false', 'ports: [{containerPort: 80, hostPort: 0}]'],
  ['privileged', 'hostPID: true', 'tty: false'],
  ['privileged', 'volumes: [{name: a, hostPath: {path: /}}]', 'tty: false'],
  ['privileged', 'securityContext: {sysctls: [{name: vm.max_map_count, value: "1"}]}', 'tty: false'],
  ['privileged', 'securityContext: {seccompProfile: {type: Unconfined}}', 'tty: false'],
  ['privileged', 'hostIPC: false', 'securityContext: {capabilities: {add: [NET_RAW]}}'],
  ['privileged', 'hostIPC: false', 'ports: [{containerPort: 80, hostPort: 80}]'],
  ['privileged', 'initContainers: [{name: a, image: a, securityContext: {privileged: true}}]', 'tty: false'],
  ['privileged', 'hostIPC: false', 'securityContext: {procMount: Unmasked}'],
  ['privileged', 'securityContext: {seLinuxOptions: {type: spc_t}}', 'tty: false'],
  ['privileged', 'hostIPC: false', 'livenessProbe: {httpGet: {port: 80, host: example.com}}'],
  ['privileged', 'hostIPC: false', 'lifecycle: {preStop: {httpGet: {port: 80, host: example.com}}}'],
  ['baseline', 'hostIPC: false', 'livenessProbe: {httpGet: {port: 80, host: ""}}'],
])('%s: %s, %s', (level, pod, container) => {
  expect(levelFor(pod, container)).toBe(level);
});

describe('a warning', () => {
  const warned = (text: string, setting = {}, options = {}) =>
    changesOf(only(propose(transform, rootOf(text, setting), { ...WARN, ...options }), 'warn'));
  const AUDIT = 'metadata.labels.pod-security.kubernetes.io/audit = "baseline"';

  test('says a version where the configuration does', () => {
    expect(warned(shop())).toContain(AUDIT);
    expect(warned(shop()).join()).not.toContain('-version');
    expect(warned(shop(), {}, { version: 'v1.30' }).join()).toContain('audit-version = "v1.30"');
  });

  test('is left to the root that says it of the same Namespace', () => {
    const other = (labels: string) => ({
      neighbours: { other: `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {${labels}}}` },
    });
    expect(warned(shop(), other('pod-security.kubernetes.io/warn: restricted'))).toEqual([]);
    expect(warned(shop(), other('team: shop'))).toContain(AUDIT);
  });
});

test('what is refused is not above what is warned of', () => {
  const strict = shop(NON_ROOT, `securityContext: {${STRICT}}`);
  const warned = strict.replace(
    '{name: shop}',
    '{name: shop, labels: {pod-security.kubernetes.io/warn: baseline}}',
  );
  expect(propose(transform, rootOf(warned)).map(({ data }) => data?.level)).toEqual(['baseline']);
});

test('a version of the standards is written where others write one', () => {
  const other =
    '\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: pay, labels: {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.31}}';
  const versions = (text: string) =>
    propose(transform, rootOf(text), WARN)
      .flatMap(changesOf)
      .filter(change => change.includes('-version'));
  expect(versions(shop())).toEqual([]);
  expect(versions(shop() + other)).toContain(
    'metadata.labels.pod-security.kubernetes.io/enforce-version = "v1.31"',
  );
});

describe('in a mesh', () => {
  const meshed = (marks: string) =>
    shop(NON_ROOT, `securityContext: {${STRICT}}`).replace('{name: shop}', `{name: shop, ${marks}}`);
  const LINKERD = meshed('annotations: {linkerd.io/inject: enabled}');
  const messages = (text: string) => propose(transform, rootOf(text), WARN).map(({ message }) => message);

  test.each([LINKERD, meshed('labels: {istio-injection: enabled}')])(
    'pods get an init container that baseline refuses',
    text => {
      expect(propose(transform, rootOf(text))).toMatchObject([
        { message: 'meshed', changes: [], known: expect.stringContaining('NET_ADMIN') },
      ]);
    },
  );

  test('that works by a plugin of the nodes they get none', () => {
    const plugin =
      'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: linkerd-cni, namespace: linkerd-cni}\n';
    expect(messages(`${LINKERD}\n---\n${plugin}`)).toEqual(['warn-restricted', 'enforce-restricted']);
  });

  test('without proxies they get none', () => {
    expect(messages(meshed('labels: {istio.io/dataplane-mode: ambient}'))).toEqual([
      'warn-restricted',
      'enforce-restricted',
    ]);
  });
});

test.each([
  [false, 'safe'],
  [true, 'unsafe'],
])('warnings that Argo CD gets reach nobody (%s): %s', (hasArgoApplications, safety) => {
  const root = rootOf(shop(), { repository: { hasArgoApplications } });
  expect(only(propose(transform, root, WARN), 'warn')?.safety).toBe(safety);
});

describe('a level that the pods have by fixes of the same run', () => {
  const CACHE = `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cache
  namespace: shop
spec:
  selector:
    matchLabels:
      app: cache
  template:
    metadata:
      labels:
        app: cache
    spec:
      containers:
        - name: cache
          image: memcached:1.6.31
`;
  const repo = { 'kustomization.yaml': 'resources: [shop.yaml]\n', 'shop.yaml': CACHE };
  const inputs = { transforms: [transform, securityContext], selection: { unsafe: true } };
  const plan = planOf(repo, inputs);
  const enforcing = plan.fixes.find(({ message }) => message.includes('It refuses'))!;

  test('is said to be so, and what pods of today meet is a doubt', () => {
    expect(enforcing.message).toContain(
      'restricted, as all of its pods are once the fixes of this run are in',
    );
    expect(enforcing.doubts).toContainEqual(
      expect.stringContaining('Deployment cache is not restricted today'),
    );
  });

  test('comes with them where it alone is chosen', () => {
    const { changes } = planChosen(inputOf(repo, inputs), plan, new Set([enforcing.id]));
    const [{ after } = { after: '' }] = changes;
    for (const text of ['enforce: restricted', 'runAsNonRoot: true', 'allowPrivilegeEscalation: false'])
      expect(after).toContain(text);
  });

  test('is none without them: it is what the pods are today', () => {
    const { fixes } = planOf(repo, { ...inputs, transforms: [transform] });
    const [{ message, doubts } = { message: '', doubts: [] }] = fixes;
    expect(message).toMatch(/baseline, as all of its pods are$|baseline, as all of its pods are\. /);
    expect(doubts.join()).not.toContain('today');
  });
});
