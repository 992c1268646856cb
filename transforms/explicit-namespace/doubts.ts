/** What speaks against a namespace for all that a root renders. */
import { literal } from '../../src/text/literal.ts';
import type { Doubt, Root } from '../../src/transform.ts';
import { leavesOf } from '../shared/leaves.ts';
import { counted } from '../shared/prose.ts';
import { ownKustomization } from './comments.ts';
import { isInNamespace, isOpen } from './scope.ts';

export function doubtsFor(root: Root, namespace: string): Doubt[] {
  return [
    'what was applied into another one stays there, and everything is made anew, with empty volumes',
    ...commented(root),
    ...renamed(root, namespace),
    ...addressed(root, namespace),
    ...perhapsOfCluster(root),
    ...(root.complete ? [] : ['what only kustomize can render gets it too']),
  ];
}

/** Who leaves it out may have said why. */
function commented(root: Root): Doubt[] {
  const own = ownKustomization(root);
  const line = own?.comments.find(each => /\bnamespace\b/i.test(each));
  return own === undefined || line === undefined
    ? []
    : [`a comment in ${own.file} speaks of it: "${line.trim()}"`];
}

/** kustomize gives a Namespace the name, too. */
function renamed(root: Root, namespace: string): Doubt[] {
  return root
    .find('Namespace', ({ apiVersion, name }) => apiVersion === 'v1' && name !== namespace)
    .map(({ name }) => `Namespace ${name} gets that name`);
}

/** Addresses with another namespace, by which its Services would not be found any more. */
function addressed(root: Root, namespace: string): Doubt[] {
  const names = new Set(root.find('Service').map(({ name }) => literal(name)));
  if (names.size === 0) return [];
  const address = new RegExp(`(?<![\\w.-])(?:${[...names].join('|')})\\.([a-z0-9-]+)\\.svc\\b`, 'g');
  for (const { kind, name, object } of root.resources) {
    for (const { text } of leavesOf(object)) {
      const found = [...text.matchAll(address)].find(([, there]) => there !== namespace);
      if (found) return [`${kind} ${name} names ${found[0]}, in another one`];
    }
  }
  return [];
}

/** The API server refuses a namespace for what is of the cluster as a whole. */
function perhapsOfCluster(root: Root): Doubt[] {
  const kinds = root.resources
    .filter(each => isOpen(each) && isInNamespace(each, root) === undefined)
    .map(({ kind }) => kind);
  const [first, ...others] = new Set(kinds);
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${counted(others.length, 'other kind')}`;
  return [
    `kustomize gives it to ${first}${more} too, of which no definition says whether they are in namespaces`,
  ];
}
