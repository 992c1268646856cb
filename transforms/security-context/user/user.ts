/** Which user a container should run as, and whether that is known to work (catalogue C4, images-kb section C). */

import type {
  Change,
  Container,
  Doubt,
  Evidence,
  Fact,
  OpenFact,
  PlanContext,
  RootStep,
} from '../../../src/transform.ts';
import { staying } from '../../shared/choices.ts';
import { rootOfDockerfile } from '../../shared/images/root-base.ts';
import {
  effectiveSecurity,
  immutableTemplate,
  isHostAgent,
  isPrivileged,
  isProductOfNode,
  lowPort,
} from '../../shared/pods.ts';
import {
  imageQuestion,
  installQuestion,
  openFact,
  otherUser,
  type Question,
  WORKS_ON_NODE,
} from '../../shared/prose.ts';
import { isKnownToRun, rootWork } from '../../shared/start/non-root.ts';
import { stepOfRoot, stepQuestion } from '../../shared/start/root-steps.ts';
import { doubtsOfUser, evidenceFor, isOfDockerfile, isUnverified } from './certainty.ts';
import { fixedOwner } from './fixed-owner.ts';
import { givenOwners } from './given-owner.ts';
import { knownUser, type UserOptions } from './known-user.ts';
import { likelyUser } from './likely-user.ts';
import { openedPort } from './low-port.ts';
import { ownFolders } from './own-folders.ts';
import { directoryQuestion, groupQuestion } from './owner-questions.ts';
import { reasonForRoot } from './root-comment.ts';
import { sharedClass } from './shared-class.ts';
import { modeAsk, storedForRoot } from './stored-secrets.ts';
import { claimGroup, claimOfRoot, ownDirectoryOf } from './volume-owner.ts';

export interface UserFields {
  readonly runAsNonRoot?: true;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
}

export type UserPlan =
  | { readonly type: 'fine' }
  /** Root by the manifest, the image or its work: a person decides. */
  | (Question & {
      readonly type: 'root';
      /** Nobody knows whether it is: its work on the node makes it likely. */
      readonly isOpen?: boolean;
    })
  /** Nobody has said which user. */
  | (Question & {
      readonly type: 'unknown';
      /** As in `set`. */
      readonly refused?: string | undefined;
    })
  /** The user is known, and a volume belongs to another. */
  | (Question & { readonly type: 'fixed-owner'; readonly volume: string })
  | {
      readonly type: 'set';
      /** True where it replaces written values. */
      readonly overwrites: boolean;
      readonly fields: UserFields;
      readonly fsGroup: number | undefined;
      readonly user: number | undefined;
      /** How the image names its user, where root is kept out and no number is said: the kubelet starts no such container. */
      readonly refused?: string | undefined;
      /** What the user cannot do without. */
      readonly besides?: readonly Change[];
      /** Why it is not safe; empty when it is. */
      readonly doubts: readonly Doubt[];
      /** What would leave no doubt. */
      readonly settledBy?: OpenFact | undefined;
      readonly evidence: readonly Evidence[];
    };

/** What should be true of the user of a container. */
export function userPlan(container: Container, context: PlanContext<UserOptions>): UserPlan {
  const { facts, workload, path } = container;
  // Since 1.35 Pod Security waives the non-root rules in a user namespace.
  if (isPrivileged(container) || workload.pod.hostUsers === false) return { type: 'fine' };
  const user = effectiveSecurity(container, 'runAsUser');
  const nonRoot = effectiveSecurity(container, 'runAsNonRoot');
  if (typeof user === 'number' && user > 0 && nonRoot === true) return { type: 'fine' };
  if (isHostAgent(container)) {
    if (nonRoot === true) return { type: 'fine' };
    const isOpen = user !== 0;
    if (isProductOfNode(container)) return { type: 'root', isOpen, known: WORKS_ON_NODE };
    return {
      type: 'root',
      isOpen,
      blocked: 'it works on the node: decide whether it can do that without root',
      asks: [
        {
          type: 'decision',
          about: 'agents that work on the node as root',
          question: 'can they do their work without root?',
          choices: [staying('no, they need it', 'its work on the node needs root')],
        },
      ],
    };
  }

  const reason = typeof user === 'number' && user > 0 ? undefined : reasonForRoot(container, context.root);
  if (reason !== undefined) {
    return { type: 'root', isOpen: user !== 0, known: `its comment says why: ${reason}` };
  }

  const immutable = immutableTemplate(workload);
  if (typeof user === 'number' && user > 0) {
    const evidence = { kind: 'manifest', at: whereUser(container), says: `runs as UID ${user}` } as const;
    const overwrites = nonRoot === false;
    // The user is stated: to say once more that it is not root changes nothing that runs.
    if (!overwrites && !context.options.restate) return { type: 'fine' };
    const doubts = overwrites ? ['runAsNonRoot: false is written', ...immutable] : immutable;
    return {
      type: 'set',
      overwrites,
      fields: { runAsNonRoot: true },
      fsGroup: undefined,
      user,
      doubts,
      evidence: [evidence],
    };
  }

  const { user: known, group, doubts: against = [] } = knownUser(container, context);
  // The cluster gives each namespace a range of users, and its pods one of them.
  if (context.root.platform.openShift !== undefined && user !== 0) return { type: 'fine' };
  const isWrittenRoot = user === 0 || nonRoot === false;
  if (facts.nonRoot?.value === 'no' || known?.value === 0) {
    return { type: 'root', known: `image ${container.image.name} needs root` };
  }
  const work = rootWork(container);
  if (nonRoot !== true && work?.isCertain) {
    return {
      type: 'root',
      ...(work.installs
        ? installQuestion(work.word)
        : { blocked: `its command runs ${work.word}: decide whether something else can do that` }),
    };
  }
  // The kubelet lets it run today: the image has a numeric user of its own, which an answer says once more.
  const refused = nonRoot === true ? nameWithoutNumber(container) : undefined;
  if (nonRoot === true && (known === undefined ? refused === undefined : isOwnNumber(container, known)))
    return { type: 'fine' };
  const left = known === undefined ? rootOfDockerfile(container) : undefined;
  if (left !== undefined) return { type: 'root', isOpen: facts.imageUser?.verified !== true, known: left };
  if (known === undefined) {
    return { type: 'unknown', refused, ...imageQuestion(container, whichUser(container), 'user') };
  }

  const step = isKnownToRun(known) ? undefined : stepOfRoot(container);
  const port = portInTheWay(container, known, step);
  const opened = port === undefined ? undefined : openedPort(container, context.root, port);
  if (opened === undefined && step !== undefined) {
    return {
      type: 'root',
      ...stepQuestion(container, step, `as UID ${known.value} it stops when it starts`),
    };
  }
  if (opened === undefined && port !== undefined) {
    const byBase = rootOfDockerfile(container);
    if (byBase !== undefined) return { type: 'root', known: byBase };
    return {
      type: 'root',
      blocked: `as UID ${known.value} it may not listen on port ${port}: which port should it take?`,
    };
  }
  const own = opened === undefined && !isKnownToRun(known) ? ownFolders(container, known.value) : undefined;
  if (own?.question !== undefined) return { type: 'unknown', ...own.question };
  // Before the files of a volume: an answer about those would not let it read these. Who starts as another user reads them.
  const isOthers = facts.startsAsUser || likelyUser(container) !== undefined;
  const stored = isKnownToRun(known) || isOthers ? undefined : storedForRoot(container, context.root);
  if (stored !== undefined) {
    const { volume, by, mode } = stored;
    const blocked = `SecretProviderClass ${by} gives the files of volume ${volume} to root alone (${mode}), and as UID ${known.value} it may not read them: which mode should they have?`;
    return { type: 'root', blocked, asks: [modeAsk(by)] };
  }
  const data = isKnownToRun(known) ? undefined : ownDirectoryOf(container);
  if (data?.isCertain) return { type: 'root', ...directoryQuestion(container, data, known.value) };
  const owner = givenOwners(container).find(each => each.user !== known.value);
  if (owner !== undefined) {
    return {
      type: 'unknown',
      blocked: `init container ${owner.by} gives ${owner.path} to UID ${owner.user}, and ${container.image.name} runs as UID ${known.value}: which of the two should it be?`,
    };
  }

  const fixed = isKnownToRun(known) ? undefined : fixedOwner(container, context.root);
  if (fixed !== undefined) {
    const { volume, why } = fixed;
    const answer = `images: {${container.image.name}: {user: ${known.value}}}`;
    return {
      type: 'fixed-owner',
      volume,
      blocked: `${why}, where fsGroup does nothing: once its files belong to UID ${known.value}, say so. ${answer}`,
      asks: [
        {
          type: 'image',
          image: container.image.name,
          facts: ['user'],
          remark: `${known.value}, once the files of its volume are that user's`,
        },
      ],
    };
  }
  const fresh = isKnownToRun(known) ? undefined : claimOfRoot(container);
  if (fresh !== undefined) {
    return { type: 'fixed-owner', volume: fresh, ...groupQuestion(container, fresh, known.value) };
  }
  const claim = claimGroup(container, known, group);
  const fields: UserFields = {
    ...(nonRoot === true ? {} : { runAsNonRoot: true }),
    runAsUser: known.value,
    ...(group === undefined || group === 0 || effectiveSecurity(container, 'runAsGroup') !== undefined
      ? {}
      : { runAsGroup: group }),
  };
  const doubts = [
    ...(isWrittenRoot ? [`${user === 0 ? 'runAsUser: 0' : 'runAsNonRoot: false'} is written`] : []),
    ...against,
    ...(opened?.doubts ?? own?.doubts ?? []),
    ...doubtsOfUser(container, known, claim.fsGroup, opened !== undefined),
    ...claim.doubts,
    ...(claim.fsGroup === undefined ? [] : sharedClass(container, context.root)),
    ...(context.root.platform.openShift !== undefined
      ? ['OpenShift picks the users of a namespace itself, and may refuse others']
      : []),
    ...immutable,
  ];
  return {
    type: 'set',
    overwrites: isWrittenRoot,
    fields,
    fsGroup: claim.fsGroup,
    user: known.value,
    refused,
    besides: opened?.changes ?? own?.changes ?? [],
    doubts,
    settledBy:
      doubts.length === 1 && isUnverified(container, known)
        ? openFact(container, 'user', known.value)
        : undefined,
    evidence: doubts.length > 0 ? [known.evidence] : evidenceFor(container, known, path),
  };
}

/** A low port that nothing has opened to the user yet, as far as it is known to stop there. */
function portInTheWay(
  container: Container,
  known: Fact<number>,
  step: RootStep | undefined,
): number | undefined {
  if (isKnownToRun(known)) return undefined;
  const low = lowPort(container);
  if (low !== undefined && container.facts.nonRoot?.value === 'needs-config') return Number(low);
  return step?.port;
}

/** Whether it is the user that the image starts as, and a number there: the kubelet cannot verify a name. */
function isOwnNumber({ facts: { imageUser } }: Container, known: Fact<number>): boolean {
  if (known.value === 0) return false;
  if (imageUser?.verified && imageUser.value === String(known.value)) return true;
  if (!(isKnownToRun(known) || isOfDockerfile(known))) return false;
  return imageUser === undefined || /^\d+$/.test(imageUser.value);
}

/**
 * The user that the image starts as, where it is certain and no number: the kubelet cannot verify that a name is not root.
 */
function nameWithoutNumber({ facts: { imageUser } }: Container): string | undefined {
  return imageUser?.verified && !/^[1-9]\d*(?:$|:)/.test(imageUser.value) ? imageUser.value : undefined;
}

/** As much of the question as the image itself leaves open. */
function whichUser({ image: { name }, facts: { imageUser, userLeftAt } }: Container): string {
  if (userLeftAt !== undefined && imageUser === undefined) return otherUser(userLeftAt);
  if (imageUser === undefined) return `which user does ${name} run as`;
  return imageUser.value === 'root'
    ? `${name} starts as root by its own configuration: which user may it run as`
    : `${name} runs as its user ${imageUser.value}: which number is that`;
}

function whereUser(container: Container): string {
  const isOwn = container.get(['securityContext', 'runAsUser']) !== undefined;
  const holder = isOwn ? container.path : container.workload.podPath;
  return container.workload.where([...holder, 'securityContext', 'runAsUser']);
}
