/** `kustomend pin` and `--resolve`, with a registry of the test's own. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeAll, digestOf, putImage, putIndex, type Store, serve } from '../registry/fake.ts';
import { commitAll, git, kustomend, kustomendAside, newRepo, writeIn } from './cli.ts';

const LOCK = 'kustomend.lock.yaml';
afterEach(closeAll);

/** A root that runs these images. */
function running(images: readonly string[]): Record<string, string> {
  const containers = images.map((image, index) => `        - name: c${index}\n          image: ${image}\n`);
  return {
    'kustomization.yaml': 'resources:\n- web.yaml\n',
    'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
${containers.join('')}`,
  };
}

function lockIn(root: string): string {
  return readFileSync(join(root, LOCK), 'utf8');
}

test('a preview shows the diff of the lock file and writes nothing', async () => {
  const store: Store = new Map();
  const digest = putIndex(store, 'acme/api', '1.0.0', [
    { config: { User: '1000' } },
    { architecture: 'arm64' },
  ]);
  const { host } = await serve(store);
  const root = newRepo(running([`${host}/acme/api:1.0.0`]));
  const { code, stdout, stderr } = await kustomendAside(root, ['pin']);
  expect(stdout).toContain(`--- /dev/null\n+++ b/${LOCK}\n`);
  expect(stdout).toContain(`+  ${host}/acme/api:1.0.0:\n+    digest: ${digest}\n`);
  expect(stdout).toContain('+    platforms: [linux/amd64, linux/arm64]\n');
  expect(stdout).toContain('+      user: "1000"\n');
  expect(stderr).toBe(`${host}: 1 image looked up\n${LOCK}: 1 new entry\n`);
  expect(code).toBe(0);
  expect(existsSync(join(root, LOCK))).toBe(false);
  expect((await kustomendAside(root, ['pin', '--check'])).code).toBe(1);
});

test('names of variables that sound like secrets hide nothing, for their values are not kept', async () => {
  const store: Store = new Map();
  const Env = ['POSTGRES_PASSWORD=hunter22', 'API_TOKEN=', 'AWS_SECRET_ACCESS_KEY=x'];
  putImage(store, 'acme/api', '1.0.0', { config: { Env, Cmd: ['serve', '--token-file=/run/token'] } });
  const { host } = await serve(store);
  const { stdout } = await kustomendAside(newRepo(running([`${host}/acme/api:1.0.0`])), ['pin']);
  expect(stdout).toContain('+      variables: [API_TOKEN, AWS_SECRET_ACCESS_KEY, POSTGRES_PASSWORD]\n');
  expect(stdout).not.toContain('hunter22');
});

test('secrets that an image is started with are masked in what is kept', async () => {
  const store: Store = new Map();
  const config = {
    Entrypoint: ['run', '--password', 'Kd83hfKs2x'],
    Cmd: ['--password=Kd83hfKs2y', '--port=80'],
  };
  putImage(store, 'acme/api', '1.0.0', { config });
  const { host } = await serve(store);
  const root = newRepo(running([`${host}/acme/api:1.0.0`]));
  const { stdout, stderr } = await kustomendAside(root, ['pin']);
  expect(stdout + stderr).not.toContain('Kd83');
  expect(stdout).toContain('--port=80');
  await kustomendAside(root, ['pin', '--write']);
  expect(lockIn(root)).not.toContain('Kd83');
});

test('texts that name no image are not asked for, which is said', async () => {
  const root = newRepo(running(['"acme/api@b:1"', '"Acme/ x"']));
  const { code, stderr } = await kustomendAside(root, ['pin']);
  expect(stderr).toContain(
    'not asked for the image at web.yaml:14 and 1 other: what is written there is not the name of an image yet',
  );
  expect(code).toBe(0);
});

test('what is written pins the images, and is left alone afterwards', async () => {
  const store: Store = new Map();
  const digest = putImage(store, 'acme/api', '1.0.0');
  const fake = await serve(store);
  const image = `${fake.host}/acme/api:1.0.0`;
  const root = newRepo(running([image]));
  const before = kustomend(root, []);
  expect(before.stderr).toContain('digests of 1 image are asked for by kustomend pin --write');
  const written = await kustomendAside(root, ['pin', '--write']);
  expect(written).toMatchObject({ code: 0, stdout: '' });
  expect(written.stderr).toContain('written: 1 file\nundo: kustomend undo\n');
  const asked = fake.seen.length;
  expect(kustomend(root, ['--only', 'image-pin']).stdout).toContain(`+          image: ${image}@${digest}\n`);
  const again = await kustomendAside(root, ['pin', '--write', '--check']);
  expect(again).toMatchObject({ code: 0, stderr: `${LOCK}: nothing new\n` });
  expect(fake.seen).toHaveLength(asked);
});

test('entries keep their lines; --refresh renews those that say something else', async () => {
  const store: Store = new Map();
  const same = putImage(store, 'acme/same', '1.0.0');
  const digest = putImage(store, 'acme/api', '1.0.0', { config: { User: '7' } });
  const { host } = await serve(store);
  const old = digestOf('old');
  const lock = `# ours
version: 1
images:
  ${host}/acme/api:1.0.0:
    digest: ${old} # as built
    resolvedAt: "2026-01-01"
  ${host}/acme/same:1.0.0: {digest: "${same}", resolvedAt: "2026-01-01", platforms: [linux/amd64], config: {platform: linux/amd64}}
`;
  const root = newRepo({ ...running([`${host}/acme/api:1.0.0`]), [LOCK]: lock });
  expect((await kustomendAside(root, ['pin'])).stdout).toBe('');
  const { stderr } = await kustomendAside(root, ['pin', '--write', '--refresh']);
  expect(stderr).toContain(`${LOCK}: 0 new entries, 1 renewed\n`);
  const after = lockIn(root);
  expect(after).toContain(`    digest: ${digest} # as built\n`);
  expect(after.split('\n').at(-2)).toBe(lock.split('\n').at(-2));
  expect(after.startsWith(lock.slice(0, lock.indexOf(old)))).toBe(true);
});

test('latest brings the version that has its digest, which is what manifests then say', async () => {
  const store: Store = new Map();
  const digest = putImage(store, 'acme/api', 'latest');
  putImage(store, 'acme/api', '2.3.4');
  store.set('acme/api/tags/list?n=1000', { type: 'application/json', body: '{"tags":["latest","2.3.4"]}' });
  const { host } = await serve(store);
  const containers = running([`${host}/acme/api`]);
  const root = newRepo({
    ...containers,
    'web.yaml': containers['web.yaml']!.replace(
      /(image: .*\n)/,
      '$1          imagePullPolicy: IfNotPresent\n',
    ),
  });
  await kustomendAside(root, ['pin', '--write']);
  expect(lockIn(root)).toContain(`  ${host}/acme/api:2.3.4:\n    digest: ${digest}\n`);
  expect(kustomend(root, ['--only', 'image-pin']).stdout).toContain(
    `image: ${host}/acme/api:2.3.4@${digest}\n`,
  );
});

test('what has no answer is said once for each reason, and the run is not the whole answer', async () => {
  const gone = await serve(new Map());
  await closeAll();
  const store: Store = new Map();
  putImage(store, 'acme/api', '1.0.0');
  const { host } = await serve(store);
  const images = [
    `${host}/acme/api:1.0.0`,
    `${host}/acme/api:9.9.9`,
    `${gone.host}/acme/a:1`,
    `${gone.host}/acme/b:1`,
  ];
  const { code, stdout, stderr } = await kustomendAside(newRepo(running(images)), ['pin']);
  expect(code).toBe(3);
  expect(stdout).toContain(`${host}/acme/api:1.0.0`);
  expect(stderr).toContain(`${host}: 1 of 2 images looked up\n`);
  expect(stderr).toContain('incomplete: 3 images have no digest yet: ask again');
  expect(stderr).toContain(`no digest for ${host}/acme/api:9.9.9: ${host} has no tag 9.9.9 of acme/api\n`);
  expect(stderr).toContain(
    `no digest for ${gone.host}/acme/a:1 and 1 more: ${gone.host} cannot be reached (ECONNREFUSED)\n`,
  );
});

test('--resolve takes digests into a plan and leaves the lock file alone', async () => {
  const store: Store = new Map();
  const digest = putImage(store, 'acme/api', '1.0.0');
  const { host } = await serve(store);
  const root = newRepo(running([`${host}/acme/api:1.0.0`, `${host}/acme/none:1.0.0`]));
  const only = ['--resolve', '--only', 'image-pin'];
  const preview = await kustomendAside(root, only);
  expect(preview.stdout).toContain(`+          image: ${host}/acme/api:1.0.0@${digest}`);
  expect(preview.stderr).toContain(`no digest for ${host}/acme/none:1.0.0: `);
  expect(preview.code).toBe(0);
  const scan = await kustomendAside(root, ['scan', ...only, '--exit-zero', '-v']);
  expect(scan.stdout).toContain(digest);
  const fixed = await kustomendAside(root, ['fix', ...only]);
  expect(fixed.code).toBe(0);
  expect(readFileSync(join(root, 'web.yaml'), 'utf8')).toContain(`${host}/acme/api:1.0.0@${digest}`);
  expect(existsSync(join(root, LOCK))).toBe(false);
});

test('without it nobody is asked, and --offline keeps it so', async () => {
  const fake = await serve(new Map());
  const root = newRepo(running([`${fake.host}/acme/api:1.0.0`]));
  await kustomendAside(root, []);
  await kustomendAside(root, ['fix']);
  await kustomendAside(root, ['--offline']);
  for (const args of [
    ['pin', '--offline'],
    ['--offline', '--resolve'],
    ['--offline', '--allow-network'],
  ]) {
    const { code, stderr } = await kustomendAside(root, args);
    expect(code).toBe(2);
    expect(stderr).toContain('--offline');
  }
  expect(fake.seen).toEqual([]);
});

test('an automation’s images and placeholders are nobody’s to look up', async () => {
  const fake = await serve(new Map());
  const files = running([`${fake.host}/acme/api:1.0.0`, 'placeholder/web', 'registry.invalid/web:1']);
  const root = newRepo({
    ...files,
    'web.yaml': files['web.yaml']!.replace(/(api:1\.0\.0)/, '$1 # {"$imagepolicy": "shop:api"}'),
  });
  const { code, stderr } = await kustomendAside(root, ['pin']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: `${LOCK}: nothing new\n` });
  expect(fake.seen).toEqual([]);
});

test('a lock file with uncommitted changes is written only when that is asked for', async () => {
  const store: Store = new Map();
  putImage(store, 'acme/api', '1.0.0');
  const { host } = await serve(store);
  const root = newRepo({ ...running([`${host}/acme/api:1.0.0`]), [LOCK]: 'version: 1\n' });
  writeIn(root, LOCK, '# mine\nversion: 1\n');
  const refused = await kustomendAside(root, ['pin', '--write']);
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain(`uncommitted changes in ${LOCK}`);
  expect((await kustomendAside(root, ['pin', '--write', '--allow-dirty'])).code).toBe(0);
  expect(lockIn(root).startsWith('# mine\n')).toBe(true);
  commitAll(root);
  expect(git(root, 'status', '--porcelain')).toBe('');
});
