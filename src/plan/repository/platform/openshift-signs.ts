/** Which lines of a file show that it is for OpenShift, be it a manifest, the values of a chart or a script. */

import type { Files } from '../../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../../kustomize/tree/node.ts';
import { documentsIn, groupOf, itemsAt, kindOf, nameOf, placeOf, textsAt } from '../manifests/documents.ts';

/** What only a manifest for OpenShift says; comments aside. */
const SIGNS: readonly RegExp[] = [
  // An object of one of its APIs.
  /(?:^|[{[,-])\s*["']?apiVersion["']?:\s*["']?(?:[a-z0-9-]+\.)*openshift\.io\//,
  // RBAC that hands out a built-in SCC.
  /system:openshift:scc:/,
  // Its own registry.
  /\bimage-registry\.openshift-image-registry\.svc\b/,
  // An annotation or a label that its controllers read.
  /(?:^|[{,])\s*["']?(?:[a-z0-9-]+\.)*openshift\.io\/[\w.-]+["']?:(?:\s|$)/,
  // A chart that is told so.
  /(?:^|[{,\s])["']?(?:is_?)?openshift["']?:\s*["']?(?:true\b|\{\s*enabled:\s*true\b)/i,
];
/** As keys and addresses write it. */
const NAMES = ['openshift', 'openShift', 'Openshift', 'OpenShift'];
const SWITCH = /^\s*["']?(?:is_?)?openshift["']?:\s*$/i;
const SWITCHED_ON = /^\s+enabled:\s*true\b/;

/** Counted from 1: the first line of a manifest that shows it; undefined where none does. */
export function lineForOpenShift(text: string): number | undefined {
  // Cheaper than the patterns, in the many files that are for nobody in particular.
  if (!NAMES.some(name => text.includes(name))) return undefined;
  const lines = text.split('\n');
  const index = lines.findIndex((line, here) => {
    if (!NAMES.some(name => line.includes(name)) || /^\s*#/.test(line)) return false;
    if (SWITCH.test(line)) return SWITCHED_ON.test(lines[here + 1] ?? '');
    return SIGNS.some(sign => sign.test(line));
  });
  return index < 0 ? undefined : index + 1;
}

const OWN_COMMAND =
  /(?:^|[\s;&|(`"'@-])oc (?:-\S+ )*(?:adm|apply|create|delete|expose|get|login|new-app|new-project|patch|policy|process|project|replace|rollout|start-build|wait)\b/;
const KUBECTL = /\bkubectl\b/;

/** Counted from 1: the first line of a script that calls OpenShift's own command. One that calls kubectl too is for either. */
export function lineOfCommand(text: string): number | undefined {
  if (!text.includes('oc ') || KUBECTL.test(text)) return undefined;
  const index = text.split('\n').findIndex(line => !/^\s*#/.test(line) && OWN_COMMAND.test(line));
  return index < 0 ? undefined : index + 1;
}

/** Where roles that a binding hands out may use an SCC. What is bound to nobody here may be there for whoever needs it. */
export function grantsOfConstraints(
  files: Files,
  paths: readonly string[],
): readonly { readonly file: string; readonly at: string }[] {
  const manifests = paths.filter(path => /\.ya?ml$/.test(path));
  const holding = (word: string) => manifests.filter(path => (files.read(path) ?? '').includes(word));
  const roles = holding('securitycontextconstraints').flatMap(file =>
    documentsIn(files, file)
      .filter(mayUseConstraints)
      .map(document => ({
        file,
        name: nameOf(document),
        at: placeOf(files, entry(document, 'rules') ?? document),
      })),
  );
  if (roles.length === 0) return [];
  const handed = new Set(
    holding('roleRef').flatMap(file =>
      documentsIn(files, file).flatMap(document => handedOut(document) ?? []),
    ),
  );
  return roles.filter(({ name }) => handed.has(name));
}

function mayUseConstraints(document: Node): boolean {
  if (!/^(?:Cluster)?Role$/.test(kindOf(document)) || groupOf(document) !== RBAC) return false;
  return itemsAt(document, 'rules').some(
    rule =>
      textsAt(rule, 'apiGroups').includes('security.openshift.io') &&
      textsAt(rule, 'resources').includes('securitycontextconstraints') &&
      textsAt(rule, 'verbs').some(verb => verb === 'use' || verb === '*'),
  );
}

const RBAC = 'rbac.authorization.k8s.io';

/** The role of a binding. */
function handedOut(document: Node): string | undefined {
  return /^(?:Cluster)?RoleBinding$/.test(kindOf(document))
    ? textOf(at(document, 'roleRef', 'name'))
    : undefined;
}
