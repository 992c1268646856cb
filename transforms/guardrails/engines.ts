/** What else holds policies in a cluster. */

import type { Resource, Root } from '../../src/transform.ts';

interface Engine {
  readonly name: string;
  /** Groups of the kinds that it reads. */
  readonly group: RegExp;
  /** Its own images. */
  readonly images: RegExp;
}

const ENGINES: readonly Engine[] = [
  { name: 'Kyverno', group: /(?:^|\.)kyverno\.io$/, images: /(?:^|\/)kyverno\/kyverno$/ },
  {
    name: 'Gatekeeper',
    group: /(?:^|\.)gatekeeper\.sh$/,
    images: /(?:^|\/)openpolicyagent\/gatekeeper$/,
  },
  { name: 'Kubewarden', group: /(?:^|\.)kubewarden\.io$/, images: /(?:^|\/)kubewarden\/policy-server$/ },
];

/** Kinds by which the engines are told that another root renders. */
const KINDS: Readonly<Record<string, string>> = {
  ClusterPolicy: 'Kyverno',
  ConstraintTemplate: 'Gatekeeper',
  ClusterAdmissionPolicy: 'Kubewarden',
};

/** The engine whose policies, programs or kinds some root brings. */
export function engineIn(root: Root): string | undefined {
  const elsewhere = Object.keys(KINDS).find(kind => root.rendersKind(kind));
  if (elsewhere !== undefined) return KINDS[elsewhere];
  const isOf = ({ group, images }: Engine) =>
    root.resources.some(
      each => group.test(groupIn(each)) || each.images.some(({ image }) => images.test(image.name)),
    );
  return ENGINES.find(isOf)?.name;
}

/** Of the kind that a CustomResourceDefinition makes, else of the object. */
function groupIn(resource: Resource): string {
  if (resource.kind === 'CustomResourceDefinition') return String(resource.get(['spec', 'group']));
  return resource.apiVersion.split('/')[0]!;
}
