import podDisruptionBudget from '../../../transforms/pod-disruption-budget/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const POD = 'containers: [{name: a, image: "app:1"}]';
const web = (replicas: number | undefined, shape: { kind?: string; name?: string; pod?: string } = {}) =>
  workload(shape.pod ?? POD, { ...shape, more: replicas === undefined ? '' : `replicas: ${replicas}` });
const pdb = (spec: string, name = 'web') => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
---
`;
const hpa = (minimum: string) => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, ${minimum} maxReplicas: 9}
---
`;
const claim = (mode: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: media, namespace: shop}
spec: {accessModes: [${mode}], resources: {requests: {storage: 1Gi}}}
---
`;
const of = (text: string, options = {}) => propose(podDisruptionBudget, rootOf(text), options);
const created = (text: string, options = {}) => {
  const proposal = only(of(text, options), 'missing');
  const [change] = proposal?.changes ?? [];
  return change?.type === 'create' ? (change.manifest as { metadata: object; spec: object }) : undefined;
};

describe('a workload without a budget', () => {
  test('gets one that never blocks, beside it', () => {
    const proposal = only(of(web(2)), 'missing');
    expect(proposal).toMatchObject({ safety: 'safe' });
    expect(proposal?.changes).toEqual([
      {
        type: 'create',
        beside: 'Deployment/web',
        restsOn: { resource: 'Deployment/web', path: ['spec', 'replicas'] },
        manifest: {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: { name: { $reference: 'name', of: 'Deployment/web', suffix: '' } },
          spec: {
            maxUnavailable: 1,
            selector: { matchLabels: { $reference: 'selector', of: 'Deployment/web' } },
            unhealthyPodEvictionPolicy: 'AlwaysAllow',
          },
        },
      },
    ]);
  });

  test.each([
    ['one replica', web(1)],
    ['unset replicas', web(undefined)],
    ['an autoscaler that may go to one', web(5) + hpa('minReplicas: 1,')],
    ['an autoscaler without a minimum', web(5) + hpa('')],
    ['a budget that selects it', web(3) + pdb('{maxUnavailable: 1, selector: {matchLabels: {app: web}}}')],
    ['a budget for the whole namespace', web(3) + pdb('{maxUnavailable: 1, selector: {}}')],
    [
      'an image that is loaded into its node by hand',
      web(3, { pod: 'containers: [{name: a, image: "app:1", imagePullPolicy: Never}]' }),
    ],
    [
      'one claim that a single node may hold at a time',
      web(2, { pod: `${POD}\nvolumes: [{name: media, persistentVolumeClaim: {claimName: media}}]` }) +
        claim('ReadWriteOnce'),
    ],
    ['a DaemonSet', web(undefined, { kind: 'DaemonSet' })],
  ])('not with %s', (_, text) => expect(created(text)).toBeUndefined());

  test('with the minimum of its autoscaler', () => {
    expect(only(of(web(1) + hpa('minReplicas: 2,')), 'missing')?.data).toMatchObject({ replicas: 2 });
  });

  test('a store keeps its recovering members: that is the default, and written out on request only', () => {
    const stores = [
      { pod: 'containers: [{name: a, image: "rabbitmq:3"}]' },
      { pod: 'containers: [{name: a, image: "redis:7"}]' },
      { kind: 'StatefulSet' },
    ];
    for (const shape of stores) {
      expect(created(web(3, shape))?.spec).not.toHaveProperty('unhealthyPodEvictionPolicy');
      expect(created(web(3, shape), { apiDefaults: true })?.spec).toMatchObject({
        unhealthyPodEvictionPolicy: 'IfHealthyBudget',
      });
    }
    expect(created(web(3))?.spec).toMatchObject({ unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  });

  test.each([
    [3, { minAvailable: 2 }, { minAvailable: 2 }],
    [2, { minAvailable: 2 }, { maxUnavailable: 1 }],
    [4, { minAvailablePercent: 50 }, { minAvailable: '50%' }],
    [2, { minAvailablePercent: 60 }, { maxUnavailable: 1 }],
  ])('%i replicas with %j: %j', (replicas, options, expected) => {
    expect(created(web(replicas), options)?.spec).toMatchObject(expected);
  });

  test('is a question where two workloads share their labels', () => {
    const blue = web(2).replace('name: web,', 'name: blue,');
    const proposals = of(web(2) + blue);
    expect(proposals.map(({ message }) => message)).toEqual(['shared-labels', 'shared-labels']);
  });

  test('avoids a name that is taken', () => {
    const taken = pdb('{maxUnavailable: 1, selector: {matchLabels: {app: other}}}');
    const other = web(1).replaceAll('web', 'other');
    expect(created(web(2) + other + taken)?.metadata).toMatchObject({ name: { suffix: '-budget' } });
  });
});

describe('a written budget', () => {
  const selecting = (rest: string, replicas = 2) =>
    of(
      web(replicas) +
        pdb(`{${rest}, unhealthyPodEvictionPolicy: AlwaysAllow, selector: {matchLabels: {app: web}}}`),
    );

  test.each([
    ['minAvailable: 2', 2, ['-spec.minAvailable', 'spec.maxUnavailable = 1']],
    ['minAvailable: 1', 1, ['-spec.minAvailable', 'spec.maxUnavailable = 1']],
    ['minAvailable: "90%"', 3, ['-spec.minAvailable', 'spec.maxUnavailable = 1']],
    ['maxUnavailable: 0', 3, ['spec.maxUnavailable = 1']],
    ['maxUnavailable: "0%"', 3, ['spec.maxUnavailable = 1']],
  ])('%s of %i blocks drains: changing it is unsafe', (rule, replicas, changes) => {
    const proposal = only(selecting(rule, replicas), 'blocks-drains');
    expect(proposal?.safety).toBe('unsafe');
    expect(changesOf(proposal)).toEqual(changes);
  });

  test.each([
    ['minAvailable: 1', 2],
    ['maxUnavailable: 1', 1],
    ['maxUnavailable: "10%"', 3],
  ])('%s of %i is fine', (rule, replicas) => expect(selecting(rule, replicas)).toEqual([]));

  test('counts the minimum of the autoscaler', () => {
    const text =
      web(5) + hpa('minReplicas: 2,') + pdb('{minAvailable: 2, selector: {matchLabels: {app: web}}}');
    expect(only(of(text), 'blocks-drains')).toBeDefined();
  });

  test('without a number allows one pod to be away', () => {
    const proposal = only(of(web(2) + pdb('{selector: {matchLabels: {app: web}}}')), 'no-budget');
    expect(changesOf(proposal)).toEqual(['spec.maxUnavailable = 1']);
    expect(proposal?.safety).toBe('safe');
  });

  test('says on request whether pods that are not ready may go', () => {
    const text = pdb('{maxUnavailable: 1, selector: {matchLabels: {app: web}}}');
    const policyOf = (workload: string, apiDefaults: boolean) =>
      changesOf(only(of(workload + text, { apiDefaults }), 'eviction-policy'));
    expect(policyOf(web(2), false)).toEqual([]);
    expect(policyOf(web(2), true)).toEqual(['spec.unhealthyPodEvictionPolicy = "AlwaysAllow"']);
    expect(policyOf(web(2, { kind: 'StatefulSet' }), true)).toEqual([
      'spec.unhealthyPodEvictionPolicy = "IfHealthyBudget"',
    ]);
  });

  test.each([
    ['selects-nothing', pdb('{maxUnavailable: 1, selector: {matchLabels: {app: gone}}}', 'gone')],
    ['selects-nothing', pdb('{maxUnavailable: 1}')],
    ['selects-namespace', pdb('{maxUnavailable: 1, selector: {}}')],
    [
      'shared-pods',
      pdb('{maxUnavailable: 1, selector: {matchLabels: {app: web}}}') +
        pdb('{maxUnavailable: 1, selector: {matchLabels: {app: web}}}', 'again'),
    ],
  ])('%s is for a person', (message, text) => {
    expect(only(of(web(2) + text), message)?.blocked).toBeTruthy();
  });
});

describe('a budget that selects nothing and means a workload', () => {
  const idle = (labels: string, name = 'web', rule = 'maxUnavailable: 1') =>
    of(web(2) + pdb(`{${rule}, selector: {matchLabels: ${labels}}}`, name));

  test.each([
    ['by the value under another key', '{service: web}', 'shop', ['-spec.selector.matchLabels.service']],
    ['by its own name', '{tier: front}', 'web-pdb', ['-spec.selector.matchLabels.tier']],
    ['by another value', '{app: gone}', 'pdb-web', []],
  ])('%s is corrected, and is no reason for a second one', (_, labels, name, removed) => {
    const proposals = idle(labels, name).filter(({ message }) => message !== 'misses-pods');
    expect(proposals).toEqual([]);
    const [proposal] = idle(labels, name);
    expect(changesOf(proposal)).toEqual(['spec.selector.matchLabels.app = "web"', ...removed]);
  });

  test('is doubted where its name alone says so, and where it then lets nobody go', () => {
    expect(only(idle('{service: web}'), 'misses-pods')?.safety).toBe('safe');
    expect(only(idle('{tier: front}'), 'misses-pods')?.safety).toBe('unsafe');
    expect(only(idle('{service: web}', 'web', 'minAvailable: 2'), 'misses-pods')?.safety).toBe('unsafe');
  });

  test('is asked about where another is called otherwise and selects by other labels', () => {
    const found = idle('{app: gone}', 'other');
    expect(found.map(({ message }) => message).sort()).toEqual(['missing', 'selects-nothing']);
  });
});

describe('over all roots of the namespace', () => {
  const budget = (name: string, spec = 'maxUnavailable: 1') =>
    `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: ${name}, namespace: shop}\nspec: {${spec}, unhealthyPodEvictionPolicy: AlwaysAllow, selector: {matchLabels: {app: web}}}\n---\n`;

  test('a budget of another root is one', () => {
    const text = workload('containers: [{name: a, image: "x:1"}]', { more: 'replicas: 2' });
    expect(propose(podDisruptionBudget, rootOf(text, { neighbours: { platform: budget('web') } }))).toEqual(
      [],
    );
  });

  test.each([
    ['in the namespace', 'shop', '', []],
    ['that puts its pods there', 'releases', ', targetNamespace: shop', []],
    ['somewhere else', 'releases', '', ['selects-nothing']],
  ])('a release %s may bring what a budget selects', (_, namespace, target, messages) => {
    const release = `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: r, namespace: ${namespace}}\nspec: {interval: 1h${target}}\n---\n`;
    const found = propose(podDisruptionBudget, rootOf(budget('web') + release));
    expect(found.map(({ message }) => message)).toEqual(messages);
  });

  test('pods of another root are pods', () => {
    const neighbours = { apps: workload('containers: [{name: a, image: "x:1"}]', { more: 'replicas: 2' }) };
    expect(propose(podDisruptionBudget, rootOf(budget('web'), { neighbours }))).toEqual([]);
    const blocking = propose(podDisruptionBudget, rootOf(budget('web', 'minAvailable: 2'), { neighbours }));
    expect(blocking.map(({ message }) => message)).toEqual(['blocks-drains']);
  });

  test.each([
    ['apps', ['shared-pods']],
    ['zone', []],
  ])('of two budgets the later one is reported: the other is in %s', (folder, messages) => {
    const text = workload('containers: [{name: a, image: "x:1"}]', { more: 'replicas: 2' }) + budget('web');
    const found = propose(podDisruptionBudget, rootOf(text, { neighbours: { [folder]: budget('other') } }));
    expect(found.map(({ message }) => message)).toEqual(messages);
  });

  test.each([
    ['minReplicaCount: 0, ', ['blocks-drains']],
    ['', ['blocks-drains']],
    ['minReplicaCount: 2, ', []],
  ])('KEDA starts with one pod (%s)', (floor, messages) => {
    const scaler = `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web, namespace: shop}\nspec: {${floor}scaleTargetRef: {name: web}}\n---\n`;
    const text =
      workload('containers: [{name: a, image: "x:1"}]') + scaler + budget('web', 'minAvailable: 1');
    expect(propose(podDisruptionBudget, rootOf(text)).map(({ message }) => message)).toEqual(messages);
  });
});

describe('a new budget is written as the repository writes others', () => {
  const written = (name: string, shape = {}) => ({
    name,
    labels: ['app', 'tier'],
    hasPolicy: false,
    tiers: ['production'] as const,
    ...shape,
  });
  const like = (
    budgets: readonly ReturnType<typeof written>[],
    text = web(2),
    tier?: 'staging' | 'production',
  ) =>
    only(
      propose(
        podDisruptionBudget,
        rootOf(text, { repository: { budgets }, environment: { name: tier, tier } }),
      ),
      'missing',
    )?.changes[0] as { manifest: { apiVersion: string; metadata: object; spec: object } } | undefined;

  test('called and labelled like them', () => {
    const { manifest } = like([written('api-pdb'), written('cart-pdb')])!;
    expect(manifest.metadata).toEqual({
      name: { $reference: 'name', of: 'Deployment/web', suffix: '-pdb' },
      labels: { app: 'web' },
    });
    expect(like([written('api-pdb')])?.manifest.metadata).toEqual({
      name: { $reference: 'name', of: 'Deployment/web', suffix: '-pdb' },
    });
    expect(like([written('pdb-api'), written('pdb-cart')])?.manifest.metadata).toMatchObject({
      name: { $reference: 'name', of: 'Deployment/web', prefix: 'pdb-', suffix: '' },
    });
  });

  test('labelled as what else stands for workloads, where there is no budget yet', () => {
    const service = (name: string, labels: string) => `
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, labels: ${labels}}
spec: {selector: {app: ${name}}, ports: [{port: 80}]}`;
    const other = `${web(1).replaceAll('web', 'api')}`;
    const text = web(2) + other + service('web', '{app: web, team: a}');
    expect(like([], text)?.manifest.metadata).not.toHaveProperty('labels');
    expect(like([], text + service('api', '{app: api}'))?.manifest.metadata).toMatchObject({
      labels: { app: 'web' },
    });
  });

  test('labelled as its workload and the Service of that are, where there is no other', () => {
    const labels = '{app.kubernetes.io/name: web, app.kubernetes.io/component: api}';
    const text = web(2).replace('labels: {app: web}', `labels: ${labels}`);
    const service = (own: string) => `
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: ${own}}
spec: {selector: {app: web}, ports: [{port: 80}]}`;
    expect(like([], text + service(labels))?.manifest.metadata).toMatchObject({
      labels: { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/component': 'api' },
    });
    expect(
      like([], text + service('{app.kubernetes.io/component: door}'))?.manifest.metadata,
    ).not.toHaveProperty('labels');
  });

  test('with a policy for pods that are not ready where they have one', () => {
    const one = { hasPolicy: true };
    const store = web(2).replace('kind: Deployment', 'kind: StatefulSet');
    const policyOf = (budgets: readonly ReturnType<typeof written>[], text = web(2)) =>
      (like(budgets, text)!.manifest.spec as { unhealthyPodEvictionPolicy?: string })
        .unhealthyPodEvictionPolicy;
    expect(policyOf([])).toBe('AlwaysAllow');
    expect(policyOf([written('a'), written('b')])).toBeUndefined();
    expect(policyOf([written('a'), written('b', one)])).toBe('AlwaysAllow');
    expect(policyOf([written('a', one), written('b', one)], store)).toBe('IfHealthyBudget');
    expect(policyOf([written('a')])).toBe('AlwaysAllow');
    expect(policyOf([], store)).toBeUndefined();
  });

  test.each([
    [[], 3, { maxUnavailable: 1 }],
    [['1'], 3, { maxUnavailable: 1 }],
    [['1', '1'], 3, { minAvailable: 1 }],
    [['2', '1'], 3, { minAvailable: 1 }],
    [['2', '2'], 2, { maxUnavailable: 1 }],
    [['1', undefined], 3, { maxUnavailable: 1 }],
    [['50%', '50%'], 3, { minAvailable: '50%' }],
    [['90%', '90%'], 3, { maxUnavailable: 1 }],
    [['50%', '1'], 3, { maxUnavailable: 1 }],
  ] as const)('with the number of pods that stay where they say that: %j of %i', (said, replicas, rule) => {
    const budgets = said.map((minAvailable, index) => written(`a${index}`, { minAvailable }));
    expect(like(budgets, web(replicas))?.manifest.spec).toMatchObject(rule);
  });

  test('not where all of them are for more serious environments', () => {
    const all = [written('api-pdb'), written('cart-pdb')];
    expect(like(all, web(2), 'staging')).toBeUndefined();
    expect(like(all, web(2), 'production')).toBeDefined();
    expect(like([...all, written('b-pdb', { tiers: ['staging'] })], web(2), 'staging')).toBeDefined();
    expect(like([written('api-pdb')], web(2), 'staging')).toBeDefined();
    expect(like([...all, written('b-pdb', { tiers: [] })], web(2), 'staging')).toBeDefined();
  });

  const ingress = `${web(2)}---\napiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a}\n`;

  test.each([
    ['what Kubernetes 1.22 no longer has', ingress, 'unsafe'],
    ['nothing that says its age', web(2), 'safe'],
  ] as const)('in the version that clusters of today serve, beside %s', (_, text, safety) => {
    const found = only(propose(podDisruptionBudget, rootOf(text)), 'missing');
    expect(found).toMatchObject({ safety, changes: [{ manifest: { apiVersion: 'policy/v1' } }] });
  });

  test.each([
    ['an older cluster', 'shop', 'extensions/v1beta1', 'unsafe'],
    ['an older cluster, in another namespace', 'other', 'extensions/v1beta1', 'safe'],
    ['no version', 'shop', 'networking.k8s.io/v1', 'safe'],
  ])('with a doubt, where a neighbour shows %s', (_, namespace, apiVersion, safety) => {
    const door = `apiVersion: ${apiVersion}\nkind: Ingress\nmetadata: {name: a, namespace: ${namespace}}\n`;
    const root = rootOf(web(2), { neighbours: { 'overlays/door': door } });
    expect(only(propose(podDisruptionBudget, root), 'missing')).toMatchObject({ safety });
  });

  test('without one, where a neighbour has a newer version beside older objects', () => {
    const root = rootOf(ingress, {
      neighbours: { 'overlays/other': pdb('{selector: {matchLabels: {a: b}}}', 'other') },
    });
    expect(only(propose(podDisruptionBudget, root), 'missing')).toMatchObject({ safety: 'safe' });
  });

  test('an older cluster knows no eviction policy', () => {
    const policy = { unhealthyPodEvictionPolicy: 'AlwaysAllow' };
    expect(like([])?.manifest.spec).toMatchObject(policy);
    expect(like([], ingress)?.manifest.spec).not.toHaveProperty('unhealthyPodEvictionPolicy');
  });
});

describe('a workload that KEDA scales', () => {
  const service = (port: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ports: [{name: ${port}, port: 80}]}\n---\n`;
  const keda = (trigger: string) =>
    `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web, namespace: shop}\nspec: {minReplicaCount: 2, maxReplicaCount: 20, scaleTargetRef: {name: web}, triggers: [{type: ${trigger}}]}\n---\n`;
  const found = (...texts: string[]) => only(of(`${web(2)}${texts.join('')}`), 'missing');

  test.each([
    ['works off a queue, and is scraped alone', [keda('redis'), service('metrics')], 'unsafe'],
    ['works off a queue, and has no Service', [keda('rabbitmq')], 'unsafe'],
    ['is called as well', [keda('redis'), service('http')], 'safe'],
    ['is scaled by its load', [keda('cpu')], 'safe'],
  ])('and that %s', (_, texts, safety) => expect(found(...texts)).toMatchObject({ safety }));

  test('lets a share of many go, which is one of the fewest', () => {
    expect(created(`${web(2)}${keda('cpu')}`)?.spec).toMatchObject({ maxUnavailable: '25%' });
    expect(found(keda('cpu'))?.changes).toMatchObject([
      { restsOn: { resource: 'ScaledObject/web', path: ['spec', 'minReplicaCount'] } },
    ]);
  });
});
