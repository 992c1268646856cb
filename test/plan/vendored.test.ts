/** Manifests of others, told by the folder that they stand in. */
import type { Repo } from '../harness/repo.ts';
import { deployment, outcome, setting } from './tiny.ts';

const LABEL = ['metadata', 'labels', 'team'];
const labelled = setting(LABEL, 'blue', { via: 'texts' });
const UNSAFE = { selection: { unsafe: true } };
const hardened = setting(['spec', 'minReadySeconds'], 5);

function repoWith(folder: string): Repo {
  return {
    [`${folder}/kustomization.yaml`]: 'resources:\n  - web.yaml\n',
    [`${folder}/web.yaml`]: deployment('web'),
    'app/kustomization.yaml': `resources:\n  - ../${folder}\n`,
  };
}

describe.each(['vendor/acme', 'third_party/acme', 'lib/upstream/v1'])('what stands in %s', folder => {
  test('gets no label: that would be a patch for a word', () => {
    expect(outcome(repoWith(folder), [labelled]).changed).toEqual({});
  });

  test('is changed by overlay where something behaves otherwise then, and by nobody unread', () => {
    const { plan } = outcome(repoWith(folder), [hardened]);
    expect(plan).toMatchObject({ changes: [], fixes: [{ status: 'unsafe', upstream: 'vendored' }] });
    expect(plan.fixes[0]!.doubts).toEqual([expect.stringContaining('its next release may say otherwise')]);
    const { changed } = outcome(repoWith(folder), [hardened], UNSAFE);
    expect(Object.keys(changed)).toEqual(['app/kustomization.yaml', 'app/web-patch.yaml']);
  });

  test('is ours as far as a layer of ours says it', () => {
    const repo = {
      ...repoWith(folder),
      'app/kustomization.yaml': `resources:\n  - ../${folder}\npatches:\n  - path: web-patch.yaml\n`,
      'app/web-patch.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  minReadySeconds: 1\n',
    };
    expect(outcome(repo, [hardened]).changed['app/web-patch.yaml']).toContain('minReadySeconds: 5');
  });

  test('is edited where the configuration says so', () => {
    const { changed } = outcome({ ...repoWith(folder), 'kustomend.yaml': 'editable: ["**"]\n' }, [labelled]);
    expect(Object.keys(changed)).toEqual([`${folder}/web.yaml`]);
  });
});

test.each(['vendors/web', 'overlays/upstream', 'invendor'])('%s is nobody else’s', folder => {
  const { changed } = outcome(repoWith(folder), [labelled]);
  expect(Object.keys(changed)).toEqual([`${folder}/web.yaml`]);
});
