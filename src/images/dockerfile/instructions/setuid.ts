/** Programs that a Dockerfile makes setuid: whoever starts one becomes its owner, unless the container may not gain privileges. */

/** `chmod 4755 FILE`, `chmod -R u+s FILE`; `--chmod=4755` of a COPY is behind it. */
const CHMOD = /(?:^|[\s;&|(])chmod\s+(?:-\S+\s+)*(\S+)\s+([^\s;&|)]+)/g;
const CHMOD_OF_COPY = /(?:^|\s)--chmod=(\S+)/g;
/** Who, how and what of `u+s`, `ug=rwxs`. */
const CLAUSE = /^([ugoa]*)[+=][rwxXst]*s[rwxXst]*$/;

/** The first one that a script of RUN makes so; undefined where it makes none. */
export function setuidProgram(script: string): string | undefined {
  // On a folder the bit means nothing.
  for (const [, mode = '', path = ''] of script.matchAll(CHMOD))
    if (idsOf(mode).user && !path.endsWith('/')) return path;
  return undefined;
}

/** Whether COPY or ADD makes what they bring so. */
export function bringsSetuid(rest: string): boolean {
  return [...rest.matchAll(CHMOD_OF_COPY)].some(([, mode]) => idsOf(mode!).user);
}

/** Whether some file of a Dockerfile hands on its owner or its group, in whichever stage: what copies it may keep that. */
export function handsOnIds(text: string): boolean {
  const modes = [...text.matchAll(CHMOD), ...text.matchAll(CHMOD_OF_COPY)].map(([, mode]) => idsOf(mode!));
  return modes.some(({ user, group }) => user || group);
}

/** Whose ids a mode hands on to who starts a file that has it. */
function idsOf(mode: string): { readonly user: boolean; readonly group: boolean } {
  const special = Number(/^0*([1-7])[0-7]{3}$/.exec(mode)?.[1] ?? 0);
  const who = mode.split(',').flatMap(clause => CLAUSE.exec(clause)?.[1] ?? []);
  const isFor = (letter: string) =>
    who.some(each => each === '' || each.includes(letter) || each.includes('a'));
  return { user: special >= 4 || isFor('u'), group: (special & 2) > 0 || isFor('g') };
}
