/**
 * What shows that a repository is for OpenShift: it gives each namespace a range of users of its own, and its SCCs
 * (SecurityContextConstraints) refuse pods that ask for more than they allow.
 */

import type { Files } from '../../../kustomize/files/files.ts';
import { entry } from '../../../kustomize/tree/node.ts';
import { documentsIn, groupOf, kindOf, nameOf, placeOf, textsAt } from './documents.ts';

const GROUP = /^\s*apiVersion:\s*["']?[a-z.]*\bopenshift\.io\//m;
/** RBAC that hands out a built-in SCC. */
const BINDING = /system:openshift:scc:/;
/** Folders that hold the part of a repository which is for OpenShift. */
const FOLDER = /^(?:openshift|ocp4?|okd)(?:[-_.].*)?$|[-_.](?:openshift|ocp4?|okd)$/i;

export interface OpenShiftSign {
  /** `file:line` */
  readonly at: string;
  readonly file: string;
  /** Folder that is called after OpenShift and holds the sign: it says nothing of what lies elsewhere. */
  readonly within: string | undefined;
}

/** SCC that allows pods to state a seccomp profile. */
export interface SeccompConstraint {
  readonly name: string;
  readonly at: string;
  /** Users and groups that it names. */
  readonly subjects: readonly string[];
}

export interface OpenShift {
  readonly signs: readonly OpenShiftSign[];
  readonly constraints: readonly SeccompConstraint[];
}

export function readOpenShift(files: Files, paths: readonly string[]): OpenShift {
  const signs: OpenShiftSign[] = [];
  const constraints: SeccompConstraint[] = [];
  for (const path of paths) {
    if (!/\.ya?ml$/.test(path)) continue;
    const text = files.read(path) ?? '';
    // Cheaper than the patterns, in the many files that are for nobody in particular.
    if (!text.includes('openshift')) continue;
    const sign = GROUP.exec(text) ?? BINDING.exec(text);
    if (sign === null) continue;
    const start = sign.index + sign[0].length - sign[0].trimStart().length;
    const line = text.slice(0, start).split('\n').length;
    signs.push({ at: `${path}:${line}`, file: path, within: openShiftFolder(path) });
    if (!text.includes('SecurityContextConstraints')) continue;
    for (const document of documentsIn(files, path)) {
      if (groupOf(document) !== 'security.openshift.io' || kindOf(document) !== 'SecurityContextConstraints')
        continue;
      const profiles = textsAt(document, 'seccompProfiles');
      if (!profiles.some(profile => profile === '*' || profile === 'runtime/default')) continue;
      constraints.push({
        name: nameOf(document),
        at: placeOf(files, entry(document, 'seccompProfiles') ?? document),
        subjects: [...textsAt(document, 'users'), ...textsAt(document, 'groups')],
      });
    }
  }
  return { signs, constraints };
}

/** The folder above a path that is called after OpenShift. */
function openShiftFolder(path: string): string | undefined {
  const parts = path.split('/').slice(0, -1);
  const index = parts.findIndex(part => FOLDER.test(part));
  return index < 0 ? undefined : parts.slice(0, index + 1).join('/');
}

/** The sign that a root is for OpenShift: its own folder, one among its files, or one that stands for the repository. */
export function signFor(
  { signs }: OpenShift,
  folder: string,
  isOwnFile: (file: string) => boolean,
): OpenShiftSign | undefined {
  if (signs.length === 0) return undefined;
  const own = openShiftFolder(`${folder}/kustomization.yaml`);
  return (
    signs.find(({ file }) => isOwnFile(file)) ??
    signs.find(({ within }) => within === undefined || within === own)
  );
}
