/** Limits for containers that state none, and those that are too low (catalogue H2b). */

import { printQuantity } from '../../src/kubernetes/quantity.ts';
import type { Container, Evidence, Proposal, Root } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { boundsIn } from '../shared/namespaces/bounds.ts';
import { amount, isLess, largest, sum, times } from '../shared/numbers/amounts.ts';
import { isHungry } from '../shared/numbers/hungry.ts';
import { mentionedMemory, minimumMemory } from '../shared/numbers/memory.ts';
import { describeContainer, immutableTemplate } from '../shared/pods.ts';
import { imageQuestion } from '../shared/prose.ts';
import { isTakenOut } from '../shared/sisters.ts';
import { beyondQuota, isStated, needsNoNumber, outOfBounds } from './admission.ts';
import { likelyNumber, shareOf } from './likeness.ts';
import { limitOf, type Message, whence } from './proposals.ts';
import { requestOf } from './requests.ts';
import { isFull, memoryVolumes, scratchVolumes } from './scratch.ts';
import {
  type Context,
  isGuaranteed,
  neededLimit,
  newRequests,
  saidLimit,
  statedIn,
  wishedRequest,
  written,
} from './wishes.ts';

const STORAGE = 'ephemeral-storage';

export function* limit(
  container: Container,
  resource: 'memory' | 'cpu',
  context: Context,
): Generator<Proposal<Message>> {
  const { root } = context;
  if (
    isStated(container, 'limits', resource, root) ||
    isTakenOut(container, root, ['resources', 'limits', resource])
  )
    return;
  const minimum = resource === 'memory' ? minimumMemory(container, root) : undefined;
  const said = saidLimit(container, resource, context);
  if (said === undefined && needsNoNumber(container, root)) return;
  const isGuess = said === undefined && resource === 'memory';
  if (isGuess && minimum === undefined && isHungry(container)) {
    yield unknownNeed(container);
    return;
  }
  const like = said === undefined ? likelyNumber(container, root, 'limits', resource) : undefined;
  const needed =
    said?.value ??
    largest(like?.value, like && minimum?.memory) ??
    neededLimit(container, resource, context, shareOf(container, resource));
  const value = largest(
    isGuess && like === undefined ? withRoom(needed, container, context) : needed,
    requestOf(container, resource, context),
  )!;
  const whyThat = like === undefined ? sizeBehind(container, value, root) : undefined;
  const source = whyThat ?? whence(like);
  const overIt =
    resource === 'memory'
      ? `how much memory it needs is not known, and over the limit it is killed: ${source}`
      : `over the limit it is slowed down: ${whence(like)}`;
  const doubts = [
    ...(said === undefined ? [overIt] : []),
    ...outOfBounds(container, root, 'limits', { [resource]: value }),
    // A limit is the request too, where none is written.
    ...(said !== undefined && written(container, 'requests', resource) === undefined
      ? beyondQuota(container, root, newRequests(context))
      : []),
    ...immutableTemplate(container.workload),
  ];
  const evidence = said?.evidence ?? like?.evidence ?? minimum?.evidence;
  const isOfSisters = said?.isOfSisters === true || like?.evidence !== undefined;
  const elsewhere = isOfSisters ? 'apart' : 'unwanted';
  yield limitOf(container, `${resource}-limit`, resource, value, doubts, evidence, elsewhere);
}

/** What is known of the memory that it takes, where that is what the number comes from. */
function sizeBehind(container: Container, value: string, root: Root): string | undefined {
  const sizes = [minimumMemory(container, root), mentionedMemory(container, root)];
  const behind = sizes.find(each => each !== undefined && !isLess(each.memory, value));
  return behind && `all that is known is that it ${behind.evidence.says}`;
}

/** For what a container takes besides: who asks for so much takes it, and more at times, and its volumes in memory count. */
function withRoom(needed: string, container: Container, context: Context): string {
  const request = requestOf(container, 'memory', context);
  // A request of ours is worked out from what it needs.
  const isSpare = written(container, 'requests', 'memory') === undefined && !isLess(needed, request);
  const usual = request === undefined || isSpare ? needed : largest(needed, times(request, 2))!;
  // As people write it.
  return times(printQuantity(sum([amount(usual), amount(memoryVolumes(container))], '0Mi')), 1);
}

/** What it works on decides: a number of ours would kill it. */
function unknownNeed(container: Container): Proposal<Message> {
  const { image, workload, path } = container;
  return {
    message: 'unknown-need',
    data: { subject: describeContainer(container) },
    at: { on: workload.key, path: [...path, 'resources', 'limits', 'memory'] },
    changes: [],
    evidence: [],
    ...imageQuestion(
      container,
      `how much memory does ${image.name} take at most`,
      'resources',
      '{limits: {memory: ?}}',
    ),
  };
}

/**
 * Only where what may be written is bounded: a pod over its limit is evicted with what it has written. Without a word of the
 * configuration that is a read-only root, and a size limit on every volume that the container mounts.
 */
export function* storageLimit(container: Container, context: Context): Generator<Proposal<Message>> {
  const { options, root } = context;
  const sizes = scratchVolumes(container).map(volume => amount(volume.sizeLimit));
  const total = printQuantity(sum([...sizes, amount(options.logs)], '0Mi'));
  const limited = written(container, 'limits', STORAGE);
  if (limited !== undefined) {
    if (isFull(container, printQuantity(sum(sizes, '0Mi')))) yield* raisedStorage(container, root, total);
    return;
  }
  const stated = statedIn(container, 'limits', STORAGE);
  const isReadOnly = container.get(['securityContext', 'readOnlyRootFilesystem']) === true;
  if (stated === undefined && (sizes.includes(undefined) || !options.storage)) return;
  const value = largest(stated ?? total, requestOf(container, STORAGE, context))!;
  const doubts = [
    ...(isReadOnly || stated !== undefined ? [] : ['what it writes to its root file system is not known']),
    ...outOfBounds(container, root, 'limits', { [STORAGE]: value }),
    ...immutableTemplate(container.workload),
  ];
  const at = container.workload.where([...container.path, 'securityContext']);
  const bounded: Evidence = { kind: 'manifest', at, says: boundedBy(sizes.length) };
  const evidence =
    stated === undefined ? (isReadOnly ? bounded : undefined) : container.facts.resources?.evidence;
  yield limitOf(container, 'storage-limit', STORAGE, value, doubts, evidence);
}

function boundedBy(volumes: number): string {
  return volumes === 0
    ? 'its root is read-only, and it mounts no scratch volume'
    : 'its root is read-only, and each of its scratch volumes has a size limit';
}

/** The kubelet evicts a pod at its limit although no volume of it is full: also a limit from before a volume came. */
function* raisedStorage(container: Container, root: Root, total: string): Generator<Proposal<Message>> {
  const limited = written(container, 'limits', STORAGE);
  const doubts = [
    ...outOfBounds(container, root, 'limits', { [STORAGE]: total }),
    ...immutableTemplate(container.workload),
  ];
  const at = container.workload.where([...container.workload.podPath, 'volumes']);
  const evidence: Evidence = { kind: 'manifest', at, says: 'its volumes may hold more than that' };
  const proposal = limitOf(container, 'too-low', STORAGE, total, doubts, evidence);
  yield { ...proposal, data: { ...proposal.data, written: String(limited) } };
}

/** A limit that the image cannot live with; what is written is a decision, so somebody has to look. */
export function* tooLow(container: Container, context: Context): Generator<Proposal<Message>> {
  const { root } = context;
  const minimum = minimumMemory(container, root);
  const limited = written(container, 'limits', 'memory');
  if (minimum === undefined || !isLess(limited, minimum.memory)) return;
  if (container.get(['resources', 'limits', 'memory']) === undefined) return;
  const raised = { memory: minimum.memory };
  const willRequest =
    written(container, 'requests', 'memory') !== undefined ||
    wishedRequest(container, context, 'memory')?.evidence !== undefined;
  const doubts = [
    'the written limit may be meant',
    ...(minimum.doubt === undefined ? [] : [minimum.doubt]),
    // Unset, the request is the limit.
    ...(willRequest ? [] : ['its request rises with it, and it may find no node']),
    ...(isGuaranteed(container.workload) ? ['its pod would lose the class Guaranteed'] : []),
    ...outOfBounds(container, root, 'limits', raised),
    ...beyondLimits(container, root, minimum.memory),
    ...immutableTemplate(container.workload),
  ];
  const proposal = limitOf(container, 'too-low', 'memory', minimum.memory, doubts, minimum.evidence);
  yield { ...proposal, data: { ...proposal.data, written: String(limited) } };
}

/** A quota that counts limits: how much the others will take of it only the whole plan shows. */
function beyondLimits({ workload }: Container, root: Root, memory: string): string[] {
  const quota = boundsIn('ResourceQuota', root.platform.namespaceOf(workload), root).find(
    ({ spec }) => isMap(spec.hard) && spec.hard['limits.memory'] !== undefined,
  );
  return quota === undefined
    ? []
    : [`ResourceQuota ${quota.name} counts limits: is there room for ${memory}?`];
}
