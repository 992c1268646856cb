/** Where volumes come from, and what becomes of them (catalogue M4). */

import { defineTransform } from '../../src/transform.ts';
import { claimsIn } from './claims.ts';
import { ofClass } from './classes.ts';
import { ofClaim } from './classless.ts';

export default defineTransform({
  id: 'storage-class',
  title: 'Claims say the class of their volume, and classes what becomes of volumes',
  severity: 'medium',
  severities: { annotated: 'low', 'not-grown': 'low' },
  group: 'availability',
  order: 870,
  preset: 'opt-in',
  each: 'root',
  options: {
    class: {
      type: 'string',
      description:
        'The class of claims that say none. Unset, it is the one of all other claims of the root; where a StorageClass that stands here is the default of its cluster, nothing is missing.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    unknown: '{class} is the class of {claim}, which nothing here makes, and {near} is made',
    annotated:
      'the class {class} of {claim} stands in an annotation that Kubernetes has given up. It stands in the field',
    missing: 'nothing says the class of {claim}, which is the default of its cluster. It is {class}',
    open: 'nothing says the class of {claim}: it is the default of its cluster, and without one it waits',
    'not-kept':
      'StorageClass {name} says no reclaimPolicy: a volume goes with its claim, and so does what is on it. It is kept',
    'bound-early':
      'StorageClass {name} makes a volume in some zone before a pod asks for it, which may have no room there. It waits for the pod',
    'not-grown': 'StorageClass {name} lets no claim grow. It does',
  },
  briefs: {
    unknown: 'class {class}, {near} is made',
    annotated: 'class in an annotation',
    missing: 'no class',
    open: 'no class',
    'not-kept': 'no reclaimPolicy',
    'bound-early': 'volumes in any zone',
    'not-grown': 'no claim grows',
  },
  docs: {
    why: 'The default class is another one in every cluster, and in some there is none: then the claim waits and its pods do not start. The defaults of a class itself delete data with its claim and make volumes where pods have no room.',
    risk: 'A claim keeps the class that it got when it was made: whoever changes it has to make it anew and move what is on it, and so it is with templates of a StatefulSet and with most fields of a class. The class in the field instead of the annotation is taken by the API server.',
    links: [
      'https://kubernetes.io/docs/concepts/storage/storage-classes/',
      'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1',
    ],
    sameAs: [],
  },
  *plan(root, { options, configured }) {
    const said = {
      name: options.class,
      evidence: configured('class', `claims that say none are of class ${options.class}`),
    };
    for (const claim of claimsIn(root)) yield* ofClaim(claim, root, said);
    for (const resource of root.find('StorageClass')) yield* ofClass(resource);
  },
});
