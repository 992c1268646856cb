/** What kustomize makes something of that depends on all other steps: said to be out of scope, and not guessed. */
import { configMap, evaluate } from './render.ts';

const OBJECT = configMap('  k: v\n');

function verdictOf(patch: string, object = OBJECT): unknown {
  const outcome = evaluate({
    'kustomization.yaml': 'resources: [object.yaml]\npatches: [{path: patch.yaml}]\n',
    'object.yaml': object,
    'patch.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n${patch}`,
  });
  return outcome.state === 'out-of-scope' ? outcome.reason.message : outcome.state;
}

test.each([
  ['annotations:\n    b: 1\n    b: 2\n', "the key 'b' is there twice"],
  ['labels:\n    b: x\n    b: y\n', "the key 'b' is there twice"],
  ['finalizers: [x]\nlist:\n- a: x\n  a: y\n', "the key 'a' is there twice"],
  ['finalizers:\n  - x\n  -\n', 'an item of a list in a patch has no value'],
  ['ownerReferences:\n  - null\n  - {name: x}\n', 'an item of a list in a patch has no value'],
])('a patch that says %j', (metadata, reason) => {
  expect(verdictOf(`  ${metadata}`)).toContain(reason);
});

test.each(['labels: [x, y]', 'annotations: [x, y]', 'annotations: x'])('an object with %s', field => {
  const [name = ''] = field.split(':');
  expect(verdictOf('data: {l: w}\n', OBJECT.replace('name: a', `name: a\n  ${field}`))).toContain(
    `metadata.${name} is a`,
  );
});

test('two topologySpreadConstraints of one key', () => {
  const constraint = (label: string) =>
    `  - {topologyKey: zone, whenUnsatisfiable: DoNotSchedule, maxSkew: 1, labelSelector: {matchLabels: {a: ${label}}}}\n`;
  const twins = (first: string, second: string) => `spec:\n  topologySpreadConstraints:\n${first}${second}`;
  expect(verdictOf(twins(constraint('x'), constraint('y')))).toContain('two topologySpreadConstraints');
  const other = constraint('y').replace('zone', 'host');
  expect(verdictOf(twins(constraint('x'), other))).toBe('evaluated');
  const object = OBJECT + twins(constraint('x'), constraint('y'));
  expect(verdictOf(twins(constraint('z'), ''), object)).toContain('two topologySpreadConstraints');
  expect(verdictOf('data:\n  l: w\n', object)).toBe('evaluated');
});

test('a null among texts is followed', () => {
  expect(verdictOf('  finalizers: [null, x]\n')).toBe('evaluated');
});

test('a key that is there twice in a map that is there is followed', () => {
  expect(verdictOf('data:\n  l: w\n  l: x\n')).toBe('evaluated');
});

describe('an element whose merge key is a null that is written', () => {
  const web = (container: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, ${container}}]}\n`;
  const stateOf = (object: string, patch: string) =>
    evaluate({
      'kustomization.yaml': 'resources: [object.yaml]\npatches: [{path: patch.yaml}]\n',
      'object.yaml': web(object),
      'patch.yaml': web(patch),
    }).state;
  const PORTS = 'ports: [{containerPort: 80, protocol: UDP}]';

  test.each([
    [PORTS, 'ports: [{containerPort: 80, protocol: ~}]'],
    [PORTS, 'ports: [{containerPort: null, name: x}]'],
    ['env: [{name: ~, value: a}]', 'image: a'],
    ['image: a', 'volumeMounts: [{mountPath: null, name: x}]'],
  ])('is not followed: %s under %s', (object, patch) => {
    expect(stateOf(object, patch)).toBe('out-of-scope');
  });

  test.each([
    [PORTS, 'ports: [{containerPort: 80, protocol: }]'],
    [PORTS, 'ports: [{containerPort: 80, name: null}]'],
    ['env: [{name: a, value: ~}]', 'image: a'],
  ])(
    'is another than one that says nothing, and than a null beside the key: %s under %s',
    (object, patch) => {
      expect(stateOf(object, patch)).toBe('evaluated');
    },
  );
});

const FOLDED = 'data:\n  l: >\n    x\n      y\n    z\n';

test('a folded text with lines of their own in a map in flow style', () => {
  const inFlow = OBJECT.replace('data:\n  k: v\n', 'data: {k: v}\n');
  expect(verdictOf(FOLDED)).toBe('evaluated');
  expect(verdictOf(FOLDED, inFlow)).toContain('folded text');
  const asItem = OBJECT.replaceAll('\n', '\n  ').trimEnd();
  expect(verdictOf(FOLDED, `apiVersion: v1\nkind: ConfigMapList\nitems:\n- ${asItem}\n`)).toContain(
    'folded text',
  );
  expect(verdictOf('data:\n  l: >\n    x\n    z\n', inFlow)).toBe('evaluated');
});

test('a key without a value in an element that a patch puts into brackets of a custom resource', () => {
  const shop = (spec: string) => `apiVersion: x.example/v1\nkind: Shop\nmetadata: {name: a}\n${spec}`;
  const stateOf = (object: string, patch: string) =>
    evaluate({
      'kustomization.yaml': 'resources: [object.yaml]\npatches: [{path: patch.yaml}]\n',
      'object.yaml': shop(object),
      'patch.yaml': shop(patch),
    }).state;
  const left = 'spec:\n  list:\n  - a:\n';
  expect(stateOf('spec: {k: v}\n', left)).toBe('out-of-scope');
  expect(stateOf('spec:\n  list: [x]\n', left)).toBe('out-of-scope');
  expect(stateOf('spec:\n  list:\n  - x\n', left)).toBe('evaluated');
  expect(stateOf('spec: {k: v}\n', 'spec:\n  list:\n  - a: null\n')).toBe('evaluated');
  expect(stateOf('spec: {k: v}\n', 'spec:\n  k:\n')).toBe('evaluated');
});

test('a key without a value in a list that a patch gives whole to an item of a list', () => {
  const pods = (containers: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n${containers}`;
  const object = pods('      - name: a\n        image: a\n');
  const items = `apiVersion: v1\nkind: List\nitems:\n- ${object.replaceAll('\n', '\n  ').trimEnd()}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n`;
  const stateOf = (file: string, container: string) =>
    evaluate({
      'kustomization.yaml': 'resources: [object.yaml]\npatches: [{path: patch.yaml}]\n',
      'object.yaml': file,
      'patch.yaml': pods(`      - name: a\n${container}`),
    }).state;
  // Behind the list stands another document: kustomize 5.8.2 prints `configMapRef: ""` then, and null without it.
  expect(stateOf(items, '        envFrom:\n        - configMapRef:\n')).toBe('out-of-scope');
  expect(stateOf(items, '        envFrom:\n        - configMapRef: null\n')).toBe('evaluated');
  expect(stateOf(object, '        envFrom:\n        - configMapRef:\n')).toBe('evaluated');
  // Ports merge.
  expect(stateOf(items, '        ports:\n        - containerPort: 80\n          protocol:\n')).toBe(
    'evaluated',
  );
});

describe('an annotation that an object says twice', () => {
  const twice = (annotations: string) => OBJECT.replace('name: a', `name: a\n  annotations:\n${annotations}`);
  const stateOf = (layer: string, object = twice('    note: y\n    note: z')) =>
    evaluate({ 'kustomization.yaml': `resources: [object.yaml]\n${layer}`, 'object.yaml': object }).state;
  const merged = (metadata: string) =>
    `patches:\n- patch: |\n    kind: ConfigMap\n    apiVersion: v1\n    metadata: {name: a${metadata}}\n`;
  const replaced = (field: string) =>
    `replacements:\n- source: {kind: ConfigMap, fieldPath: data.k}\n  targets:\n  - {select: {kind: ConfigMap}, fieldPaths: [${field}]}\n`;

  test.each([
    ['commonAnnotations', 'commonAnnotations: {note: x}\n'],
    ['a patch', merged(', annotations: {note: x}')],
    ['a patch that takes it out', merged(', annotations: {note: null}')],
    ['a replacement', replaced('metadata.annotations.note')],
  ])('and %s writes is not followed', (_, layer) => {
    expect(stateOf(layer)).toBe('out-of-scope');
  });

  test.each([
    ['commonAnnotations', 'commonAnnotations: {other: x}\n'],
    ['a patch', merged(', annotations: {other: x}')],
    ['a patch of something else', merged('')],
    ['a patch that takes all of them out', merged(', annotations: null')],
    ['a replacement', replaced('metadata.name')],
  ])('and %s does not write is followed', (_, layer) => {
    expect(stateOf(layer)).toBe('evaluated');
  });

  test('and says no value for at last is not followed where a patch would take that out', () => {
    const object = twice('    note: y\n    note:');
    expect(stateOf('', object)).toBe('evaluated');
    expect(stateOf(merged(''), object)).toBe('out-of-scope');
  });
});
