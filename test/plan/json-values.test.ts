/** What a JSON patch puts there as a whole takes what is said below it (placement.md). */
import type { Repo } from '../harness/repo.ts';
import { BASE, deployment, inRoot, newLines, outcome, overlay, patch, setting } from './tiny.ts';

const WEB = { name: 'web' };
const CONTAINERS = ['spec', 'template', 'spec', 'containers'];

describe('a JSON patch that puts a map or list there', () => {
  const STOP = [...CONTAINERS, WEB, 'lifecycle', 'stopSignal'];
  const SETTINGS = patch(
    'web',
    '  template:\n    spec:\n      containers:\n        - name: web\n          tty: true\n',
  );
  const json = (value: string) =>
    `- op: add\n  path: /spec/template/spec/containers/0/lifecycle\n  value:\n${indented(value, 4)}`;
  const target = '    target:\n      kind: Deployment\n';
  const listed = `patches:\n  - path: settings.yaml\n  - path: stop.yaml\n${target}`;
  const repo = {
    ...BASE,
    ...overlay('dev', listed),
    'overlays/dev/settings.yaml': SETTINGS,
    'overlays/dev/stop.yaml': json('preStop:\n  sleep:\n    seconds: 5\n'),
    ...overlay('prod'),
  };

  test('takes a key that it does not say into its own value', () => {
    const { changed } = outcome(repo, [setting(STOP, 'SIGQUIT')]);
    expect(Object.keys(changed)).toEqual(['base/web.yaml', 'overlays/dev/stop.yaml']);
    expect(newLines(repo['overlays/dev/stop.yaml'], changed['overlays/dev/stop.yaml']!)).toEqual([
      'stopSignal: SIGQUIT',
    ]);
  });

  test('leaves it to a new patch behind it where another object that it reaches must not have the key', () => {
    const others: Repo = {
      ...repo,
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - api.yaml\n',
      'base/api.yaml': deployment('api'),
    };
    const { changed } = outcome(others, [setting(STOP, 'SIGQUIT', { when: ({ name }) => name === 'web' })]);
    expect(Object.keys(changed)).toEqual([
      'base/web.yaml',
      'overlays/dev/kustomization.yaml',
      'overlays/dev/web-patch.yaml',
    ]);
    expect(changed['overlays/dev/kustomization.yaml']).toBe(
      `resources:\n  - ../../base\n${listed}  - path: web-patch.yaml\n`,
    );
  });

  test('is not asked where a later patch has the say', () => {
    const later = '- op: remove\n  path: /spec/template/spec/containers/0/lifecycle/stopSignal\n';
    const patches = `patches:\n  - path: stop.yaml\n${target}  - path: open.yaml\n${target}`;
    const { changed } = outcome(
      {
        ...BASE,
        ...overlay('dev', patches),
        'overlays/dev/stop.yaml': json('stopSignal: SIGHUP\n'),
        'overlays/dev/open.yaml': later,
      },
      [setting(STOP, 'SIGQUIT')],
    );
    expect(Object.keys(changed)).toEqual(['overlays/dev/kustomization.yaml', 'overlays/dev/web-patch.yaml']);
  });

  test('runs behind every new patch as patchesJson6902', () => {
    const elder = `patchesJson6902:\n  - path: stop.yaml\n    target:\n      version: v1\n      kind: Deployment\n      name: web\n`;
    const twice: Repo = {
      ...repo,
      ...overlay('dev', elder),
      'more/kustomization.yaml': 'resources:\n  - ../overlays/dev\n',
      'less/kustomization.yaml': 'resources:\n  - ../overlays/dev\n',
    };
    const { changed } = outcome(twice, [setting(STOP, 'SIGQUIT', { when: inRoot('more') })]);
    expect(Object.keys(changed)).toEqual(['more/kustomization.yaml', 'more/web-patch.yaml']);
  });
});

function indented(text: string, columns: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(columns));
}
