import { memoryFiles } from '../../src/kustomize/files/files.ts';
import { dockerfilesOf } from '../../src/plan/view/dockerfiles.ts';
import { configOf } from '../harness/repo.ts';

const texts = {
  'edge/Dockerfile': 'FROM nginx:1.27\n',
  'build.sh': `docker build -t $PREFIX-nginx edge\n`,
};
const config = configOf({});
const { likely } = dockerfilesOf({ files: memoryFiles(texts), paths: Object.keys(texts), config });

test('a build whose prefix nobody knows is a guess for the only image that ends like it', () => {
  const others = ['acme/shop-nginx', 'x.io/acme/shop-nginx', 'acme/shop-web'];
  expect(likely(['acme/shop-nginx'], others)?.file).toBe('edge/Dockerfile');
  expect(likely(['acme/shop-nginx'], [...others, 'acme/bank-nginx'])).toBeUndefined();
});

test('a file that a build copies is read where only one can be meant', () => {
  const site = 'server { listen 8080; }';
  const settings = (files: Readonly<Record<string, string>>) => {
    const all = {
      'web/Dockerfile': 'FROM nginx:1.27\nCOPY site.conf /etc/nginx/conf.d/default.conf\n',
      ...files,
    };
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
    return known.buildOf(['web'])?.dockerfile.settings?.ports;
  };
  expect(settings({ 'web/site.conf': site })).toEqual([8080]);
  expect(settings({ 'site.conf': site })).toEqual([8080]);
  expect(settings({ 'site.conf': site, 'web/site.conf': site })).toBeUndefined();
  expect(settings({})).toBeUndefined();
});

describe('what the configuration says that an image is built from', () => {
  const all = {
    'web/Dockerfile': 'FROM debian:12\nUSER 7\n',
    'other/Dockerfile': 'FROM debian:12\nUSER 8\n',
  };
  const userOf = (dockerfile: string, image = 'acme/web') => {
    const said = configOf({ 'kustomend.yaml': `images:\n  acme/web: {dockerfile: ${dockerfile}}\n` });
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config: said });
    const build = known.buildOf([image]);
    return build && [build.dockerfile.user, build.statedAt];
  };

  test('counts before names', () => {
    expect(userOf('other/Dockerfile')).toEqual([8, 'kustomend.yaml:2']);
    expect(userOf('other/Dockerfile', 'registry.example.com/acme/web')).toEqual([8, 'kustomend.yaml:2']);
  });

  test('or that it is built elsewhere', () => expect(userOf('none')).toBeUndefined());

  test('an open question says nothing', () => expect(userOf("'?'")).toEqual([7, undefined]));
});
