/** Asks the user's own kustomize for roots that we do not build: whether they are broken, or beyond us. */
import type { Verdict } from '../../kustomize/build/verdict.ts';
import type { Plan } from '../../plan/model/result.ts';
import { askWhetherTheyBuild } from '../../witness/ask.ts';
import { findKustomize } from '../../witness/tool.ts';
import { nestedFiles } from '../../workspace/open.ts';
import { connects } from './rendered-opaque.ts';
import type { Session } from './session.ts';

/** Nothing where no root is in doubt, or nobody is there to ask. */
export function askAbout(
  { workspace, input, flags, env, opaque }: Session,
  { roots, virtual }: Pick<Plan, 'roots' | 'virtual'>,
): ReadonlyMap<string, Verdict> {
  const doubtful = roots.filter(root => root.isDoubtful).map(({ folder }) => folder);
  if (doubtful.length === 0) return new Map();
  const tool = findKustomize(env);
  if (tool === undefined) return new Map();
  const isOut = connects(workspace, flags);
  const folders = doubtful.filter(folder => !isOut(folder));
  const paths = [...input.paths, ...nestedFiles(workspace), ...opaque.charts];
  return askWhetherTheyBuild(tool, { root: workspace.root, paths, virtual }, folders, flags);
}
