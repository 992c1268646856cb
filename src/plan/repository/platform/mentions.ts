/** Whether a repository speaks of a program, wherever that is: whoever installs it, or has it installed, says its name. */

import type { Files } from '../../../kustomize/files/files.ts';

const READ =
  /\.(?:ya?ml|json|tf|tfvars|sh|bash|ps1|mk|just|md|adoc|hcl|toml)$|(?:^|\/)(?:GNUmakefile|[Mm]akefile|\.?[Jj]ustfile|Tiltfile|Kustomization)$/;
/** What is said to this program is about what it finds, and installs nothing. */
const OWN = /(?:^|\/)kustomend\.[\w.-]*ya?ml$/;

/** `file:line` of the first words that match. Each question is answered once. */
export function mentionsIn(files: Files, paths: readonly string[]): (words: RegExp) => string | undefined {
  const known = new Map<string, string | undefined>();
  return words => {
    const key = String(words);
    if (!known.has(key)) known.set(key, firstOf(words, files, paths));
    return known.get(key);
  };
}

function firstOf(words: RegExp, files: Files, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    if (!READ.test(path) || OWN.test(path)) continue;
    const text = files.read(path) ?? '';
    const index = text.search(words);
    if (index >= 0) return `${path}:${text.slice(0, index).split('\n').length}`;
  }
  return undefined;
}
