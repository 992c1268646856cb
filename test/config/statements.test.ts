/** What people state, as lines of the configuration. */
import { folderIn, type Statement, UnstatableError, withStatements } from '../../src/config/statements.ts';

const exemption: Statement = {
  type: 'exemption',
  id: 'probes',
  resource: 'Deployment/web',
  reason: 'asked by the mesh: soon',
};
const value = (path: string, said: Extract<Statement, { type: 'value' }>['value']): Statement => ({
  type: 'value',
  path: path.split('.'),
  value: said,
});
const PATH = 'kustomend.yaml';
const ENTRY = '- id: probes\n  resource: Deployment/web\n  reason: "asked by the mesh: soon"\n';

test.each<[string, string, Statement[], string]>([
  ['an empty text', '', [exemption], `ignore:\n${ENTRY}`],
  ['comments alone', '# ours\n# images:', [exemption], `# ours\n# images:\nignore:\n${ENTRY}`],
  [
    'a list that is there',
    'ignore:\n# why\n- {id: a, reason: b}\n',
    [exemption],
    'ignore:\n# why\n- {id: a, reason: b}\n- {id: probes, resource: Deployment/web, reason: "asked by the mesh: soon"}\n',
  ],
  ['a key without a value', 'ignore:\n', [exemption, exemption], `ignore:\n${ENTRY}${ENTRY}`],
  [
    'other keys',
    'images:\n  shop:\n    user: 1 # ours\n',
    [value('images.shop.user', 2), value('images.shop.probes.readiness', { tcpSocket: { port: 80 } })],
    'images:\n  shop:\n    user: 2 # ours\n    probes:\n      readiness:\n        tcpSocket:\n          port: 80\n',
  ],
  [
    'an open question',
    "images:\n  shop: '?'\n",
    [value('images.shop.user', 2)],
    'images:\n  shop:\n    user: 2\n',
  ],
  [
    'a tag',
    'images:\n  shop: "1.20"\n',
    [value('images.shop.user', 2)],
    'images:\n  shop:\n    tag: "1.20"\n    user: 2\n',
  ],
  [
    'a transform that is on',
    'transforms:\n  resources: on # all\n',
    [value('transforms.resources.cpuLimit', '1')],
    'transforms:\n  resources: # all\n    cpuLimit: "1"\n',
  ],
  [
    'one value for all environments',
    'transforms:\n  resources: {factor: 2}\n',
    [value('transforms.resources.factor.production', 3)],
    'transforms:\n  resources: {factor: {otherwise: 2, production: 3}}\n',
  ],
  [
    'the place that a comment keeps for them',
    'mesh: none\n\n# Transforms:\n# transforms:\n#   hpa: off\n\n# Fine:\n# ignore:\n# - id: a\n',
    [value('transforms.resources.cpuLimit', '1'), exemption],
    `mesh: none\n\n# Transforms:\ntransforms:\n  resources:\n    cpuLimit: "1"\n#   hpa: off\n\n# Fine:\nignore:\n${ENTRY}# - id: a\n`,
  ],
])('go into %s', (_, text, statements, expected) => {
  expect(withStatements(text, statements, PATH)).toBe(expected);
});

test('of a root carry its folder', () => {
  const ofRoot: Statement = { type: 'exemption', id: 'limit-range', root: 'overlays/dev', reason: 'no' };
  expect(withStatements('', [ofRoot], PATH)).toBe(
    'ignore:\n- id: limit-range\n  root: overlays/dev\n  reason: "no"\n',
  );
});

test('a text that is no map is refused', () => {
  expect(() => withStatements('- a\n', [exemption], PATH)).toThrow(UnstatableError);
});

test.each([
  ['kustomend.yaml', 'overlays/dev', 'overlays/dev'],
  ['kustomend.yaml', '', '.'],
  ['services/shop/kustomend.yaml', 'services/shop/overlays/dev', 'overlays/dev'],
  ['services/shop/kustomend.yaml', 'services/shop', '.'],
])('seen from %s, folder "%s" is %s', (file, folder, expected) => {
  expect(folderIn(file, folder)).toBe(expected);
});
