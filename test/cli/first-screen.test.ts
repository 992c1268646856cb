/** What a preview prints where: on a terminal, and into a pipe. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, kustomend, newRepo, programOf, SHOP } from './cli.ts';

const hasScript = spawnSync('script', ['--version']).status === 0;
const onTerminal = hasScript ? test : test.skip;

/** The screen of a terminal of 80 columns and 24 rows. */
function screenOf(root: string, args: readonly string[]): string[] {
  const command = `stty cols 80 rows 24; ${[process.execPath, programOf(), ...args].join(' ')}`;
  const env = { PATH: process.env.PATH, HOME: root, TERM: 'xterm', NO_COLOR: '1', PAGER: 'cat' };
  const text = execFileSync('script', ['-qec', command, '/dev/null'], {
    cwd: root,
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // What is being worked on is said on a line that goes away again.
  const lines = text.trimEnd().split('\n');
  return lines.map(line => line.split('\r\x1b[K').at(-1)!.replaceAll('\r', ''));
}

onTerminal('a terminal shows an overview that fits, and the diff where it is asked for', () => {
  const root = newRepo(SHOP);
  const lines = screenOf(root, []);
  expect(lines[0]).toBe('looked at 1 root (production) with 1 object');
  expect(lines[1]).toMatch(/^remediation +worst +fixable .* digest restarts$/);
  expect(lines.at(-1)).toMatch(/^next: kustomend review, kustomend fix, kustomend explain [0-9a-f]{6}$/);
  expect(lines.length).toBeLessThan(24);
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80);
  expect(screenOf(root, ['--diff']).join('\n')).toContain('diff --git a/base/deployment.yaml');
});

onTerminal('a fix that has nothing to write fits, and says what to type next', () => {
  const lines = screenOf(newRepo(SHOP), ['fix', '--only', 'image-pin']);
  expect(lines.length).toBeLessThan(24);
  expect(lines).toContain('nothing to change');
  expect(lines.at(-1)).toBe('next: kustomend pin --write');
});

test('a pipe gets a diff that applies, and the overview beside it', () => {
  const root = newRepo(SHOP);
  const { stdout, stderr } = kustomend(root, []);
  expect(stderr).toMatch(/^looked at 1 root/);
  writeFileSync(join(root, 'fix.diff'), stdout);
  git(root, 'apply', 'fix.diff');
  expect(git(root, 'status', '--short')).toContain(' M base/deployment.yaml');
  expect(kustomend(root, ['--format', 'text']).stdout).toMatch(/^looked at 1 root/);
});

describe('explain tells all of one fix', () => {
  const root = newRepo(SHOP);
  const { findings } = JSON.parse(kustomend(root, ['scan', '--format', 'json']).stdout) as {
    findings: { id: string; transform: string; status: string }[];
  };
  const { id, transform } = findings.find(each => each.transform === 'pod-disruption-budget')!;

  test('by the beginning of its id', () => {
    const { stdout, code } = kustomend(root, ['explain', id.slice(0, 6)]);
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(`${transform} ${id}: Deployment/shop`);
    for (const title of [
      'Fault:',
      'Fix:',
      'At:',
      'In:',
      'Written to:',
      'Evidence:',
      'Why:',
      'Risk of pod-disruption-budget in general:',
      'Take it:',
    ])
      expect(stdout).toContain(`\n${title}\n`);
    expect(stdout.split('\n').filter(line => line.length > 100)).toEqual([]);
  });

  test('how it is left out, by an entry and by a comment, after which it is found no more', () => {
    const { stdout } = kustomend(root, ['explain', id]);
    const [, entry] = /ignore: in kustomend.yaml:\n((?: .*\n)+)/.exec(stdout)!;
    const [, at, comment] = /or by a comment above (\S+):\n {2}(.*)\n/.exec(stdout)!;
    const idsIn = (files: Readonly<Record<string, string>>) =>
      JSON.parse(kustomend(newRepo(files), ['scan', '--format', 'json']).stdout).findings.map(
        (each: { id: string }) => each.id,
      );
    const config = `${SHOP['kustomend.yaml']}ignore:\n${entry}`;
    expect(idsIn({ ...SHOP, 'kustomend.yaml': config })).not.toContain(id);
    const [file = '', line] = at!.split(':');
    const lines = SHOP[file]!.split('\n');
    const commented = lines.toSpliced(Number(line) - 1, 0, comment!).join('\n');
    expect(idsIn({ ...SHOP, [file]: commented })).not.toContain(id);
    expect(idsIn(SHOP)).toContain(id);
  });

  test('its id is none of a transform: where that is meant, the entry is said', () => {
    const config = `${SHOP['kustomend.yaml']}ignore:\n- {id: ${id.slice(0, 7)}, reason: fine}\n`;
    const { code, stderr } = kustomend(newRepo({ ...SHOP, 'kustomend.yaml': config }), []);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `${id.slice(0, 7)} is a finding, and an id here is that of a transform: write {id: pod-disruption-budget, resource: Deployment/shop, reason: why this is fine}`,
    );
  });

  test('several at once', () => {
    const [other] = findings.filter(each => each.id !== id);
    const { stdout, code } = kustomend(root, ['explain', id, other!.id, '.']);
    expect(stdout.match(/^Fault:$/gm)).toHaveLength(2);
    expect(code).toBe(0);
  });

  test('one that waits for --unsafe says where it would be written', () => {
    const fix = findings.find(({ status }) => status === 'unsafe')!;
    expect(kustomend(root, ['explain', fix.id]).stdout).toMatch(/^Would be written to:\n {2}\S+, /m);
  });

  test('in a folder that is named', () => {
    expect(kustomend(root, ['explain', id, 'overlays/production']).code).toBe(0);
  });

  test('an id that no fix has, and a word that is neither', () => {
    const absent = kustomend(root, ['explain', 'ffffff']);
    expect(absent.stderr).toBe(
      'kustomend: explain: no fix here has the id ffffff; kustomend scan -v lists them, with the flags it was found with\n',
    );
    expect(absent.code).toBe(2);
    expect(kustomend(root, ['explain', 'secutity-context']).stderr).toContain('did you mean');
  });
});
