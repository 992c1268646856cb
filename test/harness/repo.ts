/** Repositories of tests: texts by path, and plans over them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type LoadedConfig, loadConfig } from '../../src/config/load.ts';
import { createEvaluator } from '../../src/kustomize/build/evaluate.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import { type Json, toJson } from '../../src/kustomize/tree/node.ts';
import { DEFAULT_SELECTION } from '../../src/library/input.ts';
import type { AnyTransform, PlanInput, Selection } from '../../src/plan/model/input.ts';
import type { Plan } from '../../src/plan/model/result.ts';
import { plan } from '../../src/plan/plan.ts';
import type { WitnessTool } from '../../src/witness/tool.ts';
import { type WitnessReport, witness } from '../../src/witness/witness.ts';
import { transforms } from '../../transforms/index.ts';

/** Texts of a repository by path. */
export type Repo = Readonly<Record<string, string>>;

/** The transforms of the program. */
export const REGISTRY: readonly AnyTransform[] = transforms;

export const NO_SELECTION: Selection = { ...DEFAULT_SELECTION, paths: [] };

/** The day of plans that say no other. */
export const TODAY = '2026-01-01';

export interface Inputs {
  readonly transforms?: readonly AnyTransform[];
  readonly selection?: Partial<Selection>;
  readonly rejected?: Iterable<string>;
  readonly raised?: Iterable<string>;
  readonly today?: string;
  readonly lock?: PlanInput['lock'];
  readonly observed?: PlanInput['observed'];
  /** Files that git would ignore: they are read and never edited. */
  readonly untracked?: readonly string[];
  readonly loadRestrictor?: PlanInput['loadRestrictor'];
}

export function inputOf(repo: Repo, inputs: Inputs = {}): PlanInput {
  const files = memoryFiles(repo);
  const paths = Object.keys(repo).sort();
  return {
    files,
    paths: paths.filter(path => !inputs.untracked?.includes(path)),
    nested: [],
    config: configOf(repo),
    transforms: inputs.transforms ?? REGISTRY,
    selection: { ...NO_SELECTION, ...inputs.selection },
    decisions: { rejected: new Set(inputs.rejected), accepted: new Set(), raised: new Set(inputs.raised) },
    loadRestrictor: inputs.loadRestrictor ?? 'LoadRestrictionsRootOnly',
    today: inputs.today ?? TODAY,
    lock: inputs.lock ?? new Map(),
    observed: inputs.observed,
  };
}

export function configOf(repo: Repo): LoadedConfig {
  const config = loadConfig(memoryFiles(repo), { startDir: '' });
  if ('problems' in config) throw new Error(JSON.stringify(config.problems));
  return config;
}

export function planOf(repo: Repo, inputs: Inputs = {}): Plan {
  return plan(inputOf(repo, inputs));
}

export function applied(repo: Repo, { changes }: Plan): Repo {
  return { ...repo, ...Object.fromEntries(changes.map(({ path, after }) => [path, after])) };
}

/** The objects of a root, or why there are none. */
export function render(repo: Repo, folder: string): readonly Json[] | string {
  const outcome = createEvaluator(memoryFiles(repo), { loadRestrictor: 'LoadRestrictionsRootOnly' }).evaluate(
    folder,
  );
  if (outcome.state === 'evaluated') return outcome.resources.map(resource => toJson(resource.node));
  return outcome.state === 'failed' ? outcome.failure.message : outcome.reason.message;
}

/** What a kustomize says of a plan. */
export function witnessed(
  tool: WitnessTool,
  repo: Repo,
  result: Plan,
  { loadRestrictor = 'LoadRestrictionsRootOnly' }: Inputs = {},
): WitnessReport {
  return inFolder(repo, folder => witness(tool, folder, Object.keys(repo), result, { loadRestrictor }));
}

/** Runs something over the texts on disk, which are gone afterwards. */
export function inFolder<T>(repo: Repo, run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-case-'));
  try {
    for (const [path, text] of Object.entries(repo)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A Deployment whose pods are told by their label.
 *
 * @param pod more lines of its pod, six columns in
 */
export function deployment(name: string, replicas: number, pod = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers: [{name: ${name}, image: "registry.example.com/${name}:1"}]
${pod}`;
}
