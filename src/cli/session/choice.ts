/** Which fixes the user wants: by id, by what they are about, by where they stand. */
import { relative, resolve, sep } from 'node:path';
import { didYouMean } from '../../config/suggest.ts';
import { createEvaluator } from '../../kustomize/build/evaluate.ts';
import { isKustomizationFile } from '../../kustomize/file/graph.ts';
import { folderOf, isWithin } from '../../kustomize/files/files.ts';
import type { PlanInput } from '../../plan/model/input.ts';
import { filesOf } from '../../plan/model/place-files.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
import { variantsIn } from '../../plan/model/variants.ts';
import { renderedRoot } from '../../plan/rendered/rendered.ts';
import { tallyAll } from '../../report/words/tally.ts';
import { splitAt } from '../../report/words/words.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import { resolveId } from '../arguments/fix-ids.ts';
import type { PlanFlags } from '../arguments/flags.ts';
import { UsageError } from '../process/errors.ts';
import { type Baseline, knownBy, readBaseline } from './baseline.ts';

export interface Choice {
  /** Beginnings of ids. */
  readonly ids: readonly string[];
  readonly workloads: readonly string[];
  /** Relative to the top, as `--file` names them. */
  readonly files: readonly string[];
  /** What the arguments name, relative to the top: what lies there, where it is no root and holds none. */
  readonly paths: readonly string[];
  /** The report whose findings are left out. */
  readonly baseline?: Baseline;
}

type ChoiceFlags = Pick<PlanFlags, 'id' | 'workload' | 'file' | 'since' | 'baseline'>;

/** @throws UsageError for a baseline that is no report */
export function choiceOf(
  cwd: string,
  { root, selected }: OpenWorkspace,
  { id = [], workload = [], file = [], since, baseline: report }: ChoiceFlags,
): Choice {
  const baseline = report === undefined ? undefined : readBaseline(cwd, report);
  return {
    ids: id,
    workloads: workload,
    files: file.map(path => relative(root, resolve(cwd, path)).split(sep).join('/')),
    paths: since === undefined ? selected : [],
    ...(baseline && { baseline }),
  };
}

/**
 * Ids of the fixes that are wanted: those that every flag lets through, and any of its values. Undefined: all of them.
 *
 * @throws UsageError for what is not there
 */
export function chosenIds(choice: Choice, whole: Plan, input: PlanInput): ReadonlySet<string> | undefined {
  const tests = [
    byId(choice, whole),
    byWorkload(choice, whole, input),
    byFile(choice, whole, input),
    byPath(choice, whole),
    byBaseline(choice, whole),
  ].filter(each => each !== undefined);
  if (tests.length === 0) return undefined;
  return new Set(whole.fixes.filter(fix => tests.every(test => test(fix))).map(fix => fix.id));
}

/** What the baseline leaves out, and nothing else. */
function knownIn(choice: Choice, whole: Plan, input: PlanInput): readonly Fix[] {
  const { baseline, ...rest } = choice;
  if (baseline === undefined) return [];
  const others = chosenIds(rest, whole, input);
  const isKnown = knownBy(baseline, whole.fixes);
  return whole.fixes.filter(fix => others?.has(fix.id) !== false && isKnown(fix));
}

/** How many findings that are. Undefined: there is no baseline. */
export function knownNumber(choice: Choice, whole: Plan, input: PlanInput): number | undefined {
  return choice.baseline && tallyAll(knownIn(choice, whole, input)).found;
}

/** Who names a fix has looked at it. */
export function acceptedBy({ ids }: Choice, { fixes }: Plan): ReadonlySet<string> {
  return new Set(ids.map(id => resolveId(id, fixes, '--id')));
}

type Test = (fix: Fix) => boolean;

function byId(choice: Choice, whole: Plan): Test | undefined {
  if (choice.ids.length === 0) return undefined;
  const ids = acceptedBy(choice, whole);
  return ({ id }) => ids.has(id);
}

function byWorkload({ workloads }: Choice, whole: Plan, input: PlanInput): Test | undefined {
  if (workloads.length === 0) return undefined;
  const isAbout = (wanted: string, about: Named) => namesOf(about).has(wanted.toLowerCase());
  for (const wanted of workloads) {
    if (whole.fixes.some(({ subject }) => isAbout(wanted, subject))) continue;
    // Nothing is wrong with it, unless it is not there at all.
    const all = renderedNames(whole, input);
    if (all.some(each => isAbout(wanted, each))) continue;
    const names = all.flatMap(({ kind, name }) => [`${kind}/${name}`, name]);
    throw new UsageError(
      `--workload: nothing that is rendered is called "${wanted}"${didYouMean(wanted, names)}`,
    );
  }
  return ({ subject }) => workloads.some(wanted => isAbout(wanted, subject));
}

type Named = Pick<Fix['subject'], 'kind' | 'name' | 'namespaces'>;

/** `web`, `deployment/web`, `shop/web`, `shop/deployment/web` */
function namesOf({ kind, name, namespaces }: Named): ReadonlySet<string> {
  const own = [name, `${kind}/${name}`];
  const all = [...own, ...namespaces.flatMap(namespace => own.map(each => `${namespace}/${each}`))];
  return new Set(all.map(each => each.toLowerCase()));
}

function renderedNames({ roots }: Plan, { files, loadRestrictor, rendered }: PlanInput): Named[] {
  const evaluator = createEvaluator(files, { loadRestrictor, rendered });
  return roots.flatMap(({ folder, selected }) => {
    const outcome = evaluator.evaluate(folder);
    if (!selected || outcome.state !== 'evaluated') return [];
    return renderedRoot(outcome).objects.map(({ object }) => {
      const metadata = object.metadata as
        | { readonly name?: unknown; readonly namespace?: unknown }
        | undefined;
      const namespace = metadata?.namespace;
      return {
        kind: String(object.kind),
        name: String(metadata?.name ?? ''),
        namespaces: namespace === undefined ? [] : [String(namespace)],
      };
    });
  });
}

function byFile({ files }: Choice, whole: Plan, { paths }: PlanInput): Test | undefined {
  if (files.length === 0) return undefined;
  const written = whole.changes.map(({ path }) => path);
  for (const file of files) {
    if ([...paths, ...written].some(path => isWithin(file, path))) continue;
    throw new UsageError(`--file: ${file || '.'} is no file of the repository${didYouMean(file, paths)}`);
  }
  return fix => files.some(file => liesIn(file, fix));
}

/** Paths that hold a root select it, whatever it is made from. */
function byPath({ paths }: Choice, { roots }: Plan): Test | undefined {
  const folders = paths.map(path => (isKustomizationFile(path) ? folderOf(path) : path));
  const rootsIn = (path: string) => roots.filter(({ folder }) => isWithin(path, folder));
  if (folders.every(path => rootsIn(path).length > 0)) return undefined;
  return fix =>
    folders.some(path => {
      const within = rootsIn(path);
      return within.length > 0 ? within.some(({ folder }) => fix.roots.includes(folder)) : liesIn(path, fix);
    });
}

/** A report that knows nothing of what is there narrows nothing. */
function byBaseline({ baseline }: Choice, { fixes }: Plan): Test | undefined {
  const known = baseline === undefined ? new Set() : new Set(fixes.filter(knownBy(baseline, fixes)));
  return known.size > 0 ? fix => !known.has(fix) : undefined;
}

/** What it is about stands there, or what it writes. */
function liesIn(path: string, fix: Fix): boolean {
  const found = variantsIn(fix).map(({ at }) => splitAt(at).file);
  return [...found, ...filesOf(fix)].some(file => isWithin(path, file));
}
