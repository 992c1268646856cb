/** What is applied is rendered and checked before it is merged (catalogue M22). */

import {
  defineTransform,
  type Evidence,
  type TextContext,
  type TextFile,
  type TextProposal,
  type TextSurroundings,
} from '../../src/transform.ts';
import { isRendered, type Pipeline, pipelinesIn, type System } from './pipelines.ts';
import { commitOf, kustomizeOf, type Pinned, runnerOf, versionBehind } from './tools.ts';
import { BASELINE, workflowOf } from './workflow.ts';

interface Options {
  readonly system?: string;
  readonly checkout?: string;
  readonly kustomize?: string;
  readonly kubeconform?: string;
  readonly kustomend?: string;
  readonly checksums: Readonly<Record<string, unknown>>;
}

type Message = 'missing' | 'open';
type Context = TextContext<Options>;

/** The first name that nobody has taken. */
const FILES = ['manifests', 'render-manifests', 'kustomize-build'].map(
  name => `.github/workflows/${name}.yaml`,
);
const CHECKOUT = 'actions/checkout';

export default defineTransform({
  id: 'ci-validation',
  title: 'The pipeline builds what is applied',
  severity: 'medium',
  group: 'correctness',
  order: 1760,
  preset: 'opt-in',
  each: 'text',
  options: {
    system: {
      type: 'string',
      enum: ['github', 'gitlab', 'another'],
      description: 'What runs pipelines, where no pipeline of the repository shows it.',
    },
    checkout: {
      type: 'string',
      description:
        'Commit of `actions/checkout`, 40 digits, where workflows pin none. A comment behind it (`# v4.2.2`) goes with it.',
    },
    kustomize: {
      type: 'string',
      description: 'Version of kustomize, such as `v5.8.2`, where the repository names none.',
    },
    kubeconform: {
      type: 'string',
      description: 'Version of kubeconform, which then checks what is rendered.',
    },
    kustomend: {
      type: 'string',
      description: `Version of kustomend, which then looks for what ${BASELINE} does not know.`,
    },
    checksums: {
      type: 'object',
      default: {},
      description:
        'SHA-256 of the archives for Linux on amd64, by tool (`kustomize`, `kubeconform`). Without one the list that is released with an archive is taken.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    open: 'no pipeline renders what is applied: a root that does not build is found when it is merged',
    missing:
      'no pipeline renders what is applied: a root that does not build is found when it is merged. {file} builds {roots} on each pull request{more}',
  },
  briefs: { open: 'no pipeline renders the roots', missing: 'no pipeline renders the roots' },
  docs: {
    why: 'Kustomizations and patches are parts: whether they make manifests, and which, only a build shows. Checks of the folders that hold them look at something else than what is applied.',
    risk: 'Pull requests wait for the workflow, and turn red where a root does not build. New roots have to be added to its list.',
    links: [
      'https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions',
      'https://github.com/yannh/kubeconform',
      'https://docs.zizmor.sh/audits/',
    ],
    sameAs: [],
  },
  *plan(file, context) {
    const { repository } = context;
    const pipelines = pipelinesIn(repository);
    if (
      file.path !== hostOf(pipelines, file, repository) ||
      isRendered(repository) ||
      repository.roots.length === 0
    )
      return;
    const proposal = inWorkflow(pipelines, context);
    if (proposal !== undefined) yield proposal;
  },
});

const DESCRIBES = /(?:^|[-_/])(?:ci|cicd|ci-cd|pipelines?)(?:[-_./][^/]*)?\.(?:md|markdown|mdx)$/i;

/** The text that the finding is about, once for the repository: its first pipeline, or the document that describes one. */
function hostOf(
  pipelines: readonly Pipeline[],
  { blocks }: TextFile,
  { paths }: TextSurroundings,
): string | undefined {
  const [first] = pipelines;
  if (first !== undefined) return first.path;
  return blocks.some(({ language }) => language === 'workflow')
    ? paths.find(each => DESCRIBES.test(each))
    : undefined;
}

function inWorkflow(
  pipelines: readonly Pipeline[],
  { repository, options, configured }: Context,
): TextProposal<Message> | undefined {
  const system = (options.system ?? pipelines[0]?.system ?? 'github') as System;
  const finding = {
    message: 'open',
    at: { setting: 'render', offset: 0 },
    changes: [],
    evidence: [],
  } as const;
  if (system !== 'github') return { ...finding, known: BY_HAND };
  const kustomize =
    named(options.kustomize, configured('kustomize', 'the team names the version')) ??
    kustomizeOf(repository);
  const checkout =
    pinned(options.checkout, configured('checkout', 'the team names the commit'), repository) ??
    commitOf(CHECKOUT, pipelines);
  if (kustomize === undefined || checkout === undefined)
    return { ...finding, ...questionFor(kustomize, checkout) };
  const { roots } = repository;
  const has = (path: string) => repository.paths.includes(path);
  const file = FILES.find(path => !has(path));
  if (file === undefined) return { ...finding, known: BY_HAND };
  const kubeconform = named(options.kubeconform, configured('kubeconform', 'the team names the version'));
  const kustomend = has(BASELINE) ? versionIn(options.kustomend) : undefined;
  const checksumOf = (tool: string) => {
    const written = options.checksums[tool];
    return typeof written === 'string' && /^[0-9a-f]{64}$/.test(written) ? written : undefined;
  };
  const text = workflowOf({
    roots,
    paths: foldersOf(repository.built),
    file,
    runner: runnerOf(pipelines),
    checkout: checkout.value,
    kustomize: { version: kustomize.value, checksum: checksumOf('kustomize') },
    kubeconform: kubeconform && { version: kubeconform.value, checksum: checksumOf('kubeconform') },
    kustomend,
  });
  return {
    ...finding,
    message: 'missing',
    data: {
      file,
      roots: roots.length === 1 ? 'the root' : `all ${roots.length} roots`,
      more: kubeconform === undefined ? '' : ', and kubeconform checks what comes out',
    },
    changes: [{ type: 'createText', file, text }],
    evidence: [kustomize.evidence, checkout.evidence, ...(kubeconform ? [kubeconform.evidence] : [])],
    doubts: [
      'pull requests wait for it, and its runner needs the way to github.com',
      ...(pipelines.length === 0 ? ['no pipeline shows that it is GitHub that runs them'] : []),
      ...(has(BASELINE) ? [] : [`what is wrong today is in no ${BASELINE}: kustomend itself is not run`]),
    ],
  };
}

const BY_HAND =
  'a job of its own is written by hand: `kustomize build` of a pinned version for each root, and kubeconform on what comes out';

function named(version: string | undefined, evidence: Evidence | undefined): Pinned | undefined {
  const number = versionIn(version);
  return number === undefined || evidence === undefined ? undefined : { value: `v${number}`, evidence };
}

/** What is no version by its form goes into no script. */
function versionIn(text = ''): string | undefined {
  return /^v?(\d+\.\d+\.\d+)$/.exec(text)?.[1];
}

function pinned(
  commit: string | undefined,
  evidence: Evidence | undefined,
  repository: TextSurroundings,
): Pinned | undefined {
  if (commit === undefined || evidence === undefined || !/^[0-9a-f]{40}$/.test(commit)) return undefined;
  return { value: `${CHECKOUT}@${commit}${versionBehind(commit, evidence.at, repository)}`, evidence };
}

function questionFor(
  kustomize: Pinned | undefined,
  checkout: Pinned | undefined,
): Pick<TextProposal, 'blocked' | 'asks'> {
  const open = [
    ...(kustomize === undefined ? ['version of kustomize'] : []),
    ...(checkout === undefined ? [`commit of ${CHECKOUT}`] : []),
  ];
  const settings = [
    ...(kustomize === undefined ? ['`kustomize`'] : []),
    ...(checkout === undefined ? ['`checkout`'] : []),
  ];
  return {
    blocked: `which ${open.join(' and which ')} may a workflow take? (${settings.join(' and ')} of ci-validation)`,
    asks: [{ type: 'decision', about: 'what a workflow may take' }],
  };
}

/** Of what roots are made from: folders at the top, and files there. */
function foldersOf(files: readonly string[]): readonly string[] {
  const tops = files.map(file => (file.includes('/') ? `${file.slice(0, file.indexOf('/'))}/**` : file));
  return [...new Set(tops)].sort();
}
