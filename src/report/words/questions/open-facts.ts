/** Facts of images that make fixes safe once somebody states them. */

import type { Fix } from '../../../plan/model/result.ts';
import type { OpenFact } from '../../../transform.ts';
import { flow } from '../flow.ts';
import { imageKeyOf } from './questions.ts';

/** A fact, and how many fixes are safe by it. */
export interface SettlingFact extends OpenFact {
  /** As the configuration names it. */
  readonly key: string;
  readonly settles: number;
}

/** Facts that settle fixes alone or with others, those first that settle most. */
export function settlingFacts(fixes: readonly Fix[]): SettlingFact[] {
  const found = new Map<string, SettlingFact>();
  for (const open of fixes.flatMap(({ settledBy }) => settledBy)) {
    const key = imageKeyOf(open.image);
    const id = `${key} ${open.fact}`;
    found.set(id, { ...open, key, settles: (found.get(id)?.settles ?? 0) + 1 });
  }
  return [...found.values()].sort((a, b) => b.settles - a.settles || (a.key < b.key ? -1 : 1));
}

/** `images: {grafana/grafana: {user: 472}}`; undefined where nothing that is stated would settle it. */
export function settlingLine({ settledBy }: Fix): string | undefined {
  if (settledBy.length === 0) return undefined;
  const said = settledBy.map(({ image, fact, value }) => `${imageKeyOf(image)}: {${fact}: ${flow(value)}}`);
  return `images: {${said.join(', ')}}`;
}
