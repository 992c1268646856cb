/** What is named after its content cannot change under its name (catalogue L9). */

import { nameBeforeHash } from '../../src/kubernetes/names/content-names.ts';
import { defineTransform } from '../../src/transform.ts';

const FIELD = ['immutable'];
export default defineTransform({
  id: 'immutable-config',
  title: 'ConfigMaps with a hash in their name are immutable',
  severity: 'low',
  group: 'correctness',
  order: 1650,
  preset: 'opt-in',
  each: 'resource',
  kinds: ['ConfigMap'],
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing: 'ConfigMap {name} is named after its content, and can be edited in the cluster. It is immutable',
  },
  briefs: { missing: 'can be edited' },
  docs: {
    why: 'Who edits such a ConfigMap in the cluster gives pods something else than what they were rolled out with, without a rollout. And the kubelet of every node watches each ConfigMap that can change.',
    risk: 'None by the next change of the content: that has another name. A ConfigMap that is immutable stays so until it is deleted.',
    links: [
      'https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable',
      'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/generatoroptions/',
    ],
    sameAs: [],
  },
  *plan(map, _) {
    const name = nameBeforeHash(map);
    if (name === undefined || (map.get(FIELD) ?? null) !== null) return;
    yield {
      message: 'missing',
      data: { name },
      at: { on: map.key, path: FIELD },
      changes: [map.set(FIELD, true)],
      restarts: false,
      elsewhere: 'harmless',
      evidence: [{ kind: 'manifest', at: map.where([]), says: 'another content has another name' }],
    };
  },
});
