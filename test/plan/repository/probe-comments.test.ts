import { probeTurnedOff } from '../../../src/plan/repository/platform/comments/probe-comments.ts';

const turnedOff = (text: string, line: number, kind: string) =>
  probeTurnedOff({ read: () => text } as never)(`pod.yaml:${line}`, kind);

const CONTAINERS = `containers:
# The first one has neither probe nor limit.
- name: a
  image: a:1
#  livenessProbe:
#    tcpSocket: {port: 1}
  ports: []   # no startup probe, it is quick
  # readinessProbe:
  #   httpGet: {path: /}
# Readiness probe removed: it flapped.
- name: b
  image: b:1
  # Health checks are turned off while the migration runs.
volumes:
# livenessProbe: {}
- name: c
`;

test.each([
  [3, 'liveness', 'pod.yaml:5'],
  [3, 'startup', 'pod.yaml:7'],
  [3, 'readiness', 'pod.yaml:8'],
  [11, 'readiness', 'pod.yaml:10'],
  [11, 'liveness', 'pod.yaml:13'],
])('finds the comment of the container of line %i that turns its %s probe off', (line, kind, at) => {
  expect(turnedOff(CONTAINERS, line, kind)).toBe(at);
});

test.each([
  '# TODO: add a liveness probe',
  '# No more than what the liveness probe allows',
  '# a liveness probe that fails restarts it',
  '# no readiness probe',
  '# The liveness probe asks what is not cut off',
])('takes nothing else for it: %s', comment => {
  expect(turnedOff(`- name: a\n  ${comment}\n  image: a\n`, 1, 'liveness')).toBeUndefined();
});

test('one look at a file answers for each of its containers, and files are apart', () => {
  const texts: Record<string, string> = {
    'a.yaml': CONTAINERS,
    'b.yaml': '- name: a\n  image: a # a probe\n',
  };
  const reads: string[] = [];
  const read = (file: string) => {
    reads.push(file);
    return texts[file];
  };
  const asked = probeTurnedOff({ read } as never);
  expect(asked('a.yaml:3', 'liveness')).toBe('a.yaml:5');
  expect(asked('b.yaml:1', 'liveness')).toBeUndefined();
  expect(asked('a.yaml:11', 'readiness')).toBe('a.yaml:10');
  expect(reads).toEqual(['a.yaml', 'b.yaml']);
});

test('a place without a line has no comments', () => {
  expect(turnedOff('', 7, 'liveness')).toBeUndefined();
});
