/** What an image says of itself, and for which containers it holds. */
import { loadConfig } from '../../src/config/load.ts';
import { factsOf } from '../../src/images/facts.ts';
import type { Start } from '../../src/images/start/running.ts';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';
import type { ImageConfig, LockedImage } from '../../src/transform.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const PLAIN: ImageConfig = {
  platform: 'linux/amd64',
  user: undefined,
  ports: [],
  volumes: [],
  entrypoint: ['/app'],
  command: [],
  variables: [],
};

function lockOf(image: string, config: Partial<ImageConfig>): ReadonlyMap<string, LockedImage> {
  return new Map([[image, { digest: DIGEST, at: 'kustomend.lock.yaml:3', config: { ...PLAIN, ...config } }]]);
}

function facts(image: string, lock: ReadonlyMap<string, LockedImage>, configuration = '', start?: Start) {
  const files = {
    read: (path: string) => (path === 'kustomend.yaml' ? configuration : undefined),
    obstacle: () => undefined,
  };
  const config = loadConfig(files, { startDir: '' });
  if ('problems' in config) throw new Error(JSON.stringify(config.problems));
  return factsOf(parseImageReference(image), config, [], start, { lock });
}

const LOCK = lockOf('ghcr.io/shop/api:1.0', {
  user: '1000:2000',
  ports: ['8080/tcp', '53/udp', '9000-9010/tcp'],
});

test('a user with a number is a fact, with the digest as its place', () => {
  const { user, group, nonRoot, ports, imageUser } = facts('ghcr.io/shop/api:1.0', LOCK);
  const says = 'the image itself runs as UID 1000 (linux/amd64)';
  expect(user).toEqual({ value: 1000, evidence: { kind: 'registry', at: DIGEST, says }, verified: true });
  expect(group).toMatchObject({ value: 2000, verified: true });
  expect(nonRoot).toMatchObject({ value: 'yes', verified: true, evidence: { kind: 'registry' } });
  expect(imageUser?.value).toBe('1000');
  expect(ports).toEqual([8080]);
});

test.each([
  ['node', 'node'],
  ['node:node', 'node'],
  [undefined, 'root'],
  ['0', 'root'],
  ['0:0', 'root'],
  ['root', 'root'],
  [':1000', 'root'],
])('%p is no number of a user', (written, name) => {
  const { user, nonRoot, imageUser } = facts(
    'ghcr.io/shop/api:1.0',
    lockOf('ghcr.io/shop/api:1.0', { user: written }),
  );
  expect([user, nonRoot, imageUser?.value]).toEqual([undefined, undefined, name]);
});

test('it holds for the bits of the digest, under whatever name', () => {
  expect(facts(`ghcr.io/shop/api:1.0@${DIGEST}`, LOCK).user?.value).toBe(1000);
  expect(facts(`mirror.example.com/api@${DIGEST}`, LOCK).user?.value).toBe(1000);
  expect(facts(`ghcr.io/shop/api:1.0@${OTHER}`, LOCK).user).toBeUndefined();
  expect(facts('ghcr.io/shop/api:2.0', LOCK).user).toBeUndefined();
});

test('a tag that moves is not what it was', () => {
  const lock = lockOf('ghcr.io/shop/api:latest', { user: '1000' });
  expect(facts('ghcr.io/shop/api', lock).user).toBeUndefined();
  expect(facts(`ghcr.io/shop/api@${DIGEST}`, lock).user?.value).toBe(1000);
});

test('the configuration goes before it, and it before the family', () => {
  const config = 'images:\n  postgres: {user: 7}\n';
  const lock = lockOf('docker.io/library/postgres:16', { user: '5000' });
  expect(facts('postgres:16', lock, config).user).toMatchObject({ value: 7, evidence: { kind: 'config' } });
  expect(facts('postgres:16', lock)).toMatchObject({
    user: { value: 5000, evidence: { kind: 'registry' } },
    group: undefined,
    fsGroup: undefined,
    family: 'postgres',
  });
  // It starts as root and steps down, which is what the family knows.
  const asRoot = facts('postgres:16', lockOf('docker.io/library/postgres:16', {}));
  expect(asRoot.user).toMatchObject({ evidence: { kind: 'family' } });
});

test('volumes are written; that nothing else is has nobody said', () => {
  const lock = lockOf('ghcr.io/shop/api:1.0', { volumes: ['/data'] });
  expect(facts('ghcr.io/shop/api:1.0', lock).writes).toMatchObject({ value: ['/data'], verified: false });
  expect(facts('ghcr.io/shop/api:1.0', LOCK).writes).toBeUndefined();
});

test('a command of the manifest leaves the user, and nothing of what the entrypoint does', () => {
  const lock = lockOf('ghcr.io/shop/api:1.0', { user: '1000', ports: ['80/tcp'], volumes: ['/data'] });
  const start = { command: ['sleep'], args: ['1'] };
  expect(facts('ghcr.io/shop/api:1.0', lock, '', start)).toMatchObject({
    user: { value: 1000 },
    ports: [],
    writes: undefined,
  });
});
