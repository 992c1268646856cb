/** Containers that only wait: any user may do that, on a root file system that nobody may change. */

import securityContext from '../../../transforms/security-context/index.ts';
import { waitingEvidence } from '../../../transforms/shared/start/waiting.ts';
import writablePaths from '../../../transforms/writable-paths/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const init = (command: readonly string[], more = '') =>
  rootOf(
    workload(`
initContainers: [{name: wait, image: "busybox:1.36", command: ${JSON.stringify(command)}${more}}]
containers: [{name: a, image: "stranger:1"}]`),
  );
const waits = (command: readonly string[], more = '') =>
  waitingEvidence(init(command, more).workloads[0]!.containers.find(({ name }) => name === 'wait')!) !==
  undefined;
const script = (text: string) => waits(['sh', '-c', text]);

test.each([
  'until nc -z db 5432; do echo waiting; sleep 2; done',
  'until wget --spider -q http://api:8080/health; do sleep 1; done',
  'while ! wget -qO- http://api/health >/dev/null 2>&1; do sleep 1; done',
  'until curl -sf -o /dev/null http://api; do printf .; sleep 1; done',
  'for i in $(seq 1 60); do nslookup db && exit 0; sleep 1; done; exit 1',
  'timeout 60 nc -zv db 5432',
  'until [ "$(curl -s http://api/ready)" = "ok" ]; do sleep 1; done',
])('it only waits: %s', text => {
  expect(script(text)).toBe(true);
});

test.each([
  'until nc -z db 5432; do sleep 1; done; wget http://files/a',
  'curl -s -o /data/a http://files/a',
  'curl -sO http://files/a',
  'nc -l -p 80',
  'nc -e /bin/sh db 1',
  'echo a > /etc/motd',
  'sleep 1; ./migrate',
  'sleep 1; sh -c "rm -r /a"',
  'sleep 1; $TASK',
  'cat <<E > /a\nx\nE',
])('it may do more: %s', text => {
  expect(script(text)).toBe(false);
});

test('a command without a shell is one too, a script of the image or a volume is not', () => {
  expect(waits(['sleep', '30'])).toBe(true);
  expect(waits(['/wait.sh'])).toBe(false);
  expect(waits(['sh', '/wait.sh'])).toBe(false);
  expect(waits(['sleep', '30'], ', volumeMounts: [{name: v, mountPath: /v}]')).toBe(false);
});

test('it runs as nobody, without capabilities, and changes nothing of its image', () => {
  const root = init(['sh', '-c', 'until nc -z db 5432; do sleep 2; done']);
  const proposals = propose(securityContext, root);
  const user = only(proposals, 'non-root', 'wait');
  expect(user?.safety).toBe('safe');
  expect(changesOf(user)).toContain(
    'spec.template.spec.initContainers.wait.securityContext.runAsUser = 65534',
  );
  expect(only(proposals, 'capabilities', 'wait')?.safety).toBe('safe');
  expect(only(proposals, 'escalation', 'wait')?.safety).toBe('safe');
  const readOnly = only(propose(writablePaths, root), 'read-only-root', 'wait');
  expect(readOnly?.safety).toBe('safe');
  expect(readOnly?.changes).toHaveLength(1);
});

test('one that runs beside the others and sleeps is there for people, and a hook does more', () => {
  const [main] = rootOf(
    workload('containers: [{name: wait, image: "busybox:1.36", command: [sleep, infinity]}]'),
  ).workloads[0]!.containers;
  expect(waitingEvidence(main!)).toBeUndefined();
  expect(waits(['sleep', '30'], ', lifecycle: {preStop: {exec: {command: [rm, /a]}}}')).toBe(false);
});

test('of an image that nobody knows the user is not asked, as its command shows all that runs, and the capabilities go all the same', () => {
  const root = rootOf(
    workload(`
initContainers: [{name: wait, image: "stranger:1", command: [sleep, "30"]}]
containers: [{name: a, image: "nginx:1.29"}]`),
  );
  const proposals = propose(securityContext, root);
  expect(only(proposals, 'user-unknown', 'wait')?.known).toContain('its command shows all that runs');
  expect(only(proposals, 'capabilities', 'wait')?.safety).toBe('safe');
});
