import type { TextSurroundings } from '../../../src/transform.ts';
import { isRendered, pipelinesIn } from '../../../transforms/ci-validation/pipelines.ts';
import { commitOf, kustomizeOf, runnerOf, versionBehind } from '../../../transforms/ci-validation/tools.ts';

const WORKFLOW = '.github/workflows/a.yaml';
const COMMIT = '11bd71901bbe5b1630ceea73d27597364c9af683';

function repository(files: Readonly<Record<string, string>>): TextSurroundings {
  return { roots: ['a'], built: [], paths: Object.keys(files), read: path => files[path] };
}

test.each([
  ['a build', 'run: kustomize build overlays/a'],
  ['kubectl', 'run: kubectl --context x apply -k overlays/a'],
  ['a diff', 'run: kubectl diff -n shop -k overlays/a | cat'],
  ['an action', 'uses: azure/k8s-bake@v3'],
  ['kustomend', 'run: npx kustomend --check'],
  ['Flux', 'run: flux-local test --path clusters/a'],
])('%s renders', (_, text) => expect(isRendered(repository({ [WORKFLOW]: text }))).toBe(true));

test.each(['run: kubectl apply -f web.yaml', '# run: kustomize build .', 'run: kubeconform overlays/a'])(
  '%s does not',
  text => expect(isRendered(repository({ [WORKFLOW]: text }))).toBe(false),
);

test.each([
  ['make check', 'Makefile', true],
  ['./scripts/check.sh', 'scripts/check.sh', true],
  ['echo', 'Makefile', false],
  ['echo', 'scripts/check.sh', false],
])('a pipeline with %j, and a build in %s: %s', (text, file, expected) => {
  expect(isRendered(repository({ [WORKFLOW]: text, [file]: 'a:\n\tkustomize build .\n' }))).toBe(expected);
});

test('pipelines are those of the repository itself', () => {
  const files = {
    [WORKFLOW]: '',
    'charts/a/.github/workflows/b.yaml': '',
    '.gitlab-ci.yml': '',
    Jenkinsfile: '',
  };
  expect(pipelinesIn(repository(files)).map(({ system }) => system)).toEqual(['github', 'gitlab', 'another']);
});

test.each([
  ['.tool-versions', 'kustomize 5.4.1\n', 'v5.4.1'],
  ['Makefile', 'KUSTOMIZE_VERSION ?= 5.4.1\n', 'v5.4.1'],
  ['Makefile', 'KUSTOMIZE_VERSION := v5.4.1\n', 'v5.4.1'],
  [WORKFLOW, '    kustomize-version: "5.4.1"\n', 'v5.4.1'],
  ['a.sh', 'curl -LO https://x/kustomize%2Fv5.4.1/kustomize_v5.4.1_linux_amd64.tar.gz', 'v5.4.1'],
  ['a.sh', 'kustomize@v5.4.1 kustomize_v5.4.1', 'v5.4.1'],
  ['a.sh', 'kustomize@v5.4.1 other/kustomize_v5.4.2', undefined],
  ['README.md', 'KUSTOMIZE_VERSION=5.4.1', undefined],
])('%s with %j is for %s', (path, text, version) => {
  expect(kustomizeOf(repository({ [path]: text }))?.value).toBe(version);
});

test.each([
  [`checkout: ${COMMIT} # v4.2.2`, ' # v4.2.2'],
  [`checkout: "${COMMIT}"  # v4`, '  # v4'],
  [`checkout: ${COMMIT}`, ''],
  [`checkout: ${COMMIT} # asked the platform team`, ''],
])('%j says the version %j', (line, version) => {
  const files = { 'kustomend.yaml': `ci-validation:\n  ${line}\n` };
  expect(versionBehind(COMMIT, 'kustomend.yaml:2', repository(files))).toBe(version);
});

test('two versions are none', () => {
  const first = 'KUSTOMIZE_VERSION=5.4.1\n';
  const second = 'KUSTOMIZE_VERSION=5.4.2\n';
  expect(kustomizeOf(repository({ Makefile: first, 'a.sh': second }))).toBeUndefined();
  expect(kustomizeOf(repository({ Makefile: `${first}${second}` }))).toBeUndefined();
});

test('an action is pinned as the repository pins it, and not otherwise', () => {
  const of = (...refs: string[]) =>
    commitOf(
      'actions/checkout',
      pipelinesIn(repository({ [WORKFLOW]: refs.map(ref => `- uses: ${ref}\n`).join('') })),
    );
  expect(of(`actions/checkout@${COMMIT} # v4.2.2`)).toMatchObject({
    value: `actions/checkout@${COMMIT} # v4.2.2`,
    evidence: { at: `${WORKFLOW}:1` },
  });
  expect(of('actions/checkout@v4')).toBeUndefined();
  expect(of(`actions/checkout@${COMMIT}`, `actions/checkout@${COMMIT.replace('1', '2')}`)).toBeUndefined();
  expect(of(`example/checkout@${COMMIT}`)).toBeUndefined();
});

test.each([
  ['runs-on: ubuntu-24.04', 'ubuntu-24.04'],
  [`runs-on: \${{ matrix.os }}`, 'ubuntu-latest'],
  ['runs-on: macos-14', 'ubuntu-latest'],
  ['runs-on: windows-latest\n  runs-on: ubuntu-24.04-arm\n  runs-on: our-linux', 'our-linux'],
])('%s: %s', (text, runner) => {
  expect(runnerOf(pipelinesIn(repository({ [WORKFLOW]: text })))).toBe(runner);
});
