/** Secrets inside of other texts, and the names that they go by. */

import { secretsByForm } from '../../../src/credentials/forms.ts';
import { credentialOf } from '../../../src/credentials/names.ts';
import { secretsIn } from '../../../src/credentials/rules.ts';
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { collectSecrets } from '../../../src/report/secrets/collect.ts';
import { newFinder } from '../../../src/report/secrets/finder.ts';
import { secretLines, secretsOf } from '../../../src/report/secrets/secrets.ts';

const CANARY = 'Kd83hfKs293jdkQpz';

/** Whether nothing of the text shows once it is known from a ConfigMap that holds it. */
function shown(text: string): string {
  const files = { 'a.yaml': `kind: ConfigMap\ndata:\n  conf: ${JSON.stringify(text)}\n` };
  return secretsOf(memoryFiles(files), ['a.yaml']).mask(text);
}

test.each([
  ['a folded text', `password: >-\n  ${CANARY}\n`],
  ['the next line', `password:\n  ${CANARY}\n`],
  ['a block', `token: |\n  ${CANARY}\n`],
  ['an anchor', `a:\n  password: &p ${CANARY}\n`],
  ['a list below', `passwords:\n- ${CANARY}\n`],
  ['a map below', `passwords:\n  bob: ${CANARY}\n`],
  ['a name and a value', `- name: PASSWORD\n  value: ${CANARY}\n`],
  ['properties', `db.password:${CANARY}\n`],
  ['a line that goes on', `db.password=\\\n   ${CANARY}\n`],
  ['an option', `app --password ${CANARY} --x`],
  ['an option with quotes', `app --db-password '${CANARY}' --x`],
  ['quotes in quotes', `password="a b \\" ${CANARY}"\n`],
  ['an element', `<password>\n  ${CANARY}\n</password>`],
  ['an attribute', `<a password="${CANARY}"/>`],
  ['a property', `<property name="password" value="${CANARY}"/>`],
  ['a property with an element', `<property name="password"><value>${CANARY}</value></property>`],
  ['an array of JSON', JSON.stringify({ secrets: [CANARY] })],
  ['redis', `requirepass ${CANARY}\n`],
  ['SQL', `CREATE USER a IDENTIFIED BY '${CANARY}';`],
  ['a role of SQL', `CREATE ROLE a WITH LOGIN PASSWORD '${CANARY}';`],
  ['what SQL encrypts', `CREATE ROLE a WITH ENCRYPTED PASSWORD '${CANARY}'`],
  ['a password of SQL on the next line', `ALTER USER a PASSWORD\n  '${CANARY}'`],
  ['a doubled quote of SQL', `ALTER USER a PASSWORD 'ab''${CANARY}'`],
  ['dollar quotes of SQL', `ALTER USER a PASSWORD $x$${CANARY}$x$`],
  ['a function of SQL', `SET PASSWORD FOR 'a'@'%' = PASSWORD('${CANARY}')`],
  ['a password for a user of SQL', `SET PASSWORD FOR 'a'@'%' = '${CANARY}'`],
  ['letters of another encoding in SQL', `CREATE LOGIN a WITH PASSWORD = N'${CANARY}'`],
  ['an option of SQL', `OPTIONS (user 'a', password '${CANARY}')`],
  ['a user of Redis', `user default on >${CANARY} ~* +@all`],
  ['a user of Redis behind its rights', `ACL SETUSER a on ~* +@all >${CANARY}`],
  ['an index', `os.environ["SECRET_KEY"] = "${CANARY}"`],
  ['an index in single quotes', `ENV['SECRET_KEY'] = '${CANARY}'`],
  ['an index of an index', `$config['db']['password'] = '${CANARY}';`],
  ['an index without quotes', `m[DB_PASSWORD]=${CANARY}`],
  ['a member', `process.env.SECRET_KEY = "${CANARY}";`],
  ['a value unless there is one', `ENV['API_TOKEN'] ||= '${CANARY}'`],
  ['a value instead', `const t = process.env.API_TOKEN ?? '${CANARY}';`],
  ['a value instead, in words', `t = os.environ.get("API_TOKEN") or "${CANARY}"`],
  ['arguments of a function', `os.Setenv("SECRET_KEY", "${CANARY}")`],
  ['a constant of PHP', `define( 'DB_PASSWORD', '${CANARY}' );`],
  ['a block of Ruby', `ENV.fetch("API_TOKEN") { "${CANARY}" }`],
  ['a type before the value', `const secretKey: string = "${CANARY}"`],
  ['another shell', `setenv DB_PASSWORD ${CANARY}`],
  ['a shell with options', `set -gx DB_PASSWORD ${CANARY}`],
  ['netrc', `machine h login u password ${CANARY}\n`],
  ['npmrc', `_auth=${CANARY}\n`],
  ['the value of an unset variable', `x=\${DB_PASSWORD:-${CANARY}}`],
  ['an assignment of Go', `password := "${CANARY}"`],
  ['a hash of Ruby', `:password => "${CANARY}"`],
  ['TOML', `password = '''${CANARY}'''`],
  ['a connection', `Server=x;Uid=a;Pwd=${CANARY};`],
  ['a password with a quote', `postgres://u:a"${CANARY}@h/db`],
  ['a password with a slash', `postgres://u:a/${CANARY}@h/db`],
  ['a password with a hash', `postgres://u:a#${CANARY}@h/db`],
  ['a password with a tab', `postgres://u:a\t${CANARY}@h/db`],
  ['slashes of JSON', `{"a":"https:\\/\\/u:${CANARY}@h"}`],
  ['no scheme', `//u:${CANARY}@h/x`],
  ['a driver of Go', `user:${CANARY}@tcp(host:3306)/db`],
  ['a driver of Oracle', `jdbc:oracle:thin:u/${CANARY}@h:1521:x`],
  ['an image with a user', `u:${CANARY}@reg.example.com/x:1`],
])('%s', (_, text) => {
  expect(shown(text)).not.toContain(CANARY);
});

const LOGIN = Buffer.from(`user:${CANARY}`).toString('base64');

test.each([
  ['JSON', JSON.stringify({ auths: { 'ghcr.io': { auth: LOGIN } } })],
  ['JSON on lines', JSON.stringify({ auths: { 'ghcr.io': { auth: LOGIN } } }, undefined, 2)],
  ['JSON in JSON', JSON.stringify({ config: JSON.stringify({ auth: LOGIN }) })],
  ['YAML', `auths:\n  ghcr.io:\n    auth: ${LOGIN}\n`],
])('a login of docker in %s', (_, text) => {
  expect(shown(text)).not.toContain(LOGIN);
});

test.each([
  "sql = 'ALTER USER a PASSWORD ' + quoted(password) + ' VALID'",
  'set token expiry: five',
  'const x = find("token") || "default-one"',
  'auth: kubernetes2',
  'auth: aGVsbG8gd29ybGQh',
  'getenv("SECRET_KEY", $other9x)',
  "type: 'password' | 'token1x'",
])('nothing secret in %s', text => {
  const files = { 'a.yaml': `data:\n  conf: |\n    ${text}\n` };
  expect([...collectSecrets(memoryFiles(files), ['a.yaml']).values]).toEqual([]);
});

test.each([
  "password '",
  'user a on ~a ',
  "('password','",
  'a] or ',
  'a: string ',
  'password $a$',
  'token]|?+ ',
])('the search comes to an end in many of %s', text => {
  const found = secretsIn(`${text.repeat(20_000)}\nSECRET_KEY = "${CANARY}"\n`);
  expect(found.some(({ value }) => value.includes(CANARY))).toBe(true);
});

test.each([
  'https://registry.example.com:5000/img@sha256:abc',
  'http://host:8080/@scope/pkg',
  'mailto:alice9@example.com',
  'nginx:1.25.3@sha256:0123',
  'note: a//b:c d@e',
])('no password: %s', text => {
  expect(secretsByForm(text)).toEqual([]);
});

test.each([
  'SECRET_KEY',
  'SECRETKEY',
  'AWS_SECRET_KEY',
  'DJANGO_SECRET_KEY',
  'CREDS',
  'BASIC_AUTH',
  'HTTP_AUTH',
  'DEPLOY_KEY',
  'JWT_KEY',
  'HMAC_KEY',
  'CRYPTO_KEY',
  'RSA_KEY',
  'FERNET_KEY',
  'SIGNKEY',
  'PSK',
  'ADMIN_PW',
  'rootpw',
  'Pwd',
])('any value of %s is a secret', name => {
  expect(credentialOf(name)).toBe('sure');
});

test.each(['jwtSecretKey', 'secretKey', 'SSH_KEY', 'ENC_KEY', 'TLS_KEY', 'SERVER_KEY', 'API_KEY_ID'])(
  'of %s what looks like one',
  name => {
    expect(credentialOf(name)).toBe('likely');
    const valuesOf = (value: string) => [
      ...collectSecrets(memoryFiles({ 'a.yaml': `${name}: ${value}\n` }), ['a.yaml']).values,
    ];
    expect(valuesOf(CANARY)).toContain(CANARY);
    for (const value of ['db-password', '/etc/tls/tls.key', 'id_rsa', 'server.key'])
      expect(valuesOf(value)).toEqual([]);
  },
);

test.each([
  'PUBLIC_KEY',
  'cacheKey',
  'primary_key',
  'PWD',
  'secretName',
  'key',
  'author',
  'keyboard',
  'pw_policy',
])('nothing of %s', name => {
  expect(credentialOf(name)).toBeUndefined();
});

describe('the lines of a diff', () => {
  test.each([
    ['an address in pieces', `a: "postgres://u:Kd83hfKs2\\\n  93jdkQpz@h/db"\nb: c\n`, [1, 2]],
    ['a header in pieces', `a: "Bearer Yk39fjh2\\\n  Q2mvLx83"\nb: c\n`, [1, 2]],
    ['characters by number', `a: "postgres://u:Kd\\x383@h/db"\nb: c\n`, [1]],
    ['a block', 'a:\n  b: |\n    x: y\n    password:\n      Kd83hfKs2\n    z: y\n  c: d\n', [5]],
    ['what is commented out', '# - name: DB_PASSWORD\n#   value: Kd83hfKs2\na: b\n', [2]],
    ['a comment beside a name', '- name: DB_PASSWORD # old: Kd83hfKs2\na: b\n', [1]],
    ['the user of a program', 'args:\n- -u\n- admin:Kd83hfKs2\n', [3]],
  ])('%s', (_, text, lines) => {
    expect([...secretLines(text)]).toEqual(lines);
  });
});

test('a value that is written in pieces is hidden as a whole', () => {
  const files = memoryFiles({ 'a.yaml': 'a: "Bearer Yk39fjh2\\\n  Q2mvLx83"\n' });
  expect(secretsOf(files, ['a.yaml']).mask('see Yk39fjh2Q2mvLx83.')).toBe('see ***.');
});

test('what is also a name is no secret outside of its own place', () => {
  const files = {
    'a.yaml': 'kind: Secret\nmetadata: {name: b}\nstringData: {name: Hidden-99x, a: Shop-77x}\n',
    'b.yaml': 'kind: Deployment\nmetadata: {name: db-Shop-77x}\n---\nkind: Pod\nmetadata: {name: Shop-77x}\n',
  };
  const { mask } = secretsOf(memoryFiles(files), Object.keys(files));
  expect(mask('db-Shop-77x and Hidden-99x')).toBe('db-Shop-77x and ***');
});

test.each([
  [
    'of itself',
    'kind: Secret\nmetadata:\n  labels: {a: b}\n  name: Shop-77x-login\nstringData: {a: Shop-77x}\n',
    '',
  ],
  ['in one line', 'kind: Secret\nmetadata: {name: Shop-77x-login}\nstringData: {a: Shop-77x}\n', ''],
  [
    'of a volume',
    'kind: Secret\nmetadata: {name: b}\nstringData: {a: Shop-77x}\n',
    'kind: Pod\nspec: {volumes: [{secret: {secretName: Shop-77x-login}}]}\n',
  ],
  ['of a generator', 'secretGenerator:\n- name: Shop-77x-login\n  literals: [password=Shop-77x]\n', ''],
])('the name of a Secret is none: %s', (_, first, second) => {
  const files = { 'kustomization.yaml': first, 'b.yaml': second };
  const { mask } = secretsOf(memoryFiles(files), Object.keys(files));
  expect(mask('see Shop-77x-login')).toBe('see Shop-77x-login');
});

describe('a finder', () => {
  const found = (pieces: string[], text: string) =>
    newFinder(pieces, 20)(text).map(([start, end]) => text.slice(start, end));

  test('finds the longest of those that begin alike', () => {
    const pieces = ['abcdef', 'abcdefgh', 'abcdefghijk', 'abcdefzz'];
    expect(found(pieces, 'abcdefghij abcdefghijkl abcdefz abcdeg')).toEqual([
      'abcdefgh',
      'abcdefghijk',
      'abcdef',
    ]);
  });

  test('finds one that begins within another', () => {
    expect(found(['abc9-defg7hij', 'g7hij-klmnop-qrs55'], 'x abc9-defg7hij-klmnop-qrs55 y')).toEqual([
      'abc9-defg7hij-klmnop-qrs55',
    ]);
    expect(found(['aaaaaa'], 'a'.repeat(100_000))).toEqual(['a'.repeat(100_000)]);
  });

  test('finds what a printer has left of one', () => {
    expect(found(['abcdefghijk'], 'abcdefgh... abcd...')).toEqual(['abcdefgh']);
  });
});
