/** `kustomend fn`: the findings, as a function of kustomize and kpt says them. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { loadConfig } from '../../config/load.ts';
import { checkTransforms } from '../../config/transforms.ts';
import { memoryFiles } from '../../kustomize/files/files.ts';
import { DEFAULT_SELECTION } from '../../library/input.ts';
import { plan } from '../../plan/plan.ts';
import { secretsOf } from '../../report/secrets/secrets.ts';
import { count, oneLine } from '../../report/words/words.ts';
import { newYamlFile } from '../../yaml/edit/new-file.ts';
import type { JsonMap } from '../../yaml/read/data.ts';
import { withExamples } from '../arguments/help.ts';
import { dateOf } from '../cache/facts.ts';
import { type ResourceList, readResourceList, withResults } from '../function/resource-list.ts';
import { type FunctionResult, resultOf } from '../function/results.ts';
import { type FunctionSettings, settingsOf } from '../function/settings.ts';
import { FileProblems, UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { checkIds } from '../session/session.ts';

export function addFn(program: Command, cli: Cli): void {
  const command = program
    .command('fn')
    .description('findings of a ResourceList on standard input, as a function of kustomize and kpt');
  withExamples(command, [['kustomend fn < resources.yaml', 'what came in, with results']]);
  command.action(() => cli.exit(fn(cli.io)));
}

function fn(io: Io): ExitCode {
  if (process.stdin.isTTY)
    throw new UsageError('fn reads a ResourceList from standard input: kustomize and kpt give it one');
  const list = readResourceList(readFileSync(0, 'utf8'));
  const settings = settingsOf(list.functionConfig);
  checkIds(settings.only, 'functionConfig: only', io.transforms);
  checkIds(settings.skip, 'functionConfig: skip', io.transforms);
  const { results, failure } = findings(io, list, settings);
  // Objects go on as they are, Secrets among them; what is said of them hides them.
  io.showSecrets();
  io.exact(withResults(list, results));
  if (failure !== undefined) {
    io.note(`${failure}\n`);
    return EXIT.incomplete;
  }
  const errors = results.filter(({ severity }) => severity === 'error');
  for (const { message } of errors) io.note(`${String(message)}\n`);
  return errors.length > 0 ? EXIT.findings : EXIT.ok;
}

interface Found {
  readonly results: readonly FunctionResult[];
  /** Why they could not be looked at. */
  readonly failure?: string;
}

/** Kinds that say how others are built, and are never applied. */
const NOT_RENDERED = /^kustomize\.config\.k8s\.io\/|^kpt\.dev\//;

function findings(io: Io, { items }: ResourceList, settings: FunctionSettings): Found {
  const { only, skip, preset, severity, failOn, environment, config: said } = settings;
  const isRendered = ({ apiVersion }: JsonMap) => !NOT_RENDERED.test(String(apiVersion));
  const folder = environment === undefined ? '' : `${environment}/`;
  const objects: ReadonlyMap<string, JsonMap> = new Map(
    items.filter(isRendered).map((item, i) => [`${folder}${i + 1}.yaml`, item] as const),
  );
  if (objects.size === 0) return { results: [] };
  const names = [...objects.keys()].map(file => file.slice(folder.length));
  const texts = {
    ...Object.fromEntries([...objects].map(([file, item]) => [file, textOf(item)])),
    [`${folder}kustomization.yaml`]: textOf({ resources: names }),
    ...(said !== undefined && { 'kustomend.yaml': textOf(said) }),
  };
  const files = memoryFiles(texts);
  const paths = Object.keys(texts).sort();
  const { mask } = secretsOf(files, paths);
  const result = plan({
    files,
    paths,
    nested: [],
    config: configOf(texts, io),
    transforms: io.transforms,
    selection: { ...DEFAULT_SELECTION, paths: [], only, skip, preset, severity },
    decisions: { rejected: new Set(), accepted: new Set(), raised: new Set() },
    loadRestrictor: 'LoadRestrictionsRootOnly',
    today: dateOf(Date.now()),
    lock: new Map(),
    observed: undefined,
  });
  const failed = result.roots.find(({ state }) => state !== 'evaluated');
  if (failed !== undefined)
    return {
      results: [],
      failure: mask(oneLine(`the ${count(items.length, 'object')} cannot be looked at: ${failed.reason}`)),
    };
  const found = result.fixes.filter(({ status }) => status !== 'ignored');
  return { results: found.map(fix => resultOf(fix, file => objects.get(file), failOn, mask)) };
}

function textOf(object: JsonMap): string {
  return newYamlFile(object, { documentMarker: false, indentSequences: true });
}

function configOf(texts: Readonly<Record<string, string>>, io: Io) {
  const config = loadConfig(memoryFiles(texts), { startDir: '' });
  if ('problems' in config) throw new FileProblems(config.problems);
  const problems = checkTransforms(config, new Map(io.transforms.map(each => [each.id, each.options])));
  if (problems.length > 0) throw new FileProblems(problems);
  return config;
}
