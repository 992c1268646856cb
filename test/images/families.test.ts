// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a variable of the manifest

import { FAMILIES, familyOf } from '../../src/images/families/match.ts';
import { type Family, type FamilyFact, forTag } from '../../src/images/families/record/family.ts';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';

const of = (text: string) => familyOf(parseImageReference(text)!)!;
const verified = (text: string) => [...of(text).verified.keys()];

/** What a row states for a fact; undefined for nothing. */
const stated: Readonly<Record<FamilyFact, (family: Family) => unknown>> = {
  root: ({ defaultUser }) => (defaultUser === 'root' ? defaultUser : undefined),
  user: family => family.uid,
  number: ({ defaultUser }) => (typeof defaultUser === 'number' ? defaultUser : undefined),
  group: family => family.gid,
  fsGroup: family => family.fsGroup ?? family.gid,
  nonRoot: family => family.nonRoot,
  writes: family => family.writes,
  readOnlyRoot: family => family.readOnlyRoot,
  capabilities: family => family.capabilities,
  rootCapabilities: family => family.capabilitiesIfRoot,
  ports: family => family.ports[0],
  liveness: family => family.probes.liveness ?? family.id.startsWith('bitnami-'),
  readiness: family => family.probes.readiness ?? family.id.startsWith('bitnami-'),
  startup: family => family.probes.startup,
  apiToken: family => family.needsApiToken,
  escalation: family => family.escalates,
  seccomp: family => family.defaultSeccomp,
  hostAccess: family => family.hostAccess || undefined,
  minimumMemory: family => family.minimumMemory,
  metrics: family => family.metrics,
  up: family => family.up,
};

describe('the tables', () => {
  test('ids and patterns are unique', () => {
    const ids = FAMILIES.map(each => each.id);
    expect(ids).toEqual([...new Set(ids)]);
    const patterns = FAMILIES.flatMap(each => each.match);
    expect(patterns).toEqual([...new Set(patterns)]);
  });

  test('a pattern matches no repository of another family', () => {
    const overlaps = FAMILIES.flatMap(family =>
      family.match
        .filter(pattern => pattern.includes('*') && pattern !== 'docker.io/bitnami/*')
        .flatMap(pattern => {
          const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
          return FAMILIES.filter(each => each !== family)
            .flatMap(each => each.match)
            .filter(each => expression.test(each.replaceAll('*', 'x')));
        }),
    );
    expect(overlaps).toEqual([]);
  });

  test.each(FAMILIES.map(each => [each.id, each] as const))('%s is consistent', (_, each) => {
    const { writes } = each;
    const all = [...(writes?.emptyDirs ?? []), ...(writes?.hydrate ?? []), ...(writes?.data ?? [])];
    expect(all).toEqual([...new Set(all)]);
    for (const path of all) expect(path).toMatch(/^\/\S*[^/]$/);
    // A capability of its file is gained when a program starts.
    if (each.escalates === false) expect(each.capabilities).toEqual([]);
    if (each.shell === false) expect(JSON.stringify(each.probes)).not.toContain('exec');
    for (const probe of Object.values(each.probes)) {
      const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'].filter(handler => handler in probe!);
      expect(handlers).toHaveLength(1);
    }
  });

  test.each(FAMILIES.map(each => [each.id, each] as const))(
    '%s says where its facts were read',
    (_, each) => {
      for (const { facts, source } of each.readings) {
        // A file of a repository, or the address of a page.
        expect(source).toMatch(/^(?:https:\/\/\S+|[\w.-]+\/[\w.-]+ \S.*)/);
        for (const fact of facts) {
          if (each.variants.length === 0)
            expect([fact, stated[fact](each) !== undefined]).toEqual([fact, true]);
        }
      }
    },
  );

  test.each(FAMILIES.filter(each => each.variants.some(variant => variant.before ?? variant.since)))(
    '$id: what changed with a version is verified within bounds only',
    family => {
      const latest = forTag(family, undefined, undefined);
      for (const variant of family.variants.filter(each => each.before ?? each.since)) {
        const changed = Object.keys(stated).filter(fact => {
          const read = stated[fact as FamilyFact];
          const other = forTag(family, `${variant.since ?? lessThan(variant.before!)}`, undefined);
          return JSON.stringify(read(other)) !== JSON.stringify(read(latest));
        });
        expect([...latest.verified.keys()].filter(fact => changed.includes(fact))).toEqual([]);
      }
    },
  );
});

/** A version right below: `4.9999` of `5`, `3.6.9999` of `3.7`. */
function lessThan(version: string): string {
  const parts = version.split('.').map(Number);
  return [...parts.slice(0, -1), parts.at(-1)! - 1, 9999].join('.');
}

describe('what is verified', () => {
  test('a variant stands on its family', () => {
    const alpine = of('postgres:16-alpine');
    expect(alpine).toMatchObject({ gid: 70, fsGroup: 70, component: 'database', ports: [5432] });
    expect(alpine.verified.has('user')).toBe(true);
  });

  test('nothing while the variant is unknown', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(of('postgres:${TAG}')).toMatchObject({ id: 'postgres', verified: new Map() });
    expect(of(`postgres@${digest}`).verified.size).toBe(0);
    expect(of(`postgres:16@${digest}`).verified.size).toBeGreaterThan(0);
    expect(of('solr:${TAG}').verified.has('user')).toBe(true);
  });

  test('a fact with bounds holds for tags that are all within them', () => {
    expect(verified('mongo:7')).toContain('user');
    expect(verified('mongo')).not.toContain('user');
    expect(verified('mongo:latest')).not.toContain('user');
    expect(verified('mongo:3.6')).not.toContain('user');
    expect(verified('rabbitmq:3.13')).toContain('liveness');
    expect(verified('rabbitmq:3')).not.toContain('liveness');
    expect(verified('postgres')).toContain('user');
  });

  test('tools that came later are asked where they are there', () => {
    const asks = (text: string) => JSON.stringify(of(text).probes);
    expect(asks('mongo:7')).toContain('mongosh');
    expect(asks('mongo:4.4')).not.toContain('mongosh');
    expect(asks('rabbitmq:3.6-management')).not.toContain('rabbitmq-diagnostics');
    expect(asks('mariadb:10.5')).not.toContain('healthcheck.sh');
  });

  test('images of Bitnami by their build', () => {
    expect(verified('bitnami/kafka:3.7.0-debian-12-r6')).toContain('readOnlyRoot');
    for (const tag of ['3.5.1', '3.5.1-debian-11-r23', 'latest'])
      expect(verified(`bitnami/kafka:${tag}`)).not.toContain('readOnlyRoot');
    expect(verified('bitnami/kafka:latest')).toContain('user');
  });

  test.each([
    ['oliver006/redis_exporter:v1.62.0', 59000],
    ['nginx/nginx-prometheus-exporter:1.3.0', 1001],
    ['percona/mongodb_exporter:0.41', 65535],
    ['otel/opentelemetry-collector-contrib:0.110.0', 10001],
    ['registry.k8s.io/descheduler/descheduler:v0.31.0', 1000],
    ['ghcr.io/fluxcd/kustomize-controller:v1.3.0', 65534],
  ])('%s writes nowhere that is not mounted, as its own user', (image, user) => {
    expect(of(image)).toMatchObject({ defaultUser: user, uid: user, nonRoot: 'yes' });
    for (const fact of ['user', 'writes', 'readOnlyRoot', 'escalation'])
      expect(verified(image)).toContain(fact);
  });

  test.each([
    ['grafana/loki:3.1.0', 10001],
    ['grafana/tempo:2.6.0', 10001],
    ['gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.13.0', 65532],
    ['eu.gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.13.0-alpine', 65532],
    ['gcr.io/cloudsql-docker/gce-proxy:1.33.2', 65532],
    ['cloudflare/cloudflared:2024.9.1', 65532],
    ['quay.io/oauth2-proxy/oauth2-proxy:v7.6.0', 65532],
    ['ghcr.io/dexidp/dex:v2.41.1', 1001],
    ['quay.io/strimzi/operator:0.43.0', 1001],
    ['quay.io/kiali/kiali:v1.89', 1000],
    ['n8nio/n8n:1.60.0', 1000],
    ['temporalio/server:1.25.0', 1000],
    ['mailhog/mailhog', 1000],
    ['postgis/postgis:16-3.4', 999],
    ['postgis/postgis:16-3.4-alpine', 70],
    ['pgvector/pgvector:pg16', 999],
  ])('%s runs as UID %i', (image, user) => {
    expect(of(image).uid).toBe(user);
    expect(verified(image)).toContain('user');
  });

  test.each([
    // The number is the first that was free.
    'ghcr.io/kafbat/kafka-ui:v1.0.0',
    'adminer:4',
    'stefanprodan/podinfo:6.7.0',
    // The image starts as root.
    'nats:2.10',
    'axllent/mailpit:v1.20',
    'getmeili/meilisearch:v1.10',
    'qdrant/qdrant:v1.11.0',
    // Before it had a user.
    'grafana/tempo:2.4.0',
    'quay.io/oauth2-proxy/oauth2-proxy:v7.2.0',
    'grafana/loki:latest',
    'gcr.io/cloudsql-docker/gce-proxy:1.17',
    // Other builds.
    'gcr.io/cloudsql-docker/gce-proxy:1.33.2-alpine',
    'timescale/timescaledb:2.16.1-pg16-bitnami',
  ])('not the user of %s', image => {
    expect(verified(image)).not.toContain('user');
  });

  test('the ingress controller of nginx by its release, under the name that it had before', () => {
    const old = (tag: string) => of(`quay.io/kubernetes-ingress-controller/nginx-ingress-controller:${tag}`);
    expect(old('0.30.0')).toMatchObject({ uid: 101, escalates: true });
    expect(old('0.25.0')).toMatchObject({ uid: 33, escalates: true, capabilities: ['NET_BIND_SERVICE'] });
    expect(old('0.15.0')).toMatchObject({ defaultUser: 'root', uid: undefined, capabilities: undefined });
  });

  test('images that start by an init system keep root and what it does with it', () => {
    for (const image of [
      'jitsi/prosody:stable-9584',
      'lscr.io/linuxserver/sonarr:4.0',
      'ghcr.io/hotio/radarr',
    ])
      expect(of(image)).toMatchObject({
        nonRoot: 'no',
        readOnlyRoot: 'no',
        escalates: undefined,
        capabilitiesIfRoot: expect.arrayContaining(['KILL', 'SETUID']),
      });
  });

  test('what works on the API is never said to leave it alone', () => {
    for (const image of [
      'ghcr.io/fluxcd/helm-controller:v1.0.0',
      'registry.k8s.io/autoscaling/cluster-autoscaler:v1.30.0',
      'quay.io/brancz/kube-rbac-proxy:v0.18.0',
      'kiwigrid/k8s-sidecar:1.27.5',
      'gcr.io/datadoghq/agent:7.57.0',
    ])
      expect(of(image).needsApiToken).toBe(true);
  });

  test('not what plugins or executors decide', () => {
    for (const image of [
      'jenkins/jenkins:2.479',
      'hashicorp/consul:1.20',
      'apache/airflow:2.10.0',
      'rabbitmq:3.13',
      'otel/opentelemetry-collector:0.110.0',
      'ghcr.io/dexidp/dex:v2.41.1',
      'n8nio/n8n:1.60.0',
    ])
      expect(of(image).needsApiToken).toBeUndefined();
    expect(of('selenium/node-kubernetes:4.27').needsApiToken).toBe(true);
    expect(verified('redis:7.4')).toContain('apiToken');
  });
});
