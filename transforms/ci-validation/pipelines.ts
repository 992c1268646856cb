/** The pipelines of a repository, and whether one of them renders what is applied. */

import type { TextSurroundings } from '../../src/transform.ts';
import { remembered } from '../shared/remembered.ts';

export type System = 'github' | 'gitlab' | 'another';

export interface Pipeline {
  readonly path: string;
  readonly system: System;
  readonly text: string;
}

const SYSTEMS: readonly (readonly [RegExp, System])[] = [
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, 'github'],
  [/^\.gitlab-ci\.ya?ml$|^\.gitlab\/.+\.ya?ml$/, 'gitlab'],
  [
    /^(?:Jenkinsfile[\w.-]*|azure-pipelines[\w.-]*\.ya?ml|bitbucket-pipelines\.ya?ml|\.circleci\/config\.ya?ml|\.drone\.ya?ml|cloudbuild[\w.-]*\.ya?ml|\.travis\.ya?ml|\.buildkite\/.+\.ya?ml|\.woodpecker(?:\/.+)?\.ya?ml|\.tekton\/.+\.ya?ml)$/,
    'another',
  ],
];

/** What renders a root, or has it rendered. */
const RENDERS =
  /\bkustomize["']?\s+build\b|\b(?:kubectl|oc)\b[^\n|;&]*\s(?:kustomize\b|-k\b|--kustomize\b)|\bkustomend\b|\bflux(?:-local)?\s+(?:build|diff|test)\b|\bargocd\s+app\s+diff\b|\bskaffold\s+(?:render|run|deploy)\b|\bkubectl-validate\b|uses:\s*\S*(?:kustomize|k8s-bake|flux-local|konflate)\S*|\brenderEngine:\s*["']?kustomize/i;

/** What a pipeline may have others do: its steps are in files that it names. */
const RUNS =
  /(?:^|\/)(?:Makefile|GNUmakefile|makefile|Taskfile\.ya?ml|justfile|[^/]+\.(?:sh|bash|mk|py|ps1))$/;

export const pipelinesIn = remembered(({ paths, read }: TextSurroundings): readonly Pipeline[] =>
  paths.flatMap(path => {
    const system = SYSTEMS.find(([name]) => name.test(path))?.[1];
    const text = system === undefined ? undefined : read(path);
    return system === undefined || text === undefined ? [] : [{ path, system, text }];
  }),
);

/** Whether a pipeline renders, itself or by what it runs. */
export const isRendered = remembered((repository: TextSurroundings): boolean => {
  const pipelines = pipelinesIn(repository);
  if (pipelines.some(({ text }) => RENDERS.test(withoutComments(text)))) return true;
  return repository.paths
    .filter(path => RUNS.test(path))
    .some(
      path =>
        pipelines.some(({ text }) => isRun(path, text)) &&
        RENDERS.test(withoutComments(repository.read(path) ?? '')),
    );
});

function isRun(path: string, text: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/makefile$/i.test(name)) return /\bmake\b/.test(text);
  if (/^Taskfile/.test(name)) return /\btask\b/.test(text);
  return name === 'justfile' ? /\bjust\b/.test(text) : text.includes(name);
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]*#.*$/gm, '');
}
