/** Where a workspace begins. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openWorkspace } from '../../src/workspace/open.ts';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'kustomend-top-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

test('without git it is the folder that is named, whatever its kustomization takes in', () => {
  write({
    'overlays/prod/kustomization.yaml': 'resources:\n  - ../../base\n',
    'base/kustomization.yaml': 'resources: []\n',
  });
  expect(openWorkspace(folder, ['overlays/prod'], process.env).root).toBe(join(folder, 'overlays/prod'));
  expect(openWorkspace(folder, [], process.env).root).toBe(folder);
});

test('the folder of the nearest configuration above counts more', () => {
  write({
    'a/kustomend.yaml': '',
    'a/overlays/prod/kustomization.yaml': 'resources:\n  - ../../../base\n',
    'base/kustomization.yaml': 'resources: []\n',
  });
  const { root, selected } = openWorkspace(folder, ['a/overlays/prod'], process.env);
  expect({ root, selected }).toEqual({ root: join(folder, 'a'), selected: ['overlays/prod'] });
});

test.each(['plain', 'with\na line break'])('the work tree of git and its own folder: %j', name => {
  write({ [`${name}/a/kustomization.yaml`]: 'resources: []\n' });
  const top = join(folder, name);
  execFileSync('git', ['init', '-q'], { cwd: top });
  const { root, gitDir, selected } = openWorkspace(join(top, 'a'), [], process.env);
  expect({ root, gitDir, selected }).toEqual({ root: top, gitDir: join(top, '.git'), selected: ['a'] });
});
