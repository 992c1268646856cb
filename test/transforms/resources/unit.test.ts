import type { Json, JsonObject } from '../../../src/transform.ts';
import limitRange from '../../../transforms/limit-range/index.ts';
import resourceQuota from '../../../transforms/resource-quota/index.ts';
import resources from '../../../transforms/resources/index.ts';
import { isLess } from '../../../transforms/shared/numbers/amounts.ts';
import { changesOf, only, propose, rootOf, type Setting, workload } from '../root.ts';

type Resources = Readonly<Record<'cpu' | 'memory', string>>;

const tier = (name: 'development' | 'staging' | 'production'): Setting => ({
  environment: { name, tier: name },
});
const C = 'spec.template.spec.containers.a.resources';
/** What a team that says its numbers writes. */
const SAID = { cpuRequest: '100m', memoryRequest: '128Mi' };
const a = (rest = '') => `containers: [{name: a, image: "x:1"${rest}}]`;
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n';

/** Another root that declares the namespace, with as many pods. */
const SAME_CLAIM = { 'overlays/second': NAMESPACE + workload(a(), { name: 'other' }) };

describe('resources', () => {
  const of = (pod: string, setting: Setting = tier('staging'), options = {}, shape = {}) =>
    propose(resources, rootOf(workload(pod, shape), setting), options);

  test('are made up, or said: what is made up is the same everywhere', () => {
    const changes = [`${C}.requests.cpu = "100m"`, `${C}.requests.memory = "128Mi"`];
    for (const setting of [tier('development'), tier('production'), {}]) {
      const invented = only(of(a(), setting), 'requests');
      expect([invented?.safety, ...changesOf(invented)]).toEqual(['unsafe', ...changes]);
      const said = only(of(a(), setting, SAID), 'requests');
      expect([said?.safety, ...changesOf(said)]).toEqual(['safe', ...changes]);
    }
  });

  test.each([
    ['development', '50m', '64Mi'],
    ['staging', '100m', '128Mi'],
    ['production', '200m', '256Mi'],
  ] as const)('requests of %s, where the configuration tells environments apart', (name, cpu, memory) => {
    const factor = { development: 0.5, production: 2 };
    const changes = changesOf(only(of(a(), tier(name), { ...SAID, factor }), 'requests'));
    expect(changes).toEqual([`${C}.requests.cpu = "${cpu}"`, `${C}.requests.memory = "${memory}"`]);
  });

  test('a number that the configuration says is safe, and one that it does not is none', () => {
    const found = of(a(), tier('staging'), { cpuRequest: '20m' }).filter(
      ({ message }) => message === 'requests',
    );
    expect(found.map(each => [each.safety, ...changesOf(each)])).toEqual([
      ['safe', `${C}.requests.cpu = "20m"`],
      ['unsafe', `${C}.requests.memory = "128Mi"`],
    ]);
  });

  test.each([
    ['an image of others', 'postgres:16', 'unsafe'],
    ['what may be a copy of one', 'registry.example.com/mirror/postgres:16', 'unsafe'],
    ['a plain tool', 'busybox:1.36', 'unsafe'],
    ['a product of its makers', 'registry.k8s.io/something/new:v1', 'unsafe'],
    ['one image of somebody', 'docker.io/somebody/exporter:1', 'unsafe'],
    ['a registry of its own', 'registry.example.com/shop/web:1', 'safe'],
    ['a name that an overlay fills in', 'web', 'safe'],
  ])('plain numbers of the configuration are for images of its authors: %s', (_, image, safety) => {
    const found = only(of(`containers: [{name: a, image: "${image}"}]`, {}, SAID), 'requests');
    expect(found?.safety).toBe(safety);
  });

  test('several images of an owner that nobody knows are of the authors, and a maker of known ones is none', () => {
    const two = (owner: string) =>
      of(`containers: [{name: a, image: ${owner}/web}, {name: b, image: ${owner}/api}]`, {}, SAID);
    const safetyOf = (owner: string) => only(two(owner).slice(0, 1), 'requests')?.safety;
    expect([safetyOf('ghcr.io/acme'), safetyOf('acme')]).toEqual(['safe', 'safe']);
    const mixed = of(
      'containers: [{name: a, image: grafana/new}, {name: b, image: grafana/grafana}]',
      {},
      SAID,
    );
    expect(mixed.filter(each => each.message === 'requests').map(each => each.safety)).toEqual([
      'unsafe',
      'unsafe',
    ]);
  });

  test('what the configuration says of the image by name is safe', () => {
    const setting = {
      images: { postgres: { resources: { requests: { cpu: '1', memory: '1Gi' } } } },
    } as const;
    const found = only(of('containers: [{name: a, image: "postgres:16"}]', setting, SAID), 'requests');
    expect([found?.safety, ...changesOf(found)]).toEqual([
      'safe',
      `${C}.requests.cpu = "1"`,
      `${C}.requests.memory = "1Gi"`,
    ]);
  });

  const numbers = (text: string, name: string) =>
    propose(resources, rootOf(text), {})
      .filter(({ at }) => at.on.endsWith(`/${name}`))
      .flatMap(changesOf)
      .map(each => each.slice(each.indexOf('resources.') + 'resources.'.length));

  test.each([
    ['a database', 'image: "postgres:16"', ['requests.cpu = "100m"', 'requests.memory = "256Mi"', '"1Gi"']],
    ['a JVM', 'image: "x:1", command: [java, -jar, a.jar]', ['"100m"', '"256Mi"', 'limits.memory = "1Gi"']],
  ])('numbers of ours are those of its kind: %s', (_, container, expected) => {
    const found = numbers(workload(`containers: [{name: a, ${container}}]`), 'web');
    expect(found).toHaveLength(3);
    for (const [index, each] of expected.entries()) expect(found[index]).toContain(each);
  });

  test('what only waits before the others needs next to nothing, and no number where no quota asks for one', () => {
    const pod =
      'initContainers: [{name: i, image: "x:1", command: [sleep, "9"]}], containers: [{name: a, image: "x:1"}]';
    const found = (more: string) =>
      propose(resources, rootOf(workload(pod.replace('], ', ']\n')) + more))
        .flatMap(changesOf)
        .filter(each => each.includes('initContainers'))
        .map(each => each.slice(each.indexOf('resources.') + 'resources.'.length));
    expect(found('')).toEqual([]);
    expect(found(inShop('ResourceQuota', '{hard: {pods: "9"}}'))).toEqual([
      'requests.cpu = "10m"',
      'requests.memory = "16Mi"',
      'limits.memory = "64Mi"',
    ]);
  });

  test('a Job gets what a Deployment of the same image states, and that it may do something else is said', () => {
    const stated = ', resources: {requests: {cpu: 20m, memory: 90Mi}, limits: {memory: 700Mi}}';
    const job = workload(a(', command: [migrate]'), { kind: 'Job', name: 'migrate' });
    const text = workload(a(stated)) + job;
    expect(numbers(text, 'migrate')).toEqual([
      'requests.cpu = "20m"',
      'requests.memory = "90Mi"',
      'limits.memory = "700Mi"',
    ]);
    const found = propose(resources, rootOf(text), {});
    expect(found.every(({ safety }) => safety === 'unsafe')).toBe(true);
    const said = 'that of container a of Deployment web, which runs the same image and may do something else';
    expect(only(found, 'memory-limit')?.doubts?.[0]).toContain(said);
    // Two programs in one base have nothing in common.
    const base = text.replaceAll('"x:1"', '"python:3.12"');
    expect(numbers(base, 'migrate')).toContain('requests.memory = "128Mi"');
  });

  test('ephemeral storage only when asked for', () => {
    const found = of(a(), tier('staging'), { storageRequest: '80Mi' });
    expect(found.flatMap(changesOf)).toContain(`${C}.requests.ephemeral-storage = "80Mi"`);
  });

  test('the heap that a runtime is told to use is a request', () => {
    const pod = a(', env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx1g}]');
    const found = of(pod, {}).find(each => each.message === 'requests' && each.safety === 'safe');
    expect([found?.safety, ...changesOf(found)]).toEqual(['safe', `${C}.requests.memory = "1280Mi"`]);
  });

  test.each([
    [
      'autoscaling/v2, 80 % of CPU',
      'autoscaling/v2',
      'metrics: [{type: Resource, resource: {name: cpu, target: {averageUtilization: 80}}}]',
      true,
    ],
    ['autoscaling/v1', 'autoscaling/v1', 'targetCPUUtilizationPercentage: 80', true],
    [
      'an amount of CPU',
      'autoscaling/v2',
      'metrics: [{type: Resource, resource: {name: cpu, target: {averageValue: 2}}}]',
      false,
    ],
  ])('an autoscaler that measures by requests begins to scale: %s', (_, apiVersion, metrics, awakes) => {
    const scaler = `apiVersion: ${apiVersion}\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: shop}\nspec: {scaleTargetRef: {kind: Deployment, name: web}, maxReplicas: 9, ${metrics}}\n---\n`;
    const found = propose(resources, rootOf(workload(a()) + scaler, tier('staging')), SAID).filter(
      ({ message }) => message === 'requests',
    );
    expect(found.flatMap(({ doubts = [] }) => doubts)).toHaveLength(awakes ? 1 : 0);
    const safe = found.filter(({ safety }) => safety === 'safe').flatMap(changesOf);
    expect(safe).toContain(`${C}.requests.memory = "128Mi"`);
  });

  test.each([
    ['a suspended Job', workload(a(), { kind: 'Job', more: 'suspend: true' })],
    ['what is scaled to zero', workload(a(), { more: 'replicas: 0' })],
  ])('%s gets nothing', (_, text) => {
    expect(propose(resources, rootOf(text, tier('staging')))).toEqual([]);
  });

  test('what a LimitRange gives is stated', () => {
    const range = `apiVersion: v1\nkind: LimitRange\nmetadata: {name: l, namespace: shop}\nspec: {limits: [{type: Container, default: {memory: 1Gi}, defaultRequest: {cpu: 1}}]}\n`;
    expect(
      propose(resources, rootOf(workload(a()), { ...tier('staging'), neighbours: { platform: range } })),
    ).toEqual([]);
  });

  test('a memory limit is unsafe until the configuration states one', () => {
    expect(only(of(a()), 'memory-limit')?.safety).toBe('unsafe');
    const images = { x: { resources: { limits: { memory: '1Gi' } } } };
    const stated = only(of(a(), { ...tier('production'), images }), 'memory-limit');
    expect(stated?.safety).toBe('safe');
    expect(changesOf(stated)).toEqual([`${C}.limits.memory = "1Gi"`]);
  });

  test('a request is never above its limit, a limit never below its request', () => {
    // The API takes a written limit for the request.
    expect(changesOf(only(of(a(', resources: {limits: {memory: 100Mi}}')), 'requests'))).toEqual([
      `${C}.requests.cpu = "100m"`,
    ]);
    // Who asks for 2Gi takes that, and more at times.
    expect(changesOf(only(of(a(', resources: {requests: {memory: 2Gi}}')), 'memory-limit'))).toEqual([
      `${C}.limits.memory = "4Gi"`,
    ]);
  });

  test('a volume in memory counts as memory of who mounts it', () => {
    const volumes = 'volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}]';
    const pod = (more: string) => `${a(more)}\n      ${volumes}`;
    const limit = (more: string) => changesOf(only(of(pod(more)), 'memory-limit'));
    expect(limit('')).toEqual([`${C}.limits.memory = "512Mi"`]);
    expect(limit(', volumeMounts: [{name: shm, mountPath: /dev/shm}]')).toEqual([
      `${C}.limits.memory = "1536Mi"`,
    ]);
  });

  test.each([
    ['a model', ', args: ["--model", "small"]'],
    ['what users give it', ', command: [bash, -c, exec airflow celery worker]'],
    ['an accelerator', ', resources: {limits: {nvidia.com/gpu: 1}}'],
  ])('whose memory is decided by %s is asked', (_, more) => {
    expect(only(of(a(more)), 'memory-limit')).toBeUndefined();
    const open = only(of(a(more)), 'unknown-need');
    expect(open?.changes).toEqual([]);
    expect(open?.asks).toMatchObject([{ type: 'image', facts: ['resources'] }]);
  });

  test('guaranteed raises a request to its limit when asked for, and lowers no limit', () => {
    const pod = a(', resources: {requests: {memory: 1Gi}, limits: {memory: 2Gi}}');
    expect(only(of(pod), 'guaranteed')).toBeUndefined();
    const raised = only(of(pod, tier('staging'), { qos: 'guaranteed' }), 'guaranteed');
    expect(changesOf(raised)).toEqual([`${C}.requests.memory = "2Gi"`]);
    expect(raised?.safety).toBe('safe');
  });

  test('CPU limits only when asked for', () => {
    expect(only(of(a()), 'cpu-limit')).toBeUndefined();
    expect(only(of(a(), tier('staging'), { cpuLimits: true }), 'cpu-limit')?.safety).toBe('unsafe');
  });

  test('a limit below what the image or its heap needs is raised', () => {
    const rabbit = 'containers: [{name: a, image: "rabbitmq:3", resources: {limits: {memory: 256Mi}}}]';
    const raised = only(of(rabbit), 'too-low');
    expect(changesOf(raised)).toEqual([`${C}.limits.memory = "512Mi"`]);
    // The number is that of a chart.
    expect(raised?.safety).toBe('unsafe');
  });

  test.each([
    ['{name: JAVA_TOOL_OPTIONS, value: "-Xms1g -Xmx3g"}', '3Gi', '3840Mi'],
    ['{name: JDK_JAVA_OPTIONS, value: "-Xmx3g"}', '4Gi', undefined],
    ['{name: JAVA_TOOL_OPTIONS, value: "-XX:MaxHeapSize=512m"}', '512Mi', '768Mi'],
    // Nothing reads it, unless the command passes it on.
    ['{name: JVM_OPTS, value: "-Xmx3g"}', '3Gi', undefined],
    ['{name: NODE_OPTIONS, value: "--max-old-space-size=1024"}', '1Gi', '1280Mi'],
    ['{name: GOMEMLIMIT, value: 900MiB}', '512Mi', '900Mi'],
    ['{name: GOMEMLIMIT, value: 400MiB}', '512Mi', undefined],
  ])('a limit holds what the runtime is told to use, with room (%s in %s)', (env, memory, raised) => {
    const found = only(of(a(`, env: [${env}], resources: {limits: {memory: ${memory}}}`)), 'too-low');
    expect(changesOf(found)).toEqual(raised === undefined ? [] : [`${C}.limits.memory = "${raised}"`]);
  });

  const RABBIT = (resources: string) =>
    `containers: [{name: a, image: "rabbitmq:3", resources: ${resources}}]`;
  const inShop = (kind: string, spec: string) =>
    `apiVersion: v1\nkind: ${kind}\nmetadata: {name: shop, namespace: shop}\nspec: ${spec}\n---\n`;
  const beside = (pod: string, text: string, setting: Setting = tier('staging')) =>
    propose(resources, rootOf(workload(pod) + text, setting));

  test.each([
    [
      'its pod is Guaranteed',
      '{requests: {cpu: 1, memory: 256Mi}, limits: {cpu: 1, memory: 256Mi}}',
      '',
      tier('staging'),
    ],
    [
      'a quota counts limits',
      '{requests: {memory: 128Mi}, limits: {memory: 256Mi}}',
      inShop('ResourceQuota', '{hard: {limits.memory: 1Gi}}'),
      tier('staging'),
    ],
    [
      'a LimitRange bounds it',
      '{requests: {memory: 128Mi}, limits: {memory: 256Mi}}',
      inShop('LimitRange', '{limits: [{type: Container, max: {memory: 400Mi}}]}'),
      tier('staging'),
    ],
  ])('a limit is raised only after a look where %s', (_, written, text, setting) => {
    expect(only(beside(RABBIT(written), text, setting), 'too-low')?.safety).toBe('unsafe');
  });

  test('a minimum that nobody has verified is for a look, unless the heap says so', () => {
    const search = (env: string) =>
      `containers: [{name: a, image: "elasticsearch:8.5.3", env: [${env}], resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}]`;
    expect(only(beside(search(''), ''), 'too-low')?.safety).toBe('unsafe');
    const told = only(beside(search('{name: ES_JAVA_OPTS, value: "-Xmx2g"}'), ''), 'too-low');
    expect(changesOf(told)).toEqual([`${C}.limits.memory = "4Gi"`]);
    expect(told?.doubts).toEqual(['the written limit may be meant']);
  });

  test.each([
    ['tomcat:10.1', ['the written limit may be meant']],
    ['a:1', ['the written limit may be meant', 'whether a reads JAVA_OPTS is not known']],
    ['redis:7', undefined],
  ])('JAVA_OPTS is for who may read it (%s)', (image, doubts) => {
    const pod = `containers: [{name: a, image: "${image}", env: [{name: JAVA_OPTS, value: -Xmx1g}], resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}]`;
    expect(only(of(pod), 'too-low')?.doubts).toEqual(doubts);
  });

  test('a variable counts where the command passes it on', () => {
    const pod = a(
      ', command: [sh, -c, "java $JVM_OPTS -jar a.jar"], env: [{name: JVM_OPTS, value: -Xmx3g}], resources: {limits: {memory: 3Gi}}',
    );
    expect(changesOf(only(of(pod), 'too-low'))).toEqual([`${C}.limits.memory = "3840Mi"`]);
  });

  test('memory alone makes no pod Guaranteed', () => {
    const pod = RABBIT('{requests: {memory: 256Mi}, limits: {memory: 256Mi}}');
    expect(only(beside(pod, ''), 'too-low')?.doubts?.join()).not.toContain('Guaranteed');
  });

  test.each([
    ['what its ratio may refuse', '{limits: [{type: Container, maxLimitRequestRatio: {cpu: 2}}]}', 'unsafe'],
    [
      'nothing of ours',
      '{limits: [{type: Pod, max: {cpu: 50m}}, {type: Container, min: {cpu: 50m}}]}',
      'safe',
    ],
  ])('a LimitRange refuses %s', (_, spec, safety) => {
    const root = rootOf(workload(a()) + inShop('LimitRange', spec), tier('staging'));
    expect(only(propose(resources, root, SAID), 'requests')?.safety).toBe(safety);
  });

  // The API server fills in the minimum and the maximum where a range has no defaults.
  test.each([
    ['its minimum', '{limits: [{type: Container, min: {cpu: 200m}}]}', 'memory'],
    ['its maximum', '{limits: [{type: Container, max: {memory: 100Mi}}]}', 'cpu'],
  ])('what a LimitRange gives by %s is requested already', (_, spec, left) => {
    const root = rootOf(workload(a()) + inShop('LimitRange', spec), tier('staging'));
    expect(only(propose(resources, root, SAID), 'requests')?.data?.resources).toBe(left);
  });

  describe('a LimitRange beside the kustomizations', () => {
    const bounds = (limits: JsonObject) => [
      {
        kind: 'LimitRange',
        namespace: 'shop',
        name: 'team',
        at: 'ops/limits.yaml:2',
        spec: { limits: [limits] },
      },
    ];
    const found = (limits: JsonObject) =>
      propose(resources, rootOf(workload(a()), { platform: { bounds: () => bounds(limits) } }));

    test('states what its defaults give', () => {
      const memory = '256Mi';
      const given = { default: { memory, cpu: '1' }, defaultRequest: { memory, cpu: '100m' } };
      expect(found({ type: 'Container', ...given })).toEqual([]);
      expect(only(found({ type: 'Container', default: { cpu: '1' } }), 'memory-limit')).toBeDefined();
    });

    test('refuses what it does not allow', () => {
      const limit = only(found({ type: 'Container', min: { memory: '8Gi' }, max: {} }), 'memory-limit');
      expect(limit?.doubts?.join()).toContain('LimitRange team wants at least 8Gi');
    });
  });

  test.each([
    ['{hard: {requests.cpu: 250m}}', 1, 'safe'],
    ['{hard: {requests.cpu: 250m}}', 2, 'unsafe'],
    ['{hard: {cpu: 250m}}', 2, 'unsafe'],
    ['{hard: {pods: 5}}', 2, 'safe'],
  ])('requests are safe where quota %s has room for %i replicas and the surge', (spec, replicas, safety) => {
    const text = workload(a(), { more: `replicas: ${replicas}` }) + inShop('ResourceQuota', spec);
    expect(only(propose(resources, rootOf(text, tier('staging')), SAID), 'requests')?.safety).toBe(safety);
  });

  test('a storage limit is asked for, and safe with a read-only root and limited volumes', () => {
    const pod = (root: boolean, size: string) => `
${a(`, securityContext: {readOnlyRootFilesystem: ${root}}, volumeMounts: [{name: t, mountPath: /t}, {name: m, mountPath: /m}]`)}
volumes: [{name: t, emptyDir: {${size}}}, {name: m, emptyDir: {medium: Memory}}]`;
    expect(only(of(pod(true, 'sizeLimit: 64Mi')), 'storage-limit')).toBeUndefined();
    const limit = (text: string) => only(of(text, tier('staging'), { storage: true }), 'storage-limit');
    expect(limit(pod(true, 'sizeLimit: 64Mi'))?.safety).toBe('safe');
    expect(changesOf(limit(pod(true, 'sizeLimit: 64Mi')))).toEqual([
      `${C}.limits.ephemeral-storage = "320Mi"`,
    ]);
    // What may be written there is not bounded: the pod would be evicted with it.
    expect(limit(pod(true, ''))).toBeUndefined();
    const asked = limit(pod(false, 'sizeLimit: 64Mi'));
    expect([asked?.safety, asked?.evidence]).toEqual(['unsafe', []]);
  });

  test.each([
    ['100Mi', '64Mi', undefined],
    ['300Mi', '512Mi', '768Mi'],
  ])('a storage limit of %s with a volume of %s becomes %s', (limit, size, raised) => {
    const pod = `
${a(`, resources: {limits: {ephemeral-storage: ${limit}}}, volumeMounts: [{name: t, mountPath: /t}]`)}
volumes: [{name: t, emptyDir: {sizeLimit: ${size}}}]`;
    const found = only(of(pod), 'too-low');
    expect(changesOf(found)).toEqual(
      raised === undefined ? [] : [`${C}.limits.ephemeral-storage = "${raised}"`],
    );
    if (raised !== undefined) expect(found?.safety).toBe('safe');
  });

  test('resources of the pod count as set', () => {
    const pod = `resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}\n${a()}`;
    expect(of(pod)).toEqual([]);
  });

  test('the template of a Job is immutable', () => {
    expect(only(of(a(), tier('staging'), {}, { kind: 'Job' }), 'requests')?.safety).toBe('unsafe');
  });
});

const created = (proposals: ReturnType<typeof propose>) => {
  const [change] = proposals[0]?.changes ?? [];
  return change?.type === 'create' ? (change.manifest.spec as Record<string, unknown>) : undefined;
};
const FULL = ', resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {cpu: 500m, memory: 512Mi}}';

describe('limit-range', () => {
  const of = (text: string, setting: Setting = {}, options: Record<string, Json> = { max: { cpu: '4' } }) =>
    propose(limitRange, rootOf(NAMESPACE + text, setting), options);

  test('is safe where somebody says its bounds and every container states its resources', () => {
    expect(of(workload(a(FULL)), {}, {})).toEqual([]);
    const proposals = of(workload(a(FULL)));
    expect(proposals[0]?.safety).toBe('safe');
    expect(created(proposals)).toEqual({
      limits: [
        {
          type: 'Container',
          max: { cpu: '4', memory: '8Gi' },
          min: { cpu: '10m', memory: '16Mi' },
          default: { cpu: '500m', memory: '512Mi' },
          defaultRequest: { cpu: '100m', memory: '128Mi' },
        },
      ],
    });
  });

  test('is unsafe while a container relies on its defaults', () => {
    expect(of(workload(a()))[0]?.safety).toBe('unsafe');
  });

  test('says whom a default kills that somebody else has chosen', () => {
    const told = ', env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx1g}]';
    const killing = (more: string) => of(workload(a(more)), {}, { default: { memory: '1Gi' } })[0]?.doubts;
    expect(killing(told)).toContain(
      'container a of Deployment web needs 1280Mi, and the default kills it at 1Gi',
    );
    // A limit of its own comes first, and what needs less lives.
    for (const more of [`${told}, resources: {limits: {memory: 2Gi}}`, told.replace('1g', '512m')])
      expect(killing(more)?.join()).not.toContain('kills');
  });

  test.each([
    ['a mesh', NAMESPACE.replace('{name: shop}', '{name: shop, labels: {istio-injection: enabled}}'), ''],
    ['an agent', NAMESPACE, 'dapr.io/enabled: "true"'],
  ])('is unsafe where %s adds containers', (_, namespace, annotation) => {
    const text = workload(a(FULL)).replaceAll(
      'labels: {app: web}}',
      `labels: {app: web}, annotations: {${annotation}}}`,
    );
    expect(propose(limitRange, rootOf(namespace + text), { max: { cpu: '4' } })[0]?.safety).toBe('unsafe');
    const many = text.replace('spec:', 'spec:\n  replicas: 3');
    expect(propose(resourceQuota, rootOf(namespace + many, tier('staging')), {}, true)[0]?.safety).toBe(
      'unsafe',
    );
  });

  test.each([
    ['Off', 'safe'],
    ['Auto', 'unsafe'],
  ])('with a vertical autoscaler whose mode is %s it is %s', (mode, safety) => {
    const scaler = `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {targetRef: {kind: Deployment, name: web}, updatePolicy: {updateMode: "${mode}"}}
`;
    expect(of(workload(a(FULL)) + scaler)[0]?.safety).toBe(safety);
  });

  test('holds what is there', () => {
    const pod = a(', resources: {requests: {cpu: 5m, memory: 10Gi}, limits: {cpu: 5}}');
    expect(created(of(workload(pod)))?.limits).toMatchObject([
      { max: { cpu: '8', memory: '16Gi' }, min: { cpu: '5m' }, default: { memory: '10Gi' } },
    ]);
  });

  test('lets the pods through that answer the challenges of a certificate', () => {
    const [limits] = (created(of(workload(a(FULL))))?.limits ?? []) as readonly { readonly min: Resources }[];
    // What cert-manager requests for them.
    expect(isLess('10m', limits?.min.cpu)).toBe(false);
    expect(isLess('64Mi', limits?.min.memory)).toBe(false);
  });

  test('one owner only', () => {
    expect(of(workload(a()), { neighbours: SAME_CLAIM })[0]?.blocked).toContain('overlays/second');
    const written = 'apiVersion: v1\nkind: LimitRange\nmetadata: {name: l, namespace: shop}\n---\n';
    expect(of(written)).toEqual([]);
    expect(propose(limitRange, rootOf('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n'))).toEqual([]);
  });
});

describe('resource-quota', () => {
  const of = (text: string, setting: Setting = tier('development'), options: Record<string, Json> = {}) =>
    propose(resourceQuota, rootOf(NAMESPACE + text, setting), options, true);

  test('is safe where the configuration says how large', () => {
    const hard = { 'requests.cpu': '2' };
    const [found] = of(workload(a(FULL)), tier('development'), { hard });
    expect(found?.safety).toBe('safe');
    expect(created([found!])).toEqual({ hard });
    expect(of(workload(a()), tier('development'), { hard })[0]?.safety).toBe('unsafe');
  });

  const QUOTA = (hard: string) =>
    `apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q, namespace: shop}\nspec: {hard: ${hard}}\n---\n`;
  const CLAIM =
    'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c, namespace: shop}\nspec: {resources: {requests: {storage: 10Gi}}}\n---\n';

  test.each([
    ['pods', '{pods: "3"}', 'pods 3 for 10'],
    ['storage', '{requests.storage: 5Gi}', 'requests.storage 5Gi for 10Gi'],
    ['claims', '{persistentvolumeclaims: "0"}', 'persistentvolumeclaims 0 for 1'],
    ['objects of a kind', '{count/deployments.apps: "0"}', 'count/deployments.apps 0 for 1'],
    ['enough of all', '{pods: "10", requests.storage: 10Gi, count/deployments.apps: "1"}', undefined],
  ])('a written quota holds everything that it counts: %s', (_, hard, raised) => {
    const text = workload(a(FULL), { more: 'replicas: 8' }) + CLAIM + QUOTA(hard);
    expect(only(of(text), 'too-small')?.data?.raised).toBe(raised);
  });

  test.each([
    ['{limits.memory: 10Gi}', '', 'limits.memory'],
    ['{cpu: "10"}', '', 'requests.cpu'],
    ['{pods: "10"}', '', undefined],
    ['{limits.memory: 10Gi}', 'LimitRange', undefined],
  ])('a pod that does not state what quota %s demands is refused (%s)', (hard, kind, unstated) => {
    const range =
      kind &&
      `apiVersion: v1\nkind: LimitRange\nmetadata: {name: l, namespace: shop}\nspec: {limits: [{type: Container, default: {memory: 1Gi}}]}\n---\n`;
    const found = only(of(workload(a()) + QUOTA(hard) + range), 'refused');
    expect(found?.data?.unstated).toBe(unstated);
  });

  test('counts replicas and the surge', () => {
    const big = ', resources: {requests: {cpu: 1, memory: 128Mi}, limits: {cpu: 1, memory: 512Mi}}';
    const proposals = of(workload(a(big), { more: 'replicas: 10' }));
    // Ten replicas and a surge of three, twice, as people write it.
    expect(created(proposals)?.hard).toMatchObject({ 'requests.cpu': '30' });
    expect(proposals[0]?.evidence[0]?.says).toContain('requests.cpu 13');
  });

  test('is unsafe while it would refuse pods, or where nodes decide', () => {
    expect(of(workload(a()))[0]?.safety).toBe('unsafe');
    expect(of(workload(a(FULL), { kind: 'DaemonSet' }))[0]?.safety).toBe('unsafe');
  });

  test('is a question with several owners, and where nobody says which environment it is', () => {
    // Where there are no environments, four pods with the surge.
    expect(created(of(workload(a(FULL), { more: 'replicas: 3' }), {}))?.hard).toMatchObject({
      'requests.cpu': '1',
    });
    const unnamed = { name: undefined, tier: undefined, isUnnamed: true } as const;
    // Only where its pods do not state what they want.
    const asked = of(workload(a(), { more: 'replicas: 3' }), {
      environment: unnamed,
      repository: { hasEnvironments: true },
    });
    expect(asked[0]?.message).toBe('no-environment');
    expect(of(workload(a()), { ...tier('staging'), neighbours: SAME_CLAIM })[0]?.message).toBe('shared');
  });
});

describe('bounds of a namespace whose pods are not all rendered', () => {
  const database = `apiVersion: postgres-operator.crunchydata.com/v1beta1
kind: PostgresCluster
metadata: {name: db, namespace: shop}
`;
  const root = (config?: Setting) => rootOf(`${NAMESPACE}${workload(a())}${database}`, config);

  test.each([
    ['LimitRange', limitRange],
    ['quota', resourceQuota],
  ] as const)('%s: what an operator makes is reported, and nothing is written', (_, transform) => {
    const proposals = propose(transform as typeof limitRange, root(tier('production')), {}, true);
    expect(proposals.flatMap(each => each.changes)).toEqual([]);
    expect(only(proposals, 'unrendered')?.data).toEqual({
      namespace: 'shop',
      maker: 'PostgresCluster db',
    });
  });

  test('who says the numbers has thought of them', () => {
    const said = propose(resourceQuota, root(tier('production')), { hard: { pods: '10' } });
    expect(only(said, 'missing')?.changes).toHaveLength(1);
  });
});
