import imagePin from '../../../transforms/image-pin/index.ts';
import { planOf } from '../../harness/repo.ts';
import { deployment } from '../../plan/tiny.ts';
import { changesOf, propose, rootOf, type Setting, workload } from '../root.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const lockOf = (entries: Record<string, string>): Setting => ({
  repository: {
    lock: new Map(
      Object.entries(entries).map(([name, digest]) => [name, { digest, at: 'kustomend.lock.yaml:3' }]),
    ),
  },
});
const of = (image: string, setting: Setting, options = {}, more = '') =>
  propose(
    imagePin,
    rootOf(workload(`containers: [{name: a, image: "${image}"${more}}]`), setting),
    options,
  )[0];
const PATH = 'spec.template.spec.containers.a';

test('a tag gets the digest of the lock file', () => {
  const proposal = of('nginx:1.25', lockOf({ 'docker.io/library/nginx:1.25': DIGEST }));
  expect(changesOf(proposal)).toEqual([`${PATH}.image = "nginx:1.25@${DIGEST}"`]);
  expect(proposal).toMatchObject({ safety: 'safe', evidence: [{ kind: 'registry', at: DIGEST }] });
});

test('of a retired place both names are looked up', () => {
  const registries = ['k8s.gcr.io', 'registry.k8s.io'];
  expect(of('k8s.gcr.io/pause:3.5', lockOf({}))?.lookups).toEqual(
    registries.map(each => `${each}/pause:3.5`),
  );
});

test('a written pull policy is kept, except Always of a moving tag', () => {
  const lock = lockOf({ 'docker.io/library/nginx:latest': DIGEST, 'docker.io/library/nginx:1': DIGEST });
  expect(changesOf(of('nginx:1', lock, {}, ', imagePullPolicy: Always'))).toHaveLength(1);
  expect(changesOf(of('nginx', lock, {}, ', imagePullPolicy: Always'))[1]).toContain('IfNotPresent');
});

test('a pull policy is written where unset means Always, if that takes no patch', () => {
  const lock = lockOf({ 'docker.io/library/nginx:latest': DIGEST, 'docker.io/library/nginx:stable': DIGEST });
  expect(changesOf(of('nginx:stable', lock))).toHaveLength(1);
  expect(of('nginx:latest', lock)?.changes[1]).toMatchObject({ value: 'IfNotPresent', optional: true });
});

test('the tag of the configuration replaces a moving one: safe when the lock file shows the same bits', () => {
  const images = { nginx: '1.25.3' };
  const entries = { 'docker.io/library/nginx:1.25.3': DIGEST };
  const unsure = of('nginx:latest', { ...lockOf(entries), images });
  expect(changesOf(unsure)[0]).toBe(`${PATH}.image = "nginx:1.25.3@${DIGEST}"`);
  expect(unsure?.safety).toBe('unsafe');
  const same = of('nginx:latest', {
    ...lockOf({ ...entries, 'docker.io/library/nginx:latest': DIGEST }),
    images,
  });
  expect(same?.safety).toBe('safe');
  const moved = of('nginx:latest', {
    ...lockOf({ ...entries, 'docker.io/library/nginx:latest': OTHER }),
    images,
  });
  expect(moved?.safety).toBe('unsafe');
  // Never a downgrade: a version that is written stays.
  expect(of('nginx:2', { ...lockOf(entries), images })?.message).toBe('no-digest');
});

test('a moving name becomes the newest stable version with the same bits', () => {
  const lock = lockOf({
    'docker.io/library/nginx:latest': DIGEST,
    'docker.io/library/nginx:1.9.2': DIGEST,
    'docker.io/library/nginx:1.27.10': DIGEST,
    'docker.io/library/nginx:1.27.9': DIGEST,
    'docker.io/library/nginx:1.28.0': OTHER,
    'docker.io/library/nginx:1.29.0-rc1': DIGEST,
    'docker.io/library/other:2.0.0': DIGEST,
  });
  const proposal = of('nginx:latest', lock);
  expect(changesOf(proposal)[0]).toBe(`${PATH}.image = "nginx:1.27.10@${DIGEST}"`);
  expect(proposal).toMatchObject({ safety: 'safe', data: { warning: '' } });
  // A version that is written stays what it is.
  expect(changesOf(of('nginx:1.9.2', lock))[0]).toContain('nginx:1.9.2@');
});

test('a moving name without a version keeps its tag, and warns', () => {
  const proposal = of('nginx', lockOf({ 'docker.io/library/nginx:latest': DIGEST }));
  expect(changesOf(proposal)[0]).toBe(`${PATH}.image = "nginx@${DIGEST}"`);
  expect(proposal?.data?.warning).toContain('may delete');
});

test.each([
  ['nginx:1.26', 'no-digest'],
  ['nginx:$(TAG)', 'placeholder'],
  ['NOT AN IMAGE', 'placeholder'],
])('no digest is made up for %s', (image, message) => {
  const proposal = of(image, lockOf({}));
  expect(proposal).toMatchObject({ message, changes: [] });
});

describe('a digest for some platforms only', () => {
  const locked = (image: string, ...platforms: string[]) =>
    [image, { digest: DIGEST, at: 'kustomend.lock.yaml:3', platforms }] as const;
  const on = (pod: string, image: string, ...lock: ReturnType<typeof locked>[]) =>
    propose(
      imagePin,
      rootOf(workload(`containers: [{name: a, image: "${image}"}]\n${pod}`), {
        repository: { lock: new Map(lock) },
      }),
    )[0];
  const ARM = 'nodeSelector: {kubernetes.io/arch: arm64}';
  const NGINX = 'docker.io/library/nginx';

  test('is not used where the nodes are others', () => {
    const proposal = on(ARM, 'nginx:1', locked(`${NGINX}:1`, 'linux/amd64', 'linux/arm/v7'));
    expect(proposal).toMatchObject({ message: 'no-digest', changes: [] });
    expect(proposal?.blocked).toContain(
      'its nodes are arm64, and the index has linux/amd64 and linux/arm/v7 only',
    );
  });

  test.each([
    [ARM, ['linux/amd64', 'linux/arm64/v8']],
    ['nodeSelector: {kubernetes.io/os: linux}', ['linux/amd64']],
    ['restartPolicy: Always', ['linux/amd64']],
  ])('is used with %s where it has %j', (pod, platforms) => {
    expect(changesOf(on(pod, 'nginx:1', locked(`${NGINX}:1`, ...platforms)))[0]).toContain(DIGEST);
  });

  test('is passed over for a name that has them all', () => {
    const proposal = on(
      ARM,
      'nginx:latest',
      locked(`${NGINX}:1.2.3`, 'linux/amd64'),
      locked(`${NGINX}:latest`, 'linux/arm64'),
    );
    expect(changesOf(proposal)[0]).toContain('nginx:latest@');
  });
});

test('other fields than those of containers have no pull policy', () => {
  const lock = lockOf({ 'docker.io/library/models:1': DIGEST });
  const pod = workload(
    `containers: [{name: a, image: "x@${DIGEST}"}]\nvolumes: [{name: v, image: {reference: "models:1"}}]`,
    { kind: 'Job' },
  );
  const [proposal] = propose(imagePin, rootOf(pod, lock));
  expect(changesOf(proposal)).toEqual([
    `spec.template.spec.volumes.v.image.reference = "models:1@${DIGEST}"`,
  ]);
  expect(proposal?.data?.subject).toBe('spec.template.spec.volumes.v.image.reference of Job web');
  // It is a pod template all the same.
  expect(proposal?.safety).toBe('unsafe');
});

test('a pinned image is fine; its pull policy only matters when asked', () => {
  const always = ', imagePullPolicy: Always';
  expect(of(`nginx:1@${DIGEST}`, lockOf({}), {}, always)).toBeUndefined();
  expect(changesOf(of(`nginx:1@${DIGEST}`, lockOf({}), { pullPolicy: true }, always))).toEqual([
    `${PATH}.imagePullPolicy = "IfNotPresent"`,
  ]);
});

describe('what no registry outside has is asked of none', () => {
  test.each(['localhost/web:1', 'registry.localhost:5000/web:1', 'shop.local/web:1'])('%s', image =>
    expect(of(image, {})).toBeUndefined(),
  );

  test('an image stream, by its name', () => {
    const stream =
      'apiVersion: image.openshift.io/v1\nkind: ImageStream\nmetadata: {name: web, namespace: shop}\n---\n';
    const pod = workload('containers: [{name: a, image: "web:1"}, {name: b, image: "other:1"}]');
    expect(propose(imagePin, rootOf(stream + pod)).map(({ data }) => data?.image)).toEqual(['other:1']);
  });

  test('a bare name that the repository builds, unless a known image has it', () => {
    const repo = {
      'kustomization.yaml': 'resources: [web.yaml, redis.yaml]\n',
      'web.yaml': deployment('web').replace(/image: .*/, 'image: web:1.0'),
      'redis.yaml': deployment('redis').replace(/image: .*/, 'image: redis:7'),
      'web/Dockerfile': 'FROM scratch\nCOPY web /web\nENTRYPOINT ["/web"]\n',
      'redis/Dockerfile': 'FROM scratch\n',
    };
    const { fixes } = planOf(repo, { transforms: [imagePin] });
    expect(fixes.flatMap(({ lookups }) => lookups)).toEqual(['docker.io/library/redis:7']);
  });
});
