/** Names that speak of a credential: of fields, variables, options and settings. */

const CREDENTIAL_WORD =
  /pass(?:words?|wds?|phrases?|code)?(?![a-z])|(?<![a-z])pwds?(?![a-z])|secret|token|credential|authorization|dockerconfig|htpasswd|webhook[-_]?url|(?:api|private|access|auth|encryption|signing|master|session|license|account|storage|shared|client)[-_]?key/i;
/** Names that speak of a credential without holding it: `secretName`, `TOKEN_URL`, `existingSecret`. */
const ONLY_SPEAKS_OF_IT =
  /(?:name|names|ref|refs|file|path|dir|(?<!webhook[-_]?)ur[li]|class|type|ttl|expiry|expiration|provider|store|engine|mount|account|length|enabled|generator|issuer|audience|policy|rotation|age|size|count|days|hours|minutes|seconds|public[-_]?key|token[-_]?keys?)$|^(?:existing|imagePull|pull|tls|ca)Secrets?$|^max|serviceAccountToken$/i;
/** The folder of a shell. */
const FOLDER = /^(?:OLD)?PWD$/;

/** Short and unmistakable, in lower case with `_` between the words. */
const SURE =
  /(?:^|_)(?:creds?|psk|[a-z]*pw|secret_?key|(?:jwt|hmac|fernet|deploy|crypto|rsa|sign)_?key|(?:basic|http|proxy)_?auth)$|^_auth$/;
/** Also what something is found by, or the name of a file or of an entry: the value has to look like a secret. */
const LIKELY =
  /(?:^|_)(?:(?:ssh|enc|aes|cookie|tls|server|app)_?key|key_?id|(?:redis(?:_?cli)?|registry|docker|npm)_?auth)$/;
/** `secretKey` and `secret-key` of many kinds name the entry of a Secret. */
const NAMES_AN_ENTRY = /[sS]ecret(?:[A-Z][a-z]+)*Keys?$|secret-keys?$/;

/** `sure`: any value is one. `likely`: one that is no word, no name and no path. */
export type Strength = 'sure' | 'likely';

/** What a field, a variable or an option of that name holds; undefined where it is no credential. */
export function credentialOf(name: string): Strength | undefined {
  if (NAMES_AN_ENTRY.test(name)) return 'likely';
  const words = inWords(name);
  if (LIKELY.test(words)) return 'likely';
  if (SURE.test(words)) return 'sure';
  return CREDENTIAL_WORD.test(name) && !ONLY_SPEAKS_OF_IT.test(name) && !FOLDER.test(name)
    ? 'sure'
    : undefined;
}

function inWords(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[-. ]/g, '_')
    .toLowerCase();
}

const EACH_WORD = new RegExp(
  `${CREDENTIAL_WORD.source}|creds?(?![a-z])|psk(?![a-z])|[a-z][-_. ]?key(?![a-z])|key[-_]?id(?![a-z])|_?auth(?![a-z])|pw(?![a-z])`,
  'gi',
);

/** Whether a text may give a value to a name of that sort: without one a tree of it need not be looked at. */
export function namesCredential(text: string): boolean {
  const givesValues = /\bvalue\b/.test(text);
  for (const { index, 0: word } of text.matchAll(EACH_WORD)) {
    const [start, end] = [startOfName(text, index), index + word.length];
    const rest = /^[\w.-]*/.exec(text.slice(end, end + LONGEST_NAME))![0];
    const name = text.slice(start, end) + rest;
    if (credentialOf(name) !== undefined && !isMention(text, start, end + rest.length, givesValues))
      return true;
  }
  return false;
}

/** Of a field and its plain value: `namespace: external-secrets`. What follows a name may be given to it. */
const PLAIN_FIELD = /^\s*(?:- )?["']?([\w./-]+)["']?: +(["']?)(?!-)(?:[\w.@/ -]|:(?=\S))+\2\s*$/;
/** Of a list: a path, a name, a word. Options begin with a dash. */
const PLAIN_ITEM = /^\s*- +(["']?)(?!-)[\w.@/-]+\1\s*$/;
const NAMES = /^(?:name|key|header)$/;
const TAKES_VALUE = /^(?:path|value)$/;

/** Whether a name stands where nothing can be given to it: in a comment, or as a plain value. */
function isMention(text: string, start: number, end: number, givesValues: boolean): boolean {
  const before = /[^\n]*$/.exec(text.slice(Math.max(start - LONGEST_LINE, 0), start))![0];
  const behind = /^[^\n]*/.exec(text.slice(end, end + LONGEST_LINE))![0];
  if (/^\s*#/.test(before)) return true;
  const line = before + text.slice(start, end) + behind;
  if (line.length > LONGEST_LINE) return false;
  if (PLAIN_ITEM.test(line)) return true;
  const field = PLAIN_FIELD.exec(line);
  // The name of the field itself, or one of two.
  if (field === null || !/:\s/.test(before)) return false;
  return NAMES.test(field[1]!) ? !givesValues : !TAKES_VALUE.test(field[1]!);
}

const LONGEST_LINE = 256;
/** Longer ones are not read to their beginning. */
export const LONGEST_NAME = 128;
const NAME = /[\w.$-]/;

/** Where the name begins that reaches to a place. */
export function startOfName(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && NAME.test(text[start - 1]!)) start--;
  return start;
}
