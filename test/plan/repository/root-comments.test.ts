import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { rootNeeded } from '../../../src/plan/repository/platform/comments/root-comments.ts';

test.each([
  'Root required for GPU access',
  'needs root',
  'needs to run as root to read the logs',
  'must run as root',
  'the driver has to be root',
  'root privileges are needed for iptables',
])('%s: it has to be root', said => {
  expect(rootNeeded(memoryFiles({ 'web.yaml': `runAsUser: 0  # ${said}` }))('web.yaml:1')).toBe(said);
  expect(rootNeeded(memoryFiles({ 'web.yaml': `# ${said}\nrunAsUser: 0` }))('web.yaml:2')).toBe(said);
});

test.each([
  'does not need root',
  'must not run as root',
  'no root required',
  'needs root?',
  'TODO: needs root until the image is rebuilt',
  'needs root CA of the cluster',
  'requires root filesystem to be writable',
  'runs as non-root, which Pod Security must have',
  'root:root on our nodes',
])('%s: nothing is said', said =>
  expect(rootNeeded(memoryFiles({ 'web.yaml': `runAsUser: 0  # ${said}` }))('web.yaml:1')).toBeUndefined(),
);

test('a comment of several lines is read as one', () => {
  const text = '# The GPU plugin needs to run as\n# root to open its device.\n- name: web\n';
  expect(rootNeeded(memoryFiles({ 'web.yaml': text }))('web.yaml:3')).toMatch(/as root to open/);
});
