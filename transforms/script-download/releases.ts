/** Programs whose installers fetch an archive that is released together with its checksum. */

export interface Release {
  readonly program: string;
  /** @param version as the releases are called, with or without its `v` */
  steps(version: string): readonly string[];
}

/** Of the machine that runs it; whoever has another one says so. */
const ARCH = `\${ARCH:-amd64}`;

/**
 * By the address of the installer.
 *
 * @see https://helm.sh/docs/intro/install/#from-the-binary-releases
 * @see https://github.com/kubernetes-sigs/kustomize/releases
 */
const RELEASES: readonly (readonly [RegExp, Release])[] = [
  [
    /^https:\/\/raw\.githubusercontent\.com\/helm\/helm\/[^/]+\/scripts\/get-helm-[34]$/,
    {
      program: 'helm',
      steps(version) {
        const archive = `helm-v${bare(version)}-linux-${ARCH}.tar.gz`;
        return [
          `curl -fsSLO --retry 3 "https://get.helm.sh/${archive}"`,
          `curl -fsSLO --retry 3 "https://get.helm.sh/${archive}.sha256sum"`,
          `sha256sum -c "${archive}.sha256sum"`,
          `tar -xzf "${archive}" "linux-${ARCH}/helm"`,
          `sudo install "linux-${ARCH}/helm" /usr/local/bin/helm`,
        ];
      },
    },
  ],
  [
    /^https:\/\/raw\.githubusercontent\.com\/kubernetes-sigs\/kustomize\/[^/]+\/hack\/install_kustomize\.sh$/,
    {
      program: 'kustomize',
      steps(version) {
        const archive = `kustomize_v${bare(version)}_linux_${ARCH}.tar.gz`;
        const from = `https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv${bare(version)}`;
        return [
          `curl -fsSLO --retry 3 "${from}/${archive}"`,
          `curl -fsSL --retry 3 "${from}/checksums.txt" | grep " ${archive}$" | sha256sum -c -`,
          `tar -xzf "${archive}" kustomize`,
        ];
      },
    },
  ],
];

export function releaseOf(url: string): Release | undefined {
  return RELEASES.find(([address]) => address.test(url))?.[1];
}

function bare(version: string): string {
  return version.replace(/^v/, '');
}
