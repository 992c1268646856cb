/**
 * What shows that a repository is for OpenShift: it gives each namespace a range of users of its own, and its SCCs
 * (SecurityContextConstraints) refuse pods that ask for more than they allow.
 */

import { isPipeline, isScript } from '../../../kustomize/files/command-files.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import { entry, type Node } from '../../../kustomize/tree/node.ts';
import { documentsIn, groupOf, kindOf, nameOf, placeOf, textsAt } from '../manifests/documents.ts';
import { grantsOfConstraints, lineForOpenShift, lineOfCommand } from './openshift-signs.ts';

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
  const manifests = paths
    .filter(path => /\.ya?ml$/.test(path))
    .map(path => ({ path, text: files.read(path) ?? '' }));
  const lines = [
    ...manifests.map(({ path, text }) => ({ path, line: lineForOpenShift(text) })),
    ...paths
      .filter(path => isScript(path) || isPipeline(path))
      .map(path => ({ path, line: lineOfCommand(files.read(path) ?? '') })),
  ];
  const found = [
    ...lines.flatMap(({ path, line }) => (line === undefined ? [] : [{ file: path, at: `${path}:${line}` }])),
    ...grantsOfConstraints(files, paths),
  ];
  return {
    signs: found.map(({ file, at }) => ({ at, file, within: openShiftFolder(file) })),
    constraints: manifests
      .filter(({ text }) => text.includes('SecurityContextConstraints'))
      .flatMap(({ path }) => documentsIn(files, path).flatMap(document => constraintIn(files, document))),
  };
}

function constraintIn(files: Files, document: Node): SeccompConstraint[] {
  if (groupOf(document) !== 'security.openshift.io' || kindOf(document) !== 'SecurityContextConstraints')
    return [];
  const profiles = textsAt(document, 'seccompProfiles');
  if (!profiles.some(profile => profile === '*' || profile === 'runtime/default')) return [];
  return [
    {
      name: nameOf(document),
      at: placeOf(files, entry(document, 'seccompProfiles') ?? document),
      subjects: [...textsAt(document, 'users'), ...textsAt(document, 'groups')],
    },
  ];
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
