/** Secrets inside of other texts, and the names that they go by. */
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { collectSecrets } from '../../../src/report/secrets/collect.ts';
import { newFinder } from '../../../src/report/secrets/finder.ts';
import { secretsByForm } from '../../../src/report/secrets/forms.ts';
import { credentialOf } from '../../../src/report/secrets/names.ts';
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
