/** A transform may find what is worse and what is less bad. */

import { defineTransform } from '../../src/transform.ts';
import { planOf } from '../harness/repo.ts';
import { BASE, COMMON, evidenceOf } from './tiny.ts';

const BOTH = defineTransform({
  ...COMMON,
  id: 'both',
  severity: 'high',
  severities: { mild: 'low' },
  kinds: ['Deployment'],
  placement: { field: 'source', resource: 'beside' },
  messages: { bad: 'bad', mild: 'mild' },
  docs: { why: '', risk: '', links: [], sameAs: [] },
  *plan(resource) {
    for (const message of ['bad', 'mild'] as const) {
      const path = ['metadata', 'annotations', message];
      if (resource.get(path) !== undefined) continue;
      yield {
        message,
        at: { on: resource.key, path },
        changes: [resource.set(path, 'yes')],
        evidence: [evidenceOf(resource)],
      };
    }
  },
});

test.each([
  [undefined, ['bad high', 'mild low']],
  ['low', ['bad high', 'mild low']],
  ['medium', ['bad high']],
  ['critical', []],
] as const)('findings from %s on', (severity, expected) => {
  const { fixes } = planOf(BASE, { transforms: [BOTH], selection: { severity } });
  expect(fixes.map(fix => `${fix.message} ${fix.severity}`)).toEqual(expected);
});
