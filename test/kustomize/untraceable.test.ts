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

test('a key that is there twice in a map that is there is followed', () => {
  expect(verdictOf('data:\n  l: w\n  l: x\n')).toBe('evaluated');
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

test('an annotation that is there twice and that the layer writes', () => {
  const files = (key: string) => ({
    'kustomization.yaml': `resources: [object.yaml]\ncommonAnnotations: {${key}: x}\n`,
    'object.yaml': OBJECT.replace('name: a', 'name: a\n  annotations:\n    note: y\n    note: z'),
  });
  expect(evaluate(files('note')).state).toBe('out-of-scope');
  expect(evaluate(files('other')).state).toBe('evaluated');
});
