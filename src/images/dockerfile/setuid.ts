/** Programs that a Dockerfile makes setuid: whoever starts one becomes its owner, unless the container may not gain privileges. */

/** Of a file; on a folder the bit means nothing, and `g+s` hands a group down there. */
const CHMOD = /(?:^|[\s;&|(])chmod\s+(?:-\S+\s+)*(\S+)\s+([^\s;&|)]+)/g;
const WITH_BIT = /^(?:[4-7][0-7]{3}|(?:[^,]*,)*(?:a|[go]*u[ugo]*)?\+[rwxXst]*s[rwxXst]*(?:,.*)?)$/;

/** The first one that a script of RUN makes so; undefined where it makes none. */
export function setuidProgram(script: string): string | undefined {
  for (const [, mode = '', path = ''] of script.matchAll(CHMOD))
    if (WITH_BIT.test(mode) && !path.endsWith('/')) return path;
  return undefined;
}
