/** A value that a replacement or variable copies is changed where it is copied from (kustomize.md 3.2 point 3). */
import type { Repo } from '../harness/repo.ts';
import {
  deployment,
  inRoot,
  newLines,
  onlyFix,
  outcome,
  patch,
  removing,
  setting,
  type Wish,
} from './tiny.ts';

const READY = ['spec', 'minReadySeconds'];
const IMAGE = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'image'];
const WEB = { name: 'web' };
const PROD: Wish = { when: inRoot('prod') };

const config = (data: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config\n${more}data:\n${data}`;
const LOCAL = '  annotations:\n    config.kubernetes.io/local-config: "true"\n';

/** A replacement of the ConfigMap's `ready` into a field of Deployments. */
const copying = (field: string, { source = '', target = '', names = ['web'] } = {}) =>
  `replacements:
  - source:
      kind: ConfigMap
      name: config
      fieldPath: data.ready
${source}    targets:
${names.map(name => `      - select:\n          kind: Deployment\n          name: ${name}\n        fieldPaths:\n          - ${field}\n${target}`).join('')}`;

function repoOf(
  more: string,
  files: Repo = {},
  overlays: Readonly<Record<string, string>> = { dev: '', prod: '' },
): Repo {
  return {
    'base/kustomization.yaml': `resources:\n  - web.yaml\n  - config.yaml\n${more}`,
    'base/web.yaml': deployment('web', '  minReadySeconds: 0\n'),
    'base/config.yaml': config('  ready: "5" # seconds\n'),
    ...Object.fromEntries(
      Object.entries(overlays).map(([name, text]) => [
        `overlays/${name}/kustomization.yaml`,
        `resources:\n  - ../../base\n${text}`,
      ]),
    ),
    ...files,
  };
}

describe('a map that a replacement copies', () => {
  const SECURITY = ['spec', 'template', 'spec', 'containers', WEB, 'securityContext'];
  const deploy = (name: string, rest = '') =>
    deployment(name).replace(`- name: ${name}`, '- name: web') + rest;
  const repo: Repo = {
    'kustomization.yaml': `resources:
  - lead.yaml
  - follow.yaml
replacements:
  - source: {kind: Deployment, name: lead, fieldPath: 'spec.template.spec.containers.[name=web].securityContext'}
    targets:
      - select: {kind: Deployment, name: follow}
        fieldPaths: ['spec.template.spec.containers.[name=web].securityContext']
        options: {create: true}
`,
    'lead.yaml': deploy('lead', '          securityContext:\n            runAsNonRoot: true\n'),
    'follow.yaml': deploy('follow'),
  };

  test('is changed where it is copied from', () => {
    const { plan, changed } = outcome(repo, [
      setting([...SECURITY, 'allowPrivilegeEscalation'], false),
      setting([...SECURITY, 'runAsUser'], 101, { id: 'second' }),
    ]);
    expect(plan.fixes.map(({ status }) => status)).toEqual(['planned', 'planned', 'planned', 'planned']);
    expect(Object.keys(changed)).toEqual(['lead.yaml']);
    expect(newLines(repo['lead.yaml']!, changed['lead.yaml']!)).toEqual([
      'allowPrivilegeEscalation: false',
      'runAsUser: 101',
    ]);
  });

  test('loses a field where it is copied from, and never the last one', () => {
    const goal = [...SECURITY, 'runAsNonRoot'];
    const two = repo['lead.yaml']!.replace(/$/, '            runAsUser: 101\n');
    const { plan, changed } = outcome({ ...repo, 'lead.yaml': two }, [removing(goal)]);
    expect(plan.fixes.map(({ status }) => status)).toEqual(['planned', 'planned']);
    expect(Object.keys(changed).filter(path => path.includes('follow'))).toEqual([]);
    const when: Wish['when'] = ({ name }) => name === 'lead';
    expect(outcome({ ...repo, 'lead.yaml': two }, [removing(goal, { when })]).changed).toEqual({});
    const last = outcome(repo, [removing(goal)]);
    expect(last.changed).toEqual({});
    expect(new Set(last.plan.fixes.map(({ reason }) => reason))).toEqual(
      new Set(['it is all that a copied map has, and what is copied cannot be absent']),
    );
  });

  test('stays where its source has it for itself', () => {
    const when: Wish['when'] = ({ name }) => name === 'follow';
    const { plan, changed } = outcome(repo, [setting([...SECURITY, 'runAsUser'], 101, { when })]);
    expect(changed).toEqual({});
    expect(plan.fixes.map(({ reason }) => reason)).toEqual([
      'the map is copied from Deployment/lead, which has it for itself',
    ]);
  });

  test('is not changed for a copy that must not have it', () => {
    const when: Wish['when'] = ({ name }) => name === 'lead';
    const { changed } = outcome(repo, [setting([...SECURITY, 'runAsUser'], 101, { when })]);
    expect(changed).toEqual({});
  });
});

describe('a value that a replacement writes', () => {
  test('is changed at its source', () => {
    const repo = repoOf(copying('spec.minReadySeconds'));
    const result = outcome(repo, [setting(READY, 10)]);
    expect(result.changed).toEqual({ 'base/config.yaml': config('  ready: "10" # seconds\n') });
    expect(onlyFix(result).places).toEqual([{ file: 'base/config.yaml', kind: 'source' }]);
  });

  test('is changed at its source where a file says the replacement, and the source is not rendered', () => {
    const repo = repoOf('replacements:\n  - path: copy.yaml\n', {
      'base/config.yaml': config('  ready: "5"\n', LOCAL),
      'base/copy.yaml': copying('spec.minReadySeconds').replace('replacements:\n', ''),
    });
    const { changed } = outcome(repo, [setting(READY, 10)]);
    expect(changed).toEqual({ 'base/config.yaml': config('  ready: "10"\n', LOCAL) });
  });

  test('is changed at its source by an overlay that copies itself, as its own patches come first', () => {
    const repo = repoOf('', {}, { dev: '', prod: copying('spec.minReadySeconds') });
    const { changed } = outcome(repo, [setting(READY, 10, PROD)]);
    expect(Object.keys(changed)).toEqual([
      'overlays/prod/config-patch.yaml',
      'overlays/prod/kustomization.yaml',
    ]);
    expect(changed['overlays/prod/config-patch.yaml']).toContain('  ready: "10"\n');
  });

  test('is patched above where the source belongs to others', () => {
    const repo = repoOf(copying('spec.minReadySeconds'), { 'kustomend.yaml': 'vendored: ["base/**"]\n' });
    const { changed } = outcome(repo, [setting(READY, 10)]);
    expect(Object.keys(changed)).toEqual([
      'overlays/dev/kustomization.yaml',
      'overlays/dev/web-patch.yaml',
      'overlays/prod/kustomization.yaml',
      'overlays/prod/web-patch.yaml',
    ]);
  });

  test('is changed in another workload that wants the same', () => {
    const from = copying('spec.minReadySeconds')
      .replace('kind: ConfigMap\n      name: config', 'kind: Deployment\n      name: api')
      .replace('data.ready', 'spec.minReadySeconds');
    const api = deployment('api', '  minReadySeconds: 5\n');
    const repo = repoOf(from.replace('replacements:', '  - api.yaml\nreplacements:'), {
      'base/api.yaml': api,
    });
    const { changed } = outcome(repo, [setting(READY, 10)]);
    expect(changed).toEqual({ 'base/api.yaml': api.replace('5', '10') });
  });

  test('is changed in the generator that makes the source', () => {
    const repo = repoOf(
      `configMapGenerator:\n  - name: config\n    literals:\n      - ready=5\n${copying('spec.minReadySeconds')}`,
    );
    const own = {
      ...repo,
      'base/kustomization.yaml': repo['base/kustomization.yaml']!.replace('  - config.yaml\n', ''),
    };
    const { changed } = outcome(own, [setting(READY, 10)]);
    expect(Object.keys(changed)).toEqual(['base/kustomization.yaml']);
    expect(changed['base/kustomization.yaml']).toContain('- ready=10\n');
  });

  test('is changed in the piece that is copied', () => {
    const repo = repoOf(
      copying('spec.template.spec.containers.[name=web].image', {
        source: '      options:\n        delimiter: "-"\n        index: 1\n',
        target: '        options:\n          delimiter: ":"\n          index: 1\n',
      }),
      { 'base/config.yaml': config('  ready: v-1.0.0-x\n') },
    );
    const { changed } = outcome(repo, [setting(IMAGE, 'example.com/web:2.0.0')]);
    expect(changed).toEqual({ 'base/config.yaml': config('  ready: v-2.0.0-x\n') });
  });

  test('is patched in every overlay where the piece that is copied is not what changes', () => {
    const repo = repoOf(
      copying('spec.template.spec.containers.[name=web].image', {
        target: '        options:\n          delimiter: ":"\n          index: 1\n',
      }),
    );
    const { changed } = outcome(repo, [setting(IMAGE, 'example.org/web:5')]);
    expect(Object.keys(changed).filter(path => path.startsWith('base/'))).toEqual([]);
    expect(Object.keys(changed)).toHaveLength(4);
  });

  test('is changed for all that it is copied into, when all want it', () => {
    const repo = repoOf(copying('spec.minReadySeconds', { names: ['web', 'api'] }), {
      'base/api.yaml': deployment('api', '  minReadySeconds: 0\n'),
    });
    const all = {
      ...repo,
      'base/kustomization.yaml': repo['base/kustomization.yaml']!.replace('  - web', '  - api.yaml\n  - web'),
    };
    const { changed } = outcome(all, [setting(READY, 10)]);
    expect(changed).toEqual({ 'base/config.yaml': config('  ready: "10" # seconds\n') });
    const one = { when: (resource: { name: string }) => resource.name === 'web' };
    const apart = outcome(all, [setting(READY, 10, one)]);
    expect(Object.keys(apart.changed).filter(path => path.startsWith('base/'))).toEqual([]);
    const calm = outcome(all, [setting(READY, 10, { ...one, elsewhere: 'harmless' })]);
    expect(Object.keys(calm.changed)).toEqual(['base/config.yaml']);
  });

  test('is patched above where another root must not have it', () => {
    const { changed } = outcome(repoOf(copying('spec.minReadySeconds')), [setting(READY, 10, PROD)]);
    expect(changed['overlays/prod/web-patch.yaml']).toBe(patch('web', '  minReadySeconds: 10\n'));
    expect(Object.keys(changed)).toHaveLength(2);
  });

  test('is changed at the source as the layer of the replacement sees it', () => {
    const repo = repoOf('', {}, { dev: '', prod: copying('spec.minReadySeconds') });
    const { changed } = outcome(repo, [setting(READY, 10, PROD)]);
    expect(changed['overlays/prod/config-patch.yaml']).toBe(config('  ready: "10"\n'));
    expect(changed['overlays/prod/kustomization.yaml']).toContain('config-patch.yaml');
    expect(Object.keys(changed)).toHaveLength(2);
  });

  test('is merged once into what an overlay generates, however many copy it', () => {
    const both = repoOf(
      'configMapGenerator:\n  - name: config\n    literals:\n      - ready=5\n',
      { 'base/api.yaml': deployment('api', '  minReadySeconds: 0\n') },
      { dev: '', prod: copying('spec.minReadySeconds', { names: ['web', 'api'] }) },
    );
    const base = both['base/kustomization.yaml']!.replace('  - config.yaml', '  - api.yaml');
    const { changed } = outcome({ ...both, 'base/kustomization.yaml': base }, [setting(READY, 10, PROD)]);
    const file = 'overlays/prod/kustomization.yaml';
    expect(Object.keys(changed)).toEqual([file]);
    expect(newLines(both[file]!, changed[file]!)).toEqual([
      'configMapGenerator:',
      '- name: config',
      'behavior: merge',
      'literals:',
      '- ready=10',
    ]);
  });

  test('that is copied twice is not changed at its first source', () => {
    const more = `${copying('metadata.annotations.ready')}  - source:\n      kind: Deployment\n      name: web\n      fieldPath: metadata.annotations.ready\n    targets:\n      - select:\n          kind: Deployment\n          name: web\n        fieldPaths:\n          - spec.minReadySeconds\n`;
    const repo = repoOf(more, {
      'base/web.yaml': deployment('web', '  minReadySeconds: 0\n').replace(
        '  name: web\n',
        '  name: web\n  annotations:\n    ready: x\n',
      ),
    });
    const own = Object.fromEntries(Object.entries(repo).filter(([path]) => path.startsWith('base/')));
    expect(onlyFix(outcome(own, [setting(READY, 10)])).reason).toBe(
      'the value is written by replacements[1] of base/kustomization.yaml:15, from Deployment/web metadata.annotations.ready: it is copied itself',
    );
  });

  test('is left alone where nothing above could say it, and the question names who writes it', () => {
    const repo = repoOf(copying('spec.minReadySeconds', { names: ['web', 'api'] }), {
      'base/api.yaml': deployment('api', '  minReadySeconds: 0\n'),
    });
    const all = {
      ...repo,
      'base/kustomization.yaml': repo['base/kustomization.yaml']!.replace('  - web', '  - api.yaml\n  - web'),
    };
    const own = Object.fromEntries(Object.entries(all).filter(([path]) => path.startsWith('base/')));
    const result = outcome(own, [setting(READY, 10, { when: resource => resource.name === 'web' })]);
    expect(result.changed).toEqual({});
    expect(onlyFix(result)).toMatchObject({
      status: 'person',
      reason:
        'replacements[0] of base/kustomization.yaml:6, from ConfigMap/config data.ready, copies it to spec.minReadySeconds of Deployment/api: should it change there too?',
    });
  });

  test('of an object that uses the value itself is no place for others', () => {
    const own = {
      'base/kustomization.yaml': `resources:\n  - web.yaml\n  - api.yaml\n${copying('spec.minReadySeconds').replace('ConfigMap', 'Deployment').replace('config', 'api').replace('data.ready', 'spec.minReadySeconds')}`,
      'base/web.yaml': deployment('web', '  minReadySeconds: 0\n'),
      'base/api.yaml': deployment('api', '  minReadySeconds: 5\n'),
    };
    const result = outcome(own, [setting(READY, 10, { when: resource => resource.name === 'web' })]);
    expect(onlyFix(result).reason).toBe(
      'the value is written by replacements[0] of base/kustomization.yaml:5, from Deployment/api spec.minReadySeconds: Deployment/api has it for itself',
    );
    const { changed } = outcome(own, [setting(READY, 10)]);
    expect(changed).toEqual({ 'base/api.yaml': deployment('api', '  minReadySeconds: 10\n') });
  });

  test('from a name is not changed there', () => {
    const label = ['metadata', 'labels', 'of'];
    const own = repoOf(copying('metadata.labels.of').replace('data.ready', 'metadata.name'), {
      'base/web.yaml': deployment('web').replace('  name: web\n', '  name: web\n  labels:\n    of: x\n'),
    });
    const base = Object.fromEntries(Object.entries(own).filter(([path]) => path.startsWith('base/')));
    expect(onlyFix(outcome(base, [setting(label, 'y')])).reason).toContain(
      'from ConfigMap/config metadata.name: a name is never changed',
    );
  });

  test('from a constant is changed in the replacement', () => {
    const more = copying('spec.minReadySeconds').replace(
      / {2}- source:[\s\S]*data\.ready\n/,
      '  - sourceValue: "5" # seconds\n',
    );
    const repo = repoOf(more);
    const { changed } = outcome(repo, [setting(READY, 10)]);
    const file = 'base/kustomization.yaml';
    expect(changed).toEqual({ [file]: repo[file]!.replace('"5"', '"10"') });
  });

  test('is removed above', () => {
    const { changed } = outcome(repoOf(copying('spec.minReadySeconds')), [removing(READY, PROD)]);
    expect(changed['overlays/prod/web-patch.yaml']).toBe(patch('web', '  minReadySeconds: null\n'));
  });
});

test('a change of what is copied elsewhere is declared there, or made where nobody copies it', () => {
  const repo = repoOf(copying('spec.minReadySeconds'));
  const data = ['data', 'ready'];
  const calm = outcome(repo, [setting(data, '10', { kinds: ['ConfigMap'], elsewhere: 'harmless' })]);
  expect(Object.keys(calm.changed)).toEqual(['base/config.yaml']);
  const apart = outcome(repo, [setting(data, '10', { kinds: ['ConfigMap'] })]);
  expect(Object.keys(apart.changed).filter(path => path.startsWith('base/'))).toEqual([]);
});

describe('a value that a variable writes', () => {
  const vars =
    'vars:\n  - name: READY\n    objref:\n      apiVersion: v1\n      kind: ConfigMap\n      name: config\n    fieldref:\n      fieldpath: data.ready\n';
  const files = (image: string) => ({
    'base/web.yaml': `${deployment('web')}          env:\n            - name: READY\n              value: ${image}\n`,
    'base/config.yaml': config('  ready: five\n'),
  });
  const VALUE = [
    'spec',
    'template',
    'spec',
    'containers',
    { name: 'web' },
    'env',
    { name: 'READY' },
    'value',
  ];

  test.each([
    ['alone', '$(READY)', 'ten'],
    ['in a text', 'in-$(READY)-seconds', 'in-ten-seconds'],
  ])('%s is changed at its source', (_, text, wanted) => {
    const repo = repoOf(vars, files(text));
    const { changed } = outcome(repo, [setting(VALUE, wanted)]);
    expect(changed).toEqual({ 'base/config.yaml': config('  ready: ten\n') });
  });

  test('is changed at its source in the overlay that wants it', () => {
    const repo = repoOf(vars, files('in-$(READY)-seconds'));
    const { changed } = outcome(repo, [setting(VALUE, 'in-ten-seconds', PROD)]);
    expect(changed['overlays/prod/config-patch.yaml']).toBe(config('  ready: ten\n'));
    expect(Object.keys(changed)).toHaveLength(2);
  });

  test('is written out where the rest of the text changes', () => {
    const repo = repoOf(vars, files('in-$(READY)-seconds'));
    const { changed } = outcome(repo, [setting(VALUE, 'in-five-minutes')]);
    expect(newLines(repo['base/web.yaml']!, changed['base/web.yaml']!)).toEqual(['value: in-five-minutes']);
    expect(Object.keys(changed)).toHaveLength(1);
  });
});

describe('what restarts', () => {
  const generated = (field: string): Repo => {
    const repo = repoOf(
      `configMapGenerator:\n  - name: config\n    literals:\n      - ready=5\n${copying(field)}`,
      {
        'base/api.yaml': `${deployment('api')}          envFrom:\n            - configMapRef:\n                name: config\n`,
      },
    );
    return {
      ...repo,
      'base/kustomization.yaml': repo['base/kustomization.yaml']!.replace('  - config.yaml', '  - api.yaml'),
    };
  };

  test('is who reads the object that is the source', () => {
    const wish = { when: (resource: { name: string }) => resource.name === 'web' };
    const result = outcome(generated('spec.minReadySeconds'), [setting(READY, 10, wish)]);
    expect(onlyFix(result).restarts).toBe(true);
    expect(result.plan.roots.map(root => root.restarts)).toEqual([1, 1]);
  });

  test('is who holds a copy in its pods', () => {
    const repo = repoOf(copying('spec.template.metadata.labels.app'), {
      'base/web.yaml': deployment('web').replace(
        '    matchLabels:\n      app: web\n',
        '    matchLabels: {}\n',
      ),
    });
    const wish = { kinds: ['ConfigMap'], elsewhere: 'harmless' } as const;
    expect(onlyFix(outcome(repo, [setting(['data', 'ready'], '10', wish)])).restarts).toBe(true);
  });
});

test('the reason names what writes a part of the value', () => {
  const more = copying('spec.template.spec.containers.[name=web].args.0');
  const repo = repoOf(more, { 'base/web.yaml': `${deployment('web')}          args: [x, y]\n` });
  const own = Object.fromEntries(Object.entries(repo).filter(([path]) => path.startsWith('base/')));
  const args = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'args'];
  expect(onlyFix(outcome(own, [setting(args, ['z', 'y'])])).reason).toBe(
    'replacements[0] of base/kustomization.yaml:5, from ConfigMap/config data.ready, writes a part of it',
  );
});
