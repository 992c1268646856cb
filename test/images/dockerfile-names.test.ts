import {
  isDockerfile,
  likelyDockerfile,
  likelyStage,
  namesakesOf,
} from '../../src/images/dockerfile/names.ts';

test.each([
  ['services/shop/Dockerfile', 'registry.example.com/team/shop', true],
  ['shop/docker/Dockerfile', 'shop', true],
  ['build/shop.Dockerfile', 'shop', true],
  ['Dockerfile.shop', 'shop', true],
  ['docker/Dockerfile-shop', 'shop', true],
  ['Dockerfile_shop', 'shop', true],
  ['cmd/api/Dockerfile', 'shop-api', false],
  ['Dockerfile', 'shop', false],
  ['src/Shop.CartApi/Dockerfile', 'acme/shop-cart-api', true],
  ['shop_api/Dockerfile', 'shop-api', true],
  ['src/Shop.CartService/Dockerfile', 'acme/shop-cart', false],
])('%s is called like %s: %s', (path, image, is) => {
  expect(namesakesOf([path], image)).toEqual(is ? [path] : []);
});

test.each([
  ['cmd/api/Dockerfile', 'shop-api', true],
  ['cmd/web/Dockerfile', 'shop-api', false],
  ['Dockerfile-api', 'acme/shop-api', true],
  ['cmd/api/Dockerfile', 'api', false],
  ['services/api/Dockerfile', 'yt-shop-api', true],
  ['services/shop-api/Dockerfile', 'yt-shop-api', true],
  ['src/Shop.CartService/Dockerfile', 'acme/shop-cart', true],
  ['src/CartService/Dockerfile', 'acme/shop-cart', true],
  ['cart/Dockerfile', 'acme/cart-svc', true],
  ['service/Dockerfile', 'acme/shop', false],
])('%s may be that of %s: %s', (path, image, may) => {
  expect(likelyDockerfile([path], image)).toBe(may ? path : undefined);
});

test("a folder that two images could mean is nobody's", () => {
  expect(likelyDockerfile(['api/Dockerfile'], 'shop-api', ['shop-api', 'bank-api'])).toBeUndefined();
});

test('a folder that one image has the name of, and another but for a common word, is no guess', () => {
  expect(likelyDockerfile(['Cart/Dockerfile'], 'cart-service', ['cart', 'cart-service'])).toBeUndefined();
});

test('a folder of that name twice is no guess', () => {
  expect(likelyDockerfile(['a/api/Dockerfile', 'b/api/Dockerfile'], 'shop-api')).toBeUndefined();
});

test('a stage may be called like an image, or like the end of its name', () => {
  expect(likelyStage(['build', 'judge', ''], 'acme/shop-judge')).toBe('judge');
  expect(likelyStage(['build', 'shop-judge'], 'acme/shop-judge')).toBe('shop-judge');
  expect(likelyStage(['build', 'judge'], 'acme/shop-judge', ['acme/bank-judge'])).toBeUndefined();
  expect(likelyStage(['build'], 'acme/shop-judge')).toBeUndefined();
});

test('what is called like half of a name is no namesake', () => {
  expect(namesakesOf(['a/api/Dockerfile', 'b/web/Dockerfile'], 'shop/api')).toEqual(['a/api/Dockerfile']);
  expect(namesakesOf(['a/api/Dockerfile'], 'shop-api')).toEqual([]);
});

test.each([
  ['Dockerfile', true],
  ['a/Containerfile', true],
  ['a/web.Dockerfile', true],
  ['a/Dockerfile.web', true],
  ['a/Dockerfile/kustomization.yaml', false],
  ['a/my-dockerfile', false],
])('%s is a Dockerfile: %s', (path, is) => expect(isDockerfile(path)).toBe(is));
