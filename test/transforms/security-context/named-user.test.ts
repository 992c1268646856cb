/** Root is kept out, and no number says who it is: the kubelet starts no container whose image names its user. */

import securityContext from '../../../transforms/security-context/index.ts';
import { planOf } from '../../harness/repo.ts';

const POD = '{runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}';

const found = (
  dockerfile: string,
  image = 'registry.example.com/acme/api:1',
  pod = POD,
  command = 'tty: false',
) => {
  const { fixes } = planOf(
    {
      'kustomization.yaml': 'resources: [api.yaml]\n',
      'api.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels: {app: api}
  template:
    metadata:
      labels: {app: api}
    spec:
      securityContext: ${pod}
      containers:
        - name: api
          image: ${image}
          ${command}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
`,
      Dockerfile: dockerfile,
      'compose.yaml': 'services:\n  api:\n    image: registry.example.com/acme/api\n    build: .\n',
    },
    { transforms: [securityContext] as never, selection: { unsafe: true } },
  );
  const said = (wanted: string) =>
    fixes
      .filter(({ status }) => status === wanted)
      .map(({ safety, message }) => (wanted === 'planned' ? `${safety}: ${message}` : message));
  return { fixes: said('planned'), asked: said('person') };
};

test('a name with a known number gets it', () => {
  const { fixes } = found('FROM gcr.io/distroless/java21-debian12\nUSER nonroot\n');
  expect(fixes).toEqual([
    'safe: the kubelet refuses Deployment api: runAsNonRoot wants a number, and its image starts as nonroot. It runs as UID 65532',
  ]);
});

test('a name whose number nobody knows is asked about', () => {
  const { fixes, asked } = found('FROM registry.example.com/base/java:21\nUSER app\n');
  expect(fixes).toEqual([]);
  expect(asked).toEqual([
    'the kubelet refuses container api of Deployment api: runAsNonRoot wants a number, its image starts as app, and which user it may run as is not known',
  ]);
});

test('a number is enough', () => {
  expect(found('FROM registry.example.com/base/java:21\nUSER 1000\n')).toEqual({ fixes: [], asked: [] });
});

test('what is known of an image alone does not say how it names its user', () => {
  const { fixes } = found('FROM scratch\n', 'cloudflare/cloudflared:2024.8.3');
  expect(fixes).toEqual([
    'safe: Deployment api may not run as root, and nothing says the number of its user: the kubelet refuses a name. It runs as UID 65532',
  ]);
});

test('a command of its own runs as the user of its Dockerfile too', () => {
  const pod = '{seccompProfile: {type: RuntimeDefault}}';
  const { fixes } = found('FROM node:20-alpine\nUSER 1000\n', undefined, pod, 'command: [/app/run, migrate]');
  expect(fixes).toEqual(['safe: nothing keeps Deployment api from running as root. It runs as UID 1000']);
});
