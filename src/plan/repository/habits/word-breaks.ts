/** What stands between the words of file names: `web-pdb.yaml`, or `web_pdb.yaml`. */

import { baseName, folderOf } from '../../../kustomize/files/files.ts';
import { groupedBy } from '../../rendered/grouped.ts';

/** Folders whose YAML files have underscores between words, and none of them a hyphen. */
export function underscoredFolders(paths: readonly string[]): ReadonlySet<string> {
  const manifests = paths.filter(path => /\.ya?ml$/.test(path));
  const underscored = [...groupedBy(manifests, folderOf)].filter(([, group]) => {
    const names = group.map(baseName);
    return names.some(name => /\w_\w/.test(name)) && !names.some(name => name.includes('-'));
  });
  return new Set(underscored.map(([folder]) => folder));
}

/** A file name of ours as the others of its folder are spelled. */
export function spelledLike(name: string, isUnderscored: boolean): string {
  return isUnderscored ? name.replaceAll('-', '_') : name;
}
