/** Files that hold commands, by their names: who changes, builds or deploys something is found in them. */

const SCRIPT =
  /\.(?:sh|bash|mk|just)$|(?:^|\/)(?:GNUmakefile|[Mm]akefile|\.?[Jj]ustfile|Jenkinsfile|Taskfile\.ya?ml|[\w.-]*gitlab-ci[\w.-]*\.ya?ml)$/;
const PIPELINE =
  /(?:^|\/)(?:\.(?:github|gitea|forgejo)\/workflows\/[^/]+|\.(?:tekton|buildkite|woodpecker|gitlab)\/.+|\.circleci\/config|\.(?:drone|travis|woodpecker)|azure-pipelines[\w.-]*|bitbucket-pipelines|cloudbuild[\w.-]*|buildspec[\w.-]*|[\w.-]*gitlab-ci[\w.-]*)\.ya?ml$/i;

/** Whether the lines of a file are commands. */
export function isScript(path: string): boolean {
  return SCRIPT.test(path);
}

/** Whether steps of a file, which are commands among other things, run where nobody types them. */
export function isPipeline(path: string): boolean {
  return PIPELINE.test(path);
}
