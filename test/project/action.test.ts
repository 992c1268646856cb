/** The action for GitHub, its steps run as GitHub runs those of a composite action. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { newRepo, programOf, SHOP, writeIn } from '../cli/cli.ts';

const project = resolve(import.meta.dirname, '../..');

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly 'working-directory'?: string;
}
const action = parse(readFileSync(join(project, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
};

interface Ran {
  readonly code: number;
  readonly log: string;
  readonly summary: string;
  /** Other actions that would run, with their inputs. */
  readonly used: readonly (readonly [action: string, inputs: Readonly<Record<string, string>>])[];
}

/** What GitHub checks out for the action: one where somebody has built it. */
const built = mkdtempSync(join(realpathSync(tmpdir()), 'kustomend-built-'));
symlinkSync(dirname(programOf()), join(built, 'dist'));

/** @see https://docs.github.com/actions/reference/workflows-and-actions/contexts */
function runAction(
  repo: string,
  given: Readonly<Record<string, string>> = {},
  {
    checkout = built,
    path = process.env.PATH,
    temp = mkdtempSync(join(realpathSync(tmpdir()), 'kustomend-action-')),
  } = {},
): Ran {
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, each]) => [name, each.default]),
  );
  const context = new Map<string, string>([
    ['github.action_path', checkout],
    ['runner.temp', temp],
    ...Object.entries({ ...inputs, ...given }).map(([name, value]) => [`inputs.${name}`, value] as const),
  ]);
  const files = { GITHUB_OUTPUT: join(temp, 'output'), GITHUB_STEP_SUMMARY: join(temp, 'summary') };
  const used: Ran['used'][number][] = [];
  let [code, log] = [0, ''];
  for (const step of action.runs.steps) {
    // Without a status function a step runs only while all before it have gone well.
    if (code !== 0 || !holds(step.if ?? 'true', context)) continue;
    const filled = (values: Readonly<Record<string, string>> = {}) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expanded(value, context)]));
    if (step.uses !== undefined) {
      used.push([step.uses, filled(step.with)]);
      continue;
    }
    for (const file of Object.values(files)) writeFileSync(file, '', { flag: 'a' });
    const script = join(temp, 'step.sh');
    writeFileSync(script, step.run!);
    const result = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
      cwd: resolve(repo, expanded(step['working-directory'] ?? '.', context)),
      encoding: 'utf8',
      env: { PATH: path, HOME: temp, CI: 'true', ...files, ...filled(step.env) },
    });
    log += result.stdout + result.stderr;
    code = result.status ?? 1;
    for (const line of readFileSync(files.GITHUB_OUTPUT, 'utf8').split('\n')) {
      const [, name, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
      if (name !== undefined) context.set(`steps.${step.id}.outputs.${name}`, value!);
    }
    writeFileSync(files.GITHUB_OUTPUT, '');
  }
  const summary = existsSync(files.GITHUB_STEP_SUMMARY)
    ? readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')
    : '';
  return { code, log, summary, used };
}

/** `${{ name }}`; what nobody has set is empty. */
function expanded(text: string, context: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name) => context.get(name) ?? '');
}

/** `a == 'b' && c != 'd'`: all that the action says. */
function holds(condition: string, context: ReadonlyMap<string, string>): boolean {
  return condition.split('&&').every(part => {
    if (part.trim() === 'true') return true;
    const [, name = '', operator, value] = /^\s*([\w.-]+) (==|!=) '([^']*)'\s*$/.exec(part)!;
    return ((context.get(name) ?? '') === value) === (operator === '==');
  });
}

const BROKEN = 'resources:\n- missing.yaml\n';

describe('the action', () => {
  const repo = newRepo(SHOP);

  test('annotates, writes the summary and SARIF, and fails on findings', () => {
    const { code, log, summary, used } = runAction(repo);
    expect(code).toBe(1);
    expect(log).toContain('::error file=base/deployment.yaml,');
    expect(summary).toMatch(/^## kustomend\n/);
    expect(used).toEqual([]);
  });

  test.each([
    ['findings', 1],
    ['incomplete', 0],
    ['none', 0],
    ['often', 2],
  ])('fail-on: %s ends with %s', (failOn, code) => {
    expect(runAction(repo, { 'fail-on': failOn }).code).toBe(code);
  });

  test('uploads SARIF where it is wanted, findings or not', () => {
    const [[name, inputs]] = runAction(repo, { 'upload-sarif': 'true' }).used as [Ran['used'][number]];
    expect(name).toMatch(/^github\/codeql-action\/upload-sarif@v\d+$/);
    const sarif = JSON.parse(readFileSync(inputs.sarif_file!, 'utf8'));
    expect(sarif.runs[0].results.length).toBeGreaterThan(0);
  });

  test('beside a root that does not build the rest is looked at; where that was asked for it fails as wanted', () => {
    const mixed = newRepo({ ...SHOP, 'old/kustomization.yaml': BROKEN });
    const { code, summary } = runAction(mixed, { 'fail-on': 'incomplete' });
    expect(code).toBe(0);
    expect(summary).toContain('### Out of sight');
    const asked = { args: 'old overlays', 'upload-sarif': 'true' };
    const found = runAction(mixed, { ...asked, 'fail-on': 'incomplete' });
    expect(found).toMatchObject({ code: 3, used: [[expect.any(String), expect.any(Object)]] });
    expect(runAction(mixed, { ...asked, 'fail-on': 'none' }).code).toBe(0);
  });

  test('arguments are words; wrong ones fail whatever is wanted', () => {
    const words = { args: '--only pod-disruption-budget overlays/production' };
    expect(runAction(repo, words).log).not.toContain('security-context');
    expect(runAction(repo, { args: '--onyl x', 'fail-on': 'none' }).code).toBe(2);
  });

  test('a use that fails at once shows nothing of one before it', () => {
    const temp = mkdtempSync(join(realpathSync(tmpdir()), 'kustomend-action-'));
    const wanted = { 'upload-sarif': 'true', 'fail-on': 'none' };
    expect(runAction(repo, wanted, { temp }).used).toHaveLength(1);
    expect(runAction(repo, { ...wanted, args: '--onyl x' }, { temp })).toMatchObject({ code: 2, used: [] });
  });

  test('a run that somebody ends is no verdict, whatever is waived', () => {
    const ended = mkdtempSync(join(realpathSync(tmpdir()), 'kustomend-ended-'));
    mkdirSync(join(ended, 'dist'));
    writeFileSync(join(ended, 'dist/kustomend.cjs'), 'process.exit(137);');
    expect(runAction(repo, { 'fail-on': 'none' }, { checkout: ended }).code).toBe(137);
  });

  test('takes the published program of its version where nobody has built it', () => {
    const programs = mkdtempSync(join(realpathSync(tmpdir()), 'kustomend-npm-'));
    // npm install --prefix FOLDER ... kustomend@VERSION
    const npm = `#!/bin/bash\nprefix=$3\necho "asked for \${@: -1}"\nmkdir -p "$prefix/node_modules/kustomend"\nln -s ${dirname(programOf())} "$prefix/node_modules/kustomend/dist"\n`;
    writeFileSync(join(programs, 'npm'), npm, { mode: 0o755 });
    const checkout = mkdtempSync(join(realpathSync(tmpdir()), 'kustomend-checkout-'));
    const manifest = readFileSync(join(project, 'package.json'), 'utf8');
    writeFileSync(join(checkout, 'package.json'), manifest);
    const { code, log } = runAction(repo, {}, { checkout, path: `${programs}:${process.env.PATH}` });
    expect(log).toContain(`asked for kustomend@${JSON.parse(manifest).version}\n`);
    expect(code).toBe(1);
  });

  test('works in a folder of the repository', () => {
    const root = newRepo({});
    for (const [path, text] of Object.entries(SHOP)) writeIn(root, `deploy/${path}`, text);
    const { log, code } = runAction(root, { 'working-directory': 'deploy' });
    expect(code).toBe(1);
    // Annotations stand in the files of the repository, wherever the step runs.
    expect(log).toContain('::error file=deploy/base/deployment.yaml,');
  });
});
