/** From arguments and flags to a plan: the workspace, its configuration and lock, a cut write brought to its end. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { namesOfEnvironment } from '../../config/environments.ts';
import { didYouMean } from '../../config/suggest.ts';
import { checkTransforms } from '../../config/transforms.ts';
import { createEvaluator } from '../../kustomize/build/evaluate.ts';
import { buildGraph, isKustomizationFile } from '../../kustomize/file/graph.ts';
import { type Files, folderOf } from '../../kustomize/files/files.ts';
import type { BuildFailure } from '../../kustomize/files/problem.ts';
import type { AnyTransform, PlanInput } from '../../plan/model/input.ts';
import type { Plan } from '../../plan/model/result.ts';
import { plan } from '../../plan/plan.ts';
import { planChosen } from '../../plan/plan-chosen.ts';
import { doubtsOf, type Prepared, prepare } from '../../plan/prepared.ts';
import { affectedFolders } from '../../plan/prove/affected.ts';
import { newLocator } from '../../plan/rendered/locator.ts';
import { incomplete } from '../../report/overview/verdict.ts';
import { secretsOf } from '../../report/secrets/secrets.ts';
import { count } from '../../report/words/words.ts';
import { OBSTACLES } from '../../text/obstacle.ts';
import type { Git } from '../../workspace/git.ts';
import { ConfigErrors, type OpenWorkspace, openWorkspace } from '../../workspace/open.ts';
import type { ProcessEnvironment } from '../../workspace/programs.ts';
import type { PlanFlags, WorkspaceFlags } from '../arguments/flags.ts';
import { dateOf } from '../cache/facts.ts';
import { filesNow } from '../cache/run-memory.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import { changedSince } from '../process/git.ts';
import type { Io } from '../process/io.ts';
import { askAbout } from './ask.ts';
import { acceptedBy, type Choice, choiceOf, chosenIds } from './choice.ts';
import { entryInPlaceOf } from './leaving-out.ts';
import { restrictorOf } from './load-restrictor.ts';
import { lockOf } from './lock.ts';
import { observedOf, sayOld } from './observed.ts';
import { type RenderedInputs, renderOpaque } from './rendered-opaque.ts';
import { sayUnfinished } from './unfinished.ts';

export interface Session {
  readonly workspace: OpenWorkspace;
  readonly input: PlanInput;
  /** Folders that the user named, relative to the top. */
  readonly named: readonly string[];
  readonly flags: WorkspaceFlags;
  /** Variables of the process, for programs that are started. */
  readonly env: ProcessEnvironment;
  /** What kustomize alone can render, as far as the flags let it. */
  readonly opaque: RenderedInputs;
  /** Which of the fixes are wanted. */
  readonly choice: Choice;
  /** Everything that git says has changed, where the flags ask since when. */
  readonly since: readonly [revision: string, changed: readonly string[]] | undefined;
}

/** @throws UsageError | WorkspaceError | ConfigErrors */
export function openWorkspaceFor(
  io: Io,
  paths: readonly string[],
  { config, memory }: Pick<PlanFlags, 'config' | 'memory'>,
): OpenWorkspace {
  const missing = paths.find(path => !existsSync(resolve(io.cwd, path)));
  if (missing !== undefined) throw new UsageError(`${missing} does not exist`);
  const filesOf = memory && ((root: string) => filesNow(memory, root));
  const workspace = openWorkspace(io.cwd, paths, io.env, config, filesOf);
  if (memory) memory.paths = workspace.paths;
  io.distrust(workspace.root);
  io.hide(() => secretsOf(workspace.files, workspace.paths, memory?.secrets));
  sayUnfinished(io, workspace);
  if (workspace.unprintable > 0)
    io.note(`left out: ${count(workspace.unprintable, 'file')} with control characters in the name\n`);
  sayWhatIsElsewhere(io, workspace);
  return workspace;
}

const MOST_NAMED = 3;

function sayWhatIsElsewhere(io: Io, { nested, unchecked }: OpenWorkspace): void {
  if (nested.length > 0) {
    const rest = nested.length - MOST_NAMED;
    const names = `${nested.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
    io.note(
      `left out: ${names}: ${nested.length === 1 ? 'a repository of its own' : 'repositories of their own'}\n`,
    );
  }
  if (unchecked > 0) io.note(`left out: ${count(unchecked, 'file')} that a sparse checkout leaves out\n`);
}

/** @throws UsageError | WorkspaceError | ConfigErrors */
export function openSession(
  io: Io,
  paths: readonly string[],
  flags: PlanFlags,
  placement: 'anywhere' | 'overlay' = 'anywhere',
): Session {
  const { transforms } = io;
  checkIds(flags.only ?? [], '--only', transforms);
  checkIds(flags.skip ?? [], '--skip', transforms);
  if (flags.only?.every(id => flags.skip?.includes(id)))
    throw new UsageError('--only and --skip leave no transform');
  const workspace = openWorkspaceFor(io, paths, flags);
  const problems = checkTransforms(workspace.config, new Map(transforms.map(t => [t.id, t.options])), id =>
    entryInPlaceOf(id, { workspace, transforms }),
  );
  if (problems.length > 0) throw new ConfigErrors(problems);
  const opaque = renderOpaque(workspace, flags, io.env);
  for (const problem of opaque.problems) io.note(`${problem}\n`);
  const today = dateOf(Date.now());
  const observed = observedOf(workspace.files, workspace.config, today);
  const old = sayOld(observed, workspace.config);
  if (old !== undefined) io.note(`${old}\n`);
  const changed = flags.since === undefined ? undefined : changedSinceIn(workspace, paths, flags.since);
  return {
    workspace,
    named: workspace.selected.map(path => (isKustomizationFile(path) ? folderOf(path) : path)),
    flags,
    env: io.env,
    opaque,
    choice: choiceOf(io.cwd, workspace, flags),
    since: changed && [flags.since!, changed],
    input: {
      files: workspace.files,
      paths: workspace.paths,
      nested: workspace.nested,
      config: workspace.config,
      transforms,
      selection: {
        paths: changed ? [] : workspace.selected,
        changed: changed && manifestsAmong(workspace, changed),
        only: flags.only ?? [],
        skip: flags.skip ?? [],
        environments: flags.env ?? [],
        severity: flags.severity,
        preset: flags.preset,
        unsafe: flags.unsafe ?? false,
        noRestart: !flags.restart,
        foreignIgnores: flags.foreignIgnores,
        placement,
      },
      decisions: {
        rejected: new Set(flags.rejected),
        accepted: new Set(),
        raised: new Set(flags.raised),
      },
      loadRestrictor: restrictorOf(flags, workspace),
      rendered: opaque.rendered,
      today,
      lock: new Map([...(flags.resolved ?? []), ...lockOf(workspace.files, workspace.config)]),
      observed,
      progress: flags.quiet ? undefined : io.progress(),
      renders: flags.memory?.renders,
    },
  };
}

/** @throws UsageError for an id that no transform has */
export function checkIds(ids: readonly string[], flag: string, transforms: readonly AnyTransform[]): void {
  const known = transforms.map(transform => transform.id);
  const unknown = ids.find(id => !known.includes(id));
  if (unknown === undefined) return;
  const hint = didYouMean(unknown, known) || '; kustomend explain lists them';
  throw new UsageError(`${flag}: unknown transform "${unknown}"${hint}`);
}

function changedSinceIn(workspace: OpenWorkspace, paths: readonly string[], ref: string): readonly string[] {
  if (paths.length > 0) throw new UsageError('--since selects roots itself: leave out the paths');
  return changedSince(gitOf(workspace, '--since'), ref);
}

/** The roots that are made from them are looked at. */
function manifestsAmong({ paths }: OpenWorkspace, changed: readonly string[]): readonly string[] {
  const known = new Set(paths);
  return changed.filter(path => known.has(path) && /\.ya?ml$/.test(path));
}

/** @throws UsageError where there is none, or git does not answer */
export function gitOf({ git, gitRefusal }: OpenWorkspace, flag: string): Git {
  if (git !== undefined) return git;
  throw new UsageError(
    gitRefusal === undefined
      ? `${flag} needs a git work tree`
      : `${flag} needs git, which does not answer here: ${gitRefusal}`,
  );
}

/**
 * Plans what is wanted.
 *
 * @throws UsageError when no root is looked at, or nothing is what was named
 */
export function planSession(session: Session): Plan {
  return plannedIn(session).plan;
}

export interface PlannedIn {
  readonly input: PlanInput;
  /** Of what is wanted. */
  readonly plan: Plan;
  /** Of everything. */
  readonly whole: Plan;
  /** Plans some fixes of the plan, and what they need, on the same files. */
  part(fixes: ReadonlySet<string>): Plan;
  /** Folders of the kustomizations that a change of these files may change. */
  affected(files: readonly string[]): readonly string[];
}

/**
 * The same with what it was made from, for who plans again.
 *
 * @throws UsageError as {@link planSession} does
 */
export function plannedIn(session: Session): PlannedIn {
  const { choice } = session;
  const { input, whole, prepared } = planWhole(session);
  const fixes = chosenIds(choice, whole, input);
  const accepted = fixes === undefined ? input.decisions.accepted : acceptedBy(choice, whole);
  const decided = { ...input, decisions: { ...input.decisions, accepted } };
  const plan = fixes === undefined ? whole : planChosen(decided, whole, fixes, prepared);
  return {
    input,
    plan,
    whole,
    part: some => planChosen(decided, plan, some, prepared),
    affected: files => affectedFolders(prepared.repository.graph, files),
  };
}

interface Planned {
  readonly input: PlanInput;
  readonly prepared: Prepared;
  readonly result: Plan;
}

/** Plans, and refuses plans about nothing. */
function planWhole(session: Session): Omit<Planned, 'result'> & { readonly whole: Plan } {
  const { workspace } = session;
  const { input, prepared, result } = planAsked(session, session.input);
  if (result.roots.length === 0) throw new UsageError(whyNoRoots(input, workspace.root));
  const { environments } = input.selection;
  const names = [...new Set(result.roots.flatMap(root => namesOfEnvironment(root.folder, root.environment)))];
  const unknown = environments.find(name => !names.includes(name));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, names);
    throw new UsageError(
      `--env: no root has the environment "${unknown}"${hint || `; there are: ${names.join(', ') || 'none'}`}`,
    );
  }
  const isAbout =
    result.roots.some(root => root.selected) || result.fixes.some(fix => fix.roots.length === 0);
  if (!input.selection.changed && !isAbout) {
    throw new UsageError(`no root in ${workspace.selected.join(', ') || workspace.root} is selected`);
  }
  return { input, prepared, whole: result };
}

/** Plans with what kustomize says of roots that we do not build. */
export function planAsking(session: Session, input: PlanInput = session.input): Plan {
  return planAsked(session, input).result;
}

/** @returns the plan, and what it was made from */
function planAsked(session: Session, given: PlanInput): Planned {
  const prepared = prepare(given);
  const verdicts = askAbout(session, doubtsOf(prepared));
  const input = verdicts.size === 0 ? given : { ...given, verdicts };
  return { input, prepared, result: plan(input, prepared) };
}

/** No kustomization at all, or only such that use each other in a circle. */
export function whyNoRoots({ files, paths, loadRestrictor }: PlanInput, root: string): string {
  const evaluator = createEvaluator(files, { loadRestrictor });
  for (const folder of buildGraph(files, paths).nodes.keys()) {
    const outcome = evaluator.evaluate(folder);
    if (outcome.state === 'failed') return placed(files, outcome.failure);
  }
  return `no kustomization and no manifest found in ${root}: name the folder that holds them, kustomend FOLDER`;
}

function placed(files: Files, { location, message }: BuildFailure): string {
  const { file, offset } = location;
  return `${offset === undefined ? file : `${file}:${newLocator(files).line(file, offset)}`}: ${message}`;
}

/** Says why a plan is not the whole answer; null when it is. */
export function sayIfIncomplete(
  io: Io,
  { named, workspace }: Session,
  plan: Pick<Plan, 'roots' | 'fixes'>,
): ExitCode | null {
  const reasons = incomplete(plan, named);
  for (const reason of reasons) io.note(`incomplete: ${reason}\n`);
  sayWhereItEnds(
    io,
    workspace,
    plan.roots.flatMap(root => root.reason ?? []),
  );
  return reasons.length > 0 ? EXIT.incomplete : null;
}

/** Without git the user has drawn the line, and may not know it. */
export function sayWhereItEnds(io: Io, { gitDir, root }: OpenWorkspace, reasons: readonly string[]): void {
  if (gitDir !== undefined || !reasons.some(reason => reason.includes(OBSTACLES.outside))) return;
  io.note(`without git nothing above ${root} is read: name the folder that holds both\n`);
}
