import { dockerfileFacts } from '../../src/images/dockerfile/dockerfile.ts';
import { factsOf } from '../../src/images/facts.ts';
import type { Start } from '../../src/images/start/running.ts';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';

const NOTHING_SAID = { config: {}, at: () => undefined };

/** Facts of an image that is built from a Dockerfile, as strings where they are verified. */
function built(text: string, start?: Start, image = 'shop/store:1') {
  const dockerfile = dockerfileFacts('store/Dockerfile', text)!;
  return factsOf(parseImageReference(image), NOTHING_SAID, [], start, {
    build: { dockerfile, statedAt: undefined },
  });
}

test('what has been read of the base, for its tag, holds for the image', () => {
  const { component, ports, family, ...facts } = built('FROM redis:7-alpine\nEXPOSE 6379\n');
  expect({ component, ports, family }).toEqual({ component: 'cache', ports: [6379], family: 'redis:alpine' });
  expect(facts).toMatchObject({
    user: { value: 999, verified: true },
    needsApiToken: { value: false, verified: true },
    escalates: { value: false, verified: true },
    defaultSeccomp: { value: true, verified: true },
    probes: { readiness: expect.anything() },
  });
  expect(facts.user?.evidence.says).toMatch(
    /^runs as UID 999 \(.*; store\/Dockerfile:1 builds on redis:7-alpine\)$/,
  );
});

test.each([
  ['FROM postgres:16-alpine\nENV POSTGRES_DB=shop\nCOPY init/ /docker-entrypoint-initdb.d/', 70],
  ['FROM postgres:16', 999],
  [`FROM postgres:16-alpine@sha256:${'a'.repeat(64)}`, 70],
  [`ARG BASE=postgres:16-alpine\nFROM \${BASE}`, 70],
  ['FROM busybox AS build\nFROM postgres:16-alpine AS db\nFROM db', 70],
  ['FROM grafana/grafana:11.0.0\nCOPY d/ /etc/grafana/provisioning/dashboards/', 472],
])('the user of %j', (text, uid) => {
  expect(built(text).user).toMatchObject({ value: uid, verified: true });
});

test.each([
  ['nobody says which version', `FROM grafana/grafana:\${VERSION}`],
  ['the accounts are others', 'FROM postgres:16-alpine\nRUN apk add shadow && usermod -u 1000 postgres'],
  ['its USER is a name', 'FROM postgres:16-alpine\nUSER shop'],
  ['the owner of the data is another', 'FROM postgres:16-alpine\nRUN chown -R 1000:1000 /var/lib/postgresql'],
  ['a script does what nobody knows', 'FROM postgres:16-alpine\nRUN ./install.sh'],
])('no user is verified where %s', (_, text) => {
  expect(built(text).user?.verified ?? false).toBe(false);
});

test('a configuration of its own moves ports, paths and probes; its user stays, and what it does with the API', () => {
  const text = 'FROM redis:7-alpine\nCOPY redis.conf /usr/local/etc/redis/redis.conf\n';
  const own = `${text}CMD ["redis-server", "/usr/local/etc/redis/redis.conf"]\n`;
  for (const facts of [built(text), built(own)]) {
    expect(facts).toMatchObject({ ports: [], probes: {}, writes: undefined, readOnlyRoot: undefined });
    expect([facts.user?.value, facts.user?.verified, facts.needsApiToken?.value]).toEqual([999, true, false]);
  }
  expect(built(`${text}EXPOSE 7000\n`).ports).toEqual([7000]);
});

test('a command or an entrypoint of its own leaves the files', () => {
  for (const line of ['CMD ["./migrate"]', 'ENTRYPOINT ["/start"]', 'CMD ./migrate && redis-server']) {
    const facts = built(`FROM redis:7-alpine\n${line}\n`);
    expect([facts.user?.verified, facts.needsApiToken, facts.escalates]).toEqual([
      true,
      undefined,
      undefined,
    ]);
  }
  const script = built(
    'FROM nginx:1.27-alpine\nCOPY e.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["nginx", "-g", "daemon off;"]\n',
  );
  expect([script.component, script.needsApiToken, script.probes]).toEqual(['web', undefined, {}]);
});

test('what a manifest starts comes before the words of the Dockerfile', () => {
  const text = 'FROM redis:7-alpine\nENTRYPOINT ["/start"]\n';
  expect(built(text, { command: ['redis-server'], args: undefined }).needsApiToken?.value).toBe(false);
  expect(built('FROM redis:7-alpine', { command: ['./job'], args: undefined }).needsApiToken).toBeUndefined();
});

test.each([
  ['RUN apk add --no-cache sudo'],
  ['RUN setcap cap_net_raw+ep /usr/bin/redis-cli'],
  ['RUN chmod u+s /usr/bin/x'],
  ['RUN chmod 4755 /usr/bin/x'],
])('%s may gain privileges', line => {
  expect(built(`FROM redis:7-alpine\n${line}\n`)).toMatchObject({
    escalates: undefined,
    user: { verified: true },
  });
});

test.each([
  ['RUN apk update && apk add --no-cache curl tzdata && rm -rf /var/cache/apk/*'],
  ['RUN chmod +x /usr/local/bin/x'],
  ['RUN set -eux; mkdir -p /data/x; chown -R redis:redis /data/x'],
  ['LABEL a=b\nSTOPSIGNAL SIGTERM\nENV TZ=UTC'],
  [`RUN <<EOF\nmkdir -p /x\nEOF`],
])('%j changes nothing that is known', line => {
  expect(dockerfileFacts('Dockerfile', `FROM redis:7-alpine\n${line}\n`)?.changes).toEqual(new Map());
});

test('lines of texts inside of the file are no instructions', () => {
  const text =
    'FROM redis:7-alpine\nCOPY <<EOF /docker-entrypoint-initdb.d/a.sql\nUSER postgres\nEOF\nEXPOSE 1\n';
  expect(dockerfileFacts('Dockerfile', text)).toMatchObject({ userName: undefined, ports: [1] });
});

test('programs of its own are no longer the server alone', () => {
  const facts = built('FROM tomcat:10\nCOPY shop.war /usr/local/tomcat/webapps/\n');
  expect(facts).toMatchObject({ needsApiToken: undefined, escalates: undefined, defaultSeccomp: undefined });
});

test('the name of a known image is the own one where it is built on that', () => {
  const name = 'registry.example.com/redis:1';
  expect(built('FROM redis:7-alpine', undefined, name).candidate).toBeUndefined();
  expect(built('FROM debian:12', undefined, name).candidate?.repository).toBe('docker.io/library/redis');
});

test('the stage that is built counts, with the arguments that the build is given', () => {
  const text = 'ARG V=16\nFROM postgres:$V-alpine AS db\nFROM debian AS other\nUSER 5\n';
  expect(dockerfileFacts('Dockerfile', text, { target: 'db' })).toMatchObject({ base: 'postgres:16-alpine' });
  const args = new Map([['V', '15']]);
  expect(dockerfileFacts('Dockerfile', text, { target: 'DB', args })?.base).toBe('postgres:15-alpine');
  expect(dockerfileFacts('Dockerfile', text, { target: 'none' })).toBeUndefined();
});

test('under an interpreter nothing gains privileges, unless a package may bring what does', () => {
  const escalates = (lines: string) =>
    built(`FROM node:22-alpine\n${lines}\nCMD ["node", "a.js"]\n`).escalates;
  expect(escalates('RUN apk add --no-cache curl && npm ci')).toMatchObject({ value: false, verified: true });
  expect(escalates('RUN apk add --no-cache postfix')).toBeUndefined();
  expect(escalates('RUN apk add --no-cache sudo')).toBeUndefined();
  expect(escalates('ENTRYPOINT ["/run.sh"]')).toBeUndefined();
});
