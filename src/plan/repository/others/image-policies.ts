/** Policies of Flux by which images are renewed, and what has one of them write digests too. */

import type { Files } from '../../../kustomize/files/files.ts';
import { at, textOf } from '../../../kustomize/tree/node.ts';
import type { Decision } from '../../model/decision.ts';
import { documentsIn, groupOf, kindOf, nameOf, placeOf } from '../manifests/documents.ts';

/** By `namespace:name` and, where the manifest leaves that to a kustomization, by `:name`: the place of each (`file:line`). */
export type ImagePolicies = ReadonlyMap<string, string>;

const POLICY = /kind:\s*["']?ImagePolicy\b/;

export function imagePoliciesIn(files: Files, paths: readonly string[]): ImagePolicies {
  const documents = paths
    .filter(path => /\.ya?ml$/.test(path) && POLICY.test(files.read(path) ?? ''))
    .flatMap(path => documentsIn(files, path))
    .filter(each => kindOf(each) === 'ImagePolicy' && groupOf(each) === 'image.toolkit.fluxcd.io');
  return new Map(
    documents.map(each => {
      const namespace = textOf(at(each, 'metadata', 'namespace')) ?? '';
      return [`${namespace}:${nameOf(each)}`, placeOf(files, at(each, 'spec') ?? each)];
    }),
  );
}

/**
 * The question that is left where Flux renews an image.
 *
 * @param marker `namespace:policy`, or `namespace:policy:tag` of a tag by itself
 * @param value as it is written
 */
export function questionOfPolicy(marker: string, value: string, policies: ImagePolicies): Decision {
  const [namespace = '', name = '', part] = marker.split(':');
  const place = policies.get(`${namespace}:${name}`) ?? policies.get(`:${name}`);
  const policy = `ImagePolicy ${name}${place === undefined ? ' (not in this repository)' : ` (${place})`}`;
  const beside =
    part === 'tag'
      ? ` and a \`digest:\` with the marker {"$imagepolicy": "${namespace}:${name}:digest"}`
      : '';
  return {
    about: `digests of what ImagePolicy ${name} renews`,
    names: [value],
    question: `is ${policy} to write a digest too? Yes: \`digestReflectionPolicy: IfNotPresent\` in its spec${beside}`,
    choices: [{ says: 'no, the tag alone', exempt: `ImagePolicy ${name} writes it, and its tag is enough` }],
  };
}
