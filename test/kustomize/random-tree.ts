/**
 * Random trees of 2 to 4 layers, a component among them, over everything that real repositories use
 * (kustomize.md 2): small pools of names, so that layers meet at the same objects.
 */
import fc from 'fast-check';
import { type Data, type Oddity, oddPrinter } from './odd-text.ts';

type Fields = Readonly<Record<string, Data>>;

interface Thing {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly body: Fields;
}

interface Patch {
  /** Which object, counted around those of the tree. */
  readonly of: number;
  readonly as: 'inline' | 'file' | 'target' | 'old field' | 'label target' | 'pattern target';
  /** A merge patch's body for each shape of object, or operations. */
  readonly pod: Fields;
  readonly data: Fields;
  readonly service: Fields;
  readonly metadata: Fields;
  readonly operations: readonly Fields[] | null;
}

interface Generator {
  readonly name: string;
  readonly behavior: string | undefined;
  readonly pairs: Readonly<Record<string, string>>;
  readonly form: 'literals' | 'env' | 'files';
  /** Of an env file, between the pairs. */
  readonly lines: readonly string[];
  readonly lineEnd: string;
  readonly options: Fields | undefined;
}

interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly field: string;
  readonly fields: readonly string[];
  readonly source: Fields;
  readonly target: Fields;
}

interface Layer {
  readonly things: readonly Thing[];
  /** How its own objects stand in files. */
  readonly as: 'files' | 'documents' | 'List' | 'DeploymentList';
  readonly patches: readonly Patch[];
  readonly configMaps: readonly Generator[];
  readonly secrets: readonly Generator[];
  /** Fields that go into the kustomization as they are. */
  readonly fields: Fields;
  readonly replicas: readonly { readonly of: number; readonly count: number }[];
  readonly replacements: readonly Replacement[];
  readonly configuration: Fields | null;
}

export interface Tree {
  readonly layers: readonly Layer[];
  readonly component: { readonly at: number; readonly layer: Layer } | null;
  readonly oddities: readonly Oddity[];
}

const NAMES = ['web', 'db', 'cfg', 'default'] as const;
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Pod', 'Rollout'];
const API: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Rollout: 'argoproj.io/v1alpha1',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
};

const name = fc.constantFrom(...NAMES);
const word = fc.constantFrom('a', 'b', 'yes', '0777', '1.10', 'x y', 'n', '12:30', '');
const image = fc.constantFrom(
  'nginx',
  'nginx:1.0',
  'nginx:1.0@sha256:ab12',
  'reg.io:5000/app:2',
  'reg.io/app@sha256:cd34',
  'app:v1-x',
);
const label = fc.dictionary(fc.constantFrom('app', 'tier', 'a.b/c'), fc.constantFrom('x', 'y', 'web'), {
  maxKeys: 2,
});

/** An object with each field there or not. */
const some = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T) =>
  fc.record(fields, { requiredKeys: [] }) as unknown as fc.Arbitrary<Fields>;
const few = <T>(item: fc.Arbitrary<T>, maxLength = 2) => fc.array(item, { maxLength });

/** @param patch with what only patches say: nulls, directives, elements by their key alone */
function podSpec(patch: boolean): fc.Arbitrary<Fields> {
  const orNull = (value: fc.Arbitrary<unknown>) => (patch ? fc.option(value, { freq: 8 }) : value);
  const removal = (key: fc.Arbitrary<Fields>) =>
    fc.oneof(
      { weight: patch ? 1 : 0, arbitrary: key.map(fields => ({ ...fields, $patch: 'delete' })) },
      { weight: patch ? 6 : 1, arbitrary: fc.constant(null) },
    );
  const listOf = (
    key: Record<string, fc.Arbitrary<unknown>>,
    rest: Record<string, fc.Arbitrary<unknown>>,
    max = 2,
  ) => {
    const keys = fc.record(key) as unknown as fc.Arbitrary<Fields>;
    const element = fc
      .tuple(keys, some(rest), removal(keys))
      .map(([own, fields, gone]) => gone ?? { ...own, ...fields });
    return fc.uniqueArray(element, {
      maxLength: max,
      selector: item =>
        Object.keys(key)
          .map(k => `${(item as Fields)[k]}`)
          .join(),
    });
  };
  const reference = fc.record({ name });
  const env = listOf(
    { name: fc.constantFrom('A', 'B') },
    {
      value: orNull(word),
      valueFrom: orNull(
        fc.oneof(
          fc.record({ configMapKeyRef: fc.record({ name, key: fc.constant('k') }) }),
          fc.record({ secretKeyRef: fc.record({ name, key: fc.constant('k') }) }),
        ),
      ),
    },
  );
  const port = fc
    .tuple(fc.constantFrom(80, 81), some({ protocol: fc.constantFrom('TCP', 'UDP'), name: name }))
    .map(([containerPort, rest]) => ({ containerPort, ...rest }));
  const container = {
    image: patch ? orNull(image) : image,
    command: orNull(few(word)),
    env: orNull(env),
    envFrom: few(fc.oneof(fc.record({ configMapRef: reference }), fc.record({ secretRef: reference }))),
    ports: few(port),
    volumeMounts: listOf({ mountPath: fc.constantFrom('/a', '/b') }, { name, readOnly: fc.boolean() }),
    resources: orNull(
      some({
        limits: orNull(some({ cpu: fc.constantFrom(1, '500m'), memory: fc.constant('1Gi') })),
        requests: orNull(some({ cpu: fc.constant('100m') })),
      }),
    ),
  };
  const volume = {
    configMap: orNull(fc.record({ name })),
    secret: orNull(fc.record({ secretName: name })),
    persistentVolumeClaim: orNull(fc.record({ claimName: name })),
  };
  return some({
    containers: listOf({ name: fc.constantFrom('a', 'b', 'c') }, container, 3),
    initContainers: listOf({ name: fc.constantFrom('i', 'j') }, container),
    volumes: orNull(listOf({ name }, volume)),
    tolerations: few(some({ key: word, operator: fc.constant('Exists') })),
    imagePullSecrets: listOf({ name }, {}),
    serviceAccountName: orNull(name),
    nodeSelector: orNull(label),
    securityContext: orNull(some({ runAsNonRoot: fc.boolean(), runAsUser: orNull(fc.constant(1000)) })),
    topologySpreadConstraints: few(
      fc.record({
        topologyKey: fc.constantFrom('zone', 'host'),
        whenUnsatisfiable: fc.constantFrom('DoNotSchedule', 'ScheduleAnyway'),
        maxSkew: fc.integer({ min: 1, max: 2 }),
        labelSelector: fc.record({ matchLabels: label }),
      }),
      3,
    ),
  });
}

/** The pod of a workload, where its kind keeps it. */
function aroundPod(kind: string, pod: Fields, metadata: Fields): Fields {
  if (kind === 'Pod') return { spec: pod };
  const template = { ...(Object.keys(metadata).length > 0 && { metadata }), spec: pod };
  return kind === 'CronJob' ? { spec: { jobTemplate: { spec: { template } } } } : { spec: { template } };
}

const metadata = (patch: boolean) =>
  some({
    labels: patch ? fc.option(label, { freq: 6 }) : label,
    annotations: fc.dictionary(fc.constantFrom('note', 'x.y/z'), word, { maxKeys: 2 }),
  });

const servicePort = some({
  port: fc.constantFrom(80, 81),
  protocol: fc.constantFrom('TCP', 'UDP'),
  targetPort: fc.constantFrom(80, 'http'),
  name,
});

const bodies: Readonly<Record<string, fc.Arbitrary<Fields>>> = {
  ConfigMap: some({ data: fc.dictionary(fc.constantFrom('k', 'l.txt'), word, { maxKeys: 2 }) }),
  Secret: some({
    data: fc.dictionary(fc.constant('k'), fc.constant('eA=='), { maxKeys: 1 }),
    stringData: fc.dictionary(fc.constantFrom('k', 's'), word, { maxKeys: 1 }),
    type: fc.constant('Opaque'),
  }),
  Service: some({ spec: some({ selector: label, ports: few(servicePort), type: fc.constant('ClusterIP') }) }),
  ServiceAccount: some({ secrets: few(fc.record({ name })), imagePullSecrets: few(fc.record({ name })) }),
  PersistentVolumeClaim: some({ spec: some({ volumeName: name, storageClassName: name }) }),
  Namespace: fc.constant({}),
  Ingress: some({
    spec: some({
      tls: few(fc.record({ secretName: name })),
      rules: few(
        fc.record({
          http: fc.record({
            paths: few(fc.record({ path: word, backend: fc.record({ service: fc.record({ name }) }) })),
          }),
        }),
      ),
    }),
  }),
  NetworkPolicy: some({
    spec: some({
      podSelector: fc.oneof(fc.constant({}), fc.record({ matchLabels: label })),
      ingress: few(fc.record({ from: few(fc.record({ podSelector: fc.record({ matchLabels: label }) })) })),
    }),
  }),
  PodDisruptionBudget: some({ spec: some({ selector: some({ matchLabels: label }) }) }),
  HorizontalPodAutoscaler: fc.tuple(fc.constantFrom('Deployment', 'StatefulSet'), name).map(([kind, to]) => ({
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind, name: to }, maxReplicas: 3 },
  })),
  Role: some({
    rules: few(fc.record({ resources: fc.constant(['configmaps']), resourceNames: few(name) })),
  }),
  RoleBinding: fc.tuple(name, few(subject())).map(([to, subjects]) => ({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: to },
    subjects,
  })),
  ClusterRoleBinding: fc.tuple(name, few(subject())).map(([to, subjects]) => ({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: to },
    subjects,
  })),
};

function subject() {
  return fc
    .tuple(fc.constantFrom('ServiceAccount', 'User'), name, fc.option(fc.constantFrom('default', 'ns1')))
    .map(([kind, to, namespace]) => ({ kind, name: to, ...(namespace && { namespace }) }));
}

const workload = fc
  .tuple(fc.constantFrom(...WORKLOADS), podSpec(false), metadata(false), label, fc.option(fc.nat(3)))
  .map(([kind, pod, template, selector, replicas]) => {
    const around = aroundPod(kind, pod, template);
    const spec = around.spec as Fields;
    const hasSelector = kind !== 'Pod' && kind !== 'Job' && kind !== 'CronJob';
    const body: Fields = {
      spec: {
        ...spec,
        ...(hasSelector && Object.keys(selector).length > 0 && { selector: { matchLabels: selector } }),
        ...(hasSelector && replicas !== null && { replicas }),
      },
    };
    return [kind, body] as const;
  });
const other = fc
  .constantFrom(...Object.keys(bodies))
  .chain(kind => bodies[kind]!.map(body => [kind, body] as const));

const thing: fc.Arbitrary<Thing> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: workload }, { weight: 4, arbitrary: other }),
    name,
    fc.option(fc.constantFrom('ns1', 'default'), { nil: undefined, freq: 5 }),
    metadata(false),
  )
  .map(([[kind, body], own, namespace, meta]) => ({
    kind,
    name: own,
    namespace,
    body: { ...body, ...{ meta } },
  }));

const operation = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('add', 'replace'),
      fc.constantFrom(
        '/metadata/labels/new',
        '/metadata/annotations/new',
        '/spec/template/spec/containers/0/image',
        '/spec/template/spec/containers/0/env/-',
        '/spec/template/spec/containers/-1/name',
        '/spec/replicas',
        '/data/k',
        '/spec/ports/0/port',
        '/spec/selector/app',
        '/spec/template/spec/volumes',
        '/spec/template/spec/nodeSelector',
        '/spec/template/spec/nodeSelector/app',
        '/spec/template/spec/containers/0/resources',
        '/spec/template/metadata/labels',
      ),
      fc.constantFrom<Data>('v', 5, null, { name: 'N', value: 'v' }, [
        { name: 'cfg', configMap: { name: 'cfg' } },
      ]),
    )
    .map(([op, path, value]) => ({ op, path, value })),
  fc
    .constantFrom(
      '/metadata/labels',
      '/spec/replicas',
      '/data/k',
      '/spec/template/spec/containers/0',
      '/spec/ports',
      '/spec/template/spec/nodeSelector',
    )
    .map(path => ({ op: 'remove', path })),
  fc.constant({ op: 'copy', from: '/metadata/name', path: '/metadata/labels' }),
  fc.constant({ op: 'test', path: '/kind', value: 'Deployment' }),
);

const patch: fc.Arbitrary<Patch> = fc.record({
  of: fc.nat(20),
  as: fc.constantFrom('inline', 'file', 'target', 'old field', 'label target', 'pattern target'),
  pod: podSpec(true),
  data: fc.dictionary(fc.constantFrom('k', 'new'), fc.option(word), { maxKeys: 2 }),
  service: some({
    ports: fc.option(few(servicePort), { freq: 6 }),
    selector: fc.option(label, { freq: 6 }),
  }),
  metadata: metadata(true),
  operations: fc.option(fc.array(operation, { minLength: 1, maxLength: 3 }), { freq: 1 }),
});

const generator: fc.Arbitrary<Generator> = fc.record({
  name,
  behavior: fc.constantFrom(undefined, 'create', 'merge', 'replace'),
  pairs: fc.dictionary(
    fc.constantFrom('k', 'l.txt', 'M'),
    fc.constantFrom('v', '<&>', 'é', '"q"', 'a=b', 'x y ', ''),
    {
      maxKeys: 3,
    },
  ),
  form: fc.constantFrom('literals', 'env', 'files'),
  lines: few(
    fc.constantFrom(
      'EMPTY=',
      'KUSTOMEND_UNSET',
      '  INDENTED=1',
      '# no',
      '  # no',
      'Q="a b"',
      'C=a # b',
      'T=\t',
      '',
    ),
    3,
  ),
  lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
  options: fc.option(
    some({
      disableNameSuffixHash: fc.boolean(),
      labels: label,
      annotations: fc.constant({ g: 'x' }),
      immutable: fc.boolean(),
    }),
    { nil: undefined },
  ),
});

const affix = fc.constantFrom('p-', 'q-');
const fields = fc
  .tuple(
    some({
      namespace: fc.constantFrom('ns1', 'ns2', 'default'),
      namePrefix: affix,
      nameSuffix: fc.constantFrom('-s', '-t'),
      commonLabels: label,
      commonAnnotations: fc.constant({ note: 'common' }),
      generatorOptions: some({ disableNameSuffixHash: fc.boolean(), labels: label }),
    }),
    some({
      labels: fc.array(
        fc
          .tuple(label, some({ includeSelectors: fc.boolean(), includeTemplates: fc.boolean() }))
          .map(([pairs, flags]) => ({ pairs, ...flags })),
        { maxLength: 2 },
      ),
      images: fc.array(
        fc
          .tuple(
            fc.constantFrom('nginx', 'reg.io:5000/app', 'reg.io/app', 'app', 'my/nginx'),
            some({
              newName: fc.constantFrom('my/nginx', 'other:5000/x'),
              newTag: fc.constantFrom('9', '1.10', '9@sha256:ef56'),
              digest: fc.constant('sha256:0123'),
              tagSuffix: fc.constant('-z'),
            }),
          )
          .map(([from, rest]) => ({ name: from, ...rest })),
        { maxLength: 2 },
      ),
    }),
    fc.nat(3),
  )
  .map(([first, second, rarely]): Fields => {
    // Most layers do a few things only.
    if (rarely === 0) return {};
    return rarely === 1 ? first : rarely === 2 ? second : { ...first, ...second };
  });

const fieldPath = fc.constantFrom(
  'metadata.namespace',
  'metadata.labels.app',
  'metadata.annotations.[x.y/z]',
  'spec.replicas',
  'data.k',
  'data.[l.txt]',
  'spec.template.spec.containers.0.image',
  'spec.template.spec.containers.[name=a].image',
  'spec.template.spec.containers.*.image',
  'spec.template.spec.containers.[name=a].env.[name=A].value',
  'spec.template.spec.nodeSelector',
  'spec.selector',
);

const cut = some({
  delimiter: fc.constantFrom(':', '/', '.'),
  index: fc.integer({ min: -1, max: 2 }),
});

const replacement: fc.Arbitrary<Replacement> = fc.record({
  from: fc.nat(20),
  to: fc.nat(20),
  field: fieldPath,
  // A text in place of a number is refused only when it is printed, and a patch may have dropped it by then.
  fields: fc.array(
    fieldPath.filter(path => path !== 'spec.replicas'),
    { minLength: 1, maxLength: 2 },
  ),
  source: cut,
  target: fc.tuple(cut, some({ create: fc.boolean() })).map(([own, rest]): Fields => ({ ...own, ...rest })),
});

const configuredPath = fc.constantFrom(
  'spec/custom/image',
  'spec/template/spec/containers/image',
  'spec/template/spec/containers[]/image',
  'spec/template/spec/nodeSelector',
  'spec/*/image',
  'metadata/annotations/note',
  'data/k',
  'metadata/labels/a.b\\/c',
);

/** Field specs of a layer's own. */
const configuration = some({
  images: few(fc.record({ path: configuredPath })),
  commonLabels: few(
    fc
      .tuple(configuredPath, some({ create: fc.boolean(), kind: fc.constant('Deployment') }))
      .map(([path, rest]): Fields => ({ path, ...rest })),
    1,
  ),
  namePrefix: few(fc.record({ path: configuredPath }), 1),
  nameReference: few(
    fc.record({
      kind: fc.constantFrom('ConfigMap', 'Service'),
      version: fc.constant('v1'),
      fieldSpecs: fc.array(fc.record({ path: configuredPath }), { minLength: 1, maxLength: 2 }),
    }),
    1,
  ),
});

const layer = (things: number): fc.Arbitrary<Layer> =>
  fc.record({
    things: fc.array(thing, { minLength: things > 3 ? 1 : 0, maxLength: things }),
    as: fc.constantFrom('files', 'files', 'documents', 'List', 'DeploymentList'),
    patches: fc.array(patch, { maxLength: 3 }),
    configMaps: fc.array(generator, { maxLength: 1 }),
    secrets: fc.array(generator, { maxLength: 1 }),
    fields,
    replicas: few(fc.record({ of: fc.nat(20), count: fc.nat(4) }), 1),
    replacements: fc.oneof(
      { weight: 5, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(replacement, { minLength: 1, maxLength: 2 }) },
    ),
    configuration: fc
      .option(configuration, { freq: 1 })
      .map(own => (own && Object.keys(own).length > 0 ? own : null)),
  });

export const tree: fc.Arbitrary<Tree> = fc.record({
  layers: fc
    .tuple(layer(5), fc.array(layer(2), { minLength: 1, maxLength: 3 }))
    .map(([base, above]) => [base, ...above]),
  component: fc.option(fc.record({ at: fc.nat(3), layer: layer(1) })),
  oddities: fc.array(fc.record({ text: fc.nat(11), place: fc.nat(60), form: fc.nat(5039) }), {
    maxLength: 4,
  }),
});

/** What the layers accumulate: enough to aim at objects that are there. */
interface Known {
  readonly things: Thing[];
  readonly generated: Set<string>;
}

/** The files of a tree, and the folder to build. */
export function filesOf(random: Tree): { readonly files: Record<string, string>; readonly folder: string } {
  const files: Record<string, string> = {};
  const known: Known = { things: [], generated: new Set() };
  const print = oddPrinter(random.oddities);
  const last = random.layers.length - 1;
  for (const [index, each] of random.layers.entries()) {
    const hasComponent = random.component !== null && random.component.at % (last + 1) === index;
    const bases = index > 0 ? [`../l${index - 1}`] : [];
    writeLayer(files, print, `l${index}`, each, bases, known, hasComponent);
    if (hasComponent) writeLayer(files, print, 'c', random.component!.layer, [], known, false, true);
  }
  return { files, folder: `l${last}` };
}

function writeLayer(
  files: Record<string, string>,
  print: (data: Data) => string,
  folder: string,
  random: Layer,
  bases: readonly string[],
  known: Known,
  hasComponent: boolean,
  isComponent = false,
): void {
  const write = (path: string, data: Data) => {
    files[`${folder}/${path}`] = typeof data === 'string' ? data : print(data);
  };
  const objects: Data[] = [];
  for (const each of random.things) {
    if (known.things.some(t => t.kind === each.kind && t.name === each.name)) continue;
    known.things.push(each);
    objects.push(objectOf(each));
  }
  const own = writeObjects(objects, random.as, print, write);
  const kustomization: Record<string, Data> = {
    ...(isComponent && { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' }),
    ...(bases.length + own.length > 0 && { resources: [...bases, ...own] }),
    ...(hasComponent && { components: ['../c'] }),
    ...random.fields,
  };
  for (const [field, kind, list] of [
    ['configMapGenerator', 'ConfigMap', random.configMaps],
    ['secretGenerator', 'Secret', random.secrets],
  ] as const) {
    const entries = list.map((each, index) => generatorEntry(each, kind, `${field}${index}`, known, write));
    if (entries.length > 0) kustomization[field] = entries;
  }
  const workloads = known.things.filter(t => ['Deployment', 'StatefulSet', 'ReplicaSet'].includes(t.kind));
  const replicas = random.replicas.flatMap(({ of, count }) =>
    workloads.length > 0 ? [{ name: workloads[of % workloads.length]!.name, count }] : [],
  );
  if (replicas.length > 0) kustomization.replicas = replicas;
  if (known.things.length > 0) {
    const thingAt = (index: number) => known.things[index % known.things.length]!;
    for (const [index, each] of random.patches.entries())
      writePatch(kustomization, each, thingAt(each.of), `patch${index}.yaml`, print, write);
    if (random.replacements.length > 0)
      kustomization.replacements = random.replacements.map(each =>
        replacementEntry(each, thingAt(each.from), thingAt(each.to)),
      );
  }
  if (random.configuration) {
    write('names.yaml', random.configuration);
    kustomization.configurations = ['names.yaml'];
  }
  write('kustomization.yaml', kustomization);
}

/** @returns the names of the files */
function writeObjects(
  objects: readonly Data[],
  as: Layer['as'],
  print: (data: Data) => string,
  write: (path: string, data: Data) => void,
): string[] {
  if (as === 'files' || objects.length === 0) {
    for (const [index, object] of objects.entries()) write(`${index}.yaml`, object);
    return objects.map((_, index) => `${index}.yaml`);
  }
  if (as === 'documents') write('all.yaml', objects.map(print).join('---\n'));
  else write('all.yaml', { apiVersion: as === 'List' ? 'v1' : 'apps/v1', kind: as, items: objects });
  return ['all.yaml'];
}

/** Whether an object has a field: fewer trees that nobody can build. */
function has(object: Data | undefined, path: readonly string[]): boolean {
  if (path.length === 0) return object !== undefined;
  const [step = '', ...rest] = path;
  if (typeof object !== 'object' || object === null) return false;
  const name = step.replace(/^\[(.*)\]$/, '$1');
  if (!Array.isArray(object)) return has((object as Fields)[name], rest);
  const found = /^(\w+)=(.*)$/.exec(name);
  if (step === '*' || step === '-' || step === '-1') return has(object[0], rest);
  return has(
    found ? object.find(item => (item as Fields)[found[1]!] === found[2]) : object[Number(step)],
    rest,
  );
}

function fieldOf(object: Thing, path: string, otherwise: string): string {
  return has(objectOf(object), path.match(/\[[^\]]*\]|[^.]+/g)!) ? path : otherwise;
}

function replacementEntry({ field, fields, source, target }: Replacement, from: Thing, to: Thing): Data {
  const entry = (options: Fields) => Object.keys(options).length > 0 && { options };
  return {
    source: {
      kind: from.kind,
      name: from.name,
      fieldPath: fieldOf(from, field, 'metadata.name'),
      ...entry(source),
    },
    targets: [
      {
        select: { kind: to.kind },
        fieldPaths: fields.map(each => fieldOf(to, each, 'metadata.annotations.[x.y/z]')),
        ...entry(target),
      },
    ],
  };
}

function objectOf({ kind, name: own, namespace, body }: Thing): Data {
  const { meta, ...rest } = body as { meta: Fields } & Fields;
  return {
    apiVersion: API[kind] ?? 'v1',
    kind,
    metadata: { name: own, ...(namespace && kind !== 'Namespace' && { namespace }), ...meta },
    ...rest,
  };
}

function generatorEntry(
  random: Generator,
  kind: string,
  file: string,
  known: Known,
  write: (path: string, data: Data) => void,
): Data {
  const pairs = Object.entries(random.pairs);
  const exists =
    known.generated.has(`${kind}/${random.name}`) ||
    known.things.some(t => t.kind === kind && t.name === random.name && t.namespace === undefined);
  const wish = random.behavior ?? 'create';
  const behavior = exists ? (wish === 'create' ? 'merge' : wish) : random.behavior && 'create';
  known.generated.add(`${kind}/${random.name}`);
  const entry: Record<string, Data> = {
    name: random.name,
    ...(behavior && { behavior }),
    ...(random.options && { options: random.options }),
  };
  if (random.form === 'literals') entry.literals = pairs.map(([key, value]) => `${key}=${value}`);
  if (random.form === 'env') {
    const lines = [
      '# comment',
      ...pairs.flatMap(([key, value]) => ['', `${key}=${value}`]),
      ...random.lines,
      '',
    ];
    write(`${file}.env`, lines.join(random.lineEnd));
    entry.envs = [`${file}.env`];
  }
  if (random.form === 'files') {
    entry.files = pairs.map(([key, value]) => {
      write(`${file}-${key}`, `${value}\n`);
      return `${key}=${file}-${key}`;
    });
  }
  return entry;
}

function writePatch(
  kustomization: Record<string, Data>,
  random: Patch,
  target: Thing,
  file: string,
  print: (data: Data) => string,
  write: (path: string, data: Data) => void,
): void {
  const { kind } = target;
  const add = (field: string, entry: Data) => {
    kustomization[field] = [...((kustomization[field] as readonly Data[]) ?? []), entry];
  };
  const byName = { kind, name: target.name };
  if (random.operations) {
    const fitting = random.operations.filter(({ path }) =>
      has(objectOf(target), String(path).split('/').slice(1, -1)),
    );
    const text = print(fitting.length > 0 ? fitting : random.operations);
    const group = API[kind]?.includes('/') ? { group: API[kind].split('/')[0]! } : {};
    const version = (API[kind] ?? 'v1').split('/').at(-1)!;
    if (random.as === 'old field') {
      add('patchesJson6902', { target: { ...group, version, ...byName }, patch: text });
    } else if (random.as === 'file') {
      write(file, text);
      add('patches', { target: byName, path: file });
    } else
      add('patches', {
        target: wideTarget(random.as, kind) ?? byName,
        patch: text,
      });
    return;
  }
  const isWorkload = WORKLOADS.includes(kind);
  const spec: Fields = isWorkload
    ? aroundPod(kind, random.pod, {})
    : kind === 'Service'
      ? { spec: random.service }
      : kind === 'ConfigMap' || kind === 'Secret'
        ? { data: random.data }
        : {};
  const merge: Data = {
    apiVersion: API[kind] ?? 'v1',
    kind,
    metadata: {
      name: target.name,
      ...(target.namespace && kind !== 'Namespace' && { namespace: target.namespace }),
      ...random.metadata,
    },
    ...spec,
  };
  if (random.as === 'file') {
    write(file, merge);
    add('patches', { path: file });
    return;
  }
  const text = print(merge);
  if (random.as === 'old field') add('patchesStrategicMerge', text);
  else if (random.as === 'inline') add('patches', { patch: text });
  else add('patches', { target: { kind, ...wideTarget(random.as, kind) }, patch: text });
}

/** A target that may be several objects. */
function wideTarget(as: Patch['as'], kind: string): Fields | undefined {
  if (as === 'label target') return { labelSelector: 'app in (x, web)' };
  if (as === 'pattern target') return { kind: `${kind}|Job`, name: 'web|d.*' };
  return undefined;
}

/** A tree as a reader wants it. */
export function printed(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([path, text]) => `# ${path}\n${text}`)
    .join('\n');
}
