/** What the files of a repository say of SOPS: the creation rules of `.sops.yaml`, and generators of KSOPS. */
import { type Files, folderOf, isWithin } from '../../../kustomize/files/files.ts';
import { entry } from '../../../kustomize/tree/node.ts';
import { once } from '../../../text/memo.ts';
import type { Sops } from '../../../transform.ts';
import { documentsIn, kindOf, placeOf } from '../manifests/documents.ts';
import { rulesIn } from './rules.ts';

/** The only name by which sops looks for its configuration. */
const CONFIG = /(?:^|\/)\.sops\.yaml$/;
const KSOPS = /^kind:\s*["']?ksops\b/m;

export function readSops(files: Files, paths: readonly string[]): Sops {
  const rules = new Map(
    // The nearest first: of two above a file that is the longer one.
    paths
      .filter(path => CONFIG.test(path))
      .sort((a, b) => b.length - a.length)
      .map(config => [config, once(() => rulesIn(files.read(config) ?? '', config))]),
  );
  const configFor = (file: string) => [...rules.keys()].find(config => isWithin(folderOf(config), file));
  return {
    configFor,
    ruleFor(file) {
      const config = configFor(file);
      if (config === undefined) return undefined;
      const top = folderOf(config);
      const path = top === '' ? file : file.slice(top.length + 1);
      return rules.get(config)!().find(rule => rule.takes(path));
    },
    generator: generatorIn(files, paths),
  };
}

function generatorIn(files: Files, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    if (!/\.ya?ml$/.test(path) || !KSOPS.test(files.read(path) ?? '')) continue;
    const found = documentsIn(files, path).find(document => kindOf(document) === 'ksops');
    if (found !== undefined) return placeOf(files, entry(found, 'kind') ?? found);
  }
  return undefined;
}
