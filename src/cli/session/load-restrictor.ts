/** How kustomize is told to treat files that lie above a kustomization: by the flag, else by the configuration, else as the repository itself does. */
import type { LoadRestrictor } from '../../kustomize/build/run.ts';
import { memoized } from '../../text/memo.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import type { WorkspaceFlags } from '../arguments/flags.ts';

/** What people and pipelines build with, and where Argo CD is told how to (`kustomize.buildOptions`). */
const TELLING =
  /(?:^|\/)(?:[^/]+\.(?:sh|mk|md)|(?:GNU)?[Mm]akefile|[Jj]ustfile|Taskfile\.ya?ml|Jenkinsfile|skaffold\.ya?ml|Tiltfile|\.gitlab-ci\.ya?ml|argocd-cm[^/]*\.ya?ml)$|^\.github\/workflows\//;
const NONE = /--load[-_]restrictor[= ]["']?(?:LoadRestrictionsNone|none)\b/;
/** What `flux bootstrap` writes: Flux reads whatever lies in the repository, and nothing outside of it. */
const OF_FLUX = /(?:^|\/)gotk-sync\.yaml$/;

/** A flag that is given counts alone, then what the configuration says. */
export function restrictorOf(
  { loadRestrictor }: Pick<WorkspaceFlags, 'loadRestrictor'>,
  workspace: OpenWorkspace,
): LoadRestrictor {
  const said = loadRestrictor ?? workspace.config.config.loadRestrictor;
  if (said !== undefined) return said;
  return isToldNone(workspace) ? 'LoadRestrictionsNone' : 'LoadRestrictionsRootOnly';
}

const isToldNone = memoized(({ files, paths }: OpenWorkspace): boolean =>
  paths.some(path => OF_FLUX.test(path) || (TELLING.test(path) && NONE.test(files.read(path) ?? ''))),
);
