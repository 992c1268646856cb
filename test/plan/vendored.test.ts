/** Manifests of others, told by the folder that they stand in. */
import type { Repo } from '../harness/repo.ts';
import { deployment, outcome, setting } from './tiny.ts';

const LABEL = ['metadata', 'labels', 'team'];
const labelled = setting(LABEL, 'blue', { via: 'texts' });
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

  test('is changed by overlay where something behaves otherwise then', () => {
    const { changed } = outcome(repoWith(folder), [hardened]);
    expect(Object.keys(changed)).toEqual(['app/kustomization.yaml', 'app/web-patch.yaml']);
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
