import { loginOf, type Reading, writtenIn } from '../../src/credentials/written.ts';

/** The settings, and what is found to be their value: the places are right where the values are. */
function read(text: string, reading?: Reading): string[] {
  return writtenIn(text, reading).map(({ name, start, end }) => `${name}=${text.slice(start, end)}`);
}

test.each([
  ['default_pass = fake-rabbit-pass', ['default_pass=fake-rabbit-pass']],
  ['export DB_PASSWORD=fake-pass # here', ['DB_PASSWORD=fake-pass']],
  ['DB_PASSWORD="fake pass"   # quoted', ['DB_PASSWORD=fake pass']],
  ['  adminPassword: fake-pass        # change it', ['adminPassword=fake-pass']],
  ['{"user": "web", "password": "fake-pass"}', ['password=fake-pass']],
  ['mysql --user web --password fake-pass', ['password=fake-pass']],
  ['mysql --user=web --password=fake-pass', ['password=fake-pass']],
  ["CREATE ROLE web LOGIN PASSWORD 'fake-pass';", ['password=fake-pass']],
  ['echo "password: fake-pass-1" > login.yaml', ['password=fake-pass-1']],
  ['echo "user: web password: fake-pass-1 host: db" > login', ['password=fake-pass-1']],
  ['PASS=fake-pass-1 ./migrate', ['PASS=fake-pass-1']],
  ['curl https://web:fake-pass@shop.example/', ['=fake-pass']],
  ['vault kv put secret/db username=web password=fake-pass', ['password=fake-pass']],
])('%s', (text, found) => {
  expect(read(text)).toEqual(found);
});

test.each([
  '# password = fake-pass',
  'password: $(cat /run/secrets/db)',
  'password = os.environ["PASSWORD"]',
  'password: {secretKeyRef: {name: web, key: password}}',
  'the password: it is in the vault',
  "password = os.environ.get('PASSWORD', 'admin')",
  'password=read_password(16)',
  'token_lifetime = 3600',
  'registry.shop.example/token:8f2c1b77',
  'if [ "$PASSWORD" == "changeme" ]; then',
  'echo "PASS: Backup of the night is restorable"',
  `echo "PASS: Backup \${FILE} is restorable"`,
  "  printf 'PASS: %s\\n' fine-so-far",
  'RESULT="PASS"; echo "PASSED: smoke-test-1"',
  'log "The new token: ab12-sorted went to the vault"',
])('%s has none', text => {
  expect(read(text)).toEqual([]);
});

test('of a program only what stands in quotes is a value', () => {
  expect(
    read('password = read_password\ntoken: get_Token1234\nsecret = "8f2c1b77aa34invented"', { isCode: true }),
  ).toEqual(['secret=8f2c1b77aa34invented']);
});

test('a key is found as a whole', () => {
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${'aW52ZW50ZWQ'.repeat(6)}\n-----END RSA PRIVATE KEY-----`;
  expect(read(`before\n${key}\nafter`)).toEqual([`=${key}`]);
});

test('a login of a registry', () => {
  expect(loginOf(Buffer.from('web:fake-pass').toString('base64'))).toMatchObject({ secret: 'fake-pass' });
  expect(loginOf(Buffer.from('web:<password>').toString('base64'))).toBeUndefined();
});
