/** Claims that leave their class to the cluster, or say it in words of yesterday. */

import {
  type Evidence,
  type Json,
  nameOf,
  type Proposal,
  type Resource,
  type Root,
} from '../../src/transform.ts';
import { saying } from '../shared/choices.ts';
import { isOnOwnMachine } from '../shared/clusters/local.ts';
import { nearName } from '../shared/near.ts';
import { remembered } from '../shared/remembered.ts';
import { type Claim, claimsIn, isForOneVolume } from './claims.ts';

type Message = 'annotated' | 'missing' | 'open' | 'unknown';

/** What the configuration says: the class, and the line. */
export interface Said {
  readonly name: string | undefined;
  readonly evidence: Evidence | undefined;
}

export function* ofClaim(claim: Claim, root: Root, said: Said): Generator<Proposal<Message>> {
  const { resource, described, path, named, annotated } = claim;
  const found = { at: { on: resource.key, path }, data: { claim: described } };
  if ((named ?? null) !== null) {
    yield* unknown(claim, root);
  } else if (annotated !== undefined) {
    yield {
      ...found,
      message: 'annotated',
      data: { claim: described, class: annotated },
      changes: claim.withClass(annotated),
      restarts: false,
      // Of a template the planner knows that it stays as it is while the object is there.
      evidence: [
        {
          kind: 'manifest',
          at: resource.where(path),
          says: `the annotation names class ${annotated}, and the API server takes the same name in the field`,
        },
      ],
    };
  } else if (!isForOneVolume(claim) && defaultOf(root) === undefined) {
    // Such a cluster brings one class, which is the default.
    const proposal = classFor(claim, root, said);
    if (proposal.message !== 'open' || !isOnOwnMachine(root)) yield { ...found, ...proposal };
  }
}

function classFor(claim: Claim, root: Root, said: Said): Omit<Proposal<Message>, 'at'> {
  const { described } = claim;
  const habit = said.name === undefined ? habitOf(root) : undefined;
  const name = said.name ?? habit?.name;
  if (name === undefined) {
    return {
      message: 'open',
      data: { claim: described },
      changes: [],
      evidence: [],
      blocked: 'which class is it of? transforms: {storage-class: {class: ?}}',
      asks: [
        {
          type: 'decision',
          about: 'classes of volumes',
          question: 'which class are claims of that say none? transforms: {storage-class: {class: ?}}',
          choices: [...new Set(classesOf(root).map(each => each.name))].map(each =>
            saying(`StorageClass ${each}`, 'storage-class', 'class', each),
          ),
          isOptional: true,
        },
      ],
    };
  }
  const [made] = classesOf(root).filter(each => each.name === name);
  const evidence = habit?.evidence ?? said.evidence;
  return {
    message: 'missing',
    data: { claim: described, class: name },
    changes: claim.withClass(
      made !== undefined && root.find('StorageClass').includes(made) ? nameOf(made) : name,
    ),
    restarts: false,
    // That a claim which is there keeps its class, the planner says of whatever changes it.
    evidence: evidence === undefined ? [] : [evidence],
    doubts: [
      ...(made === undefined && habit === undefined
        ? [`nothing here makes StorageClass ${name}, without which the claim waits for ever`]
        : []),
    ],
  };
}

/** A name that is nearly that of a class which is made here. Others are those of the cluster. */
function* unknown({ resource, described, path, named }: Claim, root: Root): Generator<Proposal<Message>> {
  if (typeof named !== 'string' || named === '' || root.platform.isFilledIn(named)) return;
  const made = classesOf(root).map(({ name }) => name);
  const near = made.includes(named) ? undefined : nearName(named, made);
  if (near === undefined) return;
  yield {
    message: 'unknown',
    data: { claim: described, class: named, near },
    at: { on: resource.key, path },
    changes: [],
    evidence: [],
    blocked: `is ${near} meant?`,
    mayBeExplained: true,
  };
}

function classesOf({ platform }: Root): readonly Resource[] {
  return platform.find('StorageClass', undefined);
}

const DEFAULT = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** The class that claims have which say none. */
function defaultOf(root: Root): Resource | undefined {
  return classesOf(root).find(({ annotations }) => DEFAULT.some(key => annotations[key] === 'true'));
}

interface Habit {
  readonly name: string;
  readonly evidence: Evidence;
}

/** The class of all other claims of the root, where several have one in common. */
const habitOf = remembered((root: Root): Habit | undefined => {
  const named = claimsIn(root).filter(({ named: value }) => typeof value === 'string' && value !== '');
  const [first, ...others] = named;
  if (first === undefined || others.length === 0) return undefined;
  if (others.some(each => each.named !== first.named)) return undefined;
  const at = first.resource.where(first.path);
  const says = `${named.length} other claims are of it`;
  return { name: String(first.named as Json), evidence: { kind: 'manifest', at, says } };
});
