import transform from '../../../transforms/graceful-shutdown/index.ts';
import { changesOf, propose, rootOf, type Setting, workload } from '../root.ts';

const service = (spec = 'ports: [{port: 80}]') =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ${spec}}\n---\n`;
const pod = (container = '', more = '') =>
  `containers: [{name: web, image: "registry.example.com/web:1"${container}}]\n${more}`;
const of = (text: string, options = {}, setting: Setting = {}) =>
  propose(transform, rootOf(text, setting), options);
const served = (container = '', more = '') => `${workload(pod(container, more))}${service()}`;
const shell = (is: boolean): Setting => ({ images: { web: { shell: is } } });
const HOOK = 'spec.template.spec.containers.web.lifecycle.preStop';
const GRACE = 'spec.template.spec.terminationGracePeriodSeconds';

test.each([
  ['nobody sends to it', workload(pod())],
  [
    'clients look for its pods by themselves',
    `${workload(pod())}${service('clusterIP: None, ports: [{port: 80}]')}`,
  ],
  ['a hook is there', served(', lifecycle: {preStop: {exec: {command: [drain]}}}')],
  ['it waits by itself', served(', args: ["--shutdown-delay-duration=5s"]')],
  ['a variable says so', served(', env: [{name: PRE_STOP_SECONDS, value: "5"}]')],
  ['it may be killed', served('', 'terminationGracePeriodSeconds: 0')],
  ['it is a store', `${workload('containers: [{name: web, image: "postgres:16"}]')}${service()}`],
  [
    'it may be a store',
    `${workload('containers: [{name: web, image: "example.com/postgres:16"}]')}${service()}`,
  ],
  ['only metrics are asked for', `${workload(pod())}${service('ports: [{port: 9090, name: http-metrics}]')}`],
  ['it is alone, and made anew', `${workload(pod(), { more: 'strategy: {type: Recreate}' })}${service()}`],
  [
    'it is alone, and gone before the next one',
    `${workload(pod(), { more: 'replicas: 1\nstrategy: {rollingUpdate: {maxSurge: 0}}' })}${service()}`,
  ],
  ['it is the only one of its name', `${workload(pod(), { kind: 'StatefulSet' })}${service()}`],
  ['its script drains', served(', command: [sh, -c, "trap \'drain 10\' TERM; web"]')],
  [
    'a script that it gets drains',
    `${served('', 'volumes: [{name: run, configMap: {name: run}}]')}---
apiVersion: v1
kind: ConfigMap
metadata: {name: run, namespace: shop}
data: {"run.sh": "#!/bin/sh\\ntrap 'drain 10' TERM\\nexec web"}
`,
  ],
  ['it is switched off', `${workload(pod(), { more: 'replicas: 0' })}${service()}`],
])('nothing is said where %s', (_, text) => {
  expect(of(text)).toEqual([]);
});

test('a time to finish is no time to go on', () => {
  expect(of(served(', args: ["--graceful-timeout=30"]'))).toHaveLength(1);
});

test('the image decides who waits, and both numbers and actions of ours are doubts', () => {
  const [unknown] = of(served());
  expect(changesOf(unknown)).toEqual([`${HOOK} = {"sleep":{"seconds":5}}`]);
  expect(unknown?.doubts).toHaveLength(2);
  const [known] = of(served(), { seconds: 7 }, shell(true));
  expect(changesOf(known)).toEqual([`${HOOK} = {"exec":{"command":["sleep","7"]}}`]);
  expect(known?.safety).toBe('safe');
  expect(of(served(), { seconds: 7 }, shell(false))[0]?.doubts).toEqual([expect.stringContaining('1.30')]);
});

test('what the configuration says of the way is taken, but no command where there is no shell', () => {
  const stated = { seconds: 7, action: 'sleep' };
  expect(of(served(), stated)[0]?.safety).toBe('safe');
  expect(of(served(), { ...stated, action: 'exec' }, shell(false))).toEqual([]);
  expect(of(served(), { ...stated, action: 'exec' })[0]?.doubts).toHaveLength(1);
});

test('an old cluster knows no action, and Windows no command', () => {
  const old =
    'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: web, namespace: shop}\nspec: {}';
  expect(of(`${served()}${old}`)).toEqual([]);
  expect(of(`${served()}${old}`, {}, shell(true))).toHaveLength(1);
  const windows = served('', 'os: {name: windows}');
  expect(changesOf(of(windows, {}, shell(true))[0])[0]).toContain('{"sleep"');
});

test.each([
  ['nothing written, and time enough', '', {}, undefined],
  ['a written time, which stays', 'terminationGracePeriodSeconds: 60', {}, 65],
  ['too little for the wait', 'terminationGracePeriodSeconds: 3', {}, 8],
  ['a stated time to drain', '', { drainSeconds: 40 }, 45],
  ['a stated time that fits', 'terminationGracePeriodSeconds: 60', { drainSeconds: 40 }, undefined],
])('the period of a pod: %s', (_, more, options, grace) => {
  const changes = changesOf(of(served('', more), options)[0]);
  expect(changes[1]).toBe(grace === undefined ? undefined : `${GRACE} = ${grace}`);
});

test('of several containers the one that declares the port waits', () => {
  const text = `${workload(
    'containers: [{name: web, image: "web:1", ports: [{containerPort: 80}]}, {name: log, image: "log:1"}]',
  )}${service()}`;
  expect(of(text).map(each => each.at.path.at(-3))).toEqual([{ name: 'web' }]);
  const other = text.replace('containerPort: 80', 'containerPort: 81');
  expect(of(other)).toEqual([]);
  expect(of(other, {}, { images: { log: { ports: [80] } } }).map(each => each.at.path.at(-3))).toEqual([
    { name: 'log' },
  ]);
});

test('of several pods of a StatefulSet others answer', () => {
  const text = `${workload(pod(), { kind: 'StatefulSet', more: 'replicas: 2' })}${service()}`;
  expect(of(text)).toHaveLength(1);
});
