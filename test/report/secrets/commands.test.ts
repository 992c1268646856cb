/** Passwords that programs take by options and places of their own. */

import { passwordsGiven } from '../../../src/credentials/commands.ts';
import { secretsIn } from '../../../src/credentials/rules.ts';
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { collectSecrets } from '../../../src/report/secrets/collect.ts';
import { secretLines } from '../../../src/report/secrets/secrets.ts';

const CANARY = 'Kd83hfKs293jdkQpz';

/** Lines of a shell. */
const COMMANDS: readonly string[] = [
  `mysql -uroot -p${CANARY} -e 'select 1'`,
  `mysqldump --all-databases -uroot -p'${CANARY}' shop`,
  `mysqladmin ping -h localhost "-p${CANARY}"`,
  `mysqladmin -u root password ${CANARY}`,
  `/usr/bin/mariadb-dump -p"${CANARY}" shop`,
  `mariadb -p${CANARY}`,
  `mongo -u admin -p ${CANARY} --eval 'db.stats()'`,
  `mongodump -p "${CANARY}" --archive`,
  `mongosh -p${CANARY}`,
  `redis-cli -h cache -a ${CANARY} ping`,
  `valkey-cli -a '${CANARY}' ping`,
  `PGPASSWORD=${CANARY} psql -c 'select 1'`,
  `REDISCLI_AUTH=${CANARY} redis-cli ping`,
  `sshpass -p ${CANARY} ssh shop@host`,
  `sshpass -p${CANARY} scp a host:`,
  `curl -uadmin:${CANARY} http://db`,
  `curl -s -u admin:${CANARY} http://db`,
  `curl -u 'admin:${CANARY}' http://db`,
  `rabbitmqctl add_user shop ${CANARY}`,
  `rabbitmqctl change_password shop '${CANARY}'`,
  `rabbitmqadmin -u shop -p ${CANARY} list queues`,
  `/opt/mssql-tools18/bin/sqlcmd -S db -U sa -P ${CANARY} -Q 'select 1'`,
  `ldapsearch -x -D cn=admin,dc=shop -w ${CANARY}`,
  `mosquitto_sub -u shop -P ${CANARY} -t a`,
  `cqlsh -u cassandra -p ${CANARY}`,
  `cypher-shell -u neo4j -p ${CANARY} 'return 1'`,
  `smbclient -U shop%${CANARY} //host/share`,
  `docker login -u shop -p ${CANARY} registry.example.com`,
  `helm registry login registry.example.com -p ${CANARY}`,
  `htpasswd -nbB shop ${CANARY} > /auth/htpasswd`,
  `htpasswd -bc /auth/htpasswd shop ${CANARY}`,
  `mc alias set store http://minio:9000 shop ${CANARY}`,
  `mc admin user add store shop ${CANARY}`,
  `vault login ${CANARY}`,
  `until mysqladmin ping -p${CANARY}; do sleep 1; done`,
  `exec sshpass -p a mysql \\\n  -uroot \\\n  -p${CANARY}`,
];

describe.each(COMMANDS)('%s', line => {
  test('as a line', () => {
    expect(secretsIn(line).map(({ value }) => value)).toContain(CANARY);
    for (const { start, value } of secretsIn(line)) expect(line.startsWith(value, start)).toBe(true);
  });

  test('in a script of a manifest', () => {
    const script = line
      .split('\n')
      .map(each => `    ${each}\n`)
      .join('');
    const text = `command: [sh, -c]\nargs:\n  - |\n${script}`;
    expect(secretLines(text).size).toBeGreaterThan(0);
    expect([...collectSecrets(memoryFiles({ 'a.yaml': text }), ['a.yaml']).values]).toContain(CANARY);
  });
});

describe('as words, each in an item of its own', () => {
  const LISTS: readonly (readonly string[])[] = [
    ['mysqladmin', 'ping', '-h', 'localhost', `-p${CANARY}`],
    ['redis-cli', '-a', CANARY, 'ping'],
    ['/usr/bin/mongo', '-u', 'admin', '-p', CANARY],
    ['rabbitmqctl', 'add_user', 'shop', CANARY],
    ['sshpass', '-p', CANARY, 'ssh', 'host'],
    ['curl', `-uadmin:${CANARY}`, 'http://db'],
  ];
  const shapes: readonly (readonly [string, (words: readonly string[]) => string])[] = [
    ['a list', words => `command:\n${words.map(word => `- "${word}"\n`).join('')}`],
    ['a list in a line', words => `command: ${JSON.stringify(words)}\n`],
    [
      'a program and its arguments',
      ([program, ...words]) => `command: [${program}]\nargs:\n${words.map(word => `- ${word}\n`).join('')}`,
    ],
  ];
  test.each(LISTS.flatMap(words => shapes.map(([what, print]) => [what, words[0], print(words)])))(
    '%s: %s',
    (_, __, text) => {
      expect([...collectSecrets(memoryFiles({ 'a.yaml': text! }), ['a.yaml']).values]).toContain(CANARY);
      const shown = text!.split('\n').filter((_, index) => !secretLines(text!).has(index + 1));
      expect(shown.join('\n')).not.toContain(CANARY);
    },
  );
});

test.each([
  'mysql -p shop',
  'mysql -P 3306 -h db',
  'mysqladmin ping -p$MYSQL_ROOT_PASSWORD',
  `mysqladmin ping -p"\${MYSQL_ROOT_PASSWORD}"`,
  `mysqladmin ping -p"$\${MYSQL_ROOT_PASSWORD}"`,
  'mysqladmin ping -p$(MYSQL_ROOT_PASSWORD)',
  'redis-cli -a "$(cat /run/redis)" ping',
  'redis-cli -p 6379 ping',
  'docker run -p 8080:80 nginx',
  'curl -u "$USER:$PASS" http://db',
  'rabbitmqctl list_users -p shop',
  'vault login -method=kubernetes',
  'mkdir -p mysql/data',
  'image: mysql\n-pnothing',
])('no password: %j', line => {
  expect(secretsIn(line)).toEqual([]);
});

test('what is the program of one place is the argument of another', () => {
  const given = (...words: string[]) => [...passwordsGiven(words)].map(({ word, value }) => [word, value]);
  expect(given('rabbitmqctl', 'add_user', 'vault', 'x1')).toEqual([[3, 'x1']]);
  expect(given('sshpass', '-px1', 'mysql', '-h', 'mysql', '-px2')).toEqual(
    expect.arrayContaining([
      [1, 'x1'],
      [5, 'x2'],
    ]),
  );
});
