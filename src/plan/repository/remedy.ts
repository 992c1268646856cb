/** What would make a root build that lacks a file: often one that git ignores, with a sample of it beside its place. */
import { generatorFiles } from '../../kustomize/file/generator-inputs.ts';
import { kustomizationFileIn, loadKustomization } from '../../kustomize/file/kustomization.ts';
import { baseName, type Files, folderOf, isWithin } from '../../kustomize/files/files.ts';
import { BuildFailure } from '../../kustomize/files/problem.ts';
import type { MissingFile } from '../model/result.ts';

/** Words of a name that make a sample of it: `.env.example`, `sample.env`, `config.dist.json`. */
const SAMPLE = /(?:^|[-_.])(?:example|sample|dist|template|tmpl|tpl|default|defaults)(?=$|[-_.])/i;

/** Undefined where nothing is missing, or nobody but whoever removed it knows what it was. */
export function remedyFor(
  problem: Error | undefined,
  files: Files,
  paths: readonly string[],
): MissingFile | undefined {
  if (!(problem instanceof BuildFailure) || problem.missing === undefined) return undefined;
  const { missing, location } = problem;
  const sample = paths.find(
    path => folderOf(path) === folderOf(missing) && SAMPLE.test(baseName(path)) && isSampleOf(path, missing),
  );
  const hasFolder = paths.some(path => isWithin(folderOf(missing), path));
  if (sample !== undefined) return { file: missing, sample, hasFolder };
  // What names it may be a plugin's configuration, in a folder without a kustomization.
  const folder = folderOf(location.file);
  const isInput =
    kustomizationFileIn(files, folder) !== undefined &&
    generatorFiles(loadKustomization(files, folder)).includes(missing);
  return isInput ? { file: missing, sample: undefined, hasFolder } : undefined;
}

export function remedyText({ sample }: MissingFile): string {
  return sample === undefined
    ? 'create it, values that stand in for the true ones will do'
    : `create it, a copy of ${baseName(sample)} will do`;
}

function isSampleOf(path: string, missing: string): boolean {
  return bare(baseName(path).replace(SAMPLE, '')) === bare(baseName(missing));
}

/** Names that begin with a dot have samples that do not: `env.example`. */
function bare(name: string): string {
  return name.replace(/^[-_.]+/, '');
}
