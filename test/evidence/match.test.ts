/** What of a tool's file is about a repository, and what of it holds no more. */
import type { ContainerRecord, ImageRecord } from '../../src/config/evidence-schema.ts';
import { type Known, matched } from '../../src/evidence/match.ts';
import type { FoundContainer } from '../../src/evidence/model/found.ts';
import { outdated } from '../../src/evidence/outdated.ts';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

const known = (more: Partial<Omit<Known, 'image'>> = {}, image = 'shop/web:1.4'): Known => ({
  namespace: 'shop',
  environments: ['production'],
  kind: 'Deployment',
  name: 'web',
  container: 'app',
  image: parseImageReference(image)!,
  ...more,
});

const usage = { source: 'krr', date: '2026-11-20', method: 'x', requests: { cpu: '10m' } };
const user = (uid: number, image = 'shop/web:1.4') => ({
  source: 'kubectl get pods',
  date: '2026-11-20',
  image,
  uid,
});
const profile = { source: 'kubescape', date: '2026-11-20', image: 'shop/web:1.4', capabilities: [] };

const found = (record: ContainerRecord, more: Partial<FoundContainer> = {}): FoundContainer => ({
  namespace: 'shop',
  owners: [{ kind: 'Deployment', name: 'web' }],
  container: 'app',
  record,
  ...more,
});

const match = (
  containers: readonly FoundContainer[],
  of: readonly Known[] = [known()],
  environment?: string,
) => matched({ images: [], containers, left: [] }, of, environment);

test('a container is known by namespace, kind, name and its own name', () => {
  const { containers, used } = match([found({ usage })]);
  expect([...containers]).toEqual([['shop/Deployment/web/app', { usage }]]);
  expect(used).toBe(1);
});

test('kinds are written as tools like, and the last of several owners that is rendered counts', () => {
  expect(match([found({ usage }, { owners: [{ kind: 'deployment', name: 'web' }] })]).used).toBe(1);
  const owners = [
    { kind: 'Deployment', name: 'web' },
    { kind: 'Rollout', name: 'web' },
  ];
  expect([...match([found({ usage }, { owners })], [known({ kind: 'Rollout' })]).containers.keys()]).toEqual([
    'shop/Rollout/web/app',
  ]);
});

test('an environment that is said stands before the namespace', () => {
  expect([...match([found({ usage })], [known()], 'production').containers.keys()]).toEqual([
    'production:shop/Deployment/web/app',
  ]);
});

test('what is not rendered is named, with what may be meant, where its namespace is one of ours', () => {
  const wrong = found({ usage }, { owners: [{ kind: 'Deployment', name: 'wbe' }] });
  const { strangers, used } = match([wrong, found({ usage }, { namespace: 'kube-system' })]);
  expect(strangers).toEqual(['shop/Deployment/wbe/app, did you mean "shop/Deployment/web/app"?']);
  expect(used).toBe(0);
});

test('what ran another image says nothing of a user, and usage all the same', () => {
  const { containers, others } = match([found({ usage, user: user(1000, 'shop/web:1.3') })]);
  expect([...containers.values()]).toEqual([{ usage }]);
  expect(others).toEqual(['shop/Deployment/web/app']);
});

test('pods that disagree say nothing of the user', () => {
  const two = [found({ user: user(1000) }), found({ user: user(1001) })];
  expect(match(two)).toMatchObject({ contradictions: ['shop/Deployment/web/app'], containers: new Map() });
  expect([...match([two[0]!, two[0]!]).containers.values()]).toEqual([{ user: user(1000) }]);
});

test('of several recordings that from the start on counts', () => {
  const all = [found({ profile: { ...profile, partial: true } }), found({ profile })];
  expect([...match(all).containers.values()]).toEqual([{ profile }]);
});

test('an image is known by its tag or its digest', () => {
  const record: ImageRecord = { source: 'docker inspect', date: '2026-11-20', digests: [DIGEST], config: {} };
  const images = [{ names: ['docker.io/shop/web:1.4'], record }];
  const keys = (image: string) => [
    ...matched({ images, containers: [], left: [] }, [known({}, image)], undefined).images.keys(),
  ];
  expect(keys('shop/web:1.4')).toEqual(['docker.io/shop/web:1.4']);
  expect(keys(`mirror.example.com/web@${DIGEST}`)).toEqual([`mirror.example.com/web@${DIGEST}`]);
  expect(keys(`shop/web:1.4@sha256:${'b'.repeat(64)}`)).toEqual([]);
});

describe('what is out of date', () => {
  const ofContainers = (
    containers: Record<string, ContainerRecord>,
    of: readonly Known[] = [known()],
    old: readonly string[] = [],
  ) =>
    outdated({ images: new Map(), containers: new Map(Object.entries(containers)) }, of, date =>
      old.includes(date),
    );

  test('is nothing while it is rendered, of the image and young', () => {
    expect(ofContainers({ 'shop/Deployment/web/app': { usage, user: user(1), profile } }).reasons).toEqual(
      [],
    );
  });

  test('goes part by part', () => {
    const { containers, reasons } = ofContainers({ 'shop/Deployment/web/app': { usage, profile } }, [
      known({}, 'shop/web:1.5'),
    ]);
    expect([...containers]).toEqual([['shop/Deployment/web/app', { usage }]]);
    expect(reasons).toEqual([
      'shop/Deployment/web/app, profile: it is of image shop/web:1.4, and another one is rendered',
    ]);
  });

  test.each([
    ['no container is rendered', { 'shop/Deployment/old/app': { usage } }, [], 'nothing renders it any more'],
    [
      'it is of another environment',
      { 'test:shop/Deployment/web/app': { usage } },
      [],
      'nothing renders it any more',
    ],
    [
      'it is old',
      { 'shop/Deployment/web/app': { usage } },
      ['2026-11-20'],
      'it is of 2026-11-20, which is too long ago',
    ],
  ])('where %s', (_, containers, old, reason) => {
    const found = ofContainers(containers, [known()], old);
    expect([...found.containers.values()]).toEqual([null]);
    expect(found.reasons[0]).toContain(reason);
  });

  test('an image by its digest is the same for ever', () => {
    const record: ImageRecord = {
      source: 'docker inspect',
      date: '2020-01-01',
      digests: [DIGEST],
      config: {},
    };
    const of = (image: string, name: string) =>
      outdated({ images: new Map([[name, record]]), containers: new Map() }, [known({}, image)], () => true)
        .reasons;
    expect(of(`shop/web@${DIGEST}`, `docker.io/shop/web@${DIGEST}`)).toEqual([]);
    expect(of('shop/web:1.4', 'docker.io/shop/web:1.4')).toHaveLength(1);
    expect(of('shop/web:1.5', 'docker.io/shop/web:1.4')).toHaveLength(1);
  });
});
