// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a variable of the manifest
import { candidateOf, familyOf } from '../../src/images/families/match.ts';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';

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
    ['bitnami/postgres-exporter:0.15.0', 'bitnami-postgres-exporter', 1001],
    ['gcr.io/distroless/static-debian12:nonroot', 'distroless:nonroot', 65532],
    ['gcr.io/distroless/static-debian12:latest', 'distroless', undefined],
    ['gitea/gitea:1.22-rootless', 'gitea:rootless', 1000],
    ['gitea/gitea:1.22', 'gitea', undefined],
    ['php:8.3-fpm-alpine', 'php:fpm-alpine', 82],
    ['php:8.3-apache', 'php:apache', 33],
    ['wordpress:6-fpm', 'wordpress:fpm', 33],
    ['mcr.microsoft.com/dotnet/aspnet:6.0', 'dotnet:before-8', undefined],
    ['k8s.gcr.io/kube-state-metrics/kube-state-metrics:v2.9.2', 'kube-state-metrics:before-2.13', 65534],
    ['docker.elastic.co/elasticsearch/elasticsearch:8.1.0', 'elasticsearch', 1000],
    ['quay.io/cilium/cilium:v1.16', 'node-network', undefined],
    ['quay.io/metallb/speaker:v0.14.9', 'node-network', undefined],
    ['quay.io/metallb/controller:v0.14.9', 'metallb-controller', undefined],
    ['registry.k8s.io/sig-storage/csi-provisioner:v5.1.0', 'csi-controller', undefined],
    ['registry.k8s.io/sig-storage/livenessprobe:v2.14.0', 'csi-livenessprobe', undefined],
    ['selenium/node-kubernetes:4.27', 'selenium-kubernetes', undefined],
    ['rabbitmq:3.6-alpine', 'rabbitmq:before-3.7-alpine', 100],
    ['influxdb:1.8', 'influxdb:before-2', undefined],
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

describe('candidateOf', () => {
  test.each([
    ['registry.example.com/traefik:v3.1.2', 'docker.io/library/traefik'],
    ['registry.example.com/postgres:16', 'docker.io/library/postgres'],
    [
      '111122223344.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/postgres:16',
      'docker.io/library/postgres',
    ],
    ['registry.example.com/mirror/bitnami/redis:7.2.4-debian-12-r6', 'docker.io/bitnami/redis'],
    ['registry.example.com/grafana:11.0.0', 'docker.io/grafana/grafana'],
    [
      'harbor.example.com/quay/jetstack/cert-manager-webhook:v1.16.0',
      'quay.io/jetstack/cert-manager-webhook',
    ],
  ])('%s may be %s', (text, repository) => {
    expect(candidateOf(parseImageReference(text)!)?.repository).toBe(repository);
  });

  test.each([
    // Tags that only a build of somebody's own has.
    'registry.example.com/drupal:v1.0.4',
    'registry.example.com/postgres:3f9c2ab',
    'registry.example.com/redis:sha-3f9c2ab',
    // Known as they are.
    'postgres:16',
    'public.ecr.aws/docker/library/postgres:16',
    // Another owner of the same registry says that it is another image.
    'someone/postgres:16',
    // Names that say nothing, and bases.
    'registry.example.com/shop/controller:1',
    'registry.example.com/node:22',
    'registry.example.com/python:3.12',
    'registry.example.com/postgres-backup:1',
  ])('%s is no candidate', text => {
    expect(candidateOf(parseImageReference(text)!)).toBeUndefined();
  });
});
