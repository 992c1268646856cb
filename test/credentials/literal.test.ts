import { formOf, literalOf } from '../../src/credentials/literal.ts';

const KEY = `-----BEGIN PRIVATE KEY-----\n${'aW52ZW50ZWQ'.repeat(8)}\n-----END PRIVATE KEY-----\n`;

test.each([
  ['DB_PASSWORD', 'Sup-3r-invented', 'password'],
  ['MYSQL_ROOT_PASSWORD', 'hermes', 'password'],
  ['dbpassword', 'hermes', 'password'],
  ['RABBITMQ_DEFAULT_PASS', 'fake-rabbit-pass', 'password'],
  ['spring.datasource.password', 'fake-spring-pass', 'password'],
  ['adminPassword', 'Harbor12345', 'password'],
  ['DB_PASSWORD_DEV', 'fake-dev-pass', 'password'],
  ['PASSWORD', '20268', 'password'],
  ['API_KEY', '8f2c1b77aa34invented', 'key'],
  ['SECRET_KEY_BASE', '8f2c1b77aa34invented', 'key'],
  ['SSO_SECRET', 'BqkInvent7', 'secret'],
  ['VAULT_TOKEN', '8f2c1b77aa34invented', 'token'],
  ['DATABASE_URL', 'postgres://web:fake-pass@db:5432/web', 'address'],
  ['DATABASE_URL', 'jdbc:mysql://web:fake-pass@db/web', 'address'],
  ['REDIS_URL', 'redis://:fake-pass@redis:6379/0', 'address'],
  ['JDBC_URL', 'jdbc:postgresql://db:5432/web?user=web&password=fake-pass', 'address'],
  ['DSN', 'host=db user=web password=fake-pass dbname=web', 'address'],
  ['DSN', 'web:fake-pass@tcp(mysql:3306)/web', 'address'],
  ['ConnectionStrings__Default', 'Server=db;Database=web;User Id=web;Password=fake-Pass1;', 'address'],
  ['STORAGE', 'DefaultEndpointsProtocol=https;AccountName=web;AccountKey=ZmFrZWZha2VmYWtl==;', 'address'],
  ['ANYTHING', `ghp_${'q7Zk2Vx9Lm4Tn8Rw1B'.repeat(2)}`, 'token'],
  ['tls.key', KEY, 'private key'],
])('%s=%s is a %s', (name, value, is) => {
  expect(literalOf(name, value)).toMatchObject({ is, isDefault: false });
});

test.each([
  ['SMTP_PASSWORD', 'changeme'],
  ['SMTP_PASSWORD', 'CHANGE_ME'],
  ['POSTGRES_PASSWORD', 'postgres'],
  ['GRAFANA_PASSWORD', 'admin123'],
  ['PASSWORD', '123456'],
  ['TOKEN', 'Y2hhbmdlbWU='],
  ['AMQP_URL', 'amqp://guest:guest@rabbitmq:5672/'],
])('%s=%s is what everybody tries first', (name, value) => {
  expect(literalOf(name, value)).toMatchObject({ isDefault: true });
});

test.each([
  ['OAUTH_TOKEN_URL', 'https://login.shop.example/token'],
  ['secretName', 'web-tls'],
  ['passwordKey', 'admin-password'],
  ['DB_PASSWORD_FILE', '/run/secrets/db'],
  ['DB_PASSWORD', '/run/secrets/db'],
  ['TOKEN_TTL', '3600'],
  ['SESSION_TOKEN', '3600s'],
  ['MAX_TOKENS', '4096'],
  ['PASSWORD_MIN_LENGTH', '12'],
  ['API_KEY_HEADER', 'X-Api-Key'],
  ['VAPID_PUBLIC_KEY', '8f2c1b77aa34invented'],
  ['SUPABASE_ANON_KEY', '8f2c1b77aa34invented'],
  ['SORT_KEY', '8f2c1b77aa34invented'],
  ['SESSION_SECRET', 'web-session-secret'],
  ['IRONIC_SWITCH_CREDENTIALS_SECRET', 'metal3-switch-credentials'],
  ['privateKeySecret', 'my-secret'],
  ['PASSWORD', '$(DB_PASSWORD)'],
  ['PASSWORD', `$\{DB_PASSWORD}`],
  ['PASSWORD', '$DB_PASSWORD'],
  ['PASSWORD', '<password>'],
  ['PASSWORD', '<path:secret/data/db#password>'],
  ['PASSWORD', '{{ .Values.password }}'],
  ['PASSWORD', 'ENC[AES256_GCM,data:aW52,iv:aXY=,tag:dGFn,type:str]'],
  ['PASSWORD', 'vault:secret/data/db#password'],
  ['PASSWORD', 'PLACEHOLDER_WILL_BE_REPLACED'],
  ['PASSWORD', 'your-password-here'],
  ['PASSWORD', 'xxxxxxxx'],
  ['PASSWORD', 'true'],
  ['PASSWORD', 'DB_PASSWORD'],
  ['PASSWORD', 'required'],
  ['admin.password', '$2a$10$inventedinventedinvented'],
  ['PWD', '/srv/app'],
  ['BYPASS', 'internal-network'],
  ['DATABASE_URL', 'postgres://web@db:5432/web'],
  ['DATABASE_URL', 'postgres://web:$(DB_PASSWORD)@db:5432/web'],
  ['DATABASE_URL', `postgres://web:$\{DB_PASSWORD}@db:5432/web`],
  ['DATABASE_URL', 'postgres://<user>:<password>@db:5432/web'],
  ['DSN', 'host=db user=web password=$(DB_PASSWORD) dbname=web'],
  ['DSN', 'web:$(DB_PASSWORD)@tcp(mysql:3306)/web'],
  ['DSN', 'host=db user=web dbname=web'],
  ['QUERY', 'update accounts set password=hash'],
  ['SENTRY_DSN', 'https://0123456789abcdef0123456789abcdef@sentry.shop.example/4'],
  ['IMAGE', 'registry.shop.example:5000/web@sha256:0123'],
  ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE'],
])('%s=%s is none', (name, value) => {
  expect(literalOf(name, value)).toBeUndefined();
});

test('in a Secret a word like a name is a value', () => {
  expect(literalOf('OAUTH_CLIENT_SECRET', 'fake-client-secret')).toBeUndefined();
  expect(literalOf('OAUTH_CLIENT_SECRET', 'fake-client-secret', true)).toMatchObject({ is: 'secret' });
});

test('a key without a body is the pattern of a program', () => {
  expect(formOf('grep -r "-----BEGIN PRIVATE KEY-----" .')).toBeUndefined();
});
