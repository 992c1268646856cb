import transform from '../../../transforms/supported-image-source/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const of = (image: string, kind = 'Deployment') =>
  propose(transform, rootOf(workload(`containers: [{name: web, image: "${image}"}]`, { kind })));
const IMAGE = 'spec.template.spec.containers.web.image';
const DIGEST = `sha256:${'1'.repeat(64)}`;

test.each([
  ['k8s.gcr.io/metrics-server/metrics-server:v0.6', 'registry.k8s.io/metrics-server/metrics-server:v0.6'],
  ['gcr.io/google_containers/pause-amd64:3.0', 'registry.k8s.io/pause-amd64:3.0'],
  ['bitnami/redis:7.2.4', 'bitnamilegacy/redis:7.2.4'],
  ['docker.io/bitnami/redis:7.2.4', 'docker.io/bitnamilegacy/redis:7.2.4'],
  ['index.docker.io/bitnami/redis:7.2.4', 'docker.io/bitnamilegacy/redis:7.2.4'],
  [`bitnami/kubectl:latest@${DIGEST}`, `bitnamilegacy/kubectl:latest@${DIGEST}`],
  ['gcr.io/k8s-prow/hook:v20220628', 'us-docker.pkg.dev/k8s-infra-prow/images/hook:v20220628'],
])('%s is %s now', (image, target) => {
  expect(changesOf(of(image)[0])).toEqual([`${IMAGE} = "${target}"`]);
});

test.each([
  'bitnami/redis',
  'bitnami/redis:latest',
  'bitnamilegacy/redis:7.2.4',
  'docker.io/bitnamicharts/redis:1',
  'gcr.io/k8s-prowler/hook:1',
  '$(REGISTRY)k8s.gcr.io/pause:3',
])('%s is where it was', image => {
  expect(of(image)).toEqual([]);
});

test('what is gone is worse than what is frozen', () => {
  expect(of('bitnami/redis:7.2.4')[0]?.message).toBe('gone');
  expect(of('k8s.gcr.io/pause:3.5')[0]?.message).toBe('frozen');
  expect(transform.severities).toEqual({ frozen: 'medium' });
});

test('a Job that is there takes no other image', () => {
  expect(of('k8s.gcr.io/pause:3.5', 'Job')[0]?.doubts).toHaveLength(2);
});
