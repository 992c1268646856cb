/** What waits for a person, by cause (docs/design/judgement.md 8). */
import { type Fix, type Plan, REPORTED } from '../../src/plan/model/result.ts';
import { questionsOf } from '../../src/report/words/questions.ts';

const waiting = (
  reason: string,
  roots = ['prod'],
  status: Fix['status'] = 'person',
  lookups: string[] = [],
) =>
  ({
    id: reason,
    transform: 'probes',
    brief: 'no liveness probe',
    status,
    reason,
    roots,
    lookups,
    subject: { kind: 'Deployment', name: 'web' },
  }) as unknown as Fix;
const ask = (...fixes: Fix[]) =>
  questionsOf({ fixes } as unknown as Plan).map(({ about, settles, image }) => [
    about,
    settles,
    image?.facts,
  ]);

test('the facts of an image are one question', () => {
  expect(
    ask(
      waiting('which user? images: {shop/web: {user: ?}}'),
      waiting('what is alive? images: {shop/web: {probes: {liveness: {httpGet: {path: ?, port: ?}}}}}'),
      waiting('which user? images: {shop/db: {user: ?}}'),
    ),
  ).toEqual([
    ['image shop/web', 2, ['user', 'probes.liveness']],
    ['image shop/db', 1, ['user']],
  ]);
});

test('the environment of a root is one question for each root', () => {
  const reason = 'which environment is this? environments: {<name>: {tier: ?, roots: [<this folder>]}}';
  expect(ask(waiting(reason, ['a', 'b']), waiting(reason, ['a']))).toEqual([
    ['environment of a', 2, undefined],
    ['environment of b', 1, undefined],
  ]);
});

test('one project, whatever it keeps out; others by what they say', () => {
  expect(
    ask(
      waiting('AppProject team does not let it bring a LimitRange (p.yaml:1)'),
      waiting('AppProject team does not let it bring a ResourceQuota (p.yaml:1)'),
      waiting('which of the two?'),
      waiting('which of the two?'),
      waiting('nobody asks', ['prod'], 'unsafe'),
    ),
  ).toEqual([
    ['AppProject team', 2, undefined],
    ['no liveness probe of Deployment web', 2, undefined],
  ]);
});

test('digests are one question for all images, and what is only reported is none', () => {
  const pin = (image: string) => waiting(`kustomend pin --write: ${image}`, ['prod'], 'person', [image]);
  expect(
    ask(pin('docker.io/library/a:1'), pin('ghcr.io/b:1'), pin('ghcr.io/b:1'), waiting(REPORTED)),
  ).toEqual([['digests of 2 images', 3, undefined]]);
});
