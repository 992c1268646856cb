/** Who is told of a credential is told where it stands, and never what it says: whatever finds or replaces it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kustomend, newRepo } from '../cli/cli.ts';

const PASSWORD = 'Kc7-made-Up-94x';
const TOKEN = `ghp_${'q7Zk2Vx9Lm4Tn8Rw1B'.repeat(2)}`;
const VALUES = [PASSWORD, TOKEN, Buffer.from(PASSWORD).toString('base64'), 'hermes-made-up', 'made.Up.5432'];

const files = {
  'kustomization.yaml': `resources: [web.yaml, config.yaml, secret.yaml]
secretGenerator: [{name: made, literals: [password=${PASSWORD}]}]
`,
  'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: web:1
        command: [web, --password, ${PASSWORD}]
        env:
        - {name: DB_PASSWORD, value: ${PASSWORD}}
        - {name: DB_URL, value: "postgres://web:made.Up.5432@db/web"}
        - {name: OTHER, value: ${TOKEN}}
`,
  'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data:
  SMTP_PASSWORD: hermes-made-up
  web.conf: |
    password = ${PASSWORD}
`,
  'secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: login
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"kind":"Secret","data":{"DB_PASSWORD":"${Buffer.from(PASSWORD).toString('base64')}"}}'
stringData: {DB_PASSWORD: ${PASSWORD}}
`,
  'guide.md': `\`\`\`bash\nexport PGPASSWORD=${PASSWORD}\nexport GITHUB_TOKEN=${TOKEN}\n\`\`\`\n`,
  'up.sh': `export DB_PASSWORD=${PASSWORD}\npsql --password hermes-made-up\n`,
  '.env.example': `DB_PASSWORD=${PASSWORD}\n`,
  'compose.yaml': `services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${PASSWORD}\n`,
};
const ONLY = '--only plaintext-credentials';

const shown = (text: string) => VALUES.filter(value => text.includes(value));

test.each([
  `--unsafe ${ONLY}`,
  `--unsafe --diff ${ONLY}`,
  `--unsafe --format json ${ONLY}`,
  `--unsafe --format markdown ${ONLY}`,
  `scan ${ONLY}`,
  `scan --verbose ${ONLY}`,
  ...['json', 'sarif', 'markdown', 'github', 'html'].map(format => `scan ${ONLY} --format ${format}`),
])('%s', command => {
  const { stdout, stderr, code } = kustomend(newRepo(files), command.split(' '));
  expect(stdout + stderr).toContain('plaintext-credentials');
  expect(shown(stdout + stderr)).toEqual([]);
  expect(code).toBeLessThan(2);
});

test('what is explained of each', () => {
  const root = newRepo(files);
  const { stdout } = kustomend(root, `scan ${ONLY} --format json`.split(' '));
  const { findings } = JSON.parse(stdout) as { findings: { id: string }[] };
  expect(findings.length).toBeGreaterThan(10);
  for (const { id } of findings.slice(0, 4)) {
    const told = kustomend(root, ['explain', id]);
    expect(shown(told.stdout + told.stderr)).toEqual([]);
  }
});

test('nothing that is written holds a value that was not there before', () => {
  const root = newRepo(files);
  const { stdout, stderr } = kustomend(root, `fix --unsafe ${ONLY}`.split(' '));
  expect(shown(stdout + stderr)).toEqual([]);
  const before: Readonly<Record<string, string>> = files;
  const left = readdirSync(root)
    .filter(name => name !== '.git')
    .map(name => [name, shown(readFileSync(join(root, name), 'utf8'))] as const);
  for (const [name, values] of left)
    expect([name, shown(before[name] ?? '')]).toEqual([name, expect.arrayContaining(values)]);
  expect(
    left.filter(([name]) => /\.(?:md|sh|example)$|compose/.test(name)).flatMap(([, values]) => values),
  ).toEqual([]);
});
