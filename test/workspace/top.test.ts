/** Where a workspace begins. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openWorkspace } from '../../src/workspace/open.ts';
import { topWithoutGit } from '../../src/workspace/top.ts';

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

test('the lowest folder that holds the kustomization and what it takes in, by however many steps', () => {
  write({
    'a/overlays/prod/kustomization.yaml': 'resources:\n  - ../../base\n  - https://example.com/x?ref=v1\n',
    'a/base/kustomization.yaml': 'resources:\n  - web.yaml\n  - ../../shared/namespace.yaml\n',
    'shared/namespace.yaml': '',
    'other/kustomization.yaml': 'resources: []\n',
  });
  expect(topWithoutGit(join(folder, 'a/overlays/prod'))).toBe(folder);
  expect(topWithoutGit(join(folder, 'other'))).toBe(join(folder, 'other'));
});

test('a circle ends, and what cannot be read leads nowhere', () => {
  write({
    'a/kustomization.yaml': 'resources:\n  - ../b\n  - ../absent\n',
    'b/kustomization.yaml': 'resources:\n  - ../a\n  - ../c\n',
    'c/kustomization.yaml': 'resources: [\n',
  });
  expect(topWithoutGit(join(folder, 'a'))).toBe(folder);
});

test('the folder of the nearest configuration above counts more', () => {
  write({
    'a/kustomend.yaml': '',
    'a/overlays/prod/kustomization.yaml': 'resources:\n  - ../../../base\n',
    'base/kustomization.yaml': 'resources: []\n',
  });
  expect(topWithoutGit(join(folder, 'a/overlays/prod'))).toBe(join(folder, 'a'));
});

test.each(['plain', 'with\na line break'])('the work tree of git and its own folder: %j', name => {
  write({ [`${name}/a/kustomization.yaml`]: 'resources: []\n' });
  const top = join(folder, name);
  execFileSync('git', ['init', '-q'], { cwd: top });
  const { root, gitDir, selected } = openWorkspace(join(top, 'a'), []);
  expect({ root, gitDir, selected }).toEqual({ root: top, gitDir: join(top, '.git'), selected: ['a'] });
});
