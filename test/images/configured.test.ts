import { configKeysOf } from '../../src/images/configured.ts';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';

test('an image is known by its path in the registry that it had before, and by patterns over that', () => {
  const image = parseImageReference('your-registry/shop-api:1')!;
  const keys = ['shop*', 'shop-api', 'api'];
  expect(configKeysOf(image, keys, ['REGISTRY/shop-api'])).toEqual(['shop-api', 'shop*']);
  expect(configKeysOf(image, keys, [])).toEqual([]);
});

test('what is no image reference goes by its names alone', () => {
  expect(configKeysOf(null, ['ghcr.io/OWNER/api', 'api'], ['ghcr.io/OWNER/api'])).toEqual([
    'ghcr.io/OWNER/api',
  ]);
});
