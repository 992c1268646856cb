/** The lowest place that reaches all who want a value and none who must not have it (placement.md). */
import type { Repo } from '../harness/repo.ts';
import {
  BASE,
  deployment,
  inRoot,
  newLines,
  onlyFix,
  outcome,
  overlay,
  patch,
  removing,
  setting,
} from './tiny.ts';

const READY = ['spec', 'minReadySeconds'];
const WEB = { name: 'web' };
const CONTAINERS = ['spec', 'template', 'spec', 'containers'];
const PULL = [...CONTAINERS, WEB, 'imagePullPolicy'];

describe('a new value', () => {
  test('stands in the base when every root wants it', () => {
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [setting(READY, 10)]);
    expect(changed).toEqual({ 'base/web.yaml': deployment('web', '  minReadySeconds: 10\n') });
  });

  test('stands in a patch of the overlay when another root must not have it', () => {
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [setting(READY, 10, { when: inRoot('prod') })]);
    expect(changed).toEqual({
      'overlays/prod/kustomization.yaml': 'resources:\n  - ../../base\npatches:\n  - path: web-patch.yaml\n',
      'overlays/prod/web-patch.yaml': patch('web', '  minReadySeconds: 10\n'),
    });
  });

  test('says which environments keep it out of the base, and once for file and folder', () => {
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('staging'), ...overlay('prod') };
    const passed = (transforms: Parameters<typeof outcome>[1]) =>
      outcome(repo, transforms).plan.fixes.map(fix => fix.passedOver);
    expect(passed([setting(READY, 10, { when: inRoot('prod') })])).toEqual([
      [{ place: 'base/web.yaml', reason: 'must not have it', against: ['dev', 'staging'] }],
    ]);
    expect(passed([setting(READY, 10)])).toEqual([[]]);
  });

  test('stands in the base when the other root does not mind', () => {
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [setting(READY, 10, { when: inRoot('prod'), elsewhere: 'harmless' })]);
    expect(Object.keys(changed)).toEqual(['base/web.yaml']);
  });

  test('stands in the base when the other root overrides it anyway', () => {
    const repo: Repo = {
      ...BASE,
      ...overlay('dev', 'patches:\n  - path: calm.yaml\n'),
      'overlays/dev/calm.yaml': patch('web', '  minReadySeconds: 0\n'),
      ...overlay('prod'),
    };
    const { changed } = outcome(repo, [setting(READY, 10, { when: inRoot('prod') })]);
    expect(changed).toEqual({ 'base/web.yaml': deployment('web', '  minReadySeconds: 10\n') });
  });

  test('stands above a patch that removes it, although there is nothing to remove yet', () => {
    const repo: Repo = {
      ...BASE,
      ...overlay('dev', 'patches:\n  - path: open.yaml\n'),
      'overlays/dev/open.yaml': patch('web', '  strategy:\n    $patch: delete\n'),
      ...overlay('prod'),
    };
    const { changed } = outcome(repo, [setting(['spec', 'strategy', 'type'], 'Recreate')]);
    expect(Object.keys(changed)).toEqual([
      'base/web.yaml',
      'overlays/dev/kustomization.yaml',
      'overlays/dev/web-patch.yaml',
    ]);
  });

  test('stands above a map that was removed and brought back', () => {
    const repo: Repo = {
      ...BASE,
      'base/web.yaml': deployment('web', '  strategy:\n    rollingUpdate:\n      maxSurge: 1\n'),
      ...overlay('dev', 'patches:\n  - path: open.yaml\n  - path: again.yaml\n'),
      'overlays/dev/open.yaml': patch('web', '  strategy:\n    $patch: delete\n'),
      'overlays/dev/again.yaml': patch('web', '  strategy:\n    rollingUpdate:\n      maxSurge: 2\n'),
      ...overlay('prod'),
    };
    const { changed } = outcome(repo, [setting(['spec', 'strategy', 'type'], 'RollingUpdate')]);
    expect(Object.keys(changed)).toEqual(['base/web.yaml', 'overlays/dev/again.yaml']);
  });

  const component = (more: string): Repo => ({
    'parts/small/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${more}`,
  });

  test('passes a component by that patches another part of the object, or another object', () => {
    const repo: Repo = {
      ...BASE,
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - api.yaml\n',
      'base/api.yaml': deployment('api'),
      ...component('patches:\n  - path: web.yaml\n'),
      'parts/small/web.yaml': patch('web', '  replicas: 1\n'),
      ...overlay('dev', 'components:\n  - ../../parts/small\n'),
      ...overlay('prod'),
    };
    const { changed } = outcome(repo, [setting(READY, 10, { when: inRoot('dev') })]);
    expect(Object.keys(changed)).toEqual([
      'overlays/dev/api-patch.yaml',
      'overlays/dev/kustomization.yaml',
      'overlays/dev/web-patch.yaml',
    ]);
  });

  test('joins what a component writes of the same part of the object', () => {
    const strategy = ['spec', 'strategy'];
    const repo: Repo = {
      ...BASE,
      ...component(
        'patches:\n  - patch: |\n      - op: add\n        path: /spec/strategy\n        value:\n          rollingUpdate:\n            maxSurge: 1\n    target:\n      kind: Deployment\n      name: w.*\n',
      ),
      ...overlay('dev', 'components:\n  - ../../parts/small\n'),
      ...overlay('prod'),
    };
    const wish = { when: inRoot('dev') };
    const beside = outcome(repo, [setting([...strategy, 'type'], 'RollingUpdate', wish)]);
    expect(Object.keys(beside.changed)).toEqual(['parts/small/kustomization.yaml']);
    const elsewhere = outcome(repo, [setting(READY, 10, wish)]);
    expect(Object.keys(elsewhere.changed)).toEqual(['overlays/dev/kustomization.yaml']);
  });

  test('reaches an object whose kind a component has changed', () => {
    const repo: Repo = {
      ...BASE,
      'base/web.yaml': deployment('web').replace('kind: Deployment', 'kind: StatefulSet'),
      ...component(
        'patches:\n  - path: web.yaml\n    target:\n      kind: StatefulSet\n      name: web\n    options:\n      allowKindChange: true\n',
      ),
      'parts/small/web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n',
      ...overlay('dev', 'components:\n  - ../../parts/small\n'),
      ...overlay('prod', 'components:\n  - ../../parts/small\n'),
    };
    const result = outcome(repo, [setting(READY, 10, { when: inRoot('dev') })]);
    expect(onlyFix(result).status).toBe('planned');
    expect(result.changed['overlays/dev/web-patch.yaml']).toContain('kind: Deployment\n');
  });

  test('stands in a layer between that reaches exactly those who want it', () => {
    const repo = {
      ...BASE,
      'live/kustomization.yaml': 'resources:\n  - ../base\n',
      'overlays/eu/kustomization.yaml': 'resources:\n  - ../../live\n',
      'overlays/us/kustomization.yaml': 'resources:\n  - ../../live\n',
      ...overlay('dev'),
    };
    const { changed } = outcome(repo, [setting(READY, 10, { when: inRoot('eu', 'us') })]);
    expect(Object.keys(changed).sort()).toEqual(['live/kustomization.yaml', 'live/web-patch.yaml']);
  });

  test('stands in two overlays where two want different values', () => {
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [setting(READY, (_, root) => (root.path.endsWith('prod') ? 30 : 5))]);
    expect(changed['overlays/dev/web-patch.yaml']).toBe(patch('web', '  minReadySeconds: 5\n'));
    expect(changed['overlays/prod/web-patch.yaml']).toBe(patch('web', '  minReadySeconds: 30\n'));
    expect(changed['base/web.yaml']).toBeUndefined();
  });

  test('stands in overlays only where a transform prefers them, or the user asks', () => {
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
    for (const [wish, selection] of [
      [{ overlay: true }, {}],
      [{}, { placement: 'overlay' }],
    ] as const) {
      const { changed } = outcome(repo, [setting(READY, 10, wish)], { selection });
      expect(Object.keys(changed).filter(path => path.startsWith('base/'))).toEqual([]);
      expect(Object.keys(changed)).toHaveLength(4);
    }
  });

  test('is looked for only in the roots that are selected, and reaches no other', () => {
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
    const { changed, plan } = outcome(repo, [setting(READY, 10)], { selection: { environments: ['dev'] } });
    expect(plan.fixes.map(fix => fix.roots)).toEqual([['overlays/dev']]);
    expect(Object.keys(changed).filter(path => !path.startsWith('overlays/dev/'))).toEqual([]);
  });
});

describe('a patch that is there', () => {
  test('is extended as a file', () => {
    const repo: Repo = {
      ...BASE,
      ...overlay('dev'),
      ...overlay('prod', 'patches:\n  - path: scale.yaml\n'),
      'overlays/prod/scale.yaml': patch('web', '  replicas: 3 # two nodes may go\n'),
    };
    const { changed } = outcome(repo, [setting(READY, 10, { when: inRoot('prod') })]);
    expect(Object.keys(changed)).toEqual(['overlays/prod/scale.yaml']);
    expect(newLines(repo['overlays/prod/scale.yaml']!, changed['overlays/prod/scale.yaml']!)).toEqual([
      'minReadySeconds: 10',
    ]);
  });

  test('is extended where it stands inline', () => {
    const inline =
      'patches:\n  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata:\n        name: web\n      spec:\n        replicas: 3\n';
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod', inline) };
    const { changed } = outcome(repo, [setting(READY, 10, { when: inRoot('prod') })]);
    const file = 'overlays/prod/kustomization.yaml';
    expect(Object.keys(changed)).toEqual([file]);
    expect(newLines(repo[file]!, changed[file]!)).toEqual(['minReadySeconds: 10']);
    expect(changed[file]).toContain('      spec:\n        replicas: 3\n        minReadySeconds: 10');
  });

  test('is extended in patchesStrategicMerge, file or inline', () => {
    const repo: Repo = {
      ...BASE,
      ...overlay('dev', 'patchesStrategicMerge:\n  - scale.yaml\n'),
      'overlays/dev/scale.yaml': patch('web', '  replicas: 1\n'),
      ...overlay('prod', `patchesStrategicMerge:\n  - |-\n${indented(patch('web', '  replicas: 3\n'), 4)}`),
      ...overlay('other'),
    };
    const { changed } = outcome(repo, [setting(READY, 10, { when: inRoot('dev', 'prod') })]);
    expect(Object.keys(changed)).toEqual(['overlays/dev/scale.yaml', 'overlays/prod/kustomization.yaml']);
    expect(changed['overlays/dev/scale.yaml']).toBe(patch('web', '  replicas: 1\n  minReadySeconds: 10\n'));
    expect(changed['overlays/prod/kustomization.yaml']).toContain(
      '      replicas: 3\n      minReadySeconds: 10',
    );
  });

  test('is the last one of the object, and not one that a pattern applies to others too', () => {
    const repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - api.yaml\n',
      'base/web.yaml': deployment('web'),
      'base/api.yaml': deployment('api'),
      ...overlay('dev'),
      ...overlay(
        'prod',
        'patches:\n  - path: one.yaml\n  - path: two.yaml\n  - path: all.yaml\n    target:\n      kind: Deployment\n',
      ),
      'overlays/prod/one.yaml': patch('web', '  replicas: 3\n'),
      'overlays/prod/two.yaml': patch('web', '  paused: false\n'),
      'overlays/prod/all.yaml': patch('any', '  revisionHistoryLimit: 2\n'),
    };
    const { changed } = outcome(repo, [
      setting(READY, 10, { when: (w, root) => w.name === 'web' && root.path.endsWith('prod') }),
    ]);
    expect(changed).toEqual({
      'overlays/prod/two.yaml': patch('web', '  paused: false\n  minReadySeconds: 10\n'),
    });
  });

  test('is extended when its target names the object exactly', () => {
    const repo: Repo = {
      ...BASE,
      ...overlay('dev'),
      ...overlay(
        'prod',
        'patches:\n  - path: scale.yaml\n    target:\n      kind: Deployment\n      name: web\n',
      ),
      'overlays/prod/scale.yaml': patch('ignored', '  replicas: 3\n'),
    };
    const { changed } = outcome(repo, [setting(READY, 10, { when: inRoot('prod') })]);
    expect(changed).toEqual({
      'overlays/prod/scale.yaml': patch('ignored', '  replicas: 3\n  minReadySeconds: 10\n'),
    });
  });
});

describe('of several patches of one object', () => {
  const container = (text: string) =>
    patch('web', `  template:\n    spec:\n      containers:\n        - name: web\n${text}`);
  const probe = '          livenessProbe:\n            tcpSocket:\n              port: 80\n';
  const memory = '          resources:\n            limits:\n              memory: 64Mi\n';
  const repo = {
    ...BASE,
    ...overlay('dev'),
    ...overlay('prod', 'patches:\n  - path: one.yaml\n  - path: two.yaml\n  - path: three.yaml\n'),
    'overlays/prod/one.yaml': container(probe),
    'overlays/prod/two.yaml': container(memory),
    'overlays/prod/three.yaml': container('').replace('spec:\n', 'spec:\n  replicas: 2\n'),
  };
  const wish = { when: inRoot('prod') };
  const TIMEOUT = [...CONTAINERS, WEB, 'livenessProbe', 'timeoutSeconds'];
  const CPU = [...CONTAINERS, WEB, 'resources', 'requests', 'cpu'];

  test('the one that writes the neighbours of a field takes it', () => {
    const { changed } = outcome(repo, [
      setting(TIMEOUT, 2, { ...wish, id: 'one' }),
      setting(CPU, '10m', { ...wish, id: 'two' }),
      setting(READY, 10, { ...wish, id: 'three' }),
    ]);
    expect(Object.keys(changed)).toEqual([
      'overlays/prod/one.yaml',
      'overlays/prod/three.yaml',
      'overlays/prod/two.yaml',
    ]);
    expect(changed['overlays/prod/one.yaml']).toBe(container(`${probe}            timeoutSeconds: 2\n`));
  });

  test('the last of those that write the container takes what none has a neighbour of', () => {
    const { changed } = outcome(repo, [setting(PULL, 'Always', wish)]);
    expect(Object.keys(changed)).toEqual(['overlays/prod/two.yaml']);
  });

  test('none takes what a later one would hide', () => {
    const gone = container('          livenessProbe: null\n');
    const { changed } = outcome({ ...repo, 'overlays/prod/two.yaml': gone }, [setting(TIMEOUT, 2, wish)]);
    expect(Object.keys(changed)).toEqual([
      'overlays/prod/kustomization.yaml',
      'overlays/prod/web-patch.yaml',
    ]);
  });
});

describe('a value that is written', () => {
  test('by a merge patch is edited there', () => {
    const repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
      'base/web.yaml': deployment('web', '  minReadySeconds: 10\n'),
      ...overlay('prod', 'patches:\n  - path: scale.yaml\n'),
      'overlays/prod/scale.yaml': patch('web', '  minReadySeconds: 0 # faster\n'),
    };
    const { changed, plan } = outcome(repo, [setting(READY, 10)]);
    expect(changed).toEqual({ 'overlays/prod/scale.yaml': patch('web', '  minReadySeconds: 10 # faster\n') });
    expect(plan.fixes[0]!.places).toEqual([{ file: 'overlays/prod/scale.yaml', kind: 'in-place' }]);
  });

  test('by a JSON patch is edited there, in a file and inline', () => {
    const operation = '- op: add\n  path: /spec/minReadySeconds\n  value: 0\n';
    const repo: Repo = {
      ...BASE,
      ...overlay('dev', 'patches:\n  - path: ready.yaml\n    target:\n      kind: Deployment\n'),
      'overlays/dev/ready.yaml': operation,
      ...overlay(
        'prod',
        `patches:\n  - target:\n      kind: Deployment\n    patch: |-\n${indented(operation, 6)}`,
      ),
    };
    const { changed } = outcome(repo, [setting(READY, 10)]);
    expect(changed['overlays/dev/ready.yaml']).toBe(operation.replace('value: 0', 'value: 10'));
    const file = 'overlays/prod/kustomization.yaml';
    expect(changed[file]).toBe(repo[file]!.replace('value: 0', 'value: 10'));
    expect(Object.keys(changed)).toHaveLength(2);
  });

  test('by replicas: is edited there', () => {
    const repo: Repo = {
      ...BASE,
      ...overlay('dev'),
      ...overlay('prod', 'replicas:\n  - name: web\n    count: 2 # HPA is coming\n'),
    };
    const { changed } = outcome(repo, [setting(['spec', 'replicas'], 3, { when: inRoot('prod') })]);
    const file = 'overlays/prod/kustomization.yaml';
    expect(changed).toEqual({ [file]: repo[file]!.replace('count: 2', 'count: 3') });
  });

  test('by labels: is edited there', () => {
    const repo: Repo = { ...BASE, ...overlay('prod', 'labels:\n  - pairs:\n      team: "Data & Search"\n') };
    const { changed } = outcome(repo, [setting(['metadata', 'labels', 'team'], 'data')]);
    const file = 'overlays/prod/kustomization.yaml';
    expect(changed).toEqual({ [file]: repo[file]!.replace('"Data & Search"', '"data"') });
  });

  test('by the base is overridden where only one root wants another', () => {
    const repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
      'base/web.yaml': deployment('web', '  minReadySeconds: 5\n'),
      ...overlay('dev'),
      ...overlay('prod'),
    };
    const { changed } = outcome(repo, [setting(READY, 10, { when: inRoot('prod') })]);
    expect(changed['overlays/prod/web-patch.yaml']).toBe(patch('web', '  minReadySeconds: 10\n'));
    expect(changed['base/web.yaml']).toBeUndefined();
  });
});

describe('a container that a component brings', () => {
  const repo = {
    ...BASE,
    'component/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n  - path: sidecar.yaml\n    target:\n      kind: Deployment\n',
    'component/sidecar.yaml': patch(
      'any',
      '  template:\n    spec:\n      containers:\n        - name: proxy\n          image: example.com/proxy:2.0.0\n',
    ),
    ...overlay('dev', 'components:\n  - ../../component\n'),
    ...overlay('prod', 'components:\n  - ../../component\n'),
    ...overlay('plain'),
  };
  const policy = [...CONTAINERS, { name: 'proxy' }, 'imagePullPolicy'];

  test('is changed in the text of the patch that brings it', () => {
    const { changed } = outcome(repo, [setting(policy, 'Always', { when: inRoot('dev', 'prod') })]);
    expect(Object.keys(changed)).toEqual(['component/sidecar.yaml']);
    expect(newLines(repo['component/sidecar.yaml'], changed['component/sidecar.yaml']!)).toEqual([
      'imagePullPolicy: Always',
    ]);
  });

  test('is changed in the overlay when another that has it must not', () => {
    const { changed } = outcome(repo, [setting(policy, 'Always', { when: inRoot('prod') })]);
    expect(Object.keys(changed).filter(path => !path.startsWith('overlays/prod/'))).toEqual([]);
    expect(changed['overlays/prod/web-patch.yaml']).toContain(
      '- name: proxy\n          imagePullPolicy: Always',
    );
  });
});

describe('a patch of a list', () => {
  const base = {
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'base/web.yaml': `${deployment('web')}        - name: second\n          image: example.com/second:1.0.0\n        - name: third\n          image: example.com/third:1.0.0\n`,
  };

  test('keeps the order by naming what comes before', () => {
    const repo = { ...base, ...overlay('dev'), ...overlay('prod') };
    const path = [...CONTAINERS, { name: 'second' }, 'imagePullPolicy'];
    const { changed } = outcome(repo, [setting(path, 'Always', { when: inRoot('prod') })]);
    expect(changed['overlays/prod/web-patch.yaml']).toBe(
      patch(
        'web',
        '  template:\n    spec:\n      containers:\n        - name: web\n        - name: second\n          imagePullPolicy: Always\n',
      ),
    );
  });

  test('names nothing that comes behind', () => {
    const repo = { ...base, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [setting(PULL, 'Always', { when: inRoot('prod') })]);
    expect(changed['overlays/prod/web-patch.yaml']).toBe(
      patch(
        'web',
        '  template:\n    spec:\n      containers:\n        - name: web\n          imagePullPolicy: Always\n',
      ),
    );
  });

  test('puts a new element last', () => {
    const repo = { ...base, ...overlay('dev'), ...overlay('prod') };
    const path = [...CONTAINERS, { name: 'fourth' }];
    const { changed, plan } = outcome(repo, [
      setting(path, { name: 'fourth', image: 'example.com/fourth:1.0.0' }, { when: inRoot('prod') }),
    ]);
    const [object] = plan.expected.get('overlays/prod')!.after as unknown as {
      spec: { template: { spec: { containers: { name: string }[] } } };
    }[];
    expect(object!.spec.template.spec.containers.map(each => each.name)).toEqual([
      'web',
      'second',
      'third',
      'fourth',
    ]);
    expect(Object.keys(changed)).toEqual([
      'overlays/prod/kustomization.yaml',
      'overlays/prod/web-patch.yaml',
    ]);
  });

  test('adds behind the last element of the source', () => {
    const repo = { ...base, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [
      setting([...CONTAINERS, { name: 'fourth' }], { name: 'fourth', image: 'example.com/fourth:1.0.0' }),
    ]);
    expect(changed).toEqual({
      'base/web.yaml': `${base['base/web.yaml']}        - name: fourth\n          image: example.com/fourth:1.0.0\n`,
    });
  });

  test('is told by all its keys where one is not enough', () => {
    const ports =
      '          ports:\n            - containerPort: 53\n              protocol: UDP\n            - containerPort: 53\n              protocol: TCP\n';
    const repo = {
      ...base,
      'base/web.yaml': deployment('web') + ports,
      ...overlay('dev'),
      ...overlay('prod'),
    };
    const path = [...CONTAINERS, WEB, 'ports', { containerPort: 53, protocol: 'TCP' }, 'name'];
    const { changed } = outcome(repo, [setting(path, 'dns-tcp', { when: inRoot('prod') })]);
    expect(changed['overlays/prod/web-patch.yaml']).toContain(
      '- name: dns-tcp\n              containerPort: 53\n              protocol: TCP',
    );
  });
});

describe('a removal', () => {
  const base = {
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'base/web.yaml': deployment('web', '  minReadySeconds: 10\n'),
  };

  test('takes the line away when every root wants it', () => {
    const repo = { ...base, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [removing(READY)]);
    expect(changed).toEqual({ 'base/web.yaml': deployment('web') });
  });

  test('is null in the overlay when another root keeps the value', () => {
    const repo = { ...base, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [removing(READY, { when: inRoot('prod') })]);
    expect(changed['overlays/prod/web-patch.yaml']).toBe(patch('web', '  minReadySeconds: null\n'));
  });

  test('turns the value of a patch into null where the base would show again', () => {
    const repo = {
      ...base,
      ...overlay('dev'),
      ...overlay('prod', 'patches:\n  - path: scale.yaml\n'),
      'overlays/prod/scale.yaml': patch('web', '  minReadySeconds: 30\n'),
    };
    const { changed } = outcome(repo, [removing(READY, { when: inRoot('prod') })]);
    expect(changed).toEqual({ 'overlays/prod/scale.yaml': patch('web', '  minReadySeconds: null\n') });
  });

  test('takes the line out of a patch that alone says it', () => {
    const repo: Repo = {
      ...BASE,
      ...overlay('prod', 'patches:\n  - path: scale.yaml\n'),
      'overlays/prod/scale.yaml': patch('web', '  replicas: 2\n  minReadySeconds: 30\n'),
    };
    const { changed } = outcome(repo, [removing(READY)]);
    expect(changed).toEqual({ 'overlays/prod/scale.yaml': patch('web', '  replicas: 2\n') });
  });

  test('of a container is a deletion in the overlay', () => {
    const repo = {
      ...base,
      'base/web.yaml': `${deployment('web')}        - name: debug\n          image: example.com/debug:1.0.0\n`,
      ...overlay('dev'),
      ...overlay('prod'),
    };
    const { changed } = outcome(repo, [
      removing([...CONTAINERS, { name: 'debug' }], { when: inRoot('prod') }),
    ]);
    expect(changed['overlays/prod/web-patch.yaml']).toContain('$patch: delete');
    expect(changed['base/web.yaml']).toBeUndefined();
  });
});

describe('one base', () => {
  test('taken twice by a root is fixed once, in the base', () => {
    const repo = {
      ...BASE,
      'blue/kustomization.yaml': 'namePrefix: blue-\nresources:\n  - ../base\n',
      'green/kustomization.yaml': 'namePrefix: green-\nresources:\n  - ../base\n',
      'prod/kustomization.yaml': 'resources:\n  - ../blue\n  - ../green\n',
    };
    const { changed, plan } = outcome(repo, [setting(READY, 10)]);
    expect(changed).toEqual({ 'base/web.yaml': deployment('web', '  minReadySeconds: 10\n') });
    expect(plan.fixes.map(fix => fix.roots)).toEqual([['prod']]);
  });

  test('taken twice is patched in one of the two where only that one wants it', () => {
    const repo = {
      ...BASE,
      'blue/kustomization.yaml': 'namePrefix: blue-\nresources:\n  - ../base\n',
      'green/kustomization.yaml': 'namePrefix: green-\nresources:\n  - ../base\n',
      'prod/kustomization.yaml': 'resources:\n  - ../blue\n  - ../green\n',
    };
    const { changed } = outcome(repo, [setting(READY, 10, { when: each => each.name === 'green-web' })]);
    expect(Object.keys(changed).sort()).toEqual(['green/kustomization.yaml', 'green/web-patch.yaml']);
    expect(changed['green/web-patch.yaml']).toBe(patch('web', '  minReadySeconds: 10\n'));
  });
});

describe('documents', () => {
  test('of one file are told apart', () => {
    const repo = {
      'kustomization.yaml': 'resources:\n  - all.yaml\n',
      'all.yaml': `# everything\n${deployment('web')}---\n# the second\n${deployment('api')}---\n${deployment('job')}`,
    };
    const { changed } = outcome(repo, [setting(READY, 10, { when: each => each.name === 'api' })]);
    expect(changed).toEqual({
      'all.yaml': `# everything\n${deployment('web')}---\n# the second\n${deployment('api', '  minReadySeconds: 10\n')}---\n${deployment('job')}`,
    });
  });

  test('of a List are items of it', () => {
    const items = ['web', 'api'].map(name => `  - ${indented(deployment(name), 4).trim()}\n`);
    const repo = {
      'kustomization.yaml': 'resources:\n  - all.yaml\n',
      'all.yaml': `apiVersion: v1\nkind: List\nitems:\n${items.join('')}`,
    };
    const { changed } = outcome(repo, [setting(READY, 10, { when: each => each.name === 'api' })]);
    expect(newLines(repo['all.yaml'], changed['all.yaml']!)).toEqual(['minReadySeconds: 10']);
    expect(changed['all.yaml']!.indexOf('minReadySeconds')).toBeGreaterThan(
      changed['all.yaml']!.indexOf('name: api'),
    );
  });

  test('in JSON stay JSON', () => {
    const object = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { ports: [{ port: 80 }] },
    };
    const repo = {
      'kustomization.yaml': 'resources:\n  - web.json\n',
      'web.json': `${JSON.stringify(object, null, 2)}\n`,
    };
    const { changed } = outcome(repo, [setting(['spec', 'type'], 'ClusterIP', { kinds: ['Service'] })]);
    expect(JSON.parse(changed['web.json']!)).toEqual({
      ...object,
      spec: { ...object.spec, type: 'ClusterIP' },
    });
  });
});

describe('anchors', () => {
  test('an edit that would change another use of the anchor goes elsewhere', () => {
    const shared = `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels: &labels\n    app: web\nspec:\n  selector: *labels\n  ports:\n    - port: 80\n`;
    const repo = { 'kustomization.yaml': 'resources:\n  - web.yaml\n', 'web.yaml': shared };
    const result = outcome(repo, [setting(['metadata', 'labels', 'team'], 'web', { kinds: ['Service'] })]);
    expect(onlyFix(result).status).toBe('planned');
    const [object] = result.plan.expected.get('')!.after as unknown as { spec: { selector: object } }[];
    expect(object!.spec.selector).toEqual({ app: 'web' });
  });
});

test('fields of several fixes in one object are one patch', () => {
  const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
  const { changed } = outcome(repo, [
    setting(READY, 10, { id: 'first', when: inRoot('prod') }),
    setting(PULL, 'Always', { id: 'second', when: inRoot('prod') }),
  ]);
  expect(changed['overlays/prod/web-patch.yaml']).toBe(
    patch(
      'web',
      '  minReadySeconds: 10\n  template:\n    spec:\n      containers:\n        - name: web\n          imagePullPolicy: Always\n',
    ),
  );
});

function indented(text: string, columns: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(columns));
}

describe('of several patches of an object', () => {
  const probe = (field: string) => [
    'spec',
    'template',
    'spec',
    'containers',
    { name: 'web' },
    'livenessProbe',
    field,
  ];
  const health = patch(
    'web',
    '  template:\n    spec:\n      containers:\n        - name: web\n          livenessProbe:\n            tcpSocket: {port: 80}\n',
  );
  const memory = patch(
    'web',
    '  template:\n    spec:\n      containers:\n        - name: web\n          tty: true\n',
  );
  const repo = {
    ...BASE,
    ...overlay('dev'),
    ...overlay('prod', 'patches:\n  - path: health.yaml\n  - path: memory.yaml\n'),
    'overlays/prod/health.yaml': health,
    'overlays/prod/memory.yaml': memory,
  };
  const when = inRoot('prod');

  test('the one that says the neighbouring fields is extended', () => {
    const { changed } = outcome(repo, [setting(probe('periodSeconds'), 20, { when })]);
    expect(changed).toEqual({
      'overlays/prod/health.yaml': `${health}            periodSeconds: 20\n`,
    });
  });

  test('each takes what is its own', () => {
    const stdin = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'stdin'];
    const { changed } = outcome(repo, [
      setting(probe('periodSeconds'), 20, { when }),
      setting(stdin, true, { id: 'other', when }),
    ]);
    expect(Object.keys(changed)).toEqual(['overlays/prod/health.yaml', 'overlays/prod/memory.yaml']);
  });

  test('the last one, where none is nearer', () => {
    const { changed } = outcome(repo, [setting(['spec', 'minReadySeconds'], 10, { when })]);
    expect(Object.keys(changed)).toEqual(['overlays/prod/memory.yaml']);
  });
});

test('a map stays below what has one of its own: patches would merge the two', () => {
  const path = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'readinessProbe'];
  const own = patch(
    'web',
    '  template:\n    spec:\n      containers:\n        - name: web\n          readinessProbe:\n            httpGet: {port: 80}\n',
  );
  const repo = {
    ...BASE,
    'mid/kustomization.yaml': 'resources:\n  - ../base\n',
    'overlays/dev/kustomization.yaml': 'resources:\n  - ../../mid\n',
    'overlays/test/kustomization.yaml': 'resources:\n  - ../../mid\n',
    ...overlay('prod', 'patches:\n  - path: web.yaml\n'),
    'overlays/prod/web.yaml': own,
  };
  const when = inRoot('dev', 'test');
  const { changed } = outcome(repo, [
    setting(path, { tcpSocket: { port: 80 } }, { when, elsewhere: 'harmless' }),
  ]);
  expect(Object.keys(changed)).toEqual(['mid/kustomization.yaml', 'mid/web-patch.yaml']);
});
