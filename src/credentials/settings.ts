/** Secrets that a name is given to without a sign between them: by the words of a program, a markup, or the next line. */
import type { Found } from './found.ts';
import { credentialOf } from './names.ts';
import { STATEMENTS } from './statements.ts';
import { beginsReference, isCredential, isDistinct } from './values.ts';

/** Groups `name` and `value`; without a name the words in front of the value say what it is. */
const FORMS: readonly RegExp[] = [
  // `--password x`, in a line of a script.
  /(?<![\w-])--?(?<name>[\w.-]{1,128})[ \t]{1,8}(?:\\?["'])?(?<value>[^\s"'`;&|,)\\-][^\s"'`;&|,)\\]*)/g,
  /(?<![\w-])--?(?<name>[\w.-]{1,128})[ \t]{1,8}(?<quote>["'])(?<value>[^"'\n]{1,1024})\k<quote>/g,
  // What stands for a variable that is not set.
  /\$\{(?<name>[\w.-]{1,128})(?::?[-=?+]|:)(?<value>[^{}\n]{1,1024})\}/g,
  // Elements and attributes.
  /<(?<name>[\w:.-]{1,128})(?:\s[^<>]{0,256})?>\s{0,64}(?<value>[^<>\s][^<>]{0,2048}?)\s{0,64}<\//g,
  /(?:name|key)=["'](?<name>[\w.-]{1,128})["'][^<>]{0,256}?value=["'](?<value>[^"'<>]{1,2048})["']/g,
  /value=["'](?<value>[^"'<>]{1,2048})["'][^<>]{0,256}?(?:name|key)=["'](?<name>[\w.-]{1,128})["']/g,
  /(?:name|key)=["'](?<name>[\w.-]{1,128})["'][^<>]{0,256}>\s{0,64}<value>\s{0,64}(?<value>[^<>\s][^<>]{0,2048}?)\s{0,64}</g,
  // A variable and its value that are commented out, on two lines.
  /^[ \t]*#[ \t#]*(?:-[ \t]*)?name:[ \t]*["']?(?<name>[\w.-]{1,128})["']?[^\n]{0,256}\n[ \t]*#[ \t#]*value:[ \t]*["']?(?<value>[^\s"'][^"'\n]*)/gm,
  /^[ \t]*#[ \t#]*(?:-[ \t]*)?value:[ \t]*["']?(?<value>[^\s"'][^"'\n]{0,1024})["']?\n[ \t]*#[ \t#]*name:[ \t]*["']?(?<name>[\w.-]{1,128})/gm,
  // A line of a configuration: `db.password x`.
  /^[ \t]*(?<name>[\w.-]{1,128})[ \t]{1,8}(?<value>[^\s"'=:#]\S*)[ \t]*$/gm,
  /\b(?:requirepass|masterauth|identified(?:\s{1,8}with\s{1,8}\w{1,64})?\s{1,8}by(?:\s{1,8}password)?|with\s{1,8}password)\s{1,8}["']?(?<value>[^\s"';]{1,1024})/gi,
  /\blogin\s{1,8}\S{1,128}\s{1,8}password\s{1,8}(?<value>\S{1,1024})/gi,
];

const ALL = [...FORMS, ...STATEMENTS];

export function* settings(text: string): Iterable<Found> {
  for (const form of ALL) {
    for (const match of text.matchAll(form)) {
      const { name, value = '' } = match.groups!;
      const strength = name === undefined ? 'sure' : credentialOf(name);
      // Words that stand behind each other may be prose.
      if (
        strength === undefined ||
        beginsReference(value) ||
        !isDistinct(value) ||
        !isCredential(value, strength)
      )
        continue;
      yield { start: match.index + match[0].lastIndexOf(value), value };
    }
  }
  yield* besideNames(text);
}

/** `name: DB_PASSWORD # before: x` */
function* besideNames(text: string): Iterable<Found> {
  for (const match of text.matchAll(NAMED)) {
    if (credentialOf(match[1]!) === undefined) continue;
    const start = match.index + match[0].length;
    const comment = /^[^\n]*/.exec(text.slice(start, start + LONGEST_COMMENT))![0];
    for (const word of comment.matchAll(/[^\s"',;()]+/g)) {
      if (/\d/.test(word[0]) && isDistinct(word[0])) yield { start: start + word.index, value: word[0] };
    }
  }
}

const NAMED = /\b(?:name|key):[ \t]*["']?([\w.-]{1,128})["']?[ \t]{1,64}#/g;
const LONGEST_COMMENT = 1024;
