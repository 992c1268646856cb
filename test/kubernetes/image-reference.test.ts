// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the manifest, not of this file
import fc from 'fast-check';
import {
  fullReference,
  isBranchTag,
  isMovingTag,
  parseImageReference,
  printImageReference,
} from '../../src/kubernetes/images/image-reference.ts';
import { runs } from '../harness/runs.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('parseImageReference', () => {
  test.each([
    ['nginx', 'nginx', 'docker.io', 'library/nginx', undefined, undefined, 'docker.io/library/nginx:latest'],
    [
      'bitnami/redis:7.2',
      'bitnami/redis',
      'docker.io',
      'bitnami/redis',
      '7.2',
      undefined,
      'docker.io/bitnami/redis:7.2',
    ],
    [
      'index.docker.io/nginx:1',
      'index.docker.io/nginx',
      'docker.io',
      'library/nginx',
      '1',
      undefined,
      'docker.io/library/nginx:1',
    ],
    [
      'localhost:5000/a/b:1',
      'localhost:5000/a/b',
      'localhost:5000',
      'a/b',
      '1',
      undefined,
      'localhost:5000/a/b:1',
    ],
    ['localhost/a', 'localhost/a', 'localhost', 'a', undefined, undefined, 'localhost/a:latest'],
    ['host:5000', 'host', 'docker.io', 'library/host', '5000', undefined, 'docker.io/library/host:5000'],
    [`quay.io/x/y@${DIGEST}`, 'quay.io/x/y', 'quay.io', 'x/y', undefined, DIGEST, `quay.io/x/y@${DIGEST}`],
    [`a:v1@${DIGEST}`, 'a', 'docker.io', 'library/a', 'v1', DIGEST, `docker.io/library/a:v1@${DIGEST}`],
    [
      '${REGISTRY}/app:${TAG:-latest}',
      '${REGISTRY}/app',
      '${REGISTRY}',
      'app',
      '${TAG:-latest}',
      undefined,
      '${REGISTRY}/app:${TAG:-latest}',
    ],
    [
      'MY_REGISTRY/shop/web:1',
      'MY_REGISTRY/shop/web',
      'MY_REGISTRY',
      'shop/web',
      '1',
      undefined,
      'MY_REGISTRY/shop/web:1',
    ],
    [
      'ghcr.io/GITHUB_OWNER/shop-web:1',
      'ghcr.io/GITHUB_OWNER/shop-web',
      'ghcr.io',
      'GITHUB_OWNER/shop-web',
      '1',
      undefined,
      'ghcr.io/GITHUB_OWNER/shop-web:1',
    ],
    ['ghcr.io/Owner/web', undefined, undefined, undefined, undefined, undefined, undefined],
    ['app:${A}/x', undefined, undefined, undefined, undefined, undefined, undefined],
    [
      'ghcr.io/acme/app-{{ .Name }}:1',
      'ghcr.io/acme/app-{{ .Name }}',
      'ghcr.io',
      'acme/app-{{ .Name }}',
      '1',
      undefined,
      'ghcr.io/acme/app-{{ .Name }}:1',
    ],
  ])('%s', (text, name, registry, repository, tag, digest, full) => {
    const image = parseImageReference(text);
    if (name === undefined) return expect(image).toBeNull();
    expect(image).toMatchObject({ text, name, registry, repository, tag, digest });
    expect(fullReference(image!)).toBe(full);
    return expect(printImageReference(image!)).toBe(text);
  });

  test.each(['', ':1', '@x', 'Nginx', 'a b', 'a:', 'a@sha256:12', 'a//b', '/a', 'a:b:c', '-a'])(
    'refuses %j',
    text => {
      expect(parseImageReference(text)).toBeNull();
    },
  );

  test('every part comes back from the print of a random reference', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,6}(?:(?:\.|_|__|-{1,2})[a-z0-9]{1,4}){0,2}$/);
    const variable = fc.constantFrom('${TAG}', '$(VERSION)', '{{ .tag }}', '${T:-v1/x}');
    fc.assert(
      fc.property(
        fc.option(fc.constantFrom('ghcr.io', 'localhost', 'r.example.com:5000', '[::1]:80', '${REG}'), {
          nil: undefined,
        }),
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.option(fc.oneof(fc.stringMatching(/^\w[\w.-]{0,20}$/), variable), { nil: undefined }),
        fc.option(fc.constant(DIGEST), { nil: undefined }),
        (registry, path, tag, digest) => {
          // Without a registry a first component with a dot would be one.
          fc.pre(registry !== undefined || path.length === 1 || !/[.]|^localhost$/.test(path[0]!));
          const name = [...(registry === undefined ? [] : [registry]), ...path].join('/');
          const text = printImageReference({ name, tag, digest });
          const image = parseImageReference(text)!;
          expect(image).toMatchObject({ text, name, tag, digest, registry: registry ?? 'docker.io' });
          expect(printImageReference(image)).toBe(text);
          const again = parseImageReference(fullReference(image))!;
          expect([again.registry, again.repository]).toEqual([image.registry, image.repository]);
        },
      ),
      { numRuns: runs(100) },
    );
  });

  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const image = parseImageReference(text);
        if (image !== null) expect(printImageReference(image)).toBe(text);
      }),
      { numRuns: runs(100) },
    );
  });
});

describe('isBranchTag', () => {
  test.each(['main', 'master', 'develop', 'latest-dev', 'dev-latest', 'staging', 'Production'])(
    '%s is a branch or an environment',
    tag => expect(isBranchTag(tag)).toBe(true),
  );
  test.each([undefined, 'latest', 'stable', 'edge', 'main-20240102', '1.2.3', 'dev-alpine'])(
    '%s is none',
    tag => expect(isBranchTag(tag)).toBe(false),
  );
});

describe('isMovingTag', () => {
  test.each([
    undefined,
    'latest',
    'latest-alpine3.19',
    'stable',
    'main',
    'alpine',
    'bookworm-slim',
    'stable-alpine',
  ])('%s moves', tag => expect(isMovingTag(tag)).toBe(true));
  test.each(['1.2.3', 'v1', '16-alpine', 'main-20240102', 'abcdefa', '${TAG}', 'nightly-2024-01-02'])(
    '%s is not called moving',
    tag => expect(isMovingTag(tag)).toBe(false),
  );
});
