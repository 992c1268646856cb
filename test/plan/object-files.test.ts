/** Which file a new object goes into: as the repository keeps its kind, else as it keeps manifests. */
import type { Repo } from '../harness/repo.ts';
import { budget } from './budgets.ts';
import { deployment, inRoot, outcome, overlay } from './tiny.ts';

const service = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports:\n    - port: 80\n`;

const standing = (name: string) =>
  `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: ${name}\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: ${name}\n`;

const SINGLE: Repo = {
  'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - api.yaml\n',
  'base/web.yaml': deployment('web'),
  'base/api.yaml': deployment('api'),
  ...overlay('dev'),
  ...overlay('prod'),
};
const STREAMS: Repo = {
  ...SINGLE,
  'base/web.yaml': `${deployment('web')}---\n${service('web')}`,
  'base/api.yaml': `${deployment('api')}---\n${service('api')}`,
};

const inProd = budget({ when: inRoot('prod') });
const files = (repo: Repo, transform = inProd) => Object.keys(outcome(repo, [transform]).changed);
const names = (text: string | undefined) =>
  [...(text ?? '').matchAll(/^ {2}name: (\S+)$/gm)].map(found => found[1]);

describe('several new objects of a kind', () => {
  test('are documents of one file where manifests are streams', () => {
    const { changed } = outcome(STREAMS, [inProd]);
    expect(Object.keys(changed)).toEqual(['overlays/prod/kustomization.yaml', 'overlays/prod/pdb.yaml']);
    expect(names(changed['overlays/prod/pdb.yaml'])).toEqual(['api', 'web']);
    expect(changed['overlays/prod/kustomization.yaml']).toBe('resources:\n  - ../../base\n  - pdb.yaml\n');
  });

  test('have a file each where every manifest has', () => {
    expect(files(SINGLE)).toEqual([
      'overlays/prod/api-pdb.yaml',
      'overlays/prod/kustomization.yaml',
      'overlays/prod/web-pdb.yaml',
    ]);
  });

  test('have a file each where another environment keeps them so', () => {
    const repo = {
      ...STREAMS,
      ...overlay('stage', '  - web-pdb.yaml\n  - api-pdb.yaml\n'),
      'overlays/stage/web-pdb.yaml': standing('web'),
      'overlays/stage/api-pdb.yaml': standing('api'),
    };
    expect(files(repo)).toContain('overlays/prod/web-pdb.yaml');
  });

  test('go together, under the same name, where another environment keeps them so', () => {
    const repo = {
      ...SINGLE,
      ...overlay('stage', '  - budgets.yaml\n'),
      'overlays/stage/budgets.yaml': `${standing('web')}---\n${standing('api')}`,
    };
    expect(files(repo)).toEqual(['overlays/prod/budgets.yaml', 'overlays/prod/kustomization.yaml']);
  });

  test('are documents of the files that hold all the others of a workload', () => {
    const account = '---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n';
    const { changed } = outcome({ ...STREAMS, 'base/web.yaml': STREAMS['base/web.yaml'] + account }, [
      budget(),
    ]);
    expect(Object.keys(changed)).toEqual(['base/api-pdb.yaml', 'base/kustomization.yaml', 'base/web.yaml']);
    expect(names(changed['base/web.yaml']!.split(/^---$/m).at(-1))).toEqual(['web']);
  });

  test('are documents of a smaller file too where most hold all of a workload', () => {
    const account = (name: string) =>
      `---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n`;
    const { changed } = outcome(
      {
        ...STREAMS,
        'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - shop.yaml\n  - api.yaml\n',
        'base/web.yaml': STREAMS['base/web.yaml'] + account('web'),
        'base/shop.yaml': `${deployment('shop')}---\n${service('shop')}${account('shop')}`,
      },
      [budget()],
    );
    expect(Object.keys(changed)).toEqual(['base/api.yaml', 'base/shop.yaml', 'base/web.yaml']);
  });

  test('stand beside their workloads where these have files of their own', () => {
    expect(files(STREAMS, budget())).toEqual([
      'base/api-pdb.yaml',
      'base/kustomization.yaml',
      'base/web-pdb.yaml',
    ]);
  });
});

describe('a file of objects of the kind', () => {
  const first: Repo = {
    ...SINGLE,
    'base/kustomization.yaml': 'resources:\n  - pdb.yaml\n  - web.yaml\n  - api.yaml\n',
    'base/pdb.yaml': `# never all at once\n${standing('web')}`,
  };

  test('takes those that are new in its layer, wherever it is listed', () => {
    const { changed } = outcome(first, [budget()]);
    expect(Object.keys(changed)).toEqual(['base/pdb.yaml']);
    expect(changed['base/pdb.yaml']).toMatch(/^# never all at once\n/);
    expect(names(changed['base/pdb.yaml'])).toEqual(['web', 'api']);
  });

  test('takes none where somebody else lists it too', () => {
    const repo = { ...first, 'kustomization.yaml': 'resources:\n  - base/pdb.yaml\n' };
    expect(files(repo, budget())).toEqual(['base/api-pdb.yaml', 'base/kustomization.yaml']);
  });

  test('takes none where somebody else writes it', () => {
    const repo = {
      ...first,
      'base/pdb.yaml': `# Code generated by make budgets. DO NOT EDIT.\n${standing('web')}`,
    };
    expect(files(repo, budget())).not.toContain('base/pdb.yaml');
  });
});

describe('beside the others of its kind', () => {
  const platform = `${service('gate')}---\n${standing('gate').replace('matchLabels:\n      app: gate', 'matchLabels: {app: gate}')}`;
  const SHARED: Repo = {
    'base/kustomization.yaml': 'resources:\n  - platform.yaml\n  - web.yaml\n',
    'base/platform.yaml': platform,
    'base/web.yaml': deployment('web'),
    ...overlay('prod'),
  };

  test('it is a document of the file in which the layer has all of them, in their form', () => {
    const { changed } = outcome(SHARED, [budget({ elsewhere: 'harmless' })]);
    expect(Object.keys(changed)).toEqual(['base/platform.yaml']);
    expect(names(changed['base/platform.yaml'])).toEqual(['gate', 'gate', 'web']);
    expect(changed['base/platform.yaml']).toContain('matchLabels: {app: web}');
  });

  test('not in a file that is about one workload', () => {
    const repo = {
      ...SHARED,
      'base/kustomization.yaml': 'resources:\n  - gate-door.yaml\n  - web.yaml\n',
      'base/gate-door.yaml': platform,
    };
    expect(Object.keys(outcome(repo, [budget({ elsewhere: 'harmless' })]).changed)).toEqual([
      'base/kustomization.yaml',
      'base/web-pdb.yaml',
    ]);
  });

  test('its entry stands below the heading of its workload', () => {
    const list =
      'resources:\n  # Services.\n  - web.yaml\n  - api.yaml\n\n  # Work by the clock.\n  - cron.yaml\n';
    const repo = {
      'base/kustomization.yaml': list,
      'base/web.yaml': deployment('web'),
      'base/api.yaml': service('api'),
      'base/cron.yaml': service('cron'),
      ...overlay('prod'),
    };
    const { changed } = outcome(repo, [budget({ elsewhere: 'harmless' })]);
    expect(changed['base/kustomization.yaml']).toBe(
      list.replace('web.yaml\n', 'web.yaml\n  - web-pdb.yaml\n'),
    );
  });
});
