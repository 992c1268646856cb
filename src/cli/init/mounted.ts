/** Where containers that are asked about have volumes. */
import type { Fix } from '../../plan/model/result.ts';

/** Folders over which all of them have one: what is written there needs no answer. */
export function mountedIn(asking: readonly Fix[]): readonly string[] {
  const asked = asking.flatMap(({ asks }) => asks);
  const [first = [], ...others] = asked.flatMap(ask =>
    ask.type === 'image' && ask.mounted !== undefined ? [ask.mounted] : [],
  );
  return first.filter(path => others.every(mounts => mounts.includes(path)));
}
