import { mountedProgram } from '../../../transforms/shared/start/mounted-programs.ts';
import { rootOf, workload } from '../root.ts';

const of = (script: string) => {
  const lines = script.split('\n').map(line => `              ${line}`);
  const pod = `containers:
- name: a
  image: "app:1"
  command: [sh, -c]
  args:
    - |
${lines.map(line => line.replace(/^ {8}/, '')).join('\n')}
  volumeMounts: [{name: work, mountPath: /data}]
volumes: [{name: work, emptyDir: {}}]`;
  return mountedProgram(rootOf(workload(pod)).workloads[0]!.containers[0]!);
};

test.each([
  ['/data/run --fast', '/data/run'],
  ['MODE="a b" /data/run', '/data/run'],
  ['FILE="/data/shop-$STAMP.dump"', undefined],
  ["FILE='/data/shop.dump'\necho $FILE", undefined],
  ['pg_dump shop > "/data/shop.dump"', undefined],
])('%s', (script, program) => {
  expect(of(script)).toBe(program);
});
