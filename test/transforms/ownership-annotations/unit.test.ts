import transform from '../../../transforms/ownership-annotations/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const POD = 'containers: [{name: web, image: "web:1"}]';
const owners = [{ pattern: 'Deployment/*', at: 'kustomend.yaml:3', team: 'shop', email: 'shop@example.com' }];
const of = (repository = {}, options = {}) =>
  propose(transform, rootOf(workload(POD), { repository }), options);

test('what the configuration knows is written, with its line', () => {
  const [proposal] = of({ owners });
  expect(changesOf(proposal)).toEqual([
    'metadata.annotations.owner.team = "shop"',
    'metadata.annotations.owner.email = "shop@example.com"',
  ]);
  expect(proposal).toMatchObject({ safety: 'safe', evidence: [{ at: 'kustomend.yaml:3' }], restarts: false });
});

test('without owners nothing is found, and what has no key is not written', () => {
  expect(of()).toEqual([]);
  expect(changesOf(of({ owners }, { keys: { email: 'email', team: '' } })[0])).toEqual([
    'metadata.annotations.email = "shop@example.com"',
  ]);
});
