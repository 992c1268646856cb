import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';
import { isPlaceholder } from '../../src/kubernetes/images/registries.ts';

test.each([
  ['placeholder/web', true],
  ['placeholder', true],
  ['placeholder:5000/web:1', true],
  ['registry.placeholder.io/web', true],
  ['your-registry.io/web:latest', true],
  ['change-me/web', true],
  ['registry.invalid/web:1', true],
  ['registry.invalid:5000/web:1', true],
  ['MY_REGISTRY/shop/web:1', true],
  ['ghcr.io/GITHUB_OWNER/web:1', true],
  ['registry.shop.example/web:1', false],
  ['registry.example.com/web:1', false],
  ['acme/placeholder:1', false],
  ['replacements/web:1', false],
  ['nginx', false],
])('%s stands for another name: %p', (image, expected) => {
  expect(isPlaceholder(parseImageReference(image)!)).toBe(expected);
});
