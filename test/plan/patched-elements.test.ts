/** Elements and lists that merge patches bring, and the texts that say them (placement.md). */
import type { Repo } from '../harness/repo.ts';
import { deployment, inRoot, newLines, outcome, overlay, patch, scratch, setting, wanting } from './tiny.ts';

const rollout = (pod: string) => `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: web
spec:
  template:
    spec:
${pod}`;

const CONTAINERS = ['spec', 'template', 'spec', 'containers'];
const SOURCE = `      containers:
        - name: web
          image: example.com/web:1.0.0
      volumes:
        - name: old
          emptyDir: {}
`;
const PATCH = `      containers:
        - name: first
          image: example.com/first:1.0.0
          volumeMounts: []
        - name: second
          image: example.com/second:1.0.0
          ports: []
      volumes: []
`;

const BASE: Repo = {
  'base/kustomization.yaml': 'resources:\n  - web.yaml\npatches:\n  - path: pod.yaml\n',
  'base/web.yaml': rollout(SOURCE),
  'base/pod.yaml': rollout(PATCH),
  ...overlay('prod'),
};

test('a new element stands in the patch that replaces the list', () => {
  const volume = ['spec', 'template', 'spec', 'volumes', { name: 'tmp' }];
  const wish = setting(volume, { name: 'tmp', emptyDir: {} }, { kinds: ['Rollout'] });
  const { plan, changed } = outcome(BASE, [wish]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned']);
  expect(Object.keys(changed)).toEqual(['base/pod.yaml']);
  expect(newLines(BASE['base/pod.yaml']!, changed['base/pod.yaml']!)).toEqual([
    'volumes:',
    '- name: tmp',
    'emptyDir: {}',
  ]);
});

test('a list that $patch: replace puts in place of another hides lower ones, too', () => {
  const web = (volumes: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      volumes:
${volumes}`;
  const volume = '        - name: old\n          emptyDir: {}\n';
  const repo: Repo = {
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'base/web.yaml': `${web(volume)}      containers:\n        - name: web\n          image: example.com/web:1.0.0\n`,
    ...overlay('prod', 'patches:\n  - path: pod.yaml\n'),
    'overlays/prod/pod.yaml': web(`${volume.replace('old', 'other')}        - $patch: replace\n`),
  };
  const { plan } = outcome(repo, [scratch()]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned']);
});

test('what a later round wants of a patched element is found behind what earlier rounds have written', () => {
  const first = [...CONTAINERS, { name: 'first' }, 'imagePullPolicy'];
  const second = [...CONTAINERS, { name: 'second' }, 'imagePullPolicy'];
  const { plan, changed } = outcome(BASE, [
    setting(first, 'Always', { id: 'first', kinds: ['Rollout'] }),
    setting(second, 'Always', {
      id: 'second',
      kinds: ['Rollout'],
      when: resource => resource.get(first) === 'Always',
    }),
  ]);
  expect(plan.rounds).toBe(3);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned', 'planned']);
  expect(Object.keys(changed)).toEqual(['base/pod.yaml']);
});

test('a patch that has a key twice, which no editor takes, is left as it is', () => {
  const kind = 'kind: Rollout\n';
  const repo: Repo = { ...BASE, 'base/pod.yaml': BASE['base/pod.yaml']!.replace(kind, kind + kind) };
  const policy = [...CONTAINERS, { name: 'first' }, 'imagePullPolicy'];
  const { plan, changed } = outcome(repo, [setting(policy, 'Always', { kinds: ['Rollout'] })]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned']);
  expect(Object.keys(changed)).not.toContain('base/pod.yaml');
});

test('where an element merged into a patch that is there would take others along, it gets a patch of its own', () => {
  const ports = (...lines: string[]) =>
    `          ports:\n${lines.map(line => `            - ${line}\n`).join('')}`;
  const spec = (list: string) => `  template:\n    spec:\n      containers:\n        - name: web\n${list}`;
  const repo: Repo = {
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'base/web.yaml': deployment('web') + ports('{containerPort: 80, protocol: UDP}'),
    ...overlay('dev'),
    ...overlay('prod', 'patches:\n  - path: ports.yaml\n'),
    'overlays/prod/ports.yaml': patch('web', spec(ports('{containerPort: 81, name: admin}'))),
  };
  const path = [...CONTAINERS, { name: 'web' }, 'ports', { containerPort: 80, protocol: 'TCP' }];
  const wish = wanting({ when: inRoot('prod') }, resource => {
    if (resource.get(path) !== undefined) return null;
    return { path, changes: [resource.set(path, { name: 'http', containerPort: 80 })] };
  });
  const { plan } = outcome(repo, [wish]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned']);
});

test('an empty list of a patch for many kinds, which is no list where lists merge, is no place', () => {
  const wide = 'patches:\n  - path: pod.yaml\n    target:\n      kind: Rollout|Deployment\n';
  const repo: Repo = {
    'base/kustomization.yaml': `resources:\n  - web.yaml\n  - job.yaml\n${wide}`,
    'base/web.yaml': rollout('      serviceAccountName: web\n'),
    'base/job.yaml': deployment('job'),
    'base/pod.yaml': rollout(
      '      containers:\n        - name: b\n          image: example.com/b:1.0.0\n          ports: []\n',
    ),
    ...overlay('prod'),
  };
  const path = [...CONTAINERS, { name: 'b' }, 'ports', { containerPort: 80 }];
  const port = setting(path, { containerPort: 80 }, { kinds: ['Rollout'] });
  const label = setting(['metadata', 'labels', 'team'], 'shop', { id: 'label' });
  const { plan, changed } = outcome(repo, [port, label]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned', 'planned']);
  expect(changed['base/pod.yaml']).toBeUndefined();
  expect(changed['base/job.yaml']).toContain('team: shop');
});
