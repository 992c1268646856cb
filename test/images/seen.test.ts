/** What tools have found of an image outside of its registry, and for which containers it holds. */
import { factsOf, type Sources } from '../../src/images/facts.ts';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';
import type { SeenImage } from '../../src/transform.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const SEEN: SeenImage = {
  at: 'kustomend.evidence.yaml:3',
  source: 'docker inspect',
  date: '2026-05-01',
  isOld: false,
  digests: [DIGEST],
  config: {
    platform: 'linux/amd64',
    user: '1000',
    ports: ['8080/tcp'],
    volumes: ['/data'],
    entrypoint: ['/app'],
    command: [],
    variables: [],
  },
};
const NAME = 'ghcr.io/shop/api:1.0';

function facts(image: string, seen: Partial<SeenImage> = {}, sources: Sources = {}, name = NAME) {
  const configured = { config: {}, at: () => undefined };
  return factsOf(parseImageReference(image), configured, [], undefined, {
    seen: new Map([[name, { ...SEEN, ...seen }]]),
    ...sources,
  });
}

test('a user with a number is a fact, with the place and the tool', () => {
  const { user, nonRoot, ports, writes, startsAsUser } = facts(NAME);
  expect(user).toEqual({
    value: 1000,
    evidence: {
      kind: 'inspect',
      at: 'kustomend.evidence.yaml:3',
      says: 'the image itself runs as UID 1000 (linux/amd64), as docker inspect found on 2026-05-01',
    },
    verified: true,
  });
  expect(nonRoot).toMatchObject({ value: 'yes', verified: true });
  expect(ports).toEqual([8080]);
  expect(writes).toMatchObject({ value: ['/data'], verified: false });
  expect(startsAsUser).toBe(true);
});

test('by its tag it is verified while it is young, by its digest for ever', () => {
  expect(facts(NAME, { isOld: true }).user?.verified).toBe(false);
  expect(facts(NAME, { isOld: true }).startsAsUser).toBe(false);
  expect(facts(`ghcr.io/shop/api@${DIGEST}`, { isOld: true }).user?.verified).toBe(true);
  expect(facts(`ghcr.io/shop/api@${OTHER}`).user).toBeUndefined();
});

test('a tag that moves, and another one, have nothing of it', () => {
  expect(facts('ghcr.io/shop/api:latest', {}, {}, 'ghcr.io/shop/api:latest').user).toBeUndefined();
  expect(facts('ghcr.io/shop/api:1.1').user).toBeUndefined();
});

test('the registry knows better what a tag stands for', () => {
  const locked = { digest: OTHER, at: 'kustomend.lock.yaml:3' };
  expect(facts(NAME, {}, { lock: new Map([[NAME, locked]]) }).user?.verified).toBe(false);
  const config = { ...SEEN.config, user: '7' };
  expect(facts(NAME, {}, { lock: new Map([[NAME, { ...locked, config }]]) }).user?.value).toBe(7);
});

test('what may be of other bits says nothing beside what is known of the image', () => {
  const name = 'docker.io/library/postgres:16.4';
  expect(facts('postgres:16.4', { isOld: true }, {}, name).user?.evidence.kind).toBe('family');
});
