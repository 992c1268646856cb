import type { OutdatedField, Root } from '../../../src/transform.ts';
import transform from '../../../transforms/kustomization-fields/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

function of(...outdated: OutdatedField[]) {
  const root: Root = {
    ...rootOf(workload('containers: [{name: web, image: "web:1"}]')),
    kustomizations: [
      {
        file: 'prod/kustomization.yaml',
        ignored: [],
        comments: [],
        idle: [],
        restating: [],
        idleImages: [],
        takesAllCalled: () => false,
        outdated,
      },
    ],
  };
  return propose(transform, root);
}

const BASES = { field: 'bases', successor: 'resources', at: 'prod/kustomization.yaml:3' };

test('a field whose successor renders the same is said in it, and that is safe', () => {
  const [found] = of({ ...BASES, against: undefined });
  expect(changesOf(found)).toEqual(['~prod/kustomization.yaml bases']);
  expect(found).toMatchObject({ message: 'deprecated', safety: 'safe', at: { on: BASES.at } });
});

test('one that cannot be said otherwise is reported, and nobody is asked', () => {
  const [found] = of({ ...BASES, against: 'prod would render something else' });
  expect(found).toMatchObject({ message: 'stays', changes: [], known: 'prod would render something else' });
  expect(found).not.toHaveProperty('blocked');
});

test('nothing else is about it', () => expect(of()).toEqual([]));
