/** A user that all roots want stands in the base, also where one of them adds a container. */

import securityContext from '../../../transforms/security-context/index.ts';
import { planOf } from '../../harness/repo.ts';

const redis = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: redis
spec:
  selector:
    matchLabels: {app: redis}
  template:
    metadata:
      labels: {app: redis}
    spec:
      containers:
        - name: redis
          image: redis:8.2
          volumeMounts: [{name: data, mountPath: /data}]
      volumes: [{name: data, persistentVolumeClaim: {claimName: redis}}]
`;
const patch = (more = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: redis
spec:
  template:
    spec:
      securityContext:
        fsGroup: 1000
      containers:
        - name: redis
          workingDir: /
${more}`;
const overlay = 'resources: [../../base]\npatches: [{path: redis.yaml}]\n';
const planned = (more: string) => {
  const { changes } = planOf(
    {
      'base/kustomization.yaml': 'resources: [redis.yaml]\n',
      'base/redis.yaml': redis,
      'overlays/staging/kustomization.yaml': overlay,
      'overlays/staging/redis.yaml': patch(),
      'overlays/prod/kustomization.yaml': overlay,
      'overlays/prod/redis.yaml': patch(more),
    },
    { transforms: [securityContext] as never },
  );
  return changes.filter(({ after }) => after?.includes('runAsUser: 999')).map(({ path }) => path);
};

test('as it does where they have the same containers', () => {
  expect(planned('        - name: exporter\n          image: oliver006/redis_exporter:v1.62.0\n')).toEqual([
    'base/redis.yaml',
  ]);
});

/** A base whose overlays say different things of the user; what is safe stands in these files. */
const placesOf = (overlays: Readonly<Record<string, string>>, base = redis) => {
  const files = Object.entries(overlays).flatMap(([name, said]) => [
    [`overlays/${name}/kustomization.yaml`, overlay],
    [
      `overlays/${name}/redis.yaml`,
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: redis}\nspec: {template: {spec: ${said}}}\n`,
    ],
  ]);
  const { changes } = planOf(
    {
      'base/kustomization.yaml': 'resources: [redis.yaml]\n',
      'base/redis.yaml': base,
      'kustomend.yaml': 'images: {redis: {user: 999, group: 999}}\n',
      ...Object.fromEntries(files),
    },
    { transforms: [securityContext] as never },
  );
  return changes.filter(({ after }) => /runAsUser: 999/.test(after ?? '')).map(({ path }) => path);
};

test('where one of them keeps root out at the pod, and leaves the number to the image', () => {
  expect(
    placesOf({
      staging: '{containers: [{name: redis, workingDir: /}]}',
      prod: '{securityContext: {runAsNonRoot: true}}',
    }),
  ).toEqual(['base/redis.yaml']);
});
