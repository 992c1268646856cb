/** Builds that an OpenShift cluster makes: `kind: BuildConfig`. */
import type { Files } from '../../../kustomize/files/files.ts';
import { at, textOf } from '../../../kustomize/tree/node.ts';
import { documentsIn, groupOf, kindOf, placeOf } from '../manifests/documents.ts';
import { OPEN, type Wording } from './build.ts';

/** Whether a text may have one. */
export function mayConfigureBuilds(text: string): boolean {
  return /^[ \t]*kind:[ \t]*["']?BuildConfig\b/m.test(text);
}

/**
 * `spec: {source: {contextDir}, strategy: {dockerStrategy: {dockerfilePath}}, output: {to: {name}}}`. Its source may be another
 * repository: one that names no path would be said of any repository with a Dockerfile at its top.
 */
export function buildsOfConfigs(files: Files, file: string): Wording[] {
  return documentsIn(files, file).flatMap((document): Wording[] => {
    if (kindOf(document) !== 'BuildConfig' || groupOf(document) !== 'build.openshift.io') return [];
    const strategy = at(document, 'spec', 'strategy', 'dockerStrategy');
    const image = textOf(at(document, 'spec', 'output', 'to', 'name'));
    const folder = pathIn(textOf(at(document, 'spec', 'source', 'contextDir')));
    const dockerfile = pathIn(textOf(at(strategy, 'dockerfilePath')));
    const isElsewhere = at(document, 'spec', 'source', 'dockerfile') !== undefined;
    if (strategy === undefined || image === undefined || isElsewhere) return [];
    if (folder === '' && !dockerfile.includes('/')) return [];
    return [
      {
        images: [image.replace(PARAMETER, OPEN)],
        from: [''],
        context: (folder === '' ? '.' : folder).replace(PARAMETER, OPEN),
        dockerfile: dockerfile === '' ? undefined : dockerfile.replace(PARAMETER, OPEN),
        dockerfileIsIn: 'context',
        target: undefined,
        at: placeOf(files, document),
      },
    ];
  });
}

/** Of a Template: what it is given. */
const PARAMETER = /\$\{\{?\w+\}?\}/g;

/** Both paths are of the repository, with a slash in front of them or without. */
function pathIn(path: string | undefined): string {
  return (path ?? '').replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
}
