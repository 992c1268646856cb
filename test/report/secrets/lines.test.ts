import { secretLines } from '../../../src/report/secrets/secrets.ts';

describe('secretLines', () => {
  test.each([
    'password: hunter2',
    'DB_PASSWORD: "hunter2"',
    '- POSTGRES_PASSWORD=hunter2',
    'apiKey: abc123def',
    'GITHUB_TOKEN: abcdef',
    'url: postgres://app:hunter2@db:5432/app',
    '  -----BEGIN RSA PRIVATE KEY-----',
    'id: AKIAABCDEFGHIJKLMNOP',
    'clientSecret: abc',
    'API_TOKEN: abc',
    'aws_secret_access_key: abc',
    '- --webhook-url=https://hooks.example.com/services/T0ABCDEFG/x',
    '- --webhook-url=https://hooks.example.com/in/kqzvbxwmtrplsdfghjkn',
    '- --webhook-url=https://hooks.example.com/in?key=abc',
    '- --webhook-url=https://hooks.example.com/in?to=5f3e2a1b-77cd-4e1f-9b1c-0d2e4f6a8b9c',
    'webhookUrl: https://shop:hunter2@hooks.example.com/in',
    'WEBHOOK_URL: "https://1234567890@hooks.example.com/12345678"',
  ])('shows one: %s', line => {
    expect([...secretLines(line)]).toEqual([1]);
  });

  test.each([
    'secretName: web-tls',
    'secretKeyRef:',
    'automountServiceAccountToken: false',
    'serviceAccountToken:',
    'OAUTH_TOKEN_URL: https://idp.example/token',
    'JWT_PUBLIC_KEY_FILE: /etc/keys/public.pem',
    'RABBITMQ_URL: amqp://app:$(RABBITMQ_PASSWORD)@rabbitmq:5672',
    'password: ""',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: kustomize's users write it
    'password: ${PASSWORD}',
    'key: JWT_SIGNING_KEY',
    'imagePullSecrets:',
    'existingSecret: web',
    'name: DB_PASSWORD',
    '- --webhook-url=http://127.0.0.1:9090/-/reload',
    '- "--webhook-url=http://alerts.monitoring.svc:8080/api/v1beta1/hooks?channel=shop"',
    'WEBHOOK_URL: http://localhost:9090/-/reload # of the sidecar',
    'webhookUrl: https://hooks.example.com/deploy-2026/in.html#top',
  ])('shows none: %s', line => {
    expect([...secretLines(line)]).toEqual([]);
  });

  test('the value below a credential-like name of a variable', () => {
    expect([
      ...secretLines('env:\n- name: DB_PASSWORD\n  value: hunter2\n- name: MODE\n  value: fast\n'),
    ]).toEqual([3]);
  });

  test('the literals of a generator of Secrets, and nothing else of a kustomization', () => {
    const text = `configMapGenerator:
- name: a
  literals:
  - MODE=fast
secretGenerator:
- name: b
  literals:
  - 'MODE=fast'
  envs:
  - b.env
namespace: x
`;
    expect([...secretLines(text)]).toEqual([8]);
  });

  test('everything below data and stringData of a Secret, and nothing of other documents', () => {
    const text = `kind: ConfigMap
data:
  mode: fast
---
apiVersion: v1
kind: Secret
metadata:
  name: a
data:
  key: YQ==
  # a comment
  other: |
    YQ==
type: Opaque
`;
    expect([...secretLines(text)]).toEqual([10, 11, 12, 13]);
  });
});
