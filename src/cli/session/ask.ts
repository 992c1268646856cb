/** Asks the user's own kustomize for roots that we do not build: whether they are broken, or beyond us. */
import type { Verdict } from '../../kustomize/files/problem.ts';
import type { PlanInput } from '../../plan/model/input.ts';
import type { Doubts } from '../../plan/prepared.ts';
import { askWhetherTheyBuild } from '../../witness/ask.ts';
import { findKustomize } from '../../witness/tool.ts';
import { nestedFiles, type OpenWorkspace } from '../../workspace/open.ts';
import type { ProcessEnvironment } from '../../workspace/programs.ts';
import type { Verify, WorkspaceFlags } from '../arguments/flags.ts';
import { connects } from './rendered-opaque.ts';

/** What asking takes. */
interface Asking {
  readonly workspace: OpenWorkspace;
  /** Files of the workspace, and charts that git ignores. */
  readonly input: Pick<PlanInput, 'paths' | 'progress' | 'loadRestrictor'>;
  readonly opaque: { readonly charts: readonly string[] };
  readonly flags: WorkspaceFlags & { readonly verify?: Verify };
  readonly env: ProcessEnvironment;
}

/** Nothing where no root is in doubt, or nobody is there to ask. */
export function askAbout(
  { workspace, input, flags, env, opaque }: Asking,
  { folders: doubtful, virtual }: Doubts,
): ReadonlyMap<string, Verdict> {
  if (doubtful.length === 0 || flags.verify === 'builtin') return new Map();
  const tool = findKustomize(env);
  if (tool === undefined) return new Map();
  const isOut = connects(workspace, flags);
  const folders = doubtful.filter(folder => !isOut(folder));
  const paths = [...input.paths, ...nestedFiles(workspace), ...opaque.charts];
  return askWhetherTheyBuild(tool, { root: workspace.root, paths, virtual }, folders, {
    ...flags,
    loadRestrictor: input.loadRestrictor,
    progress: input.progress,
  });
}
