/** Images that others are built on, and plain tools: what runs in them decides. None has a component. */

import { type Family, family, read } from './record/family.ts';

const ITS_COMMAND = 'A base image: what runs in it decides.';
const DISTROLESS = 'GoogleContainerTools/distroless base/base.bzl';

const RED_HAT = 'registry.access.redhat.com';
/** What has a distribution in it, and nothing besides. */
const UBI = ['ubi8', 'ubi9', 'ubi10', 'ubi*-minimal', 'ubi*-micro', 'ubi*/ubi', 'ubi*/ubi-*'];

/** Their tags are versions of a language or a distribution; where it was read that none of them names a user. */
const LANGUAGES: Readonly<Record<string, string | undefined>> = {
  python: 'docker-library/python Dockerfile-linux.template',
  golang: 'docker-library/golang Dockerfile-linux.template',
  ruby: 'docker-library/ruby 2.5/buster/slim/Dockerfile',
  openjdk: 'docker-library/openjdk 11/jre/slim-buster/Dockerfile',
  maven: 'carlossg/docker-maven eclipse-temurin-21/Dockerfile',
  rust: 'rust-lang/docker-rust 1.38.0/buster/slim/Dockerfile',
  perl: undefined,
  amazoncorretto: 'corretto/corretto-docker 17/jdk/al2023/Dockerfile',
  // Who builds on these installs packages without a word about users.
  debian: 'docker-library/python Dockerfile-linux.template',
  'buildpack-deps': 'docker-library/golang Dockerfile-linux.template',
  ubuntu: 'tianon/docker-brew-ubuntu-core trusty/Dockerfile',
  fedora: 'fedora-cloud/docker-brew-fedora x86_64/Dockerfile',
  rockylinux: 'rocky-linux/sig-cloud-instance-images Dockerfile',
  almalinux: 'AlmaLinux/docker-images Dockerfile',
  oraclelinux: 'oracle/container-images 9/Dockerfile',
  amazonlinux: 'corretto/corretto-docker 17/jdk/al2023/Dockerfile',
};

/** Their tags are versions of a tool. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  kubectl: ['bitnami/kubectl', 'registry.k8s.io/kubectl', 'rancher/kubectl', 'alpine/k8s'],
  'aws-cli': ['amazon/aws-cli', 'public.ecr.aws/aws-cli/aws-cli'],
  'azure-cli': ['mcr.microsoft.com/azure-cli'],
  'google-cloud-cli': ['google/cloud-sdk', 'gcr.io/google.com/cloudsdktool/google-cloud-cli'],
  git: ['alpine/git', 'bitnami/git'],
  helm: ['alpine/helm'],
  terraform: ['hashicorp/terraform'],
  rclone: ['rclone/rclone'],
  restic: ['restic/restic'],
  mc: ['minio/mc', 'quay.io/minio/mc'],
  netshoot: ['nicolaka/netshoot'],
  'nats-box': ['natsio/nats-box'],
  flyway: ['flyway/flyway'],
  liquibase: ['liquibase/liquibase', 'liquibase'],
};

/** Where it was read that small systems name no user. */
const ROOT_OF: Readonly<Record<string, string | undefined>> = {
  alpine: 'alpinelinux/docker-alpine aarch64/Dockerfile',
  busybox: 'docker-library/busybox latest/glibc/amd64/image-config.json',
};

export const BASE_FAMILIES: readonly Family[] = [
  family('distroless', ['gcr.io/distroless/*'], {
    shell: false,
    read: [read('root', DISTROLESS, { tag: /^(?!.*nonroot)/ })],
    variants: [
      {
        id: 'nonroot',
        tag: /nonroot/,
        facts: {
          defaultUser: 65532,
          uid: 65532,
          gid: 65532,
          nonRoot: 'yes',
          read: [read('user', DISTROLESS)],
        },
      },
      { id: 'debug', tag: /debug/, facts: { shell: true } },
    ],
  }),
  family('chainguard', ['cgr.dev/*/*'], {
    defaultUser: 65532,
    uid: 65532,
    gid: 65532,
    nonRoot: 'yes',
    shell: false,
  }),
  family(
    'dotnet',
    ['aspnet', 'runtime', 'runtime-deps', 'sdk'].map(each => `mcr.microsoft.com/dotnet/${each}`),
    {
      uid: 1654,
      gid: 1654,
      nonRoot: 'yes',
      writes: ['/tmp'],
      ports: [8080],
      notes: 'Diagnostics write /tmp unless DOTNET_EnableDiagnostics is 0.',
      // Those without a shell take the user that the others have only made.
      read: [
        read('root', 'dotnet/dotnet-docker src/aspnet/8.0/bookworm-slim/amd64/Dockerfile', {
          tag: /^(?!.*(?:chiseled|distroless))/,
        }),
      ],
      variants: [
        {
          id: 'before-8',
          before: '8',
          facts: { uid: undefined, gid: undefined, nonRoot: 'needs-config', ports: [80] },
        },
        {
          id: 'chiseled',
          since: '8',
          tag: /chiseled|distroless/,
          facts: {
            defaultUser: 1654,
            shell: false,
            read: [read('user', 'dotnet/dotnet-docker src/runtime-deps/8.0/jammy-chiseled/amd64/Dockerfile')],
          },
        },
      ],
    },
  ),
  family('ubi', UBI.map(each => `${RED_HAT}/${each}`).concat('redhat/ubi*'), {
    shell: true,
    notes: ITS_COMMAND,
    read: [read('root', 'sclorg/s2i-nodejs-container 16-minimal/Dockerfile.rhel9')],
  }),
  family(
    's2i',
    ['nodejs-*', 'python-*', 'ruby-*', 'php-*', 'perl-*', 'go-toolset'].map(
      each => `${RED_HAT}/ubi*/${each}`,
    ),
    {
      defaultUser: 1001,
      uid: 1001,
      nonRoot: 'yes',
      shell: true,
      notes: ITS_COMMAND,
      read: [
        read('user', 'sclorg/s2i-nodejs-container 16-minimal/Dockerfile.rhel9'),
        read('user', 'sclorg/s2i-python-container 3.11/Dockerfile.rhel9'),
      ],
    },
  ),
  family('ubi-openjdk', [`${RED_HAT}/ubi*/openjdk-*`], {
    defaultUser: 185,
    uid: 185,
    nonRoot: 'yes',
    shell: true,
    notes: ITS_COMMAND,
    read: [read('user', 'jboss-container-images/openjdk modules/user/module.yaml')],
  }),
  family('bun', ['oven/bun'], {
    uid: 1000,
    gid: 1000,
    shell: true,
    notes: ITS_COMMAND,
    read: [read('root', 'oven-sh/bun dockerhub/debian/Dockerfile')],
    variants: [
      { id: 'distroless', tag: /distroless/, facts: { uid: undefined, gid: undefined, shell: false } },
    ],
  }),
  family('deno', ['denoland/deno'], {
    uid: 1993,
    gid: 1993,
    shell: true,
    notes: ITS_COMMAND,
    read: [read('root', 'denoland/deno_docker debian.dockerfile')],
    variants: [
      { id: 'distroless', tag: /distroless/, facts: { uid: undefined, gid: undefined, shell: false } },
    ],
  }),
  family('eclipse-temurin', ['eclipse-temurin'], {
    nonRoot: 'yes',
    writes: ['/tmp'],
    readOnlyRoot: 'unknown',
    shell: true,
    notes: 'Any UID. The JVM writes /tmp/hsperfdata; what runs in it decides the rest.',
    read: [read('root', 'adoptium/containers 11/jre/alpine/3.23/Dockerfile')],
  }),
  family('tensorflow', ['tensorflow/tensorflow'], {
    shell: true,
    notes: ITS_COMMAND,
    read: [read('root', 'tensorflow/tensorflow tensorflow/tools/dockerfiles/dockerfiles/cpu.Dockerfile')],
  }),
  family('pytorch', ['pytorch/pytorch'], {
    shell: true,
    notes: ITS_COMMAND,
    read: [read('root', 'pytorch/pytorch Dockerfile')],
  }),
  family('cuda', ['nvidia/cuda', 'nvcr.io/nvidia/cuda'], {
    shell: true,
    notes: ITS_COMMAND,
    // It installs packages on one without a word about users.
    read: [read('root', 'tensorflow/tensorflow tensorflow/tools/dockerfiles/dockerfiles/gpu.Dockerfile')],
  }),
  family('playwright', ['mcr.microsoft.com/playwright', 'mcr.microsoft.com/playwright/*'], {
    shell: true,
    notes:
      'It has a user pwuser that it does not start as. What runs in it decides; browsers bring a sandbox.',
    read: [
      read('root', 'microsoft/playwright utils/docker/Dockerfile.noble'),
      read('root', 'microsoft/playwright-python utils/docker/Dockerfile.jammy'),
    ],
  }),
  family('gradle', ['gradle'], {
    shell: true,
    notes: 'Releases of long ago ended with USER gradle.',
    read: [read('root', 'keeganwitt/docker-gradle jdk21-noble/Dockerfile', { since: '8' })],
  }),
  family('node', ['node'], {
    uid: 1000,
    gid: 1000,
    shell: true,
    notes: ITS_COMMAND,
    read: [read('root', 'nodejs/docker-node Dockerfile-slim.template')],
  }),
  family('uwsgi-nginx', ['tiangolo/uwsgi-nginx', 'tiangolo/uwsgi-nginx-flask'], {
    shell: true,
    notes: 'Its supervisor starts nginx and uWSGI as root.',
    read: [read('root', 'tiangolo/uwsgi-nginx-docker docker-images/python3.11.dockerfile')],
  }),
  ...Object.entries(LANGUAGES).map(([id, source]) =>
    family(id, [id], {
      shell: true,
      notes: ITS_COMMAND,
      read: source === undefined ? [] : [read('root', source)],
    }),
  ),
  ...(
    [
      ['busybox', 'busybox'],
      ['alpine', 'alpine'],
      // Alpine with one tool more.
      ['alpine-curl', 'alpine/curl'],
    ] as const
  ).map(([id, name]) =>
    family(id, [name], {
      nonRoot: 'yes',
      writes: [],
      readOnlyRoot: 'unknown',
      shell: true,
      notes: 'Read the command: chown and sysctl need root.',
      read: ROOT_OF[id] === undefined ? [] : [read('root', ROOT_OF[id])],
    }),
  ),
  family('curl', ['curlimages/curl', 'quay.io/curl/curl'], {
    defaultUser: 'curl_user',
    uid: 100,
    gid: 101,
    nonRoot: 'yes',
    writes: [],
    shell: true,
  }),
  ...Object.entries(TOOLS).map(([id, match]) => family(id, match, { shell: true })),
];
