import { type LoadedConfig, loadConfig } from '../../src/config/load.ts';
import { factsOf } from '../../src/images/facts.ts';
import { parseImageReference } from '../../src/kubernetes/image-reference.ts';
import type { ImageFacts } from '../../src/transform.ts';

function load(text: string): LoadedConfig {
  return loadConfig(
    { read: path => (path === 'kustomend.yaml' ? text : undefined), obstacle: () => undefined },
    { startDir: '' },
  ) as LoadedConfig;
}

const facts = (image: string, config = '', names: string[] = []) =>
  factsOf(parseImageReference(image), load(config), names);

describe('factsOf', () => {
  test('fits the transform contract', () => {
    const contract: ImageFacts = facts('postgres:16');
    expect(contract.family).toBe('postgres');
  });

  test('says what the family says, and whether it was verified', () => {
    const postgres = facts('postgres:16-alpine');
    expect(postgres.user).toEqual({
      value: 70,
      evidence: { kind: 'family', at: 'postgres:alpine', says: 'runs as UID 70' },
      verified: true,
    });
    expect(postgres.writes).toMatchObject({ value: ['/var/run/postgresql', '/tmp'], verified: false });
    expect(postgres.capabilities).toMatchObject({ value: [], verified: true });
    expect(postgres.rootCapabilities?.value).toContain('SETUID');
    expect(postgres.probes.readiness?.value).toHaveProperty('exec');
    expect(postgres).toMatchObject({
      component: 'database',
      stateful: 'database',
      quorum: false,
      shell: true,
    });
  });

  test('an image that starts as root needs its capabilities although it drops ALL', () => {
    expect(facts('nginx').capabilities).toMatchObject({
      value: ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
      verified: false,
    });
  });

  test('the configuration wins and is evidence with its line', () => {
    const config = `images:
  postgres:
    user: 1234
    writes: [/tmp]
    probes:
      liveness: {tcpSocket: {port: 5432}}
    apiToken: true
    ports: [80]
`;
    const postgres = facts('postgres:16', config);
    expect(postgres.user).toEqual({
      value: 1234,
      evidence: { kind: 'config', at: 'kustomend.yaml:3', says: 'runs as UID 1234' },
      verified: true,
    });
    expect(postgres.nonRoot).toMatchObject({ value: 'yes', evidence: { at: 'kustomend.yaml:3' } });
    // The family's group belongs to the family's user.
    expect(postgres.group).toBeUndefined();
    expect(postgres.fsGroup).toBeUndefined();
    expect(postgres).toMatchObject({
      needsApiToken: true,
      ports: [80],
      privilegedPort: true,
      hydrate: [],
      data: [],
    });
    expect(postgres.readOnlyRoot).toMatchObject({ value: 'yes', verified: true });
    expect(postgres.probes.liveness?.evidence.at).toBe('kustomend.yaml:6');
    expect(postgres.probes.readiness?.evidence.kind).toBe('family');
  });

  test('an open question is unknown, and keeps a family fact from being evidence', () => {
    const config = "images: {asmm8: {user: '?', writes: [/tmp, '?']}, postgres: {user: '?'}, naabum8: '?'}";
    expect(facts('asmm8', config)).toMatchObject({ user: undefined, nonRoot: undefined, writes: undefined });
    expect(facts('postgres', config).user).toMatchObject({ value: 999, verified: false });
    expect(facts('naabum8', config).wantedTag).toBeUndefined();
  });

  test('a tag alone, or among the facts', () => {
    const config = 'images:\n  asmm8: v1.0.0\n  naabum8: {tag: v2}';
    expect(facts('asmm8', config).wantedTag).toEqual({
      value: 'v1.0.0',
      evidence: { kind: 'config', at: 'kustomend.yaml:2', says: 'wants tag v1.0.0' },
      verified: true,
    });
    expect(facts('naabum8', config).wantedTag?.value).toBe('v2');
  });

  test.each([
    ['asmm8:v1', [], 'asmm8'],
    ['docker.io/library/asmm8', [], 'asmm8'],
    ['registry.example.com/asmm8', [], 'asmm8'],
    ['ghcr.io/acme/api:1', [], 'ghcr.io/acme/api'],
    ['registry.example.com/mirror/api:1', ['ghcr.io/acme/api'], 'ghcr.io/acme/api'],
    ['registry.example.com/other/asmm8', [], undefined],
    ['someone/asmm8', [], undefined],
  ])('%s (before: %j) is the entry %s', (image, names, key) => {
    const { configPath } = facts(image, 'images: {asmm8: {user: 1}, ghcr.io/acme/api: {user: 2}}', names);
    expect(configPath).toEqual(key === undefined ? undefined : ['images', key]);
  });

  test('nothing is known of no image and of an unknown one', () => {
    expect(factsOf(null, load(''))).toMatchObject({
      family: undefined,
      user: undefined,
      writes: undefined,
      ports: [],
    });
    expect(facts('asmm8').capabilities).toBeUndefined();
  });
});
