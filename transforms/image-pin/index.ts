/** Images named by digest, so that what runs is what was looked at (catalogue H1). */

import {
  fullReference,
  fullRepository,
  type ImageReference,
  isBranchTag,
  isMovingTag,
  parseImageReference,
  printImageReference,
} from '../../src/kubernetes/images/image-reference.ts';
import { isPlaceholder, isPublicRegistry } from '../../src/kubernetes/images/registries.ts';
import { stableVersions } from '../../src/kubernetes/versions.ts';
import {
  type Change,
  type Container,
  type Doubt,
  defineTransform,
  type Evidence,
  type ImageField,
  type LockedImage,
  type Proposal,
  type Root,
} from '../../src/transform.ts';
import { imageRenewer, imageTrigger } from '../shared/images/image-triggers.ts';
import { successorOf } from '../shared/images/retired.ts';
import { isPulledAtEveryStart, unpushedBuild } from '../shared/images/unpushed.ts';
import {
  architecturesOf,
  asWorkload,
  describeContainer,
  describeImage,
  immutableTemplate,
} from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { isOnlyLocal } from './local-images.ts';

type Message = 'unpinned' | 'moving' | 'no-digest' | 'followed' | 'placeholder' | 'pull-policy';

export default defineTransform({
  id: 'image-pin',
  title: 'Images are pinned to a digest',
  severity: 'high',
  group: 'supply-chain',
  order: 400,
  preset: 'recommended',
  each: 'image',
  options: {
    pullPolicy: {
      type: 'boolean',
      default: false,
      description: 'Also change a written imagePullPolicy Always on pinned images: nothing can have changed.',
    },
  },
  facts: ['tag', 'official'],
  placement: { field: 'source', resource: 'beside' },
  messages: {
    unpinned: '{subject} runs {image}, which can become another image at any time. It runs {digest} of it',
    moving: '{subject} runs {image}, a name that is meant to move. It runs {pinned}{warning}',
    'no-digest': '{subject} runs {image} without a digest',
    followed: '{subject} runs {image}, a tag that new builds are pushed to',
    placeholder: '{subject} runs {image}, which is not the name of an image yet',
    'pull-policy':
      '{subject} pulls {image} at every start although a digest cannot change. It pulls when it is absent',
  },
  briefs: {
    unpinned: 'no digest',
    moving: 'moving tag',
    'no-digest': 'no digest',
    followed: 'follows a tag',
    placeholder: 'placeholder image',
    'pull-policy': 'pulls a digest at every start',
  },
  docs: {
    why: 'A tag can be pushed again: two replicas may run different code, a rollback may bring what it was meant to remove, and whoever gets into the registry gets into the cluster. A digest names the bits themselves.',
    risk: "The digest of today's tag changes nothing that runs. Registries may delete what no tag names any more, so the tag is kept beside it. New builds need a new digest: let an automation renew it. Renovate's managers for Kubernetes and kustomize read a tag with its digest behind it, and renew both. Where others would drop the digest, or move the tag past it, nothing is written, and who does so is named: values that Flux writes (`$imagepolicy`), values at a comment `# renovate:`, which belong to a pattern of somebody's own, setters of kpt, lines of release-please, tags that a replacement copies, images that Skaffold builds, that Keel renews, Kargo promotes or Renovate pins by itself (`pinDigests`), and images that Argo CD Image Updater or `.argocd-source-*.yaml` replaces. A tag of a branch or an environment (`main`, `staging`), and `latest` of a private registry that is pulled at every start, are how new builds are deployed: their digest is never safe. Images that are never pulled, and those of this repository under `local` or `dev` without a registry, are left alone: no registry knows them. Digests come from `kustomend.lock.yaml`, which `kustomend pin --write` makes, or with `--resolve` from the registries; where an entry has `platforms: [linux/amd64, ...]`, pods whose node selector wants another architecture do not get its digest.",
    links: [
      'https://kubernetes.io/docs/concepts/containers/images/#image-names',
      'https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy',
      'https://docs.renovatebot.com/docker/#digest-pinning',
      'https://argocd-image-updater.readthedocs.io/en/stable/basics/update-methods/',
    ],
    sameAs: [
      'kube-score:container-image-tag',
      'kube-score:container-image-pull-policy',
      'kube-linter:latest-tag',
      'polaris:tagNotSpecified',
      'polaris:pullPolicyNotAlways',
      'kubeaudit:ImageTagMissing',
      'CKV_K8S_14',
      'CKV_K8S_15',
      'CKV_K8S_43',
    ],
  },
  *plan(field, { options, root }) {
    if (field.image.text === '') return;
    if (field.image.digest === undefined) yield* pin(field, root);
    else if (options.pullPolicy && field.container?.get(['imagePullPolicy']) === 'Always')
      yield pullPolicy(field, field.container);
  },
});

function* pin(field: ImageField, root: Root): Iterable<Proposal<Message>> {
  const { image, facts, resource, container } = field;
  const workload = asWorkload(resource);
  const at = { on: resource.key, path: field.path };
  const common = { data: { subject: describeImage(field), image: image.text }, at } as const;
  const reference = parseImageReference(image.text);
  if (reference === null || reference.hasVariables) {
    yield { ...common, message: 'placeholder', changes: [], evidence: [] };
    return;
  }
  // What a pipeline puts in its place is that pipeline's to pin, and no registry knows it.
  if (isPlaceholder(reference)) return;
  if (isOnlyLocal(reference, field, root)) {
    if (container === undefined || !isMovingTag(image.tag) || unpushedBuild(container, root) === undefined)
      return;
    const known = 'which registry has it is not said yet, so nobody can look its digest up (validate asks)';
    yield { ...common, message: 'followed', changes: [], evidence: [], known };
    return;
  }

  const trigger = container === undefined ? undefined : imageTrigger(container);
  if (trigger !== undefined) {
    const known = `the trigger at ${trigger} writes the image: its image stream says which`;
    yield { ...common, message: 'no-digest', changes: [], evidence: [], known };
    return;
  }

  const renewer = workload === undefined ? undefined : imageRenewer(workload);
  if (renewer !== undefined) {
    const known = `the mark at ${renewer} has new tags put in its place, which a digest ends`;
    yield { ...common, message: 'no-digest', changes: [], evidence: [], known };
    return;
  }

  const pipeline = root.platform.writtenByPipelineAt(resource.where(field.path));
  if (pipeline !== undefined) {
    const known = `a comment says who writes it, and would take a digest away: ${pipeline}`;
    yield { ...common, message: 'no-digest', changes: [], evidence: [], known };
    return;
  }

  const isMoving = isMovingTag(image.tag);
  const wanted = facts.wantedTag?.value;
  // The configuration's tag replaces a moving one, as soon as the lock file knows it. Never a version: no downgrades.
  const retagged =
    isMoving && wanted !== undefined && wanted !== image.tag ? { ...reference, tag: wanted } : undefined;
  const version = isMoving ? versionOf(reference, root) : undefined;
  const known = [retagged, version, reference]
    .filter(each => each !== undefined)
    .filter(each => root.repository.lock.has(fullReference(each)));
  const architectures = workload === undefined ? [] : architecturesOf(workload);
  const target = known.find(each => missingFrom(lockedAs(each, root), architectures) === undefined);
  const isDeployed = isDeployedBy(reference, container);
  if (target === undefined) {
    const open = { ...common, message: 'no-digest', changes: [], evidence: [] } as const;
    if (known[0]) yield { ...open, blocked: otherPlatform(known[0], architectures, root) };
    // How a branch is deployed has been decided: nobody is asked about it again.
    else if (isDeployed && retagged === undefined)
      yield { ...open, message: 'followed', lookups: [fullReference(reference)] };
    else yield { ...open, ...unknown(reference, retagged) };
    return;
  }

  const locked = lockedAs(target, root);
  const pinned = printImageReference({ ...target, digest: locked.digest });
  // The tag is kept beside it, and moves on: some registries delete what no tag names any more.
  const warning =
    isMoving && target === reference ? ', which its registry may delete once the name has moved on' : '';
  const doubts = [
    // Other bits than those that the registry gave out for the moving name.
    ...(target === retagged ? otherBits(reference, locked.digest, root) : []),
    // Unless the configuration says which version it is to be.
    ...(isDeployed && target !== retagged
      ? ['new builds are deployed by pushing this tag, which a digest ends']
      : []),
    ...(workload === undefined ? [] : immutableTemplate(workload)),
  ];
  const evidence: Evidence[] = [
    { kind: 'registry', at: locked.digest, says: `${fullReference(target)} as ${locked.at} has it` },
    ...(target === retagged && facts.wantedTag !== undefined ? [facts.wantedTag.evidence] : []),
  ];
  yield {
    ...common,
    message: isMoving ? 'moving' : 'unpinned',
    data: { ...common.data, digest: locked.digest, pinned, warning },
    // Where its place is retired, the digest goes to the name that it gets.
    ...(successorOf(reference) !== undefined && { last: true as const }),
    changes: [
      resource.set(field.path, pinned),
      ...(container === undefined ? [] : policyChanges(container, isMoving, target.tag)),
    ],
    doubts,
    evidence,
  };
}

/** What a registry is asked for. */
function unknown(
  reference: ImageReference,
  retagged: ImageReference | undefined,
): Pick<Proposal, 'blocked' | 'lookups'> {
  const names = [retagged, reference].flatMap(each => (each === undefined ? [] : [fullReference(each)]));
  // Whether it is the same image elsewhere, where its own place is retired.
  const successor = successorOf(reference);
  const lookups = [...names, ...(successor === undefined ? [] : [successor])];
  const wish = retagged === undefined ? '' : `the configuration wants tag ${retagged.tag}: `;
  return { lookups, blocked: `${wish}kustomend pin --write looks its digest up` };
}

/**
 * Whether the tag is there to be pushed again with every build: it names a branch, or is `latest` of the team's own registry
 * and pulled at every start.
 */
function isDeployedBy({ registry, tag }: ImageReference, container: Container | undefined): boolean {
  if (isBranchTag(tag)) return true;
  if (!isMovingTag(tag) || isPublicRegistry(registry) || container === undefined) return false;
  return isPulledAtEveryStart(container);
}

function otherPlatform(known: ImageReference, architectures: readonly string[], root: Root): string {
  const { platforms = [], at } = lockedAs(known, root);
  return `its nodes are ${enumerated(architectures)}, and the index has ${enumerated(platforms)} only (${at}): which image is for them?`;
}

function lockedAs(reference: ImageReference, root: Root): LockedImage {
  return root.repository.lock.get(fullReference(reference))!;
}

/** An architecture of the nodes that the digest's index is known not to hold. */
function missingFrom({ platforms }: LockedImage, architectures: readonly string[]): string | undefined {
  if (platforms === undefined) return undefined;
  const held = platforms.map(platform => platform.split('/')[1]);
  return architectures.find(each => !held.includes(each));
}

/** The newest stable version that the lock file has with the same digest as a moving name: the bits stay the same. */
function versionOf(reference: ImageReference, root: Root): ImageReference | undefined {
  const { lock } = root.repository;
  const today = lock.get(fullReference(reference))?.digest;
  if (today === undefined) return undefined;
  const repository = fullRepository(reference);
  const tags = [...lock]
    .filter(([, { digest }]) => digest === today)
    .map(([name]) => parseImageReference(name))
    .flatMap(each => (each?.tag !== undefined && fullRepository(each) === repository ? [each.tag] : []));
  const [newest] = stableVersions(tags);
  return newest === undefined ? undefined : { ...reference, tag: newest };
}

/** None when the lock file shows that the moving name stands for the same digest. */
function otherBits(reference: Parameters<typeof fullReference>[0], digest: string, root: Root): Doubt[] {
  const today = root.repository.lock.get(fullReference(reference))?.digest;
  return today === digest ? [] : ['that it is the image which runs today is not known'];
}

/** Always was there to follow a moving tag; unset means Always for `:latest`, with a digest, too. */
function policyChanges(container: Container, isMoving: boolean, tag: string | undefined): Change[] {
  const written = container.get(['imagePullPolicy']);
  const isAlways = written === undefined ? tag === 'latest' : isMoving && written === 'Always';
  return isAlways ? [{ ...container.set(['imagePullPolicy'], 'IfNotPresent'), optional: true }] : [];
}

function pullPolicy({ path: image }: ImageField, container: Container): Proposal<Message> {
  const { workload, path } = container;
  return {
    message: 'pull-policy',
    data: { subject: describeContainer(container), image: container.image.text },
    at: { on: workload.key, path: [...path, 'imagePullPolicy'] },
    changes: [container.set(['imagePullPolicy'], 'IfNotPresent')],
    doubts: immutableTemplate(workload),
    evidence: [{ kind: 'manifest', at: workload.where(image), says: 'pinned to a digest' }],
  };
}
