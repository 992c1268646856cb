/** What the repository itself says of the tools that a pipeline takes: nothing is pinned that nobody has pinned. */

import type { Evidence, TextSurroundings } from '../../src/transform.ts';
import { type Pipeline, pipelinesIn } from './pipelines.ts';

export interface Pinned {
  readonly value: string;
  readonly evidence: Evidence;
}

/** `kustomize%2Fv5.4.1`, `KUSTOMIZE_VERSION: 5.4.1`, `kustomize-version: v5.4.1`, `kustomize 5.4.1` */
const VERSIONS = [
  /\bkustomize(?:%2F|\/|_|@)v?(\d+\.\d+\.\d+)\b/gi,
  /\bkustomize[-_]?version["']?\s*[:?]?[:=]\s*["']?v?(\d+\.\d+\.\d+)\b/gi,
  /^kustomize[ \t]*=?[ \t]*["']?v?(\d+\.\d+\.\d+)\b/gim,
];
const SPEAKS =
  /(?:^|\/)(?:Makefile|GNUmakefile|makefile|Taskfile\.ya?ml|justfile|\.tool-versions|\.?mise\.toml|aqua\.ya?ml|(?:Dockerfile|Containerfile)[\w.-]*|[^/]+\.(?:sh|bash|mk))$/;

/** The version of kustomize that all who name one name. */
export function kustomizeOf(repository: TextSurroundings): Pinned | undefined {
  const texts = [
    ...pipelinesIn(repository),
    ...repository.paths
      .filter(path => SPEAKS.test(path))
      .map(path => ({ path, text: repository.read(path) ?? '' })),
  ];
  return onlyOne(
    texts.flatMap(({ path, text }) =>
      VERSIONS.flatMap(form =>
        [...text.matchAll(form)].map(found => ({
          value: `v${found[1]}`,
          evidence: placed(path, text, found.index, `${path} takes kustomize ${found[1]}`),
        })),
      ),
    ),
  );
}

/** The commit at which all workflows take an action, with the comment that says its version. */
export function commitOf(action: string, pipelines: readonly Pipeline[]): Pinned | undefined {
  const form = new RegExp(String.raw`uses:\s*["']?(${action}@[0-9a-f]{40})["']?([ \t]+#[^\n\r]*)?`, 'g');
  return onlyOne(
    pipelines.flatMap(({ path, text }) =>
      [...text.matchAll(form)].map(found => ({
        value: `${found[1]}${(found[2] ?? '').trimEnd()}`,
        evidence: placed(path, text, found.index, 'the repository takes it at that commit'),
      })),
    ),
  );
}

/** The machine that workflows run on, as the first one says it that the archives are for: Linux on amd64. */
export function runnerOf(pipelines: readonly Pipeline[]): string {
  const names = pipelines.flatMap(({ text }) => [...text.matchAll(RUNNER)].map(([, name = '']) => name));
  return names.find(name => !OTHER_MACHINE.test(name)) ?? 'ubuntu-latest';
}

const RUNNER = /^[ \t]*runs-on:[ \t]*["']?([\w.-]+)["']?[ \t]*(?:#.*)?$/gm;
const OTHER_MACHINE = /mac-?os|windows|\barm(?:64)?\b|aarch64/i;

/** The comment behind a commit, by which Renovate and Dependabot know its version. @param at `file:line` */
export function versionBehind(commit: string, at: string, { read }: TextSurroundings): string {
  const [, file = '', line = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
  const text = (read(file) ?? '').split('\n')[Number(line) - 1] ?? '';
  const found = new RegExp(String.raw`${commit}["']?([ \t]+#[ \t]*v\d[\w.-]*)[ \t]*\r?$`).exec(text);
  return found?.[1] ?? '';
}

function onlyOne(found: readonly Pinned[]): Pinned | undefined {
  const [first] = found;
  return first !== undefined && found.every(({ value }) => value === first.value) ? first : undefined;
}

function placed(path: string, text: string, index: number, says: string): Evidence {
  return { kind: 'manifest', at: `${path}:${text.slice(0, index).split('\n').length}`, says };
}
