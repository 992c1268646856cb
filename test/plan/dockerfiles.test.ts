import { memoryFiles } from '../../src/kustomize/files/files.ts';
import type { AnyTransform } from '../../src/plan/model/input.ts';
import { dockerfilesOf } from '../../src/plan/view/dockerfiles.ts';
import securityContext from '../../transforms/security-context/index.ts';
import { configOf, planOf } from '../harness/repo.ts';
import { deployment } from './tiny.ts';

const texts = {
  'edge/Dockerfile': 'FROM nginx:1.27\n',
  'build.sh': `docker build -t $PREFIX-nginx edge\n`,
};
const config = configOf({});
const { likely } = dockerfilesOf({ files: memoryFiles(texts), paths: Object.keys(texts), config });

test('a build whose prefix nobody knows is a guess for the only image that ends like it', () => {
  const others = ['acme/shop-nginx', 'x.io/acme/shop-nginx', 'acme/shop-web'];
  expect(likely(['acme/shop-nginx'], () => others)?.file).toBe('edge/Dockerfile');
  expect(likely(['acme/shop-nginx'], () => [...others, 'acme/bank-nginx'])).toBeUndefined();
});

describe('a file that a build copies', () => {
  const site = (port: number) => `server { listen ${port}; }`;
  const ports = (files: Readonly<Record<string, string>>, dockerfile = 'web/Dockerfile') => {
    const copies = 'FROM nginx:1.27\nCOPY site.conf /etc/nginx/conf.d/default.conf\n';
    const all = { [dockerfile]: copies, ...files };
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
    const [settings] = known.buildOf(['acme/web'])?.dockerfile.settings.values() ?? [];
    return settings?.ports;
  };

  test('stands beside the Dockerfile where nothing states a context', () => {
    expect(ports({ 'web/site.conf': site(81) })).toEqual([81]);
    expect(ports({ 'web/site.conf': site(81), 'site.conf': site(82) })).toEqual([81]);
    expect(ports({ 'site.conf': site(82) })).toBeUndefined();
    expect(ports({})).toBeUndefined();
    // By the way from the top to where it stands itself.
    const copies = 'FROM nginx:1.27\nCOPY web/site.conf /etc/nginx/conf.d/default.conf\n';
    expect(ports({ 'web/Dockerfile': copies, 'web/site.conf': site(83) })).toEqual([83]);
  });

  const all = { 'site.conf': site(81), 'images/site.conf': site(82), 'apps/web/site.conf': site(83) };

  test.each([
    ['compose', 'compose.yaml', 'context: apps/web, dockerfile: ../../images/web.Dockerfile', [83]],
    ['a context that is the top', 'compose.yaml', 'context: ., dockerfile: images/web.Dockerfile', [81]],
  ])('stands where it is stated: %s', (_, file, build, expected) => {
    const text = `services: {web: {image: acme/web, build: {${build}}}}\n`;
    expect(ports({ ...all, [file]: text }, 'images/web.Dockerfile')).toEqual(expected);
  });

  test.each([
    ['docker build -t acme/web -f images/web.Dockerfile apps/web', [83]],
    ['docker build -t acme/web -f images/web.Dockerfile .', [81]],
    ['cd images && docker build -t acme/web -f web.Dockerfile .', [82]],
    ['docker build -t acme/web -f images/web.Dockerfile $FOLDER', undefined],
    ['docker build -t acme/web -f images/web.Dockerfile https://acme.io/web.git', undefined],
    // The image has the Dockerfile's name, and another name there.
    ['docker build -t acme/front -f images/web.Dockerfile apps/web', [83]],
  ])('%s', (command, expected) => {
    expect(ports({ ...all, Makefile: `image:\n\t${command}\n` }, 'images/web.Dockerfile')).toEqual(expected);
  });

  test('of an action without a context stands at the top', () => {
    const workflow =
      'jobs: {a: {steps: [{uses: docker/build-push-action@v6, with: {file: images/web.Dockerfile, tags: acme/web}}]}}\n';
    const files = { ...all, '.github/workflows/a.yml': workflow };
    expect(ports(files, 'images/web.Dockerfile')).toEqual([81]);
  });

  test('is not known where two builds take it from different folders', () => {
    const command = (folder: string) => `docker build -t acme/web -f images/web.Dockerfile ${folder}`;
    const scripts = { 'a.sh': command('apps/web'), 'b.sh': command('.') };
    expect(ports({ ...all, ...scripts }, 'images/web.Dockerfile')).toBeUndefined();
  });

  test('never stands outside of the context', () => {
    const files = { 'web/Dockerfile': 'FROM nginx:1.27\nCOPY ../site.conf /etc/nginx/conf.d/default.conf\n' };
    expect(ports({ ...files, 'site.conf': site(81) })).toBeUndefined();
  });
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

describe('which stage of a guessed Dockerfile is meant', () => {
  const user = (name: string, files: Readonly<Record<string, string>>) => {
    const all = {
      'api/Dockerfile':
        'FROM debian AS judge\nUSER 1\nFROM debian AS run\nUSER 2\nFROM debian AS other\nUSER 3\n',
      ...files,
    };
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
    return known.likely([name], () => [name])?.user;
  };

  test('the last one', () => expect(user('shop-api', {})).toBe(3));

  test('the one that every build of the file ends with', () => {
    const compose = 'services: {a: {image: x/y, build: {context: api, target: run}}}\n';
    expect(user('shop-api', { 'compose.yaml': compose })).toBe(2);
  });

  test('the one that is called like the image', () => expect(user('shop-judge', {})).toBe(1));

  describe('behind one to work with', () => {
    const stages = (last: string) => ({
      'api/Dockerfile': `FROM debian AS production\nUSER 2\nFROM debian AS ${last}\nUSER 3\n`,
    });
    const forWork = stages('development');
    const workflow = {
      '.github/workflows/deploy.yaml': `jobs:
  push:
    steps:
      - uses: docker/build-push-action@v6
        with:
          context: api
          target: production
          tags: \${{ vars.REGISTRY }}/\${{ github.repository }}:latest
`,
    };
    const compose = { 'compose.yaml': 'services: {api: {build: {context: api, target: development}}}\n' };

    test('none, unless somebody says which', () => {
      expect(user('shop-api', forWork)).toBeUndefined();
      expect(user('shop-api', { ...forWork, ...compose })).toBeUndefined();
      expect(user('shop-api', stages('final'))).toBe(3);
    });

    test('the one that is pushed, whatever is built on the machine of whoever works on it', () => {
      expect(user('shop-api', { ...forWork, ...workflow })).toBe(2);
      expect(user('shop-api', { ...forWork, ...workflow, ...compose })).toBe(2);
    });

    test('of what is certain by its name, too', () => {
      const all = { ...forWork, ...workflow, ...compose };
      const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
      expect(known.buildOf(['acme/api'])?.dockerfile.user).toBe(2);
    });
  });
});

test('a Dockerfile in a folder of that name is no certain one where another stage is called so', () => {
  const all = { 'api/Dockerfile': 'FROM debian AS api\nUSER 1\nFROM debian AS worker\nUSER 2\n' };
  const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
  expect(known.buildOf(['acme/api'])).toBeUndefined();
  expect(known.likely(['acme/api'], () => [])?.user).toBe(1);
});

describe('a pod that must not run as root, of an image that is built here', () => {
  const pod = (more: string) =>
    deployment('web')
      .replace('example.com/web', 'acme/web')
      .replace('    spec:\n      containers:', `    spec:\n${more}      containers:`);
  const fixesOf = (dockerfile: string, more: string) =>
    planOf(
      {
        'kustomization.yaml': 'resources: [web.yaml]\n',
        'web.yaml': pod(more),
        'web/Dockerfile': dockerfile,
        Makefile: 'image:\n\tdocker build -t acme/web web\n',
      },
      { transforms: [securityContext as AnyTransform] },
    ).fixes.filter(({ message }) => /running as root/.test(message));
  const NON_ROOT = '      securityContext: {runAsNonRoot: true}\n';

  test('says no more of it where the image has a number: the kubelet has verified that', () => {
    const scratch = 'FROM scratch\nCOPY web /web\nUSER 65532:65532\nENTRYPOINT ["/web"]\n';
    expect(fixesOf(scratch, NON_ROOT)).toEqual([]);
    expect(fixesOf(scratch, '').map(({ message }) => message)).toEqual([
      expect.stringContaining('It runs as UID 65532'),
    ]);
  });
});

describe('an image whose whole name is to be filled in', () => {
  const user = (images: readonly string[], files: Readonly<Record<string, string>> = {}) => {
    const all = { 'api/Dockerfile': 'FROM debian\nUSER 7\n', ...files };
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
    return known.likely([images[0]!], () => images)?.user;
  };

  test.each(['$CONTAINER_IMAGE', `\${IMAGE}:v1`, 'IMAGE_NAME', 'placeholder'])(
    '%s may be of the only Dockerfile',
    image => expect(user([image, 'postgres:16'])).toBe(7),
  );

  test.each([
    ['another name is open too', ['$API_IMAGE', '$WEB_IMAGE'], {}],
    ['the file makes another image', ['$API_IMAGE', 'acme/api'], {}],
    ['there are two files', ['$API_IMAGE'], { 'web/Dockerfile': 'FROM debian\n' }],
    ['a name is there', ['acme/web'], {}],
  ])('it is open where %s', (_, images, files) => expect(user(images, files)).toBeUndefined());
});

describe('the only Dockerfile of a repository', () => {
  const user = (
    images: readonly string[],
    file = 'Dockerfile',
    files: Readonly<Record<string, string>> = {},
  ) => {
    const all = { [file]: 'FROM acme/base\nUSER 7\n', ...files };
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
    expect(known.buildOf([images[0]!], () => images)).toBeUndefined();
    return known.likely([images[0]!], () => images)?.user;
  };

  test('may be of the only image that is of nobody else', () => {
    expect(user(['acme/shop', 'postgres:16', 'x.io/acme/shop:v1'])).toBe(7);
    expect(user(['acme/shop'], 'build/Dockerfile')).toBe(7);
  });

  test('or of the only one that none of the others is of', () => {
    const worker = { 'Dockerfile.worker': 'FROM debian\nUSER 8\n' };
    const images = ['acme/shop-api', 'acme/shop-worker', 'postgres:16'];
    expect(user(images, 'Dockerfile', worker)).toBe(7);
    expect(user([...images, 'acme/shop-web'], 'Dockerfile', worker)).toBeUndefined();
    expect(user(images, 'Dockerfile', { ...worker, 'Dockerfile.dev': 'FROM debian\n' })).toBeUndefined();
  });

  test.each([
    ['another image is unknown too', ['acme/shop', 'acme/bank'], 'Dockerfile', {}],
    ['another may be a copy of a known one', ['x.io/postgres', 'acme/bank'], 'Dockerfile', {}],
    ['its folder says another name', ['acme/shop'], 'bank/Dockerfile', {}],
    [
      'a build makes another image of it',
      ['acme/shop'],
      'Dockerfile',
      { 'a.sh': 'docker build -t acme/tool .\n' },
    ],
    ['it is made of the image', ['acme/base:1'], 'Dockerfile', {}],
    ['there are two', ['acme/shop'], 'Dockerfile', { 'Dockerfile.dev': 'FROM debian\n' }],
  ])('is of none where %s', (_, images, file, files) => {
    expect(user(images, file, files)).toBeUndefined();
  });
});

describe('a Dockerfile that an argument tells which service it makes', () => {
  const TEMPLATE = 'FROM acme/base\nARG SERVICE\nCOPY services/$SERVICE /app\nUSER 7\n';
  const user = (images: readonly string[], file = TEMPLATE, more: Readonly<Record<string, string>> = {}) => {
    const all = { Dockerfile: file, ...more };
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
    return known.likely([images[0]!], () => images)?.user;
  };

  test('may be of all images of one publisher', () =>
    expect(user(['shop/api:1', 'shop/worker:1', 'postgres:16'])).toBe(7));

  test.each([
    ['another publisher has the other image', ['shop/api', 'bank/worker'], TEMPLATE, {}],
    [
      'a known image is among them',
      ['quay.io/prometheus/api', 'quay.io/prometheus/web', 'quay.io/prometheus/prometheus'],
      TEMPLATE,
      {},
    ],
    ['nobody publishes them', ['api', 'worker'], TEMPLATE, {}],
    ['the argument is a version', ['shop/api', 'shop/worker'], 'ARG V\nFROM acme/base:$V\nUSER 7\n', {}],
    ['there is another file', ['shop/api', 'shop/worker'], TEMPLATE, { 'x/Dockerfile': 'FROM debian\n' }],
  ])('is of none where %s', (_, images, file, more) => {
    expect(user(images, file, more)).toBeUndefined();
  });
});

test('the only Dockerfile that starts a program of that name is a guess, unless many programs are called so', () => {
  const starting = (program: string) => `FROM debian\nUSER 7\nENTRYPOINT ["tini", "--", "/app/${program}"]\n`;
  const builtFrom = (name: string, files: Readonly<Record<string, string>>) => {
    const known = dockerfilesOf({ files: memoryFiles(files), paths: Object.keys(files), config });
    expect(known.buildOf([name])).toBeUndefined();
    return known.likely([name], () => [name, 'acme/other'])?.file;
  };
  const all = { Dockerfile: starting('rides'), 'tool/Dockerfile': starting('server') };
  expect(builtFrom('acme/rides', all)).toBe('Dockerfile');
  expect(builtFrom('acme/server', all)).toBeUndefined();
  expect(builtFrom('acme/rides', { ...all, 'Dockerfile.dev': starting('rides') })).toBeUndefined();
});

describe('images that begin with the name of their project', () => {
  const all = {
    'src/Dockerfile.api': 'FROM debian\nUSER 7\n',
    'src/Dockerfile.worker': 'FROM debian\nUSER 8\n',
  };
  const userOf = (images: readonly string[], files: Readonly<Record<string, string>> = all) => {
    const known = dockerfilesOf({ files: memoryFiles(files), paths: Object.keys(files), config });
    return known.buildOf([images[0]!], () => images)?.dockerfile.user;
  };

  test('are built from the Dockerfiles that are called like the rest', () => {
    expect(userOf(['acme/saas-api', 'acme/saas-worker:v1'])).toBe(7);
    expect(userOf(['saas-worker', 'saas-api'])).toBe(8);
    expect(
      userOf(['acme/saas-api', 'acme/saas-worker'], {
        'api/Dockerfile': 'FROM a\nUSER 9\n',
        'worker/Dockerfile': '',
      }),
    ).toBe(9);
  });

  test.each([
    ['one alone', ['acme/saas-api']],
    ['of two accounts', ['acme/saas-api', 'bank/saas-worker']],
    ['of two projects', ['acme/saas-api', 'acme/shop-worker']],
    ['two that end alike', ['acme/saas-api', 'acme/saas-worker', 'acme/shop-api']],
  ])('%s says nothing', (_, images) => expect(userOf(images)).toBeUndefined());
});

test('a build whose Dockerfile is not there may mean the only one whose path ends so', () => {
  const skaffold =
    'apiVersion: skaffold/v4beta1\nkind: Config\nbuild: {artifacts: [{image: acme/shop-back, context: backend}]}\n';
  const builtFrom = (files: Readonly<Record<string, string>>) => {
    const all = { 'skaffold.yaml': skaffold, ...files };
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
    expect(known.buildOf(['acme/shop-back'])).toBeUndefined();
    return known.likely(['acme/shop-back'], () => ['acme/shop-back'])?.file;
  };
  expect(builtFrom({ 'src/backend/Dockerfile': '', 'src/front/Dockerfile': 'FROM a' })).toBeUndefined();
  expect(builtFrom({ 'src/backend/Dockerfile': 'FROM a', 'web/Dockerfile': 'FROM b' })).toBe(
    'src/backend/Dockerfile',
  );
  expect(builtFrom({ 'a/backend/Dockerfile': 'FROM a', 'b/backend/Dockerfile': 'FROM b' })).toBeUndefined();
});

describe('what a Dockerfile calls its image, and what it is made of', () => {
  const builderOf = (image: string, all: Readonly<Record<string, string>>) => {
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
    const likely = known.likely([image], () => [image])?.file;
    return [known.buildOf([image])?.dockerfile.file, likely];
  };
  const titled = (title: string) =>
    `FROM debian AS build\nLABEL org.opencontainers.image.title="no"\nFROM debian\nLABEL a=b \\\n  org.opencontainers.image.title=${title}\nUSER 7\n`;

  test('its title names it', () => {
    const all = { 'merger/Dockerfile': titled('"shop-site-merger"'), 'web/Dockerfile': 'FROM debian\n' };
    expect(builderOf('acme/shop-site-merger', all)).toEqual(['merger/Dockerfile', 'merger/Dockerfile']);
    expect(builderOf('acme/no', all)).toEqual([undefined, undefined]);
    const twice = {
      ...all,
      'web/Dockerfile': 'FROM debian\nLABEL org.opencontainers.image.title=shop-site-merger\n',
    };
    expect(builderOf('acme/shop-site-merger', twice)).toEqual([undefined, undefined]);
  });

  test('what is built on the image is not what it is built from', () => {
    const all = { 'Dockerfile.prod': 'FROM acme/shop-base AS base\nFROM base\n', Dockerfile: 'FROM ruby\n' };
    expect(builderOf('acme/shop-base', all)).toEqual([undefined, undefined]);
    expect(builderOf('base', { 'base/Dockerfile': 'FROM base:1\n' })).toEqual([undefined, undefined]);
  });
});
