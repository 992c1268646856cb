/** What the API server does not take at all. */
import validate from '../../../transforms/validate/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const found = (text: string, message: string) =>
  propose(validate, rootOf(text))
    .filter(each => each.message === message)
    .map(({ data }) => data);
const container = (more: string) => workload(`containers: [{name: web, image: a, ${more}}]`);

describe('of what is exclusive', () => {
  test.each([
    ['value and valueFrom', container('env: [{name: A, value: x, valueFrom: {fieldRef: {fieldPath: a}}}]')],
    [
      'secretKeyRef and configMapKeyRef',
      container(
        'env: [{name: A, valueFrom: {configMapKeyRef: {name: a, key: b}, secretKeyRef: {name: a, key: b}}}]',
      ),
    ],
    [
      'httpGet and tcpSocket',
      container('livenessProbe: {httpGet: {path: /, port: 80}, tcpSocket: {port: 80}}'),
    ],
    [
      'exec and sleep',
      container('lifecycle: {preStop: {exec: {command: [sleep, "5"]}, sleep: {seconds: 5}}}'),
    ],
    [
      'emptyDir and persistentVolumeClaim',
      workload(
        'containers: [{name: web, image: a}]\nvolumes: [{name: a, emptyDir: {}, persistentVolumeClaim: {claimName: a}}]',
      ),
    ],
    [
      'ipBlock and podSelector',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]}',
    ],
  ])('%s are refused', (fields, text) => {
    expect(found(text, 'exclusive')).toMatchObject([{ fields }]);
  });

  test('one of them, null and an empty value are fine', () => {
    const text = container(
      'env: [{name: A, value: "", valueFrom: {fieldRef: {fieldPath: a}}}, {name: B, value: b}], livenessProbe: {httpGet: {port: 80}, tcpSocket: null}',
    );
    expect(found(text, 'exclusive')).toEqual([]);
  });
});

describe('ports of a Service', () => {
  const service = (ports: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [${ports}]}`;

  test.each([
    ['{name: a, port: 80}, {name: b, port: 80, protocol: TCP}', '80/TCP'],
    ['{name: a, port: 80}, {name: a, port: 81}', 'the name a'],
  ])('%s are told apart by nothing', (ports, said) => {
    expect(found(service(ports), 'equal-ports')).toEqual([{ resource: 'Service web', ports: said }]);
  });

  test('need names where there are several', () => {
    expect(found(service('{name: a, port: 80}, {port: 81}'), 'nameless-ports')).toEqual([
      { resource: 'Service web', ports: '81' },
    ]);
    expect(found(service('{port: 80}'), 'nameless-ports')).toEqual([]);
  });

  test('may have one number in two protocols', () => {
    const ports = '{name: a, port: 53}, {name: b, port: 53, protocol: UDP}';
    expect(found(service(ports), 'equal-ports')).toEqual([]);
  });
});

describe('a field that is nearly one', () => {
  test.each([
    ['env: [{name: A, vakue: x}]', 'spec.template.spec.containers.web.env.A.vakue', 'value'],
    ['imagePullPolcy: Always', 'spec.template.spec.containers.web.imagePullPolcy', 'imagePullPolicy'],
    ['resouces: {}', 'spec.template.spec.containers.web.resouces', 'resources'],
    ['resources: {request: {}}', 'spec.template.spec.containers.web.resources.request', 'requests'],
    ['livenessprobe: {}', 'spec.template.spec.containers.web.livenessprobe', 'livenessProbe'],
  ])('%s is named with that', (more, field, near) => {
    expect(found(container(more), 'misspelt')).toEqual([{ resource: 'Deployment web', field, near }]);
  });

  test.each([
    ['that is none nearly', container('newField: 1')],
    ['that is known', container('ports: [{containerPort: 1, hostPort: 1, hostIP: "::1"}]')],
    [
      'that is a name of somebody',
      'apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {lables: a}, annotations: {nmae: a}}\nspec: {selector: {nmae: b}}',
    ],
    [
      'of a kind that nobody here knows',
      'apiVersion: a.example/v1\nkind: A\nmetadata: {name: a, lables: {}}',
    ],
  ])('%s is not', (_, text) => {
    expect(found(text, 'misspelt')).toEqual([]);
  });
});

describe('fields of another place', () => {
  test.each([
    ['spec.rollingUpdate', 'spec.strategy.rollingUpdate', 'spec: {rollingUpdate: {maxSurge: 1}}'],
    [
      'spec.template.spec.securityContext.capabilities',
      'spec.template.spec.containers[].securityContext.capabilities',
      'spec: {template: {spec: {securityContext: {runAsUser: 1, capabilities: {drop: [ALL]}}}}}',
    ],
    [
      'spec.template.spec.containers.web.limits',
      'spec.template.spec.containers.web.resources.limits',
      'spec: {template: {spec: {containers: [{name: web, image: a, limits: {memory: 1Gi}}]}}}',
    ],
    [
      'spec.template.spec.containers.web.nodeSelector',
      'spec.template.spec.nodeSelector',
      'spec: {template: {spec: {containers: [{name: web, image: a, nodeSelector: {a: b}}]}}}',
    ],
  ])('%s is %s', (field, where, spec) => {
    const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n${spec}\n`;
    expect(found(text, 'misplaced')).toEqual([{ resource: 'Deployment web', field, where }]);
  });

  test('that mean something else everywhere, that nobody knows, and that a merge takes away are left alone', () => {
    const spec = 'spec: {type: a, fieldOfTomorrow: 1, rollingUpdate: null, template: {metadata: {name: a}}}';
    const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n${spec}\n`;
    expect(found(text, 'misplaced')).toEqual([]);
  });

  test.each([
    ['Always', ['-spec.template.spec.imagePullPolicy']],
    // Which of the two is meant is not seen.
    ['IfNotPresent', []],
  ])('go where all that stands in their own place is %s as well', (policy, changes) => {
    const containers = ['Always', policy].map(
      (each, i) => `{name: c${i}, image: a, imagePullPolicy: ${each}}`,
    );
    const text = workload(`imagePullPolicy: Always\ncontainers: [${containers.join(', ')}]`);
    const [proposal] = propose(validate, rootOf(text)).filter(({ message }) =>
      message.startsWith('misplaced'),
    );
    expect(changesOf(proposal)).toEqual(changes);
  });
});

describe('words where the API server takes a few', () => {
  const scaler = (policy: string) =>
    `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {kind: Deployment, name: web}, maxReplicas: 3, behavior: {scaleDown: {policies: [{type: ${policy}, value: 1, periodSeconds: 60}]}}}\n`;
  const job = (policy: string) =>
    `apiVersion: batch/v1\nkind: Job\nmetadata: {name: load}\nspec: {template: {spec: {restartPolicy: ${policy}, containers: [{name: load, image: a}]}}}\n`;

  test.each([
    [scaler('Replicas'), 'spec.behavior.scaleDown.policies.type', 'Replicas', 'Pods, Percent'],
    [job('Always'), 'spec.template.spec.restartPolicy', 'Always', 'OnFailure, Never'],
    [
      container('imagePullPolicy: always'),
      'spec.template.spec.containers.web.imagePullPolicy',
      'always',
      'Always, IfNotPresent, Never',
    ],
  ])('another one is refused', (text, field, value, values) => {
    expect(found(text, 'bad-value')).toMatchObject([{ field, value, values }]);
  });

  test('those, and what is filled in later, are fine', () => {
    for (const text of [scaler('Percent'), job('Never'), job('$(RESTARTS)'), job('""')])
      expect(found(text, 'bad-value')).toEqual([]);
  });
});

describe('an empty text', () => {
  test('is no name of a class', () => {
    const [proposal] = propose(
      validate,
      rootOf(workload('runtimeClassName: ""\npriorityClassName: ""\ncontainers: [{name: web, image: a}]')),
    ).filter(({ message }) => message.startsWith('empty-'));
    expect(proposal).toMatchObject({ message: 'empty-class', safety: 'unsafe' });
    expect(changesOf(proposal)).toEqual(['-spec.template.spec.runtimeClassName']);
  });

  test('is no topology either', () => {
    const spread =
      'topologySpreadConstraints: [{maxSkew: 1, topologyKey: "", whenUnsatisfiable: ScheduleAnyway}]';
    expect(found(workload(`${spread}\ncontainers: [{name: web, image: a}]`), 'empty-value')).toMatchObject([
      { field: 'spec.template.spec.topologySpreadConstraints.topologyKey' },
    ]);
  });
});

describe('of an object without a version', () => {
  const hpa = (top: string, inside: string) =>
    `${top}: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: shop}\nspec: {scaleTargetRef: {${inside}: apps/v1, kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 5}\n---\n`;
  const proposals = (top: string, inside: string) =>
    propose(validate, rootOf(workload('containers: [{name: web, image: a}]') + hpa(top, inside)));

  test('all fields that stand in its place are renamed in one fix', () => {
    const [proposal, ...others] = proposals('workerVersion', 'workerVersion');
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({
      message: 'misspelt-version',
      safety: 'safe',
      data: { field: 'workerVersion' },
    });
    const [change] = proposal!.changes;
    expect(change).toMatchObject({ type: 'convert', apiVersion: 'autoscaling/v2' });
    const made =
      change?.type === 'convert'
        ? change.fields(
            { workerVersion: 'autoscaling/v2', spec: { scaleTargetRef: { workerVersion: 'apps/v1' } } },
            true,
          )
        : {};
    expect(made).toEqual({
      apiVersion: 'autoscaling/v2',
      spec: { scaleTargetRef: { apiVersion: 'apps/v1' } },
    });
  });

  test('of a reference alone the field is renamed there', () => {
    const [proposal, ...others] = proposals('apiVersion', 'workerVersion');
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({ message: 'target-unversioned', safety: 'safe' });
    expect(changesOf(proposal)).toEqual([
      'spec.scaleTargetRef.apiVersion = "apps/v1"',
      '-spec.scaleTargetRef.workerVersion',
    ]);
  });

  test('other fields that end so are no version', () => {
    const text = 'kind: Thing\nmetadata: {name: web}\nappVersion: 1.2.3\n';
    expect(propose(validate, rootOf(text))).toEqual([]);
  });
});

describe('of bindings and Secrets', () => {
  const binding = (subject: string, kind = 'ClusterRoleBinding') =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: a}\nroleRef: {kind: Role, name: r}\nsubjects: [{kind: User, name: u}, ${subject}]`;
  const secret = (data: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: ${data}`;

  test('an account without its namespace is refused', () => {
    expect(found(binding('{kind: ServiceAccount, name: web}'), 'no-namespace')).toEqual([
      { resource: 'ClusterRoleBinding a', account: 'web' },
    ]);
    expect(found(binding('{kind: ServiceAccount, name: web, namespace: n}'), 'no-namespace')).toEqual([]);
    expect(found(binding('{kind: ServiceAccount, name: web}', 'RoleBinding'), 'no-namespace')).toEqual([]);
    expect(found(binding('{kind: Group, name: web}'), 'no-namespace')).toEqual([]);
  });

  test.each([
    ['{a: REPLACE_ME, b: YQ==}', 'a'],
    ['{a: YQ, b: 7}', 'a and b'],
    ['{a: <base64-encoded-key>, b: <shop-key>}', 'a'],
  ])('the data %s are no base64', (data, keys) => {
    expect(found(secret(data), 'no-base64')).toEqual([{ resource: 'Secret a', keys }]);
  });

  test.each(['{a: "YQ==\\n", b: ""}', '{a: "<path:x#y>", b: "ENC[AES256_GCM,data:x]"}', `{a: "\${A}"}`])(
    'the data %s are, or will be',
    data => {
      expect(found(secret(data), 'no-base64')).toEqual([]);
    },
  );
});
