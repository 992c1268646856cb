/** One root that the user names, evaluated: for `render` and `trace`. */

import { createEvaluator, type Outcome } from '../../kustomize/build/evaluate.ts';
import { buildGraph, isKustomizationFile } from '../../kustomize/file/graph.ts';
import { folderOf } from '../../kustomize/files/files.ts';
import type { Resource } from '../../kustomize/object/resource.ts';
import { newLocator } from '../../plan/rendered/locator.ts';
import { renderAbove } from '../../plan/rendered/render-above.ts';
import { renderedRoot } from '../../plan/rendered/rendered.ts';
import { readGitOps } from '../../plan/repository/gitops/gitops.ts';
import { plainRoots } from '../../plan/repository/plain-folders.ts';
import { folderName, oneLine } from '../../report/words/words.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import type { WorkspaceFlags } from '../arguments/flags.ts';
import { UsageError } from '../process/errors.ts';
import type { Io } from '../process/io.ts';
import { restrictorOf } from './load-restrictor.ts';
import { renderOpaque } from './rendered-opaque.ts';
import { openWorkspaceFor, sayWhereItEnds } from './session.ts';

type Evaluated = Outcome & { readonly state: 'evaluated' };

export interface NamedRoot {
  readonly workspace: OpenWorkspace;
  readonly folder: string;
  /** Null when it cannot be evaluated; the reason has been said. */
  readonly outcome: Evaluated | null;
  /** The root as each GitOps controller changes it before it applies it. */
  readonly above: readonly RootAbove[];
}

export interface RootAbove {
  /** What says it: `Application shop`. */
  readonly by: string;
  /** `file:line` */
  readonly at: string;
  readonly resources: readonly Resource[];
}

/** @throws UsageError when the path is no kustomization */
export function evaluateNamed(io: Io, path: string, flags: WorkspaceFlags): NamedRoot {
  const workspace = openWorkspaceFor(io, [path], flags);
  const named = workspace.selected[0] ?? '';
  const folder = isKustomizationFile(named) ? folderOf(named) : named;
  const { files, paths } = plainRoots({ ...workspace, selected: [folder] });
  const graph = buildGraph(files, paths);
  if (!graph.nodes.has(folder)) {
    throw new UsageError(`${folderName(folder)} has no kustomization`);
  }
  const { rendered, problems } = renderOpaque(workspace, flags, io.env);
  for (const problem of problems) io.note(`${problem}\n`);
  const evaluator = createEvaluator(files, { loadRestrictor: restrictorOf(flags, workspace), rendered });
  const outcome = evaluator.evaluate(folder);
  const { line } = newLocator(files);
  const say = (message: string, { file, offset }: { file: string; offset?: number }) =>
    io.note(`${offset === undefined ? file : `${file}:${line(file, offset)}`}: ${oneLine(message)}\n`);
  if (outcome.state === 'evaluated') {
    for (const { reason, location } of outcome.opaque) say(`not rendered: ${reason}`, location);
    const { deployments } = readGitOps(files, paths, [...graph.nodes.keys()]);
    const layers = deployments.flatMap(({ folders, above }) =>
      above && folders.includes(folder) ? [above] : [],
    );
    const above = layers.flatMap(({ by, at, fields }) => {
      const render = renderAbove(evaluator, renderedRoot(outcome), fields);
      return render === null ? [] : [{ by, at, resources: render.objects.map(({ final }) => final) }];
    });
    return { workspace, folder, outcome, above };
  }
  const problem = outcome.state === 'failed' ? outcome.failure : outcome.reason;
  say(problem.message, problem.location);
  sayWhereItEnds(io, workspace, [problem.message]);
  return { workspace, folder, outcome: null, above: [] };
}
