/** Fixes by their names, in a sentence. */
import type { Fix } from '../../plan/model/result.ts';
import { shown } from './list.ts';
import { subjectText } from './words.ts';

const MOST_NAMED = 3;

/** `probes of Deployment/web, container web` */
export function nameOf({ transform, subject }: Pick<Fix, 'transform' | 'subject'>): string {
  return `${transform} of ${subjectText(subject)}`;
}

/** Each name once, and how many there are besides. */
export function namesOf(fixes: readonly Fix[], most = MOST_NAMED): string {
  return shown([...new Set(fixes.map(nameOf))], { most, separator: '; ' });
}
