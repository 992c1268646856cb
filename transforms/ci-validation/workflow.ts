/** A workflow of GitHub that renders all roots and looks at what comes out. */

export interface Wanted {
  readonly roots: readonly string[];
  /** Globs over what the roots are made from. */
  readonly paths: readonly string[];
  readonly file: string;
  readonly runner: string;
  /** With its commit, and a comment behind it. */
  readonly checkout: string;
  readonly kustomize: Tool;
  readonly kubeconform: Tool | undefined;
  /** Its version, where the repository has a baseline. */
  readonly kustomend: string | undefined;
}

export interface Tool {
  readonly version: string;
  /** Of the archive for Linux on amd64; without one the list that is released with it is taken. */
  readonly checksum: string | undefined;
}

export const BASELINE = 'kustomend-baseline.json';

const ARCHIVES = {
  kustomize: ({ version }: Tool) => ({
    archive: `kustomize_${version}_linux_amd64.tar.gz`,
    from: `https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2F${version}`,
    sums: 'checksums.txt',
  }),
  kubeconform: ({ version }: Tool) => ({
    archive: 'kubeconform-linux-amd64.tar.gz',
    from: `https://github.com/yannh/kubeconform/releases/download/${version}`,
    sums: 'CHECKSUMS',
  }),
} as const;

export function workflowOf(wanted: Wanted): string {
  const { roots, paths, file, runner, checkout, kustomize, kubeconform, kustomend } = wanted;
  return `# Builds every root as it is applied${kubeconform === undefined ? '' : ', and checks what comes out against the schemas of its kinds'}: one that fails turns the check red.
name: manifests

on:
  pull_request:
    paths:
${[...paths, file].map(path => `      - ${quoted(path)}\n`).join('')}
permissions: {}

concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  render:
    name: ${kubeconform === undefined ? 'build every root' : 'build and check every root'}
    runs-on: ${runner}
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - name: check out
        uses: ${checkout}
        with:
          persist-credentials: false
${installed('kustomize', kustomize)}${kubeconform === undefined ? '' : installed('kubeconform', kubeconform)}
      - name: render every root
        run: |
          failed=0
          while read -r root; do
            mkdir -p "$RUNNER_TEMP/rendered/$root"
            "$RUNNER_TEMP/kustomize" build "$root" -o "$RUNNER_TEMP/rendered/$root/all.yaml" || failed=1
          done <<'ROOTS'
${roots.map(root => `          ${root === '' ? '.' : root}\n`).join('')}          ROOTS
          exit "$failed"
${kubeconform === undefined ? '' : CONFORM}${kustomend === undefined ? '' : checked(kustomend)}`;
}

function installed(name: keyof typeof ARCHIVES, tool: Tool): string {
  const { archive, from, sums } = ARCHIVES[name](tool);
  const check =
    tool.checksum === undefined
      ? `curl -fsSL --retry 3 "${from}/${sums}" | grep " ${archive}$" | sha256sum -c -`
      : `echo "${tool.checksum}  ${archive}" | sha256sum -c -`;
  return `
      - name: install ${name} ${tool.version}
        working-directory: \${{ runner.temp }}
        run: |
          curl -fsSLO --retry 3 "${from}/${archive}"
          ${check}
          tar -xzf "${archive}" ${name}
`;
}

const CONFORM = `
      - name: check the render against the schemas of its kinds
        run: |
          "$RUNNER_TEMP/kubeconform" -strict -ignore-missing-schemas -summary "$RUNNER_TEMP/rendered"
`;

function checked(version: string): string {
  return `
      - name: check that nothing new is wrong
        run: npx --yes kustomend@${version} --check --baseline ${BASELINE}
`;
}

function quoted(path: string): string {
  return /[^\w./-]/.test(path) ? `'${path.replaceAll("'", "''")}'` : path;
}
