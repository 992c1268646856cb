// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a variable of the manifest
import { BITNAMI_FAMILIES } from '../../src/images/families-bitnami.ts';
import { UPSTREAM_FAMILIES } from '../../src/images/families-data.ts';
import { familyOf } from '../../src/images/match.ts';
import { parseImageReference } from '../../src/kubernetes/image-reference.ts';

const of = (text: string) => familyOf(parseImageReference(text)!);

describe('familyOf', () => {
  test.each([
    ['postgres', 'postgres', 999],
    ['docker.io/library/postgres:16.2', 'postgres', 999],
    ['postgres:16-alpine3.19', 'postgres:alpine', 70],
    ['public.ecr.aws/docker/library/postgres:16', 'postgres', 999],
    ['mirror.gcr.io/library/redis:7', 'redis', 999],
    ['rabbitmq:3-management-alpine', 'rabbitmq:alpine', 100],
    ['nginx:1.27', 'nginx', 101],
    ['nginxinc/nginx-unprivileged:1.27-alpine', 'nginx-unprivileged', 101],
    ['memcached:1.6', 'memcached', 11211],
    ['haproxy:2.3', 'haproxy:root', 99],
    ['haproxy:2.30', 'haproxy', 99],
    ['quay.io/prometheus/prometheus:v3.0.0', 'prometheus', 65534],
    ['grafana/grafana:11.0.0', 'grafana', 472],
    ['bitnamilegacy/postgresql:16', 'bitnami-postgresql', 1001],
    ['public.ecr.aws/bitnami/redis:7', 'bitnami-redis', 1001],
    ['bitnami/postgres-exporter:0.15.0', 'bitnami', 1001],
    ['gcr.io/distroless/static-debian12:nonroot', 'distroless:nonroot', 65532],
    ['gcr.io/distroless/static-debian12:latest', 'distroless', undefined],
    ['gitea/gitea:1.22-rootless', 'gitea:rootless', 1000],
    ['gitea/gitea:1.22', 'gitea', undefined],
    ['php:8.3-fpm-alpine', 'php:fpm-alpine', 82],
    ['php:8.3-apache', 'php:apache', 33],
    ['wordpress:6-fpm', 'wordpress:fpm', 33],
    ['mcr.microsoft.com/dotnet/aspnet:6.0', 'dotnet:before-8', undefined],
    ['k8s.gcr.io/kube-state-metrics/kube-state-metrics:v2.9.2', 'kube-state-metrics', 65534],
    ['docker.elastic.co/elasticsearch/elasticsearch:8.1.0', 'elasticsearch', 1000],
    ['quay.io/cilium/cilium:v1.16', 'node-network', undefined],
  ])('%s is %s', (text, id, uid) => {
    expect(of(text)).toMatchObject({ id });
    expect(of(text)?.uid).toBe(uid);
  });

  test.each([
    'asmm8:v1',
    'ghcr.io/acme/postgres:16',
    '111122223344.dkr.ecr.eu-west-1.amazonaws.com/postgres:16',
    '${REGISTRY}/postgres:16',
    'someone/nginx',
    'quay.io/cilium/a/b',
  ])('%s is nobody we know', text => expect(of(text)).toBeNull());
});

describe('the tables', () => {
  const families = [...UPSTREAM_FAMILIES, ...BITNAMI_FAMILIES];

  test('ids and patterns are unique', () => {
    const ids = families.map(each => each.id);
    expect(ids).toEqual([...new Set(ids)]);
    const patterns = families.flatMap(each => each.match);
    expect(patterns).toEqual([...new Set(patterns)]);
  });

  test.each(families.map(each => [each.id, each] as const))('%s is consistent', (_, each) => {
    if (each.verified.size > 0) expect(each.source).toBeDefined();
    if (each.nonRoot === 'yes' && each.verified.has('user')) expect(each.uid).toBeGreaterThan(0);
    for (const path of Object.values(each.writes ?? {}).flat()) expect(path).toMatch(/^\/\S*[^/]$/);
    if (each.shell === false) expect(JSON.stringify(each.probes)).not.toContain('exec');
    for (const probe of Object.values(each.probes)) {
      const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'].filter(handler => handler in probe);
      expect(handlers).toHaveLength(1);
    }
    const { writes } = each;
    const all = [...(writes?.emptyDirs ?? []), ...(writes?.hydrate ?? []), ...(writes?.data ?? [])];
    expect(all).toEqual([...new Set(all)]);
  });

  test('a variant stands on its family', () => {
    const alpine = of('postgres:16-alpine')!;
    expect(alpine).toMatchObject({ gid: 70, fsGroup: 70, component: 'database', ports: [5432] });
    expect(alpine.verified.has('user')).toBe(true);
    expect(of('redis:7-alpine')!.verified.size).toBe(0);
  });

  test('nothing is verified while the variant is unknown', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(of('postgres:${TAG}')).toMatchObject({ id: 'postgres', verified: new Set() });
    expect(of(`postgres@${digest}`)!.verified.size).toBe(0);
    expect(of(`postgres:16@${digest}`)!.verified.size).toBeGreaterThan(0);
    expect(of('solr:${TAG}')!.verified.has('user')).toBe(true);
  });

  test('only what a source says is verified', () => {
    expect(of('mariadb:11')!.verified.size).toBe(0);
    expect(of('nginx')).toMatchObject({ nonRoot: 'needs-config', privilegedPort: true });
    expect(of('postgres')!.verified.has('writes')).toBe(false);
    expect(of('mongo')!.verified.has('nonRoot')).toBe(true);
    expect(of('clickhouse/clickhouse-server')!.verified.has('user')).toBe(false);
    for (const image of [
      'memcached',
      'redis',
      'rabbitmq',
      'grafana/grafana',
      'prom/prometheus',
      'nginxinc/nginx-unprivileged',
    ]) {
      expect(of(image)!.verified.has('user')).toBe(true);
    }
    // Group bits from fsGroup break the Erlang cookie.
    expect(of('rabbitmq')!.fsGroup).toBeUndefined();
  });
});
