import { type BuildOptions, dockerfileFacts } from '../../src/images/dockerfile/dockerfile.ts';
import { cpuSeconds } from '../harness/cpu.ts';

const facts = (text: string, options?: BuildOptions) => dockerfileFacts('shop/Dockerfile', text, options);

test.each([
  ['USER 10001:10002', { user: 10001, group: 10002 }],
  ['USER 10001', { user: 10001, group: undefined }],
  ['USER root', { user: 0, userName: undefined }],
  ['USER app', { user: undefined, userName: 'app' }],
  ['RUN addgroup -g 3001 app && adduser -D -u 3000 -G app app\nUSER app:app', { user: 3000, group: 3001 }],
  ['RUN groupadd --gid 5 g \\\n && useradd --uid=4 --gid 5 -m -s /bin/false u\nUSER u', { user: 4 }],
  [`ARG UID=10001\nUSER \${UID}`, { user: 10001 }],
  ['ENV UID=7\nUSER $UID:$UID', { user: 7, group: 7 }],
  [`USER \${UID:-12}`, { user: 12 }],
  [`USER \${UID}`, { user: undefined, userName: `\${UID}` }],
  ['USER nobody', { user: 65534 }],
  ['RUN echo hello', { user: undefined, userName: undefined }],
  ['USER 10001\nRUN grep -q foo <<< foo\nUSER root', { user: 0 }],
  ['USER 10001\nRUN echo $((1 << SHIFT))\nUSER root', { user: 0 }],
  ['RUN <<EOF\nUSER 5\nEOF\nUSER 6', { user: 6 }],
  ['ENV U=0\nARG U=10001\nUSER $U', { user: 0 }],
  ['RUN groupadd -g 7 app && useradd -u 1500 other -g app\nUSER app', { user: undefined }],
  ['RUN useradd -u 1500 other -g app\nUSER other', { user: 1500 }],
])('the user of %j', (lines, expected) => {
  expect(facts(`FROM debian:12\n${lines}\n`)).toMatchObject(expected);
});

test.each([
  ['FROM node:22-slim\nUSER node', 1000],
  ['FROM gcr.io/distroless/static:nonroot\nUSER nonroot', 65532],
  ['FROM gcr.io/distroless/static:nonroot', 65532],
  ['FROM nginxinc/nginx-unprivileged:1.27', 101],
  ['FROM python:3.12', undefined],
  ['ARG BASE=gcr.io/distroless/static:nonroot\nFROM $BASE', 65532],
])('the base decides where it is known: %j', (text, user) => expect(facts(text)?.user).toBe(user));

test.each([
  ['registry.access.redhat.com/ubi8/ubi-minimal:8.4', undefined, true],
  ['registry.access.redhat.com/ubi9:9.4', undefined, true],
  ['redhat/ubi9-minimal', undefined, true],
  ['registry.access.redhat.com/ubi9/nodejs-20-minimal:1', 1001, false],
  ['registry.access.redhat.com/ubi8/python-39', 1001, false],
  ['registry.access.redhat.com/ubi9/openjdk-21-runtime:1.20', 185, false],
  ['mcr.microsoft.com/dotnet/runtime-deps:8.0', undefined, true],
  ['mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled', 1654, false],
  ['mcr.microsoft.com/dotnet/aspnet:6.0-jammy-chiseled', undefined, false],
  ['oven/bun:1', undefined, true],
  ['denoland/deno:alpine-1.45.4', undefined, true],
  ['php:8.3-fpm-alpine', undefined, true],
  ['php:8.3-apache', undefined, true],
  ['nginx:1.27-alpine', undefined, true],
  ['busybox:1.36', undefined, true],
  ['golang:alpine', undefined, true],
])('a stage on %s that names nobody runs as %j, or as root: %j', (base, user, isRootByBase) => {
  expect(facts(`FROM ${base}\nCOPY app /app\n`)).toMatchObject({ user, isRootByBase });
});

test.each([
  ['RUN apk --no-cache add curl', true],
  ['RUN apk add curl', true],
  ['RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y curl', true],
  ['RUN useradd app', true],
  ['USER app\nRUN apk add curl', false],
  ['RUN sudo apt-get update', false],
  ['RUN apk add curl || true', false],
  ['RUN pip install flask', false],
])('whose base nobody knows and that says %j starts as root: %j', (lines, isRootByBase) => {
  expect(facts(`FROM registry.example.com/ours:1\n${lines}\n`)?.isRootByBase).toBe(isRootByBase);
});

test.each([
  ['python:3.12-slim', 'RUN useradd --create-home --shell /bin/bash app', 1000],
  ['debian:12', 'RUN adduser --disabled-password --gecos "" app', 1000],
  ['debian:12', 'RUN groupadd -r app && useradd -r -g app app', 999],
  ['golang:1.24-alpine', 'RUN adduser -D app', 1000],
  ['alpine:3.20', 'RUN addgroup -S app && adduser -S app -G app', 100],
  ['node:22-alpine', 'RUN adduser -D app', 1001],
  ['ubuntu:22.04', 'RUN useradd app', 1000],
  ['ubuntu:24.04', 'RUN useradd app', 1001],
  ['ubuntu:rolling', 'RUN useradd app', undefined],
  ['debian:12', 'RUN adduser --system app', undefined],
  ['registry.example.com/ours:1', 'RUN useradd app', undefined],
  ['debian:12', 'RUN useradd app && useradd other', undefined],
  ['debian:12', 'RUN useradd -u 1500 other && useradd app', undefined],
])('on %s %j gives the first free number, and nobody states it', (base, line, user) => {
  const said = facts(`FROM ${base}\n${line}\nUSER app\n`);
  expect(said).toMatchObject({ user, userName: 'app' });
  expect(said?.isSure === false).toBe(user !== undefined);
});

test.each([
  [
    `ARG uid=10001\nRUN echo "app:x:\${uid}:\${uid}::/home/app:/bin/sh" > /users`,
    '/users /etc/passwd',
    10001,
  ],
  ['RUN adduser -D -u 5000 app', '/etc/passwd /etc/group /etc/', 5000],
  ['RUN adduser -D app', '/etc/passwd /etc/passwd', 1000],
  ['RUN adduser -D -u 5000 app', '/etc/group /etc/group', undefined],
])('after %j a stage that copies %j has its users', (line, copy, user) => {
  const said = facts(`FROM alpine:3.20 AS made\n${line}\nFROM scratch\nCOPY --from=made ${copy}\nUSER app\n`);
  expect(said?.user).toBe(user);
});

test('an argument from before the first stage counts where the stage says its name', () => {
  const stage = (lines: string) => facts(`ARG UID=10001\nFROM debian:12\n${lines}USER $UID\n`);
  expect(stage('')?.user).toBeUndefined();
  expect(stage('ARG UID\n')?.user).toBe(10001);
});

test('a file that Docker refuses says nothing', () => {
  expect(facts('FROM debian:12\nUSER 10001\nRUN cat <<EOF\nUSER root\n')).toBeUndefined();
});

test('the last stage counts, with what it is built on', () => {
  const text = `
FROM golang:1.24 AS build
USER 1
EXPOSE 1
FROM debian:12 AS runtime
EXPOSE 8080/tcp 9/udp
VOLUME ["/data", "/cache"]
USER 10001
FROM runtime
# USER 2
EXPOSE 9102
VOLUME /work
`;
  expect(facts(text)).toMatchObject({
    user: 10001,
    ports: [8080, 9102],
    volumes: ['/data', '/cache', '/work'],
    shell: undefined,
  });
  expect(facts('FROM golang AS build\nFROM scratch\nCOPY --from=build /app /app')?.shell).toBe(false);
});

test.each([
  ['spaces', `FROM debian\nRUN x${' '.repeat(200_000)}\n`],
  ['instructions', `FROM debian\n${'RUN x\n'.repeat(50_000)}`],
  ['texts in it', `FROM debian\n${'COPY <<EOF /x\nEOF\n'.repeat(20_000)}`],
])('a Dockerfile with many %s is read in no time', (_, text) => {
  const seconds = cpuSeconds(() => expect(facts(text)?.base).toBe('debian'));
  expect(seconds).toBeLessThan(5);
});

test('files are where the last stage puts them', () => {
  const text = `
FROM node:22 AS build
WORKDIR /src
COPY . .
FROM node:22-slim AS base
WORKDIR /app
COPY package.json ./
FROM base
COPY --from=build --chown=node:node /src/.next ./.next
ADD seed.tar.gz /data/
COPY $FOLDER /opt/$FOLDER
`;
  expect([...facts(text)!.contents]).toEqual([
    ['/app/package.json', 'shop/Dockerfile:7'],
    ['/app/.next', 'shop/Dockerfile:9'],
    ['/data/seed.tar.gz', 'shop/Dockerfile:10'],
  ]);
});

test.each([
  [
    '--interval=30s CMD curl -f http://localhost:8000/health/live || exit 1',
    { path: '/health/live', port: 8000 },
  ],
  ['CMD ["wget", "-qO-", "http://127.0.0.1/"]', { path: '/', port: 80 }],
  [
    `CMD python -c "import urllib.request as r; r.urlopen('http://localhost:8000/api/health')"`,
    { path: '/api/health', port: 8000 },
  ],
  ['CMD curl -fk https://localhost:8443/up', { scheme: 'HTTPS', path: '/up', port: 8443 }],
])('HEALTHCHECK %s asks %j', (check, httpGet) => {
  expect(facts(`FROM debian\nRUN true\nHEALTHCHECK ${check}\n`)?.health).toEqual({
    handler: { httpGet },
    at: 'shop/Dockerfile:3',
  });
});

test.each([
  'NONE',
  'CMD pgrep worker',
  `CMD curl http://localhost:$PORT/up`,
  `CMD curl http://localhost:80/$WHERE`,
  'CMD curl http://shop:80/up',
  'CMD curl http://localhost:1/a && curl http://localhost:1/b',
])('HEALTHCHECK %s shows no probe', check => {
  expect(
    facts(`FROM debian\nHEALTHCHECK CMD curl http://localhost/\nHEALTHCHECK ${check}\n`)?.health,
  ).toBeUndefined();
});
