/** Programs that gain privileges, among the words of a command. */

import { gainingCommand } from '../../../transforms/shared/start/non-root.ts';
import { rootOf, workload } from '../root.ts';

const gains = (...command: readonly string[]) =>
  gainingCommand(
    rootOf(
      workload(`containers: [{name: a, image: "stranger:1", command: ${JSON.stringify(command)}}]`),
    ).workloads[0]!.containers.at(0)!,
  );
const script = (text: string) => gains('sh', '-c', text);

test.each([
  'until redis-cli -h redis ping | grep -q PONG; do sleep 2; done',
  'mysqladmin ping -h db',
  'rabbitmq-diagnostics -q ping && exit 0',
  'timeout 5 valkey-cli ping',
  'mongosh --eval "db.adminCommand(\'ping\')"',
  'rclone copy a mount',
])('no program of the name runs: %s', text => expect(script(text)).toBeUndefined());

test.each([
  ['ping', 'ping -c 1 db'],
  ['ping', 'until ping -c 1 db; do sleep 1; done'],
  ['ping', 'timeout 5 /bin/ping db'],
  ['ping', 'sleep 1 && A=b ping db'],
  ['su', 'exec su app -c server'],
  ['sudo', 'a=$(sudo id)'],
  ['mount', 'mkdir /a; mount --bind /b /a'],
])('%s runs: %s', (program, text) => expect(script(text)).toBe(program));

test('a command without a shell is a program too', () => {
  expect(gains('ping', 'db')).toBe('ping');
  expect(gains('/bin/ping', 'db')).toBe('ping');
  expect(gains('redis-cli', 'ping')).toBeUndefined();
});
