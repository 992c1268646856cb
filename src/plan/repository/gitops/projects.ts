/** Which kinds the AppProjects of Argo CD let an Application bring: one that is not allowed fails the whole sync. */

import { isClusterScoped } from '../../../kubernetes/kinds.ts';
import { fitsWildcard } from '../../../kubernetes/wildcard.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import { entry, type Node, textOf } from '../../../kustomize/tree/node.ts';
import { documentsIn, groupOf, itemsAt, kindOf, nameOf, placeOf } from '../manifests/documents.ts';

const PROJECT = /kind:\s*["']?AppProject\b/;

interface KindPattern {
  readonly group: string;
  readonly kind: string;
  /** `file:line` */
  readonly at: string;
}

export interface Project {
  readonly name: string;
  readonly at: string;
  readonly clusterAllowed: readonly KindPattern[];
  readonly clusterDenied: readonly KindPattern[];
  /** Undefined: everything that is not denied. */
  readonly namespacedAllowed: readonly KindPattern[] | undefined;
  readonly namespacedDenied: readonly KindPattern[];
}

export function readProjects(files: Files, paths: readonly string[]): Project[] {
  return paths
    .filter(path => /\.ya?ml$/.test(path) && mayBeProject(files.read(path) ?? ''))
    .flatMap(path => documentsIn(files, path))
    .filter(document => groupOf(document) === 'argoproj.io' && kindOf(document) === 'AppProject')
    .map(document => {
      const spec = entry(document, 'spec');
      const patterns = (field: string) => itemsAt(spec, field).map(item => patternOf(files, item));
      return {
        name: nameOf(document),
        at: placeOf(files, entry(document, 'kind') ?? document),
        clusterAllowed: patterns('clusterResourceWhitelist'),
        clusterDenied: patterns('clusterResourceBlacklist'),
        namespacedAllowed:
          entry(spec, 'namespaceResourceWhitelist') === undefined
            ? undefined
            : patterns('namespaceResourceWhitelist'),
        namespacedDenied: patterns('namespaceResourceBlacklist'),
      };
    });
}

/** Cheaper than the pattern, in the many files that are about something else. */
function mayBeProject(text: string): boolean {
  return text.includes('AppProject') && PROJECT.test(text);
}

function patternOf(files: Files, item: Node): KindPattern {
  return {
    group: textOf(entry(item, 'group')) ?? '',
    kind: textOf(entry(item, 'kind')) ?? '',
    at: placeOf(files, item),
  };
}

/** `file:line` of what keeps a kind out of a project, or undefined. */
export function forbiddenBy(project: Project, apiVersion: string, kind: string): string | undefined {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
  const matches = (pattern: KindPattern) =>
    fitsWildcard(pattern.group, group) && fitsWildcard(pattern.kind, kind);
  const isOfCluster = isClusterScoped(kind, apiVersion) === true;
  const denied = (isOfCluster ? project.clusterDenied : project.namespacedDenied).find(matches);
  if (denied !== undefined) return denied.at;
  const allowed = isOfCluster ? project.clusterAllowed : project.namespacedAllowed;
  return allowed === undefined || allowed.some(matches) ? undefined : project.at;
}
