import { type LoadedConfig, loadConfig } from '../../src/config/load.ts';
import { dockerfileFacts } from '../../src/images/dockerfile/dockerfile.ts';
import { factsOf } from '../../src/images/facts.ts';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';
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
      evidence: {
        kind: 'family',
        at: 'postgres:alpine',
        says: 'runs as UID 70 (docker-library/postgres Dockerfile-alpine.template, docker-entrypoint.sh)',
      },
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

  test.each([
    ['redis:7', ['redis-server'], ['DAC_OVERRIDE']],
    ['redis:7', ['sh', '-c', 'exec redis-server /conf/redis.conf'], ['DAC_OVERRIDE']],
    ['mongo:7', ['mongod'], ['DAC_OVERRIDE']],
    ['redis:7', ['docker-entrypoint.sh', 'redis-server'], ['CHOWN', 'SETGID', 'SETPCAP', 'SETUID']],
    // It does so itself.
    ['nginx:1.27', ['nginx', '-g', 'daemon off;'], ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID']],
  ])('what the entrypoint needs as root goes with it: %s %s', (image, command, needed) => {
    const found = factsOf(parseImageReference(image), load(''), [], { command, args: undefined });
    expect(found.rootCapabilities?.value).toEqual(needed);
  });

  test('a pattern speaks of every image that it fits, and facts of one by its name win one by one', () => {
    const config = `images:
  gcr.io/ci/*:
    user: 65532
    shell: false
    probes:
      liveness: {tcpSocket: {port: 80}}
  gcr.io/ci/deck:
    user: 7
    shell: '?'
    probes:
      readiness: {tcpSocket: {port: 81}}
  shop/app-*: {user: 10}
`;
    expect(facts('gcr.io/ci/hook:1', config).user).toMatchObject({
      value: 65532,
      evidence: { at: 'kustomend.yaml:3' },
      verified: true,
    });
    const deck = facts('gcr.io/ci/deck:1', config);
    expect(deck.user).toMatchObject({ value: 7, evidence: { at: 'kustomend.yaml:8' } });
    expect(deck.shell).toBe(false);
    expect(deck.probes.liveness?.evidence.at).toBe('kustomend.yaml:6');
    expect(deck.probes.readiness?.evidence.at).toBe('kustomend.yaml:11');
    expect(facts('hub.example.com/shop/app-b', config).user?.value).toBe(10);
    expect(facts('gcr.io/cd/hook:1', config).user).toBeUndefined();
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
      needsApiToken: { value: true, evidence: { at: 'kustomend.yaml:7' } },
      ports: [80],
      privilegedPort: true,
      hydrate: [],
      data: [],
      leftOut: ['/var/run/postgresql', '/var/lib/postgresql', '/var/lib/postgresql/data'],
    });
    expect(postgres.readOnlyRoot).toMatchObject({ value: 'yes', verified: true });
    expect(postgres.probes.liveness?.evidence.at).toBe('kustomend.yaml:6');
    expect(postgres.probes.readiness?.evidence.kind).toBe('family');
  });

  test('an open question says nothing: what is known of the family holds', () => {
    const config = "images: {asmm8: {user: '?', writes: [/tmp, '?']}, postgres: {user: '?'}, naabum8: '?'}";
    expect(facts('asmm8', config)).toMatchObject({ user: undefined, nonRoot: undefined, writes: undefined });
    expect(facts('postgres', config).user).toMatchObject({ value: 999, verified: true });
    expect(facts('naabum8', config).wantedTag).toBeUndefined();
  });

  describe('content of the image', () => {
    const own = '/opt/keycloak/lib/quarkus';
    const started = (config: string, args?: readonly string[], command?: readonly string[]) =>
      factsOf(parseImageReference('quay.io/keycloak/keycloak:26.0'), load(config), [], { command, args });

    test('is left alone by an argument, and written without it', () => {
      expect(started('', ['start']).hydrate).toEqual([own]);
      expect(started('', ['start', '--optimized']).hydrate).toEqual([]);
    });

    test('is there beside a list of an owner, whatever is started', () => {
      const config = `images: {quay.io/keycloak/keycloak: {writes: [${own}]}}`;
      expect(started(config, ['start', '--optimized']).hydrate).toEqual([own]);
      expect(started(config, [], ['sleep', '1d']).hydrate).toEqual([own]);
      const copy = facts(
        'hub.example.com/keycloak/keycloak:26.0',
        `images: {keycloak/keycloak: {writes: [${own}]}}`,
      );
      expect(copy.hydrate).toEqual([own]);
      const other = `images: {keycloak/keycloak: {official: false, writes: [${own}]}}`;
      expect(facts('hub.example.com/keycloak/keycloak:26.0', other).hydrate).toEqual([]);
    });
  });

  describe('the Dockerfile of an image of the repository', () => {
    const built = (text: string, image = 'registry.example.com/shop/api:1', config = '') => {
      const build = { dockerfile: dockerfileFacts('api/Dockerfile', text)!, statedAt: undefined };
      return factsOf(parseImageReference(image), load(config), [], undefined, { build });
    };

    test('says which user it has, at its line', () => {
      expect(built('FROM debian\nRUN true\nUSER 10001:10002\n')).toMatchObject({
        user: {
          value: 10001,
          verified: true,
          evidence: { kind: 'manifest', at: 'api/Dockerfile:3', says: 'runs as UID 10001' },
        },
        group: { value: 10002 },
        nonRoot: { value: 'yes', verified: true },
        escalates: undefined,
        writes: { value: ['/tmp'], verified: false },
      });
      expect(built('FROM debian\nUSER root\n').nonRoot?.value).toBe('no');
    });

    test('a number that nobody states is not verified, and says why it is that one', () => {
      const { user, nonRoot, startsAsUser } = built('FROM python:3.12\nRUN useradd app\nUSER app\n');
      expect(user).toMatchObject({ value: 1000, verified: false });
      expect(user?.evidence.says).toContain('first number that is free in python:3.12');
      expect([nonRoot?.value, nonRoot?.verified, startsAsUser]).toEqual(['yes', true, true]);
    });

    test('a user of whom only the name is known is not root', () => {
      const named = (line: string) => built(`FROM registry.example.com/base\n${line}\n`);
      expect(named('USER app')).toMatchObject({
        user: undefined,
        nonRoot: { value: 'yes', verified: true },
        startsAsUser: true,
      });
      expect(named('USER $APP').nonRoot).toBeUndefined();
    });

    test.each([
      ['FROM node:22-alpine\nUSER node\nCMD ["node", "app.js"]', undefined, []],
      ['FROM python:3.12-slim\nUSER 7\nENTRYPOINT ["tini", "--", "gunicorn"]', undefined, []],
      ['FROM node:22\nUSER node\nCMD ["/srv/proxy"]', undefined, undefined],
      ['FROM node:22\nUSER node\nCMD ["/srv/proxy"]', ['sh', '-c', 'cd /srv && exec npx migrate'], []],
      ['FROM node:22\nUSER node\nCMD ["node"]', ['sh', '-c', '/srv/proxy & node app.js'], undefined],
      ['FROM node:22\nUSER node\nCMD ["node"]', ['sh', '/srv/start.sh'], undefined],
      [
        'FROM node:22\nRUN setcap cap_net_raw+ep /usr/local/bin/node\nUSER node\nCMD ["node"]',
        undefined,
        undefined,
      ],
      ['FROM node:22\nRUN apt-get install -y chromium\nUSER node\nCMD ["node"]', undefined, undefined],
      ['FROM node:22\nRUN apt-get install -y sudo\nUSER node\nCMD ["node"]', undefined, undefined],
      ['FROM registry.example.com/node:22\nUSER node\nCMD ["node"]', undefined, undefined],
    ])(
      'what the interpreter of its base runs has no capability of its own: %j %j',
      (text, command, needed) => {
        const build = { dockerfile: dockerfileFacts('api/Dockerfile', `${text}\n`)!, statedAt: undefined };
        const start = { command, args: undefined };
        const found = factsOf(parseImageReference('shop/api:1'), load(''), [], start, { build });
        expect(found.capabilities?.value).toEqual(needed);
        expect(found.defaultSeccomp?.value).toBe(needed && true);
      },
    );

    test('that may be its own says who starts it only where it names somebody', () => {
      const guess = (text: string) => {
        const likely = dockerfileFacts('api/Dockerfile', text)!;
        return factsOf(parseImageReference('shop/api:1'), load(''), [], undefined, { likely }).nonRoot;
      };
      expect(guess('FROM postgres:16-alpine\nRUN apk add aws-cli\n')).toBeUndefined();
      expect(guess('FROM postgres:16-alpine\nUSER postgres\n')).toMatchObject({
        value: 'yes',
        verified: false,
      });
    });

    test('HEALTHCHECK is a probe that nobody has verified, of its own start alone', () => {
      const text = 'FROM debian\nHEALTHCHECK CMD curl http://localhost:8000/up\n';
      const handler = { value: { httpGet: { path: '/up', port: 8000 } }, verified: false };
      expect(built(text).probes).toMatchObject({ liveness: handler, readiness: handler });
      const build = { dockerfile: dockerfileFacts('api/Dockerfile', text)!, statedAt: undefined };
      const start = { command: ['worker'], args: undefined };
      expect(factsOf(parseImageReference('shop/api:1'), load(''), [], start, { build }).probes).toEqual({});
    });

    test('what only may be its Dockerfile verifies nothing, and never says root', () => {
      const guessed = (text: string, config = '') =>
        factsOf(parseImageReference('acme/shop-api:1'), load(config), [], undefined, {
          likely: dockerfileFacts('api/Dockerfile', text)!,
        });
      expect(guessed('FROM scratch\nUSER 7:8\n')).toMatchObject({
        user: { value: 7, verified: false },
        group: { value: 8, verified: false },
        writes: { value: [], verified: false },
        startsAsUser: false,
        shell: undefined,
        escalates: { value: false, verified: false },
        capabilities: { value: [], verified: false },
      });
      expect(guessed('FROM debian\nUSER root\n')).toMatchObject({ user: undefined, nonRoot: undefined });
      expect(guessed('FROM scratch\nUSER 7:8\n', 'images: {acme/shop-api: {user: 9}}')).toMatchObject({
        user: { value: 9, verified: true },
        group: undefined,
      });
    });

    test.each([
      ['chmod u+s /usr/sbin/cron', '/usr/sbin/cron'],
      ['apt-get install cron && chmod gu+s /usr/sbin/cron', '/usr/sbin/cron'],
      ['chmod -v 4755 /usr/local/bin/mounter', '/usr/local/bin/mounter'],
      ['chmod u=rwx,+s /bin/ping', '/bin/ping'],
      // Of a folder: what is made there gets its group.
      ['chmod g+s /srv/shared', undefined],
      ['chmod 2775 /srv/shared', undefined],
      ['chmod 1777 /tmp', undefined],
      ['chmod 0644 /etc/cron.d/report', undefined],
      ['chmod u+x /usr/bin/users', undefined],
    ])('makes a program setuid: %s', (script, program) => {
      const found = built(`FROM debian:12\nRUN ${script}\nUSER 1001\n`).setuid;
      expect(found?.value).toBe(program);
      if (program !== undefined) expect(found?.evidence.at).toBe('api/Dockerfile:2');
    });

    test('names no user: who states one has not to say where that may write', () => {
      const text = 'FROM debian\nRUN mkdir /spool && chmod 1777 /spool\n';
      const stated = (user: number) => built(text, 'shop/api:1', `images: {shop/api: {user: ${user}}}`);
      expect(built(text).writes).toBeUndefined();
      expect(built('FROM r.example.com/base\n').userLeftAt).toBe('api/Dockerfile:1');
      expect(stated(7).writes).toMatchObject({ value: ['/spool', '/tmp'], verified: false });
      expect(stated(0).writes).toBeUndefined();
      expect(built(`${text}USER 7\n`).userLeftAt).toBeUndefined();
      expect(built('FROM gradle:4\n').userLeftAt).toBe('api/Dockerfile:1');
      expect(built('FROM gradle:8\n').imageUser?.value).toBe('root');
    });

    test.each([
      ['FROM golang AS b\nFROM debian:12\n', 'root', 2],
      ['FROM python:3.11-slim AS base\nRUN true\nFROM base\n', 'root', 1],
      ['FROM scratch\n', 'root', 1],
      ['FROM mcr.microsoft.com/playwright:v1.48.0-noble\n', 'root', 1],
      ['FROM mcr.microsoft.com/playwright/python:v1.48.0-noble\n', 'root', 1],
      ['FROM maven:3.9-eclipse-temurin-21\n', 'root', 1],
      ['FROM pytorch/pytorch:2.4.0-cuda12.1-cudnn9-runtime\n', 'root', 1],
      ['FROM nvidia/cuda:12.4.1-base-ubuntu22.04\n', 'root', 1],
      ['FROM oraclelinux:9\n', 'root', 1],
      ['FROM rockylinux:9\n', 'root', 1],
      ['FROM registry.access.redhat.com/ubi9/nginx-124\n', undefined, undefined],
      ['FROM gcr.io/distroless/static-debian12\n', 'root', 1],
      ['FROM mcr.microsoft.com/dotnet/aspnet:8.0\n', 'root', 1],
      ['FROM mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled\n', undefined, undefined],
      ['FROM gcr.io/distroless/static:nonroot\n', undefined, undefined],
      ['FROM debian\nUSER 7\n', undefined, undefined],
      ['FROM debian\nUSER shop\n', 'shop', 2],
      ['FROM debian\nRUN useradd -u 7 shop\nUSER shop:shop\n', 'shop', 3],
      ['FROM r.example.com/debian\n', undefined, undefined],
    ])('%j leaves it to a base that starts as root, names a user, or does neither', (text, value, line) => {
      const { imageUser } = built(text);
      expect(imageUser?.value).toBe(value);
      expect(imageUser?.evidence.at).toBe(line && `api/Dockerfile:${line}`);
    });

    test('that may be its own leaves it to root no less, and nobody is sure of it', () => {
      const likely = dockerfileFacts('api/Dockerfile', 'FROM debian\n')!;
      const { imageUser } = factsOf(parseImageReference('shop/api:1'), load(''), [], undefined, { likely });
      expect(imageUser).toMatchObject({ value: 'root', verified: false });
    });

    test('wins over a pattern of the configuration in what it says, and so does one that may be its own', () => {
      const config = 'images: {"shop/*": {user: 9, group: 9, writes: [/cache], seccomp: RuntimeDefault}}';
      const name = 'shop/api:1';
      expect(built('FROM debian\nUSER 7\n', name, config)).toMatchObject({
        user: { value: 7 },
        group: undefined,
        writes: { value: ['/tmp'], verified: false },
        defaultSeccomp: { value: true },
      });
      expect(built('FROM debian\nUSER root\n', name, config).nonRoot?.value).toBe('no');
      expect(built('FROM debian\n', name, config).user?.value).toBe(9);
      const guessed = (text: string) =>
        factsOf(parseImageReference(name), load(config), [], undefined, {
          likely: dockerfileFacts('api/Dockerfile', text)!,
        });
      expect(guessed('FROM debian\nUSER 7\n').user).toMatchObject({ value: 7, verified: false });
      expect(guessed('FROM debian\nUSER root\n').user?.value).toBe(9);
      const named = 'images: {"shop/*": {user: 9}, shop/api: {user: 8}}';
      expect(built('FROM debian\nUSER 7\n', name, named).user?.value).toBe(8);
    });

    test('a base without a shell has no setuid program', () => {
      const { user, shell, escalates } = built('FROM golang AS b\nFROM gcr.io/distroless/static:nonroot\n');
      expect([user?.value, shell, escalates?.value]).toEqual([65532, false, false]);
      expect(user?.evidence.at).toBe('api/Dockerfile:2');
    });

    test('the configuration comes first, and a known image is no image of the repository', () => {
      expect(built('FROM debian\nUSER 7\n', 'shop/api', 'images: {shop/api: {user: 8}}').user?.value).toBe(8);
      expect(built('FROM debian\nUSER 7\n', 'postgres:16').user?.value).toBe(999);
    });
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

  test.each(['MY_REGISTRY', '$' + '{REGISTRY}', 'REGISTRY'])('%s stands for a registry', word => {
    const image = `${word}/shop/asmm8:dev`;
    expect(facts(image, 'images: {shop/asmm8: {user: 1}}').user?.value).toBe(1);
    expect(facts(image, `images: {"${word}/shop/asmm8": {user: 1}}`).user?.value).toBe(1);
  });

  describe("another start than the image's own", () => {
    const started = (image: string, command: string[] | undefined, args?: string[]) =>
      factsOf(parseImageReference(image), load(''), [], { command, args });

    test('another program leaves the files', () => {
      expect(started('postgres:16', ['psql'])).toMatchObject({
        family: 'postgres',
        user: { value: 999, verified: true },
        // It started as root and stepped down: that the other program can do without is not known.
        nonRoot: { verified: false },
        component: undefined,
        stateful: undefined,
        writes: undefined,
        capabilities: undefined,
        ports: [],
        probes: {},
        needsApiToken: undefined,
        escalates: undefined,
        defaultSeccomp: undefined,
        minimumMemory: undefined,
        shell: true,
      });
      expect(started('grafana/grafana:11.0.0', ['sleep', '1']).nonRoot).toMatchObject({ verified: true });
    });

    test('a script around the server leaves what the server is', () => {
      const facts = started('redis:7.4', ['sh', '-c', 'exec redis-server']);
      expect(facts).toMatchObject({ component: 'cache', needsApiToken: undefined });
      expect(facts.probes.readiness?.verified).toBe(false);
    });
  });

  describe('an image with the name of a known one', () => {
    const mirrored = 'registry.example.com/postgres:16';

    test('is a candidate: it has no facts of its own, and those of the other are beside it', () => {
      const found = facts(mirrored);
      expect(found).toMatchObject({ family: undefined, user: undefined, component: undefined });
      expect(found.candidate).toMatchObject({ repository: 'docker.io/library/postgres' });
      expect(found.candidate?.facts.rootCapabilities?.value).toContain('SETUID');
    });

    test('is the known one, or not, once the configuration says so', () => {
      expect(facts(mirrored, 'images: {postgres: {official: true}}')).toMatchObject({
        family: 'postgres',
        user: { value: 999, verified: true },
        candidate: undefined,
      });
      const other = facts(mirrored, 'images: {registry.example.com/postgres: {official: false}}');
      expect(other).toMatchObject({ family: undefined, candidate: undefined });
      expect(facts(mirrored, "images: {postgres: {official: '?'}}").candidate).toBeDefined();
    });

    test('is known where the configuration states any fact of it', () => {
      expect(facts(mirrored, 'images: {postgres: {user: 70}}').candidate).toBeUndefined();
      expect(facts(mirrored, 'images: {postgres: {tag: "17"}}').candidate).toBeDefined();
    });
  });

  test('a list of capabilities, and a profile, are the word of the configuration', () => {
    const found = facts('asmm8', 'images: {asmm8: {capabilities: [], seccomp: RuntimeDefault}}');
    expect(found.escalates).toMatchObject({ value: false, verified: true });
    expect(found.defaultSeccomp).toMatchObject({ value: true, verified: true });
    expect(facts('asmm8').escalates).toBeUndefined();
    expect(facts('asmm8').defaultSeccomp).toBeUndefined();
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
