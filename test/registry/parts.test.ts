/** What is read without a registry: challenges, hosts, configurations of images. */
import { parseChallenges } from '../../src/registry/challenge.ts';
import { hostOf, isLoopback, isSameDomain } from '../../src/registry/hosts.ts';
import { readImageConfig } from '../../src/registry/image-config.ts';

function challengesOf(header: string) {
  return parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
}

test('several challenges in one line, with commas and quotes in their values', () => {
  expect(
    challengesOf(
      'Bearer realm="https://a.example/token",service="x, \\"y\\"", Basic realm=plain,charset="UTF-8"',
    ),
  ).toEqual([
    ['bearer', { realm: 'https://a.example/token', service: 'x, "y"' }],
    ['basic', { realm: 'plain', charset: 'UTF-8' }],
  ]);
});

test.each([
  ['', []],
  ['Negotiate', [['negotiate', {}]]],
  [
    'Negotiate, Basic realm="x"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'x' }],
    ],
  ],
  ['realm="nobody"', []],
  ['Basic realm="unended', [['basic', {}]]],
])('%p', (header, challenges) => {
  expect(challengesOf(header).slice(0, challenges.length)).toEqual(challenges);
});

test('Docker Hub is asked by another name', () => {
  expect([hostOf('docker.io'), hostOf('ghcr.io')]).toEqual(['registry-1.docker.io', 'ghcr.io']);
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['[::1]', true],
  ['registry.localhost', true],
  ['127.example.com', false],
  ['localhost.example.com', false],
])('%s is this machine: %p', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test.each([
  ['registry-1.docker.io', 'auth.docker.io', true],
  ['registry.gitlab.com', 'gitlab.com', true],
  ['ghcr.io', 'ghcr.io', true],
  ['registry.example.co.uk', 'auth.example.co.uk', true],
  ['registry.example.co.uk', 'other.co.uk', false],
  ['registry.example.com', 'example.org', false],
  ['10.0.0.1', '10.0.0.2', false],
  ['registry', 'tokens', false],
])('%s may send who asks to %s: %p', (host, realm, expected) => {
  expect(isSameDomain(host, realm)).toBe(expected);
});

test('an image that says nothing starts as root, with nothing of its own', () => {
  for (const data of [null, {}, { config: null }, { config: { User: '', Env: 'X', Cmd: [7] } }])
    expect(readImageConfig(data)).toEqual({
      config: {
        platform: undefined,
        user: undefined,
        ports: [],
        volumes: [],
        entrypoint: [],
        command: [],
        variables: [],
      },
      versions: [],
    });
});
