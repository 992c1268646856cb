/** Kustomizations say things in the fields of today (catalogue M19). */
import { defineTransform } from '../../src/transform.ts';

export default defineTransform({
  id: 'kustomization-fields',
  title: 'Kustomizations use the fields of today',
  severity: 'low',
  group: 'correctness',
  order: 1400,
  // Nothing that runs changes by it (docs/design/judgement.md 4).
  preset: 'opt-in',
  each: 'root',
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    deprecated: '{file} says {field}, which is deprecated. It says {successor}, and renders the same',
    stays: '{file} says {field}, which is deprecated, and {successor} cannot stand in: {reason}',
  },
  briefs: {
    deprecated: 'deprecated {field}',
    stays: 'deprecated {field}',
  },
  docs: {
    why: 'kustomize warns of bases, patchesStrategicMerge, patchesJson6902, commonLabels and vars in every build, and may drop them in its next API version. Warnings that nobody removes hide those that matter.',
    risk: 'All kustomizations that take one in are rendered before and after, and nothing changes; where one of them cannot be rendered as a whole, the field stays. A kustomize older than 4.1, or the one inside a kubectl older than 1.22, knows no `labels:`; one older than 5.2.1 reads no patch of several documents there.',
    links: [
      'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/',
      'https://github.com/kubernetes-sigs/kustomize/blob/master/CONTRIBUTING.md',
    ],
    sameAs: [],
  },
  *plan({ kustomizations }) {
    for (const { file, outdated } of kustomizations) {
      for (const { field, successor, at: place, against } of outdated) {
        const data = { file, field, successor };
        const at = { on: place, path: [field] };
        if (against !== undefined) {
          const reported = { data: { ...data, reason: against }, changes: [], evidence: [], known: against };
          yield { message: 'stays', at, ...reported };
          continue;
        }
        yield {
          message: 'deprecated',
          data,
          at,
          changes: [{ type: 'restate', file, field }],
          evidence: [{ kind: 'manifest', at: place, says: 'what takes it in renders the same' }],
        };
      }
    }
  },
});
