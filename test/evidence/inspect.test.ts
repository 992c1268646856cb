/** What docker, podman and skopeo print of images. */
import { readEvidence } from '../../src/evidence/read.ts';
import { bytesOf, DATE, readOne, refusalOf } from './files.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const CONFIG = {
  User: '1000:1000',
  ExposedPorts: { '8080/tcp': {} },
  Volumes: { '/data': {} },
  Env: ['PATH=/bin', 'DB_PASSWORD=Kd83hfKs2x'],
  Entrypoint: ['/app'],
  Cmd: null,
};
const KEPT = {
  platform: 'linux/amd64',
  user: '1000:1000',
  ports: ['8080/tcp'],
  volumes: ['/data'],
  entrypoint: ['/app'],
  variables: ['DB_PASSWORD', 'PATH'],
};

const docker = (image: object = {}) => ({
  Id: `sha256:${'c'.repeat(64)}`,
  RepoTags: ['shop/web:1.4'],
  RepoDigests: [`shop/web@${DIGEST}`],
  Created: '2026-11-01T00:00:00Z',
  Config: CONFIG,
  Architecture: 'amd64',
  Os: 'linux',
  ...image,
});

test('an image of docker has its tags, its digests and its configuration, and no values', () => {
  const found = readOne([docker()]);
  expect(found.images).toEqual([
    {
      names: [`docker.io/shop/web:1.4`, `docker.io/shop/web@${DIGEST}`],
      record: { source: 'docker inspect', date: DATE, digests: [DIGEST], config: KEPT },
    },
  ]);
  expect(JSON.stringify(found)).not.toContain('Kd83');
});

test('a tag that moves names no image in particular', () => {
  expect(readOne([docker({ RepoTags: ['shop/web:latest'], RepoDigests: [] })])).toMatchObject({
    images: [],
    left: ['1 of 1 images have neither a tag nor a digest'],
  });
});

test('a container is no image', () => {
  const container = { Id: 'c1', Name: '/web', State: { Status: 'running' }, Config: {}, Image: 'sha256:x' };
  expect(refusalOf([container])).toContain('/web is no image');
});

/** As opencontainers/image-spec has it. */
const oci = (created = '2026-11-01T00:00:00Z') => ({
  created,
  architecture: 'amd64',
  os: 'linux',
  config: CONFIG,
  rootfs: { type: 'layers', diff_ids: [] },
});

test('a configuration by itself is of the image that is said', () => {
  expect(readOne(oci(), `shop/web:1.4@${DIGEST}`).images).toMatchObject([
    {
      names: [`docker.io/shop/web@${DIGEST}`],
      record: { source: 'skopeo inspect', config: KEPT, digests: [DIGEST] },
    },
  ]);
  expect(readOne(oci(), 'shop/web:1.4').images[0]?.names).toEqual(['docker.io/shop/web:1.4']);
  expect(refusalOf(oci())).toContain('say which with --image REFERENCE');
});

/** inspect.Output of containers/skopeo */
const skopeo = (created = '2026-11-01T00:00:00Z') => ({
  Name: 'ghcr.io/shop/web',
  Digest: DIGEST,
  RepoTags: ['1.4'],
  Created: created,
  Architecture: 'amd64',
  Os: 'linux',
  Layers: [],
});

test('a plain inspection beside it says which, where both are of one image', () => {
  const files = (created?: string) =>
    [oci(), skopeo(created)].map((content, index) => ({
      name: `${index}.json`,
      bytes: bytesOf(content),
      as: { date: DATE, image: undefined },
    }));
  const [config, plain] = readEvidence(files());
  expect(config?.images[0]).toMatchObject({
    names: [`ghcr.io/shop/web@${DIGEST}`],
    record: { digests: [DIGEST] },
  });
  expect(plain?.images).toEqual([]);
  expect(() => readEvidence(files('2026-10-01T00:00:00Z'))).toThrow('say which with --image REFERENCE');
});

test('a plain inspection by itself says nothing of use', () => {
  expect(refusalOf(skopeo())).toBe(
    'a.json:1: says neither the user nor the ports of the image: skopeo inspect --config does',
  );
});
