/** What a plan could not look into, by cause. */
import { UNRESTRICTED } from '../../kustomize/build/run.ts';
import type { Plan, RootReport } from '../../plan/model/result.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';
import { rootsOut } from '../words/tally.ts';
import { count, folderName, oneLine } from '../words/words.ts';

/** States of roots in words. */
export const ROOT_STATES = {
  'out-of-scope': 'not evaluated here',
  'out-of-sight': 'out of sight',
  opaque: 'partly out of sight',
  failed: 'does not build with kustomize either',
  evaluated: '',
};

/** What several roots lack alike, and the flag that brings it. */
const LACKING = [
  {
    isIt: (reason: string) => reason.startsWith('remote '),
    says: ['a remote base', 'remote bases'],
    flag: '--allow-network',
    lets: 'lets kustomize fetch',
  },
  {
    isIt: (reason: string) => reason === 'Helm chart',
    says: ['a Helm chart', 'Helm charts'],
    flag: '--enable-helm',
    lets: 'lets kustomize render',
  },
] as const;

export interface Cause {
  /** `file:line`, or the root. */
  readonly at: string;
  /** Which roots, why, and what would show them. */
  readonly says: string;
}

/** Causes with all roots that they keep out of sight, those of most roots first. Remote bases are one cause, and so are charts. */
export function outOfSight(plan: Pick<Plan, 'roots'>): Cause[] {
  const byCause = groupedBy(rootsOut(plan), root => {
    const lacking = lackingOf(root);
    return lacking < 0 ? `${root.state} ${root.at ?? root.folder} ${root.reason}` : `lacking ${lacking}`;
  });
  // One missing file may cost all of a repository.
  const most = [...byCause.values()].sort((a, b) => b.length - a.length);
  return most.map(roots => ({
    at: oneLine(roots[0].at ?? folderName(roots[0].folder)),
    says: oneLine(causeOf(roots)),
  }));
}

function lackingOf({ state, reason = '' }: RootReport): number {
  if (state !== 'opaque' && state !== 'out-of-sight') return -1;
  return LACKING.findIndex(({ isIt }) => isIt(reason));
}

/** The flag that shows the roots of the first cause; undefined where none does. */
export function flagThatShows(plan: Pick<Plan, 'roots'>): string | undefined {
  const flags = rootsOut(plan).flatMap(root => {
    const flag = root.reason?.includes(UNRESTRICTED) ? UNRESTRICTED : LACKING[lackingOf(root)]?.flag;
    return root.selected && flag !== undefined ? [flag] : [];
  });
  return flags[0];
}

function causeOf(roots: readonly RootReport[]): string {
  const [root, ...others] = roots;
  const { folder, state, reason = '' } = root!;
  const name = folderName(folder);
  const lacking = LACKING[lackingOf(root!)];
  if (lacking === undefined || others.length === 0) {
    const more = others.length === 0 ? '' : ` and ${count(others.length, 'root')} more`;
    const flag = lacking === undefined ? '' : ` (${lacking.flag} ${lacking.lets} it)`;
    return `${name}${more}: ${ROOT_STATES[state]}: ${reason}${flag}`;
  }
  const places = new Set(roots.map(each => each.at)).size;
  const [one, many] = lacking.says;
  const what = places === 1 ? one : many;
  return `${count(roots.length, 'root')}: ${what} out of sight (${lacking.flag} ${lacking.lets} ${places === 1 ? 'it' : 'them'})`;
}
