/** The findings as a function of kustomize and kpt says them. */
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { realKustomize } from '../harness/kustomize.ts';
import { newRepo, programOf } from './cli.ts';

const SECRET = 'not-for-anybody-91';
const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  annotations:
    internal.config.kubernetes.io/path: apps/web.yaml
    internal.config.kubernetes.io/index: '1'
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example.com/shop/web:latest # moves
          env:
            - {name: PASSWORD, value: ${SECRET}}
`;

/** @param config what the function is told, in lines that are indented already */
function listOf(config: string, item = WEB): string {
  const indented = item.trimEnd().replaceAll('\n', '\n    ');
  return `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n${config}items:\n  - ${indented}\n`;
}

function fn(input: string) {
  const result = spawnSync(process.execPath, [programOf(), 'fn'], { input, encoding: 'utf8' });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

test('objects go on byte for byte, and results come behind them', () => {
  const input = listOf('');
  const { code, stdout, stderr } = fn(input);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.startsWith(input)).toBe(true);
  const { results } = parse(stdout);
  expect(results).toContainEqual({
    message: expect.stringContaining('security-context: Deployment web has no seccomp profile'),
    severity: 'warning',
    resourceRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'shop' },
    field: { path: 'spec.template.spec.securityContext.seccompProfile' },
    file: { path: 'apps/web.yaml', index: 1 },
    tags: { id: expect.any(String), transform: 'security-context', severity: 'critical' },
  });
  expect(stdout.slice(input.length)).not.toContain(SECRET);
});

test('errors are what it is told to fail on, in the environment that it is told', () => {
  const config = (spec: string) => `functionConfig: {kind: Kustomend, spec: {${spec}}}\n`;
  const failing = fn(listOf(config('failOn: high, severity: high, environment: production')));
  expect([failing.code, failing.stderr]).toEqual([1, expect.stringContaining('no seccomp profile')]);
  expect(failing.stderr).not.toContain(SECRET);
  const { results } = parse(failing.stdout);
  expect(new Set(results.map(({ severity }: { severity: string }) => severity))).toEqual(new Set(['error']));
  const one = fn(listOf(`functionConfig: {kind: ConfigMap, data: {only: 'resources, image-pin'}}\n`));
  const ids = parse(one.stdout).results.map(({ tags }: { tags: { transform: string } }) => tags.transform);
  expect(new Set(ids)).toEqual(new Set(['resources', 'image-pin']));
  const exempt = fn(listOf(config('only: [image-pin], config: {ignore: [{id: image-pin, reason: a test}]}')));
  expect(exempt.stdout).toBe(
    listOf(config('only: [image-pin], config: {ignore: [{id: image-pin, reason: a test}]}')),
  );
});

test.each([
  ['kind: [', 'standard input:1:'],
  ['kind: Deployment\n', 'is no ResourceList'],
  ['kind: ResourceList\nitems: 3\n', 'standard input:2:1: items: expected a list of objects'],
  [listOf('functionConfig: {spec: {failon: high}}\n'), 'spec.failon: unknown'],
  [listOf('functionConfig: {spec: {failOn: worst}}\n'), 'spec.failOn: expected one of critical'],
  [listOf('functionConfig: {spec: {only: [prbes]}}\n'), 'did you mean "probes"?'],
  [listOf('functionConfig: {spec: {config: {ignroe: []}}}\n'), 'kustomend.yaml'],
])('wrong input: exit 2 and why (%#)', (input, says) => {
  const { code, stdout, stderr } = fn(input);
  expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(says)]);
});

test('objects that no kustomization could hold together are not looked at, and go on', () => {
  const twice = `${listOf('')}  - ${WEB.trimEnd().replaceAll('\n', '\n    ')}\n`;
  const { code, stdout, stderr } = fn(twice);
  expect([code, stdout]).toEqual([3, twice]);
  expect(stderr).toContain('the 2 objects cannot be looked at');
});

const withKustomize = realKustomize === undefined ? test.skip : test;

withKustomize('kustomize runs it as a transformer, and builds what it builds without', () => {
  const { path } = realKustomize!;
  const root = newRepo({
    'web.yaml': WEB.replace(/ {2}annotations:\n.*\n.*\n/, ''),
    'kustomization.yaml': 'resources: [web.yaml]\n',
    'check.yaml': CHECK,
  });
  const program = join(root, 'kustomend-fn');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${programOf()}' fn\n`);
  chmodSync(program, 0o755);
  const build = () =>
    spawnSync(path, ['build', '--enable-alpha-plugins', '--enable-exec', root], { encoding: 'utf8' });
  const before = build();
  writeFileSync(join(root, 'kustomization.yaml'), 'resources: [web.yaml]\ntransformers: [check.yaml]\n');
  const after = build();
  expect([after.status, after.stdout]).toEqual([0, before.stdout]);
  writeFileSync(join(root, 'check.yaml'), `${CHECK}spec: {failOn: high}\n`);
  const failing = build();
  expect([failing.status, failing.stderr]).toEqual([1, expect.stringContaining('no seccomp profile')]);
});

const CHECK = `apiVersion: kustomend/v1
kind: Kustomend
metadata:
  name: check
  annotations:
    config.kubernetes.io/function: |
      exec:
        path: ./kustomend-fn
`;
