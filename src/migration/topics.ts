/** What a careful team takes together, and in which order: what restarts nothing by what it is about, the rest by remediation. */
import type { AnyTransform } from '../plan/model/input.ts';
import type { Fix } from '../plan/model/result.ts';
import { SEVERITIES } from '../plan/repository/active.ts';

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

/** Every planned fix in the first topic that it belongs to; those that restart nothing before the others. */
export function topicsOf(planned: readonly Fix[], transforms: readonly AnyTransform[]): Topic[] {
  const groups = new Map(transforms.map(({ id, group }) => [id, group]));
  const calm = planned.filter(({ restarts }) => !restarts);
  const topicOf = (fix: Fix) => CALM.find(({ isAbout }) => isAbout(fix, groups.get(fix.transform)));
  const quiet = CALM.map(topic => ({
    name: topic.name,
    title: `kustomend: ${topic.name}, without a restart`,
    fixes: calm.filter(fix => topicOf(fix) === topic),
  }));
  const restarting = transforms.map(({ id, title }) => ({
    name: id,
    title: `${id}: ${title}`,
    fixes: planned.filter(({ transform, restarts }) => restarts && transform === id),
  }));
  return [...quiet, ...restarting.sort((a, b) => worst(a.fixes) - worst(b.fixes))].filter(
    ({ fixes }) => fixes.length > 0,
  );
}

function worst(fixes: readonly Fix[]): number {
  return Math.min(...fixes.map(({ severity }) => SEVERITIES.indexOf(severity)));
}
