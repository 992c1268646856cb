/** A repository with a canary in every form in which repositories hold secrets. */
import { createHash } from 'node:crypto';

/** Told apart by nothing but its characters; the same in every run. */
export function canaryOf(name: string): string {
  return `Cn${createHash('sha256').update(name).digest('hex').slice(0, 14)}`;
}

const encoded = (text: string) => Buffer.from(text).toString('base64');
const lines = (...all: string[]) => `${all.join('\n')}\n`;

/** Entries of `env`, by what is special about each. */
const ENV: Readonly<Record<string, (value: string) => string>> = {
  plain: value => `{name: DB_PASSWORD, value: ${value}}`,
  'value first': value => `{value: ${value}, name: API_TOKEN}`,
  'lines between': value =>
    `# the password\n          name: USER_PASSWORDS\n\n          # it\n          value: ${value}`,
  'short name': value => `{name: DB_PWD, value: "${value}"}`,
  'quoted keys': value => `{"name": "MASTER_KEY", 'value': '${value}'}`,
  block: value => `name: SIGNING_KEY\n          value: |-\n            ${value}`,
  folded: value => `name: CLIENT_SECRET\n          value: >-\n            ${value}`,
  anchor: value => `name: ANCHOR_PASSWORD\n          value: &anchor ${value}`,
  alias: () => '{name: INNOCENT, value: *anchor}',
  tag: value => `{name: TAG_PASSWORD, value: !!str ${value}}`,
  slash: value => `{name: SLASH_TOKEN, value: /${value}}`,
  brace: value => `{name: BRACE_TOKEN, value: "{${value}"}`,
  bang: value => `{name: BANG_TOKEN, value: "!${value}"}`,
  star: value => `{name: STAR_TOKEN, value: "*${value}"}`,
  dollar: value => `{name: DOLLAR_TOKEN, value: "$(${value}"}`,
  quote: value => `{name: QUOTE_TOKEN, value: 'it''s"${value}&<'}`,
  address: value => `{name: DATABASE, value: "postgres://shop:${value}@db:5432/shop?a=b"}`,
  'address with a token': value => `{name: REPOSITORY, value: "https://${value}@git.example.com/shop"}`,
  query: value => `{name: REPORTS, value: "https://api.example.com/reports?access_token=${value}&x=1"}`,
  options: value => `{name: JAVA_OPTS, value: "-Xmx1g -Ddb.password=${value} -Dx=y"}`,
  json: value => `{name: SETTINGS, value: '{"db": {"password": "${value}"}}'}`,
};

const ARGS: Readonly<Record<string, (value: string) => string>> = {
  'option with a value': value => `- --password=${value}`,
  'option and value': value => `- --db-password\n        - ${value}`,
  export: value => `- "export DB_PASSWORD=${value}; exec shop"`,
  header: value => `- 'curl -H "Authorization: Basic ${value}" http://db'`,
  bearer: value => `- 'curl -H "Authorization: Bearer ${value}" http://db'`,
  'option of mysql': value => `- 'mysqladmin ping -uroot -p${value}'`,
  'option of redis-cli': value => `- "redis-cli -a '${value}' ping"`,
  'word of rabbitmqctl': value => `- rabbitmqctl\n        - add_user\n        - shop\n        - ${value}`,
  'option of sshpass': value => `- sshpass\n        - -p${value}`,
  'user of curl': value => `- 'curl -u admin:${value} http://db'`,
};

/** The parts of a repository, each with the value that it is given. */
class Planting {
  readonly values = new Map<string, string>();
  plant(name: string): string {
    const value = canaryOf(name);
    this.values.set(name, value);
    return value;
  }
  number(name: string, value: string): string {
    this.values.set(name, value);
    return value;
  }
}

export interface Planted {
  readonly files: Readonly<Record<string, string>>;
  readonly values: ReadonlyMap<string, string>;
}

/** @param seed other values under the same names, and `count` of them in generated places */
export function plantCanaries(seed: string, count: number): Planted {
  const planting = new Planting();
  const plant = (name: string) => planting.plant(`${seed} ${name}`);
  const env = Object.entries(ENV).map(
    ([name, print]) => `        - ${print(name === 'alias' ? '' : plant(`env ${name}`))}`,
  );
  for (let i = 0; i < count; i++) {
    const forms = Object.entries(ENV).filter(([name]) => !['anchor', 'alias'].includes(name));
    const [, print] = forms[i % forms.length]!;
    const item = print(plant(`generated ${i}`)).replace(
      /\b([A-Z]+_[A-Z]+|DATABASE|REPOSITORY|REPORTS|SETTINGS)\b/,
      `$1_${i}`,
    );
    env.push(`        - ${item.replace(/_(\d+)(["']?[,\n])/, `_$1$2`)}`);
  }
  const args = Object.entries(ARGS).map(([name, print]) => `        ${print(plant(`args ${name}`))}`);
  const applied = JSON.stringify({ kind: 'Secret', data: { k: encoded(plant('last applied')) } });
  const pem = Array.from({ length: 12 }, (_, i) => plant(`pem ${i}`) + plant(`pem more ${i}`));
  const files = {
    'base/kustomization.yaml': lines(
      'resources: [deployment.yaml, config.yaml, secrets.yaml, list.json]',
      'secretGenerator:',
      `- {name: flow, literals: [plain=${plant('flow literal')}, "quoted='${plant('quoted literal')}'"]}`,
      '- name: block',
      '  literals:',
      `  - word=${plant('literal')}`,
      '  envs: [secret.env]',
      '  files: [key.pem, settings=settings.json]',
      'configMapGenerator:',
      '- name: settings',
      `  literals: [mode=fast, DB_PASSWORD=${plant('literal of a ConfigMap')}]`,
      '  envs: [plain.env]',
      'patches:',
      '- target: {kind: Secret, name: listed}',
      `  patch: '[{"op": "add", "path": "/data/patched", "value": "${encoded(plant('json patch'))}"}]'`,
      '- patch: |-',
      '    apiVersion: v1',
      '    kind: "Secret"',
      '    metadata: {name: listed}',
      '    stringData:',
      `      merged: ${plant('merge patch')}`,
      '- target: {kind: Secret, name: listed}',
      '  path: secret-patch.yaml',
    ),
    'base/secret-patch.yaml': `- {op: add, path: /data/file, value: ${encoded(plant('json patch of a file'))}}\n`,
    'base/secret.env': lines(
      `WORD=${plant('env file')}`,
      '# a comment',
      `OTHER="${plant('quoted env file')}"`,
    ),
    'base/plain.env': lines('MODE=fast', `API_KEY=${plant('env file of a ConfigMap')}`),
    'base/key.pem': lines('-----BEGIN RSA PRIVATE KEY-----', ...pem, '-----END RSA PRIVATE KEY-----'),
    'base/settings.json': JSON.stringify({ user: 'shop', password: plant('json file') }),
    'base/deployment.yaml': lines(
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata:',
      '  name: shop',
      '  annotations:',
      '    kubectl.kubernetes.io/last-applied-configuration: |',
      `      ${applied}`,
      'spec:',
      '  replicas: 2',
      '  selector: {matchLabels: {app: shop}}',
      '  template:',
      '    metadata: {labels: {app: shop}}',
      '    spec:',
      '      containers:',
      '      - name: shop',
      '        image: shop:1.2.3',
      '        command: [sh, -c]',
      '        args:',
      ...args,
      '        env:',
      `        - {name: PIN_PASSWORD, value: "${planting.number('number', '730581924617')}"}`,
      ...env,
      '        ports:',
      '        - containerPort: 8080',
    ),
    'base/config.yaml': lines(
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata: {name: config}',
      'data:',
      `  password: ${plant('ConfigMap')}`,
      '  application.properties: |',
      '    server.port=8080',
      `    spring.datasource.password = ${plant('properties')}`,
      '  config.yaml: |',
      '    db:',
      `      "password": ${plant('yaml in a ConfigMap')}`,
      '  tls.key: |',
      '    -----BEGIN PRIVATE KEY-----',
      ...Array.from({ length: 8 }, (_, i) => `    ${plant(`pem in a ConfigMap ${i}`)}`),
      '    -----END PRIVATE KEY-----',
    ),
    'base/secrets.yaml': lines(
      'apiVersion: v1',
      'kind: !!str "Secret"',
      'metadata: {name: tagged}',
      `data: !!map {encoded: ${encoded(plant('tagged Secret'))}}`,
      `stringData: {"plain": '${plant('flow Secret')}', none: "true"}`,
      '---',
      '    apiVersion: v1',
      "    'kind': 'Secret'",
      '    metadata: {name: indented}',
      '    stringData:',
      '      several: |',
      `        ${plant('first line')}`,
      `        ${plant('second line')}`,
      '---',
      'apiVersion: v1',
      'kind: List',
      'items:',
      '- apiVersion: v1',
      '  kind: Secret',
      '  metadata: {name: listed}',
      '  data:',
      `    # ${'a comment'}`,
      `    encoded: ${encoded(plant('Secret in a List'))}`,
    ),
    'base/list.json': JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'json' },
      data: { encoded: encoded(plant('Secret in JSON')) },
    }),
    'overlays/production/kustomization.yaml': 'namespace: shop\nresources:\n- ../../base\n',
    'kustomend.yaml':
      'images:\n  shop:\n    user: 10001\n    writes: [/tmp]\n    capabilities: []\n    apiToken: false\n',
  };
  return { files, values: planting.values };
}

/** What base64 makes of a value that stands in a longer text, by its place there. */
function encodedAnywhere(value: string): string[] {
  return [0, 1, 2].map(before => encoded('x'.repeat(before) + value).slice(before === 0 ? 0 : 4, -4));
}

/** Names of the canaries that a text shows, encoded or not. */
export function shownIn(text: string, values: ReadonlyMap<string, string>): string[] {
  const forms = (value: string) => [value, ...encodedAnywhere(value)];
  return [...values].flatMap(([name, value]) =>
    forms(value).some(form => text.includes(form)) ? [name] : [],
  );
}
