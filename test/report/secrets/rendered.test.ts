/** What a render shows of arguments and texts of which parts are secret. */

import { documentsOf } from '../../../src/report/secrets/nodes.ts';
import { withoutSecretArguments, withoutSecrets } from '../../../src/report/secrets/rendered.ts';

const nothingKnown = () => [];

test.each([
  ['in an option', ['--password=hunter', 'hunter'], ['--password=***', 'hunter']],
  ['behind an option', ['mongo', '-p', 'hunter'], ['mongo', '-p', '***']],
  ['at an option', ['mysqladmin', 'ping', '-phunter'], ['mysqladmin', 'ping', '-p***']],
  ['in a script', ['sh', '-c', 'redis-cli -a hunter ping'], ['sh', '-c', 'redis-cli -a *** ping']],
  ['in an address', ['postgres://hunter:hunter@db/hunter'], ['postgres://hunter:***@db/hunter']],
])('an ordinary word is hidden where it is a password, and nowhere else: %s', (_, words, shown) => {
  expect(withoutSecretArguments(words)).toEqual(shown);
  const [root] = documentsOf(JSON.stringify({ args: words }));
  expect(withoutSecrets([root as never], nothingKnown).objects).toEqual([{ args: shown }]);
});

test('a program and its arguments', () => {
  const [root] = documentsOf(JSON.stringify({ command: ['redis-cli'], args: ['-a', 'hunter', 'ping'] }));
  expect(withoutSecrets([root as never], nothingKnown).objects).toEqual([
    { command: ['redis-cli'], args: ['-a', '***', 'ping'] },
  ]);
});
