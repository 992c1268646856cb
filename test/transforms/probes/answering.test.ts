import probes from '../../../transforms/probes/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

/** What the probes that a container gets ask: paths, ports and commands. */
function asked(image: string, rest = ''): string[] {
  const root = rootOf(workload(`containers: [{name: a, image: "${image}"${rest && `, ${rest}`}}]`));
  return propose(probes, root)
    .flatMap(changesOf)
    .flatMap(change => change.match(/"port":\d+/g) ?? []);
}

describe('what only some start answers is asked where that start shows', () => {
  test.each([
    ['nats:2.10.18', '', 'args: ["-js"]', 'args: ["-js", "-m", "8222"]', 8222],
    ['traefik:v3.1.0', undefined, 'args: ["--api=true"]', 'args: ["--api=true", "--ping"]', 8080],
    [
      'traefik:v3.1.0',
      undefined,
      'args: ["--ping=true", "--entrypoints.traefik.address=:9000"]',
      'env: [{name: TRAEFIK_PING, value: "true"}]',
      8080,
    ],
    [
      'quay.io/oauth2-proxy/oauth2-proxy:v7.6.0',
      undefined,
      'args: ["--provider=oidc"]',
      'args: ["--provider=oidc", "--http-address=0.0.0.0:4180"]',
      4180,
    ],
    [
      'quay.io/coreos/etcd:v3.5.15',
      undefined,
      'args: [etcd, "--listen-client-urls=https://0.0.0.0:2379"]',
      'args: [etcd, "--listen-client-urls=http://0.0.0.0:2379"]',
      2379,
    ],
    [
      'openpolicyagent/opa:1.2.0',
      undefined,
      'args: [run, "--server"]',
      'args: [run, "--server", "--addr=0.0.0.0:8181"]',
      8181,
    ],
    ['openpolicyagent/opa:0.60.0', undefined, 'args: [run]', 'args: [run, "--server"]', 8181],
    [
      'grafana/alloy:v1.5.1',
      undefined,
      'args: [run, /etc/alloy/config.alloy]',
      'args: [run, /etc/alloy/config.alloy, "--server.http.listen-addr=0.0.0.0:12345"]',
      12345,
    ],
    ['hashicorp/consul:1.19', '', 'args: [agent, "-server"]', 'args: [agent, "-client=0.0.0.0"]', 8500],
    [
      'quay.io/keycloak/keycloak:25.0.2',
      undefined,
      'args: [start]',
      'args: [start], env: [{name: KC_HEALTH_ENABLED, value: "true"}]',
      9000,
    ],
    ['caddy:2.8', undefined, '', 'env: [{name: CADDY_ADMIN, value: "0.0.0.0:2019"}]', 2019],
    ['eclipse-mosquitto:2.0.18', undefined, '', 'args: ["-c", /mosquitto-no-auth.conf]', 1883],
    ['kubernetesui/dashboard:v2.7.0', undefined, '', 'args: ["--auto-generate-certificates"]', 8443],
    [
      'cr.weaviate.io/semitechnologies/weaviate:1.25.0',
      '',
      'args: ["--port=9090"]',
      'args: ["--host=0.0.0.0", "--port=8080", "--scheme=http"]',
      8080,
    ],
    [
      'registry.k8s.io/metrics-server/metrics-server:v0.7.1',
      undefined,
      'args: ["--secure-port=4443"]',
      'args: ["--secure-port=10250"]',
      10250,
    ],
  ])('%s', (image, itself, silent, answering, port) => {
    expect(asked(image, silent)).toEqual([]);
    expect(new Set(asked(image, answering))).toEqual(new Set([`"port":${port}`]));
    if (itself !== undefined) expect(asked(image, itself)).toContain(`"port":${port}`);
  });
});

test('where a configuration decides, the probe is offered and doubted', () => {
  const root = rootOf(
    workload(
      'containers: [{name: a, image: "nats:2.10.18", args: ["-c", /etc/nats.conf], ports: [{containerPort: 8222}]}]',
    ),
  );
  const offered = propose(probes, root).filter(({ message }) => message.startsWith('missing'));
  expect(offered.length).toBeGreaterThan(0);
  for (const { safety, doubts } of offered) {
    expect(safety).toBe('unsafe');
    expect(doubts).toContain('whether it answers there its configuration decides');
  }
});
