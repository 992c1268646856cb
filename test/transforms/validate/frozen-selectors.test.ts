/** Selectors by what a release changes. */
import validate from '../../../transforms/validate/index.ts';
import { propose, rootOf } from '../root.ts';

const pods = (labels: string, kind = 'Deployment', name = 'web') => `
apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: ${labels}}
  template:
    metadata: {labels: ${labels}}
    spec: {containers: [{name: a, image: a}]}
---
`;
const found = (text: string) =>
  propose(validate, rootOf(text)).filter(({ message }) => message === 'frozen-selector');

test.each([
  ['{app: web, app.kubernetes.io/version: "2.3.16"}', 'app.kubernetes.io/version=2.3.16'],
  ['{app: web, helm.sh/chart: web-0.4.1}', 'helm.sh/chart=web-0.4.1'],
  ['{app: web, git-commit: 4f2a9c1}', 'git-commit=4f2a9c1'],
])('%s cannot be released again', (labels, label) => {
  expect(found(pods(labels))).toMatchObject([{ data: { workload: 'Deployment web', label }, changes: [] }]);
});

test.each([
  ['a variant', pods('{app: web, version: v1}')],
  ['a track', pods('{app: web, version: canary}')],
  [
    'versions beside each other',
    pods('{app: web, version: "1.4"}') + pods('{app: web, version: "1.5"}', 'Deployment', 'next'),
  ],
  ['nothing but a version', pods('{version: "1.4"}')],
  ['what has no immutable selector', pods('{app: web, version: "1.4"}', 'Rollout')],
])('%s may stay', (_, text) => {
  expect(found(text)).toEqual([]);
});
