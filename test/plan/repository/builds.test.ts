import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { buildsFor, readBuilds } from '../../../src/plan/repository/builds/builds.ts';
import { cpuSeconds } from '../../harness/cpu.ts';

/** Who builds an image, as `Dockerfile (at)`, in a repository with a Dockerfile in each of a few folders. */
function builders(file: string, text: string, image = 'registry.example.com/acme/api') {
  const texts = {
    Dockerfile: '',
    'api/Dockerfile': '',
    'api/Dockerfile.prod': '',
    'ci/api/Dockerfile': '',
    [file]: text,
  };
  const files = memoryFiles(texts);
  const builds = readBuilds(files, Object.keys(texts));
  return buildsFor(builds, image).certain.map(
    ({ dockerfile, target, at }) => `${dockerfile}${target === undefined ? '' : `#${target}`} ${at}`,
  );
}

test.each([
  [
    'a compose file',
    'deploy/compose.yaml',
    `services:\n  a:\n    image: \${REGISTRY:-x.io/acme}/api:\${TAG}\n    build:\n      context: ../api\n      dockerfile: Dockerfile.prod\n      target: run\n`,
    ['api/Dockerfile.prod#run deploy/compose.yaml:2'],
  ],
  [
    'a comment behind the image',
    'deploy/api.yaml',
    `a:\n  - name: api\n    image: x.io/acme/api:latest   # Dockerfile target: run\n`,
    ['Dockerfile#run deploy/api.yaml:3'],
  ],
  [
    'a comment with a path',
    'deploy/api.yaml',
    'a:\n  - image: "api:latest" # built from api/Dockerfile.prod (stage: run)\n',
    ['api/Dockerfile.prod#run deploy/api.yaml:2'],
  ],
  [
    'a comment that says more: nothing',
    'deploy/api.yaml',
    'a:\n  - image: api:latest # no longer built from api/Dockerfile.prod\n  - image: api:1.0.0 # the UID is in api/Dockerfile\n',
    [],
  ],
  [
    'Skaffold',
    'skaffold.yaml',
    'apiVersion: skaffold/v4beta1\nkind: Config\nbuild:\n  artifacts:\n  - image: api\n    context: api\n',
    ['api/Dockerfile skaffold.yaml:5'],
  ],
  [
    'a BuildConfig of OpenShift',
    'openshift/build.yaml',
    `apiVersion: build.openshift.io/v1\nkind: BuildConfig\nspec:\n  source: {contextDir: /}\n  strategy: {dockerStrategy: {dockerfilePath: api/Dockerfile.prod}}\n  output: {to: {kind: ImageStreamTag, name: "api:latest"}}\n`,
    ['api/Dockerfile.prod openshift/build.yaml:1'],
  ],
  [
    'a BuildConfig of a folder',
    'openshift/build.yaml',
    `apiVersion: build.openshift.io/v1\nkind: BuildConfig\nspec:\n  source: {contextDir: ci/api}\n  strategy: {dockerStrategy: {}}\n  output: {to: {name: "api:latest"}}\n`,
    ['ci/api/Dockerfile openshift/build.yaml:1'],
  ],
  [
    'a BuildConfig that may be of any repository: nothing',
    'openshift/build.yaml',
    `apiVersion: build.openshift.io/v1\nkind: BuildConfig\nspec:\n  source: {git: {uri: x}}\n  strategy: {dockerStrategy: {}}\n  output: {to: {name: "api:latest"}}\n`,
    [],
  ],
  [
    'a Makefile',
    'Makefile',
    `IMG ?= acme/api:dev\nimage:\n\tdocker build -t \${IMG} .\n`,
    ['Dockerfile Makefile:3'],
  ],
  [
    'a recipe in a folder',
    'Makefile',
    'image:\n\t@cd api && docker build -t api .\n',
    ['api/Dockerfile Makefile:2'],
  ],
  [
    'a script',
    'ci/build.sh',
    `cd "$(dirname "$0")/.."\ndocker buildx build --push \\\n  --tag "$REGISTRY/api:$(git rev-parse HEAD)" \\\n  -f api/Dockerfile.prod .\n`,
    ['api/Dockerfile.prod ci/build.sh:2'],
  ],
  [
    'a loop',
    'build.sh',
    `for name in api web; do\n  docker build -t acme/$name:1 $name\ndone\n`,
    ['api/Dockerfile build.sh:2'],
  ],
  [
    'GitLab',
    '.gitlab-ci.yml',
    `build:\n  script:\n    - /kaniko/executor --context "$CI_PROJECT_DIR/api" --dockerfile "$CI_PROJECT_DIR/api/Dockerfile.prod" --destination "$CI_REGISTRY/api:$CI_COMMIT_SHA"\n`,
    ['api/Dockerfile.prod .gitlab-ci.yml:3'],
  ],
  [
    'Tilt',
    'Tiltfile',
    "docker_build('acme/api', './api', target='dev')\n",
    ['api/Dockerfile#dev Tiltfile:1'],
  ],
  [
    'bake',
    'docker-bake.hcl',
    `variable "R" {\n  default = "x.io"\n}\ntarget "api" {\n  context = "api"\n  tags = ["\${R}/api:1"]\n}\n`,
    ['api/Dockerfile docker-bake.hcl:4'],
  ],
])('%s says what an image is built from', (_, file, text, expected) => {
  expect(builders(file, text)).toEqual(expected);
});

const workflow = (job: string) => `jobs:\n  build:\n${job.replace(/^(?=.)/gm, '    ')}`;

test.each([
  [
    'by the action',
    'steps:\n- uses: docker/build-push-action@v6\n  with:\n    context: api\n    tags: |\n      ghcr.io/acme/api:1\n',
    ['api/Dockerfile'],
  ],
  [
    'by the action, from a file',
    `steps:\n- uses: docker/build-push-action@v6\n  with: {file: api/Dockerfile.prod, tags: "\${{ env.R }}/api:\${{ github.sha }}"}\n`,
    ['api/Dockerfile.prod'],
  ],
  [
    'by the step that makes its tags',
    `steps:\n- id: m\n  uses: docker/metadata-action@v5\n  with: {images: ghcr.io/acme/api}\n- uses: docker/build-push-action@v6\n  with: {context: api, tags: "\${{ steps.m.outputs.tags }}"}\n`,
    ['api/Dockerfile'],
  ],
  [
    'by rows of a matrix',
    `strategy:\n  matrix:\n    include:\n    - {image: web, folder: web}\n    - {image: api, folder: api}\nsteps:\n- uses: docker/build-push-action@v6\n  with: {context: "\${{ matrix.folder }}", tags: "acme/\${{ matrix.image }}:1"}\n`,
    ['api/Dockerfile'],
  ],
  [
    'by a row of a matrix that may say the stage',
    `strategy:\n  matrix:\n    include:\n    - {image: web, folder: web}\n    - {image: api, folder: api, stage: run}\nsteps:\n- uses: docker/build-push-action@v6\n  with: {context: "\${{ matrix.folder }}", target: "\${{ matrix.stage || '' }}", tags: "acme/\${{ matrix.image }}:1"}\n`,
    ['api/Dockerfile#run'],
  ],
  [
    'by a list of a matrix, in a command',
    `strategy:\n  matrix:\n    name: [web, api]\nsteps:\n- run: docker build -t acme/\${{ matrix.name }} \${{ matrix.name }}\n`,
    ['api/Dockerfile'],
  ],
  [
    'by a prefix of all jobs',
    `steps:\n- uses: docker/build-push-action@v6\n  with: {context: api, tags: "\${{ env.PREFIX }}-api:1"}\n`,
    ['api/Dockerfile'],
    'acme/shop-api',
    'env:\n  PREFIX: acme/shop\n',
  ],
  [
    'by what a step hands on',
    `steps:\n- run: echo "PREFIX=acme/shop" >> $GITHUB_ENV\n- run: docker build -t $PREFIX-api api\n`,
    ['api/Dockerfile'],
    'acme/shop-api',
  ],
  [
    'in no certain way, where steps hand on different prefixes',
    `steps:\n- run: echo "PREFIX=acme/shop" >> $GITHUB_ENV\n- run: echo "PREFIX=acme/bank" >> $GITHUB_ENV\n- run: docker build -t $PREFIX-api api\n`,
    [],
    'acme/shop-api',
  ],
  [
    'by a command in a folder',
    'steps:\n- working-directory: api\n  run: docker build -t acme/api .\n',
    ['api/Dockerfile'],
  ],
])('a workflow says it %s', (_, job, expected, image = 'registry.example.com/acme/api', top = '') => {
  const found = builders('.github/workflows/build.yml', top + workflow(job), image);
  expect(found.map(each => each.split(' ')[0])).toEqual(expected);
  for (const each of found) expect(each).toMatch(/ \.github\/workflows\/build\.yml:\d+$/);
});

test.each([
  ['a variable is part of the last word', `docker build -t $PREFIX-api api\n`],
  ['the folder is not known', `docker build -t acme/api $FOLDER\n`],
  ['no Dockerfile is there', 'docker build -t acme/api web\n'],
  ['the image is another', 'docker build -t acme/web api\n'],
  ['it is a comment', '# docker build -t acme/api api\n'],
  ['two folders may be meant', 'docker build -t acme/api api\n', 'ci/x.sh'],
])('nothing is certain where %s', (_, text, file = 'build.sh') => {
  expect(builders(file, text)).toEqual([]);
});

test('what a variable is part of may be the image', () => {
  const files = memoryFiles({ 'api/Dockerfile': '', 'b.sh': `docker build -t $PREFIX-api:1 api\n` });
  const builds = readBuilds(files, ['api/Dockerfile', 'b.sh']);
  expect(buildsFor(builds, 'acme/shop-api').likely.map(each => each.dockerfile)).toEqual(['api/Dockerfile']);
  expect(buildsFor(builds, 'acme/shop-web').likely).toEqual([]);
});

test('a compose file takes its variables from the file beside it', () => {
  const texts = {
    'api/Dockerfile': '',
    'deploy/.env': 'PREFIX=acme/shop\nTAG=3\n',
    'deploy/compose.yaml': `services:\n  a:\n    image: x.io/\${PREFIX}-api:\${TAG}\n    build: ../api\n`,
  };
  const certain = (paths: readonly string[]) =>
    buildsFor(readBuilds(memoryFiles(texts), paths), 'x.io/acme/shop-api').certain.map(
      each => each.dockerfile,
    );
  expect(certain(Object.keys(texts))).toEqual(['api/Dockerfile']);
  // What is no file of the repository differs from machine to machine.
  expect(certain(['api/Dockerfile', 'deploy/compose.yaml'])).toEqual([]);
});

test('names compare from their end: registries differ, accounts of one registry do not mean the same', () => {
  const text = 'docker build -t acme/api api\n';
  expect(builders('b.sh', text, 'api')).toHaveLength(1);
  expect(builders('b.sh', text, 'x.io/shop/api')).toHaveLength(1);
  expect(builders('b.sh', text, 'other/api')).toEqual([]);
});

test.each([
  ['spaces', `A=${' '.repeat(100_000)}"`],
  ['words', 'docker x '.repeat(20_000)],
  ['variables', `docker build -t ${'$A-a-'.repeat(60)}b api\n`],
  [
    'values that name each other',
    `${[0, 1, 2, 3, 4].map(n => `A${n}=${`\${A${n + 1}}`.repeat(60)}\n`).join('')}docker build -t $A0 .\n`,
  ],
  ['targets that never end', 'target "a" {\n'.repeat(14_000), 'docker-bake.hcl'],
  ['targets', 'target "a" {\ntags=["b"]\n}\n'.repeat(7_000), 'docker-bake.hcl'],
  ['calls that never end', "docker_build('a','b'\n".repeat(9_000), 'Tiltfile'],
])('a text with many %s is read in no time', (_, text, file = 'b.sh') => {
  const seconds = cpuSeconds(() => {
    expect(builders(file, `${text}\ndocker build -t x ${'a'.repeat(60)}\n`, 'a'.repeat(100))).toEqual([]);
  });
  expect(seconds).toBeLessThan(20);
});
