/** What a careful team takes together, and in which order: what restarts nothing by what it is about, the rest by remediation. */
import type { AnyTransform } from '../plan/model/input.ts';
import type { Fix } from '../plan/model/result.ts';
import { SEVERITIES } from '../plan/repository/active.ts';
import { titleOf, titleOfNew } from './titles.ts';

export interface Topic {
  readonly name: string;
  /** The first line of a commit. */
  readonly title: string;
  readonly fixes: readonly Fix[];
}

type Group = AnyTransform['group'];

interface Calm {
  readonly name: string;
  readonly isAbout: (fix: Fix, group: Group | undefined) => boolean;
}

/** Whether a fix makes an object. */
function makesObject({ places }: Fix): boolean {
  return places.some(({ kind }) => kind === 'new-file' || kind === 'new-document');
}

const changing =
  (group: Group): Calm['isAbout'] =>
  (fix, own) =>
    own === group && !makesObject(fix);

/** What changes nothing that is rendered comes first, what the cluster acts upon last. */
const CALM: readonly Calm[] = [
  { name: 'documents and scripts', isAbout: ({ roots }) => roots.length === 0 },
  { name: 'formats and references', isAbout: changing('correctness') },
  { name: 'labels and annotations', isAbout: changing('metadata') },
  { name: 'new objects', isAbout: makesObject },
  { name: 'supply chain', isAbout: changing('supply-chain') },
  { name: 'security', isAbout: changing('security') },
  { name: 'resources', isAbout: changing('resources') },
  { name: 'availability', isAbout: changing('availability') },
];

/** What is found in some of its roots at once, and in others only when other fixes are written. */
function follows({ round, lastRound }: Fix): boolean {
  return lastRound > round;
}

/**
 * Every planned fix in one topic; those that restart nothing before the others. What follows from other fixes in some
 * of its roots is taken after all of those: written for some of its roots alone it would look as if somebody had decided that the others go without.
 */
export function topicsOf(planned: readonly Fix[], transforms: readonly AnyTransform[]): Topic[] {
  const groups = new Map(transforms.map(({ id, group }) => [id, group]));
  const calm = planned.filter(({ restarts }) => !restarts);
  const [following, first] = [calm.filter(follows), calm.filter(fix => !follows(fix))];
  const topicOf = (fix: Fix) => CALM.find(({ isAbout }) => isAbout(fix, groups.get(fix.transform)));
  const quiet = CALM.map(topic => {
    const fixes = first.filter(fix => topicOf(fix) === topic);
    const title =
      topic.isAbout === makesObject ? titleOfNew(fixes) : `kustomend: ${topic.name}, without a restart`;
    return { name: topic.name, title, fixes };
  });
  const restarting = transforms.map(({ id }) => {
    const fixes = planned.filter(({ transform, restarts }) => restarts && transform === id);
    return { name: id, title: titleOf(id, fixes), fixes };
  });
  const inOrder = restarting.sort((a, b) => rank(a.fixes) - rank(b.fixes));
  const rest = {
    name: 'what follows',
    title: 'kustomend: what follows from the steps before',
    fixes: following,
  };
  return [...quiet, ...inOrder, rest].filter(({ fixes }) => fixes.length > 0);
}

/** The worst first, and last what follows from others. */
function rank(fixes: readonly Fix[]): number {
  return (fixes.some(follows) ? SEVERITIES.length : 0) + worst(fixes);
}

function worst(fixes: readonly Fix[]): number {
  return Math.min(...fixes.map(({ severity }) => SEVERITIES.indexOf(severity)));
}
