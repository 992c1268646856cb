/** What counts as missing, and what somebody makes at run time. */
import validate from '../../../transforms/validate/index.ts';
import { only, propose, rootOf, type Setting, workload } from '../root.ts';

const said = (text: string) =>
  propose(validate, rootOf(text)).map(({ message, data }) => ({ message, ...data }));
const messages = (text: string) => said(text).map(each => each.message);

const object = (kind: string, name: string, more = '') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop}\n${more}\n---\n`;
const custom = (apiVersion: string, kind: string, name: string, spec = '{}') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}\n---\n`;
const KNOWN = object('Secret', 'known') + object('ConfigMap', 'known') + object('ServiceAccount', 'known');

const pod = (source: string, more = '') =>
  workload(`${more}containers: [{name: web, image: a, envFrom: [${source}]}]`);
const SECRET = '{secretRef: {name: wanted}}';

describe('an object that pods need', () => {
  test.each([
    ['a Secret', SECRET],
    ['a ConfigMap', '{configMapRef: {name: wanted}}'],
  ])('%s that nobody renders is missing', (_, source) => {
    expect(messages(KNOWN + pod(source))).toEqual(['missing']);
  });

  test.each([
    ['is optional', KNOWN + pod('{secretRef: {name: wanted, optional: true}}')],
    ['is rendered', KNOWN + object('Secret', 'wanted') + pod(SECRET)],
    ['is of a kind that the root does not manage', object('ConfigMap', 'known') + pod(SECRET)],
    [
      'is the target of an ExternalSecret',
      KNOWN +
        pod(SECRET) +
        custom('external-secrets.io/v1', 'ExternalSecret', 'a', '{target: {name: wanted}}'),
    ],
    [
      'is named by a Certificate',
      KNOWN + pod(SECRET) + custom('cert-manager.io/v1', 'Certificate', 'a', '{secretName: wanted}'),
    ],
    [
      'belongs to an operator by its first half',
      KNOWN + pod('{secretRef: {name: db-app}}') + custom('postgresql.cnpg.io/v1', 'Cluster', 'db'),
    ],
    [
      'may come with a Helm release',
      KNOWN + pod(SECRET) + custom('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'a'),
    ],
    [
      'is what a program is told to use',
      KNOWN +
        workload(
          'containers: [{name: web, image: a, args: ["--secret=wanted"], envFrom: [{secretRef: {name: wanted}}]}]',
        ),
    ],
  ])('is not missed when it %s', (_, text) => {
    expect(messages(text)).not.toContain('missing');
  });

  test('several of one workload are one finding', () => {
    expect(
      said(KNOWN + pod('{secretRef: {name: a}}, {configMapRef: {name: b}}', 'serviceAccountName: c\n')),
    ).toMatchObject([{ message: 'missing', names: 'ServiceAccount c, Secret a and ConfigMap b' }]);
  });

  test('is asked for its keys, unless it has none yet', () => {
    const use = workload(
      'containers: [{name: web, image: a, env: [{name: A, valueFrom: {configMapKeyRef: {name: c, key: b}}}]}]',
    );
    expect(messages(object('ConfigMap', 'c', 'data: {a: x}') + use)).toEqual(['missing-key']);
    expect(messages(object('ConfigMap', 'c', 'data: {b: x}') + use)).toEqual([]);
    expect(messages(object('ConfigMap', 'c') + use)).toEqual([]);
  });

  test.each([
    ['SealedSecret', 'spec: {encryptedData: {a: AgB}}', ['missing-key']],
    ['SealedSecret', 'spec: {encryptedData: {a: AgB}, template: {data: {b: "{{ .a }}"}}}', []],
    ['ExternalSecret', 'spec: {data: [{secretKey: a}]}', ['missing-key']],
    ['ExternalSecret', 'spec: {target: {creationPolicy: Merge}, data: [{secretKey: a}]}', []],
    ['ExternalSecret', 'spec: {data: [{secretKey: a}], dataFrom: [{extract: {key: x}}]}', []],
  ])('is asked for its keys where a %s makes it: %s', (kind, spec, found) => {
    const use = workload(
      'containers: [{name: web, image: a, env: [{name: A, valueFrom: {secretKeyRef: {name: c, key: b}}}]}]',
    );
    const maker = `apiVersion: ${kind === 'SealedSecret' ? 'bitnami.com/v1alpha1' : 'external-secrets.io/v1'}\n${object(kind, 'c', spec).replace(/apiVersion: .*\n/, '')}`;
    expect(messages(maker + use)).toEqual(found);
  });
});

describe('a selector', () => {
  const WEB = workload('containers: [{name: web, image: a}]');
  const service = (selector: string) => object('Service', 'web', `spec: {selector: ${selector}}`);

  test('by the label of pods that an operator makes means those', () => {
    const policy = object(
      'NetworkPolicy',
      'acme',
      'spec: {podSelector: {matchLabels: {acme.cert-manager.io/http01-solver: "true"}}}',
    );
    expect(messages(WEB + policy)).toEqual([]);
    expect(messages(WEB + policy.replace('acme.cert-manager.io/', 'example.com/'))).toEqual(['no-pod']);
  });

  test('that no pod has is asked about', () => {
    expect(said(WEB + service('{app: wbe}'))).toMatchObject([{ message: 'no-pod', selector: 'app=wbe' }]);
  });

  test.each([
    ['matches', WEB + service('{app: web}')],
    ['is empty', WEB + service('{}')],
    [
      'is about a label of a controller',
      workload('containers: [{name: web, image: a}]', { kind: 'StatefulSet' }) +
        service('{app: web, statefulset.kubernetes.io/pod-name: web-0}'),
    ],
    ['stands where no pods are rendered', service('{app: wbe}')],
    [
      'may be about pods of an operator',
      WEB + service('{app: wbe}') + custom('kafka.strimzi.io/v1', 'Kafka', 'a'),
    ],
  ])('that %s is not', (_, text) => {
    expect(messages(text)).toEqual([]);
  });
});

describe('selectors that no pod has', () => {
  const WEB = workload('containers: [{name: web, image: a}]');
  const service = (name: string, selector: string) =>
    object('Service', name, `spec: {selector: ${selector}}`);
  const asked = (text: string) =>
    propose(validate, rootOf(WEB + text)).flatMap(({ asks = [] }) =>
      asks.map(ask => (ask.type === 'decision' ? [ask.about, ...(ask.names ?? [])] : [])),
    );

  test('are one question where a label is what all of them have and no pod', () => {
    const label = 'tier: gone';
    expect(asked(service('a', `{app: web, ${label}}`) + service('b', `{app: other, ${label}}`))).toEqual([
      ['pods with tier=gone', 'Service a'],
      ['pods with tier=gone', 'Service b'],
    ]);
  });

  test('are one question where nothing in sight is like what a folder selects', () => {
    const about = expect.stringMatching(/^pods that nothing in sight renders, for what stands in /);
    expect(asked(service('db', '{app: db}') + service('cache', '{app: cache}'))).toEqual([
      [about, 'Service db'],
      [about, 'Service cache'],
    ]);
  });

  test('are one question where a folder has several, some labels are somewhere, and no pod has all', () => {
    const api = custom(
      'apps/v1',
      'Deployment',
      'api',
      '{selector: {matchLabels: {part: shop}}, template: {metadata: {labels: {part: shop}}, spec: {containers: [{name: a, image: a}]}}}',
    );
    const about = expect.stringMatching(/^pods that no Service of .* selects$/);
    const both = service('db', '{app: db, part: shop}') + service('cache', '{app: cache, part: shop}');
    expect(asked(api + both)).toEqual([
      [about, 'Service db'],
      [about, 'Service cache'],
    ]);
    expect(asked(api + service('db', '{app: db, part: shop}'))).toEqual([['pods of Service db']]);
  });

  test('are asked about by themselves where one here may be meant', () => {
    expect(asked(service('web', '{app: web, tier: gone}'))).toEqual([['pods of Service web']]);
  });
});

describe('a variable that is set twice', () => {
  const env = (...pairs: readonly (readonly [string, string])[]) =>
    workload(
      `containers: [{name: web, image: a, env: [${pairs.map(([name, value]) => `{name: ${name}, value: "${value}"}`).join(', ')}]}]`,
    );

  test('loses the first', () => {
    const [proposal] = propose(validate, rootOf(env(['A', '1'], ['B', '2'], ['A', '3'])));
    expect(proposal).toMatchObject({ message: 'duplicate-env', changes: [{ type: 'remove' }] });
  });

  test.each([
    ['one between them reads it', env(['A', '1'], ['B', '$(A)'], ['A', '3'])],
    ['the second extends the first', env(['A', '1'], ['A', '$(A):2'])],
  ])('is asked about when %s', (_, text) => {
    expect(messages(text)).toEqual(['duplicate-env-read']);
  });

  test('is no question where both say the same', () => {
    const asked = (last: string) =>
      propose(validate, rootOf(env(['A', '1'], ['B', '$(A)'], ['A', last])))[0]?.blocked;
    expect(asked('1')).toBeUndefined();
    expect(asked('3')).toBeDefined();
  });
});

describe('a named port', () => {
  const service = (target: string) => `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: ${target}}]}
---
`;
  const found = (target: string, more = '') =>
    only(
      propose(
        validate,
        rootOf(
          `${service(target)}${workload('containers: [{name: a, image: "x:1", ports: [{name: http, containerPort: 8080}]}]')}${more}`,
        ),
      ),
      'no-target-port',
    );

  test('that no container declares is asked about', () => {
    expect(found('web')?.data).toMatchObject({ resource: 'Service web', ports: 'web' });
    expect(found('web')?.blocked).toContain('declare http');
  });

  test('that one declares, a number, and pods that somebody else makes are fine', () => {
    expect(found('http')).toBeUndefined();
    expect(found('9090')).toBeUndefined();
    const operator = 'apiVersion: example.com/v1\nkind: Database\nmetadata: {name: db, namespace: shop}\n';
    expect(found('web', operator)).toBeUndefined();
  });
});

describe('a claim', () => {
  const found = (text: string) =>
    propose(validate, rootOf(text)).filter(each => each.message === 'bad-claim');
  const templates = (...specs: readonly string[]) =>
    found(
      workload('containers: [{name: a, image: "x:1"}]', {
        kind: 'StatefulSet',
        more: `volumeClaimTemplates: [${specs.map((spec, index) => `{metadata: {name: data-${index}}, spec: ${spec}}`).join(', ')}]`,
      }),
    );
  const plain = (spec: string) =>
    found(`apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: files}\nspec: ${spec}\n`);
  const whole = '{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}';

  test('says how it is accessed, and how much it takes', () => {
    expect(templates('{storageClassName: fast}')[0]?.data).toEqual({
      resource: 'StatefulSet web',
      fields: 'accessModes and resources.requests.storage in claim data-0',
    });
    expect(templates(whole)).toEqual([]);
    expect(plain(whole)).toEqual([]);
  });

  test('is named beside the others of its object', () => {
    const proposals = templates('{}', whole, '{accessModes: [ReadWriteOnce]}');
    expect(proposals.map(({ data }) => data?.fields)).toEqual([
      'accessModes and resources.requests.storage in claim data-0; resources.requests.storage in claim data-2',
    ]);
  });

  test('is asked about templates only where it is one', () => {
    expect(templates('{}')[0]?.blocked).toContain('claim templates');
    expect(plain('{accessModes: [ReadWriteOnce]}')).toMatchObject([
      {
        data: { resource: 'PersistentVolumeClaim files', fields: 'resources.requests.storage' },
        blocked: 'which should it have?',
      },
    ]);
  });
});

test('a Route to a Service that nobody renders is asked about', () => {
  const root = (to: string) =>
    rootOf(`apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
---
apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: web, namespace: shop}
spec: {to: {kind: Service, name: ${to}}}
`);
  expect(only(propose(validate, root('ui')), 'no-target')?.data?.target).toBe('Service ui');
  expect(only(propose(validate, root('web')), 'no-target')).toBeUndefined();
});

test('an account whose near namesake stands beside it is asked about by both names', () => {
  const account = object('ServiceAccount', 'shop-web');
  const [found] = propose(
    validate,
    rootOf(account + workload(`serviceAccountName: shop-web-sa\ncontainers: [{name: web, image: a}]`)),
  );
  expect(found).toMatchObject({
    message: 'missing',
    data: { names: 'ServiceAccount shop-web-sa', near: ' (did you mean shop-web?)' },
  });
});

test('what is made outside is looked for in the namespace of the pods that name it, where they have one', () => {
  const asked = (text: string) => {
    const namespaces: (string | undefined)[] = [];
    const platform: Setting['platform'] = {
      madeOutside: (_kind, _name, _at, namespace) => {
        namespaces.push(namespace);
        return undefined;
      },
    };
    propose(validate, rootOf(text, { platform }));
    return [...new Set(namespaces)];
  };
  const one = KNOWN + pod(SECRET);
  const other = workload('containers: [{name: b, image: b}]', { name: 'other' });
  expect(asked(one)).toEqual(['shop']);
  expect(asked(`${one}${other.replace('namespace: shop', 'namespace: bank')}`)).toEqual(['shop']);
  expect(asked(one.replaceAll(', namespace: shop', ''))).toEqual([undefined]);
});

test('what a script makes is reported with the line, and nobody is asked', () => {
  const platform = {
    madeOutside: (kind: string, name: string) =>
      kind === 'Secret' && name === 'wanted' ? 'up.sh:3' : undefined,
  };
  const found = propose(
    validate,
    rootOf(KNOWN + pod(`${SECRET}, {configMapRef: {name: other}}`), { platform }),
  );
  expect(
    found.map(({ message, data, blocked, asks }) => [
      message,
      data?.names,
      data?.places,
      blocked !== undefined,
      asks,
    ]),
  ).toEqual([
    [
      'missing',
      'ConfigMap other',
      undefined,
      true,
      [
        {
          type: 'decision',
          about: 'who makes each ConfigMap that pods need and nobody renders',
          choices: [
            { says: 'somebody outside of this repository', exempt: 'made outside of this repository' },
          ],
          question: expect.stringMatching(/^who makes it\? /),
          names: ['other'],
        },
      ],
    ],
    ['made-outside', 'Secret wanted', 'up.sh:3', false, undefined],
  ]);
});

test('a container that an image stream gives its image needs none before', () => {
  const config = (container: string) => `apiVersion: apps.openshift.io/v1
kind: DeploymentConfig
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, ports: [{containerPort: 8080}]}]}
  triggers:
  - type: ImageChange
    imageChangeParams: {automatic: true, containerNames: [${container}], from: {kind: ImageStreamTag, name: "web:1"}}
`;
  expect(messages(config('web'))).toEqual([]);
  expect(messages(config('other'))).toEqual(['no-image']);
});

test('a workload that lacks its selector too is a part of one, and nobody is asked for its image', () => {
  const part = (spec: string) =>
    propose(
      validate,
      rootOf(`apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec: {replicas: 0, ${spec}}`),
    ).find(({ message }) => message === 'no-image');
  const containers = 'template: {spec: {containers: [{name: a, args: [b]}]}}';
  expect(part(containers)).toMatchObject({ known: expect.stringContaining('no selector either') });
  expect(part(containers)?.blocked).toBeUndefined();
  expect(part(`selector: {matchLabels: {a: b}}, ${containers}`)?.blocked).toBe('which image should it run?');
});

describe('a rollout on a claim that only one may hold', () => {
  const claim = (modes: string) =>
    object(
      'PersistentVolumeClaim',
      'data',
      `spec: {accessModes: [${modes}], resources: {requests: {storage: 1Gi}}}`,
    );
  const mounting = (more = '', readOnly = '') =>
    workload(
      `containers: [{name: web, image: a}]\nvolumes: [{name: d, persistentVolumeClaim: {claimName: data${readOnly}}}]`,
      { more },
    );
  const held = (text: string) => said(text).filter(({ message }) => message === 'held-volume');

  test('is taken apart for a look, where nobody has written how it goes', () => {
    const of = (more: string) =>
      only(propose(validate, rootOf(claim('ReadWriteOnce') + mounting(more))), 'held-volume');
    expect(of('')).toMatchObject({
      safety: 'unsafe',
      changes: [{ path: ['spec', 'strategy', 'type'], value: 'Recreate' }],
    });
    expect(of('strategy: {type: RollingUpdate}')?.changes).toEqual([]);
    expect(of('replicas: 2')?.changes).toEqual([]);
  });

  test('of a store says what two of them do', () => {
    const pod =
      'containers: [{name: db, image: "postgres:16"}]\nvolumes: [{name: d, persistentVolumeClaim: {claimName: data}}]';
    expect(held(claim('ReadWriteOnce') + workload(pod))).toMatchObject([
      { waits: expect.stringContaining('two of postgres write the same files') },
    ]);
    expect(held(claim('ReadWriteOncePod') + workload(pod))).toMatchObject([
      { waits: 'it waits for the old one' },
    ]);
  });

  test('is reported, with what waits for what', () => {
    expect(held(claim('ReadWriteOnce') + mounting())).toMatchObject([
      {
        workload: 'Deployment web',
        claims: 'data',
        mode: 'ReadWriteOnce',
        waits: 'on another node it waits for the old one',
      },
    ]);
    expect(held(claim('ReadWriteOncePod') + mounting())).toMatchObject([
      { waits: 'it waits for the old one' },
    ]);
    expect(
      only(propose(validate, rootOf(claim('ReadWriteOnce') + mounting())), 'held-volume')?.blocked,
    ).toBeUndefined();
  });

  test.each([
    ['others may hold it too', claim('ReadWriteOnce, ReadWriteMany') + mounting()],
    ['the old pod goes first', claim('ReadWriteOnce') + mounting('strategy: {type: Recreate}')],
    ['there is no surge', claim('ReadWriteOnce') + mounting('strategy: {rollingUpdate: {maxSurge: 0}}')],
    ['it is only read', claim('ReadWriteOnce') + mounting('', ', readOnly: true')],
    ['nobody runs it', claim('ReadWriteOnce') + mounting('replicas: 0')],
    ['nobody here renders the claim', mounting()],
  ])('is none where %s', (_, text) => {
    expect(held(text)).toEqual([]);
  });
});

describe('the version of what an autoscaler scales', () => {
  const scaler = (version: string) =>
    custom(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      'web',
      `{maxReplicas: 3, scaleTargetRef: {apiVersion: ${version}, kind: Deployment, name: web}}`,
    );
  const WEB = workload('containers: [{name: web, image: a}]');

  test('is that of the workload', () => {
    expect(said(scaler('extensions/v1beta1') + WEB)).toContainEqual(
      expect.objectContaining({ message: 'target-version', version: 'apps/v1' }),
    );
    expect(messages(scaler('apps/v1') + WEB)).not.toContain('target-version');
  });

  test('is no older one that the workload is still said in', () => {
    const old = WEB.replace('apps/v1', 'extensions/v1beta1');
    expect(old).not.toBe(WEB);
    expect(messages(scaler('apps/v1') + old)).not.toContain('target-version');
  });
});

describe('a variable that is used before it is set', () => {
  const early = (source: string, prefix = '') =>
    workload(
      `containers: [{name: web, image: a, envFrom: [{${prefix}${source}: {name: wanted}}], env: [{name: URL, value: "x://$(ZONE)"}, {name: ZONE, value: a}]}]`,
    );
  const map = (data: string) => object('ConfigMap', 'wanted', `data: ${data}`);

  test.each([
    ['a map without it comes first', map('{OTHER: b}') + early('configMapRef')],
    ['its prefix makes another name of it', map('{ZONE: b}') + early('configMapRef', 'prefix: X_, ')],
    [
      'a Secret without it comes first',
      object('Secret', 'wanted', 'stringData: {OTHER: b}') + early('secretRef'),
    ],
  ])('is found where %s', (_, text) => {
    expect(messages(text)).toContain('early-variable');
  });

  test.each([
    ['a map has it', map('{ZONE: b}') + early('configMapRef')],
    ['a map has it by its prefix', map('{NE: b}') + early('configMapRef', 'prefix: ZO, ')],
    ['a map is there to be filled', map('{}') + early('configMapRef')],
    ['nobody renders the Secret', early('secretRef')],
  ])('is none where %s', (_, text) => {
    expect(messages(text)).not.toContain('early-variable');
  });
});

test.each([
  ['extension-apiserver-authentication-reader', 'kube-system', []],
  ['extension-apiserver-authentication-reader', 'shop', ['no-role']],
  ['kubeadm:bootstrap-signer-clusterinfo', 'kube-public', []],
  ['kubeadm:bootstrap-signer-clusterinfo', 'kube-system', ['no-role']],
  ['system:controller:token-cleaner', 'kube-system', []],
])('Role %s is there in %s or not', (role, namespace, found) => {
  const binding = `kind: RoleBinding\nmetadata: {name: rights, namespace: ${namespace}}\nroleRef: {kind: Role, name: "${role}"}\n`;
  expect(messages(binding)).toEqual(found);
});

describe('bounds', () => {
  test.each([
    ['autoscaling/v2', 'HorizontalPodAutoscaler', '{minReplicas: 5, maxReplicas: 2}', 'bounds'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', '{minReplicas: 2, maxReplicas: 2}', undefined],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', '{maxReplicas: 1}', undefined],
    ['keda.sh/v1alpha1', 'ScaledObject', '{minReplicaCount: 3, maxReplicaCount: 2}', 'bounds'],
    ['keda.sh/v1alpha1', 'ScaledObject', '{minReplicaCount: 1, idleReplicaCount: 0}', undefined],
    ['keda.sh/v1alpha1', 'ScaledObject', '{minReplicaCount: 2, idleReplicaCount: 2}', 'idle-bounds'],
    ['keda.sh/v1alpha1', 'ScaledObject', '{idleReplicaCount: 0}', 'idle-bounds'],
    ['v1', 'ResourceQuota', '{hard: {limits.nvidia.com/gpu: 4}}', 'quota-limits'],
    ['v1', 'ResourceQuota', '{hard: {requests.nvidia.com/gpu: 4, limits.cpu: 4}}', undefined],
  ])('of %s %s %s', (apiVersion, kind, spec, message) => {
    const found = messages(custom(apiVersion, kind, 'a', spec)).filter(each =>
      /bounds|quota-limits/.test(each),
    );
    expect(found).toEqual(message === undefined ? [] : [message]);
  });
});

describe('a monitor', () => {
  const monitor = (names: string, selector = '{matchLabels: {app: web}}') =>
    custom(
      'monitoring.coreos.com/v1',
      'ServiceMonitor',
      'web',
      `{namespaceSelector: {matchNames: ${names}}, selector: ${selector}}`,
    );
  const service = object('Service', 'web').replace('name: web,', 'name: web, labels: {app: web},');
  const found = (text: string) => messages(text).filter(each => each === 'monitor-namespace');

  test('that looks where nothing is, for what stands beside it', () => {
    expect(found(monitor('[old]') + service)).toEqual(['monitor-namespace']);
  });

  test.each([
    ['its own namespace', monitor('[shop]') + service],
    [
      'one of which something is rendered',
      monitor('[old]') + service + object('ConfigMap', 'a').replace('shop', 'old'),
    ],
    [
      'one whose Namespace is rendered',
      `${monitor('[old]')}${service}apiVersion: v1\nkind: Namespace\nmetadata: {name: old}\n`,
    ],
    ['Services that are not here', monitor('[old]', '{matchLabels: {app: other}}') + service],
  ])('may look for %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('pods in a namespace that enforces a level', () => {
  const STRICT =
    'securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\ncontainers: [{name: a, image: "a:1", securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]';
  test.each([
    [
      'restricted',
      'containers: [{name: a, image: "a:1"}]',
      'no runAsNonRoot, privilege escalation, no seccomp profile and capabilities',
    ],
    ['restricted', STRICT, undefined],
    ['baseline', 'containers: [{name: a, image: "a:1"}]', undefined],
    ['baseline', 'hostNetwork: true\ncontainers: [{name: a, image: "a:1"}]', 'hostNetwork'],
    ['privileged', 'hostNetwork: true\ncontainers: [{name: a, image: "a:1"}]', undefined],
  ])('%s: %s', (level, spec, reason) => {
    const namespace = `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: ${level}}}\n---\n`;
    const found = propose(validate, rootOf(namespace + workload(spec))).filter(
      ({ message }) => message === 'refused-pods',
    );
    expect(found.map(({ data }) => data?.reason)).toEqual(reason === undefined ? [] : [reason]);
  });
});

describe('latest that is not pulled again', () => {
  const found = (image: string, policy = 'IfNotPresent', setting: Setting = {}) =>
    propose(
      validate,
      rootOf(workload(`containers: [{name: a, image: "${image}", imagePullPolicy: ${policy}}]`), setting),
    ).filter(({ message }) => message === 'old-image').length;

  test('is said', () => {
    expect([found('ghcr.io/a/b:latest'), found('ghcr.io/a/b')]).toEqual([1, 1]);
  });

  test.each([
    'ghcr.io/a/b:1',
    'b:latest',
    'localhost:5000/b:latest',
    'your-registry.com/b:latest',
    'ghcr.io/OWNER_NAME/b',
  ])('not of %s', image => expect(found(image)).toBe(0));

  test('nor where it is always pulled, or where things are tried', () => {
    const environment = { name: 'dev', tier: 'development' } as const;
    expect([found('ghcr.io/a/b', 'Always'), found('ghcr.io/a/b', 'IfNotPresent', { environment })]).toEqual([
      0, 0,
    ]);
  });
});

test.each([
  ['shop-db-rw', ['taken-service']],
  ['shop-db-pooler-rw', []],
])('a Pooler called %s beside Cluster shop-db', (name, found) => {
  const pooler = custom('postgresql.cnpg.io/v1', 'Pooler', name, '{cluster: {name: shop-db}}');
  expect(messages(custom('postgresql.cnpg.io/v1', 'Cluster', 'shop-db') + pooler)).toEqual(found);
});
