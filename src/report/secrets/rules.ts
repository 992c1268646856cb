/** What counts as a secret: names that speak of a credential, and texts that look like one wherever they stand. */

const CREDENTIAL_WORD =
  /pass(?:words?|wds?|phrases?|code)?(?![a-z])|(?<![a-z])pwds?(?![a-z])|secret|token|credential|authorization|dockerconfig|htpasswd|webhook[-_]?url|(?:api|private|access|auth|encryption|signing|master|session|license|account|storage|shared|client)[-_]?key/i;
/** Names that speak of a credential without holding it: `secretName`, `TOKEN_URL`, `existingSecret`. */
const ONLY_SPEAKS_OF_IT =
  /(?:name|names|ref|refs|file|path|dir|(?<!webhook[-_]?)ur[li]|class|type|ttl|expiry|expiration|provider|store|engine|mount|account|length|enabled|generator|issuer|audience|policy|rotation|age|size|count|days|hours|minutes|seconds|public[-_]?key|(?:secret|token)[-_]?keys?)$|^(?:existing|imagePull|pull|tls|ca)Secrets?$|^(?:OLD)?PWD$|^max|serviceAccountToken$/i;

/** Whether a field, a variable or an option of that name holds a credential. */
export function holdsCredential(name: string): boolean {
  return CREDENTIAL_WORD.test(name) && !ONLY_SPEAKS_OF_IT.test(name);
}

const EACH_WORD = new RegExp(CREDENTIAL_WORD.source, 'gi');

/** Whether a text may give a value to a name of that sort: without one a tree of it need not be looked at. */
export function namesCredential(text: string): boolean {
  const givesValues = /\bvalue\b/.test(text);
  for (const { index, 0: word } of text.matchAll(EACH_WORD)) {
    const [start, end] = [startOfName(text, index), index + word.length];
    const rest = /^[\w.-]*/.exec(text.slice(end, end + LONGEST_NAME))![0];
    const name = text.slice(start, end) + rest;
    if (holdsCredential(name) && !isMention(text, start, end + rest.length, givesValues)) return true;
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
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (end - lineStart > LONGEST_LINE) return false;
  const before = text.slice(lineStart, start);
  if (/^\s*#/.test(before)) return true;
  const line = text.slice(lineStart, Math.min(endOf(text, end, '\n'), lineStart + LONGEST_LINE + 1));
  if (line.length > LONGEST_LINE) return false;
  if (PLAIN_ITEM.test(line)) return true;
  const field = PLAIN_FIELD.exec(line);
  // The name of the field itself, or one of two.
  if (field === null || !/:\s/.test(before)) return false;
  return NAMES.test(field[1]!) ? !givesValues : !TAKES_VALUE.test(field[1]!);
}

const LONGEST_LINE = 256;
const LONGEST_NAME = 128;
const NAME = /[\w.$-]/;

function startOfName(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && NAME.test(text[start - 1]!)) start--;
  return start;
}

const NO_VALUE = /^(?:|true|false|yes|no|on|off|null|~)$/i;
/** To variables, commands and templates; `<password>` and what SOPS has encrypted are none either. */
const REFERENCE = /^(?:\$\([\w.-]+\)$|\$\(env:|\$\(\S+\s|\$\{|\$\w+$|`|\{\{|\*+$|<[\w -]{1,64}>|ENC\[)/;

/** Not empty, no switch, no reference to what stands elsewhere. */
export function isValue(text: string): boolean {
  const trimmed = text.trim();
  return !NO_VALUE.test(trimmed) && !REFERENCE.test(trimmed);
}

/** Whether a value that is given to the name of a credential is one: an address without anything secret in it is none. */
export function isCredential(text: string): boolean {
  return isValue(text) && !isPlainAddress(text.trim());
}

/** A scheme, a host without a user, and what stands behind it. */
const ADDRESS = /^[a-z][a-z0-9+.-]{0,32}:\/\/[^\s/?#@]{1,255}([/?#][^\s@]*)?$/i;

function isPlainAddress(text: string): boolean {
  const match = ADDRESS.exec(text);
  if (match === null) return false;
  const parts = (match[1] ?? '').split(/[/?#&;]/);
  return !parts.some(part => {
    const sign = part.indexOf('=');
    if (sign < 0) return looksLikeToken(part);
    const name = part.slice(0, sign);
    return holdsCredential(name) || SIGNATURE.test(name) || looksLikeToken(part.slice(sign + 1));
  });
}

/** With a short number, or one of its own at the end: `v1beta1`, `deploy-2026`. */
const WORDS = /^(?:[a-z]+(?:[-._][a-z]+)*(?:\d{0,2}|[-._]\d{1,4})|v\d+(?:alpha|beta)?\d*)$/i;
const SHORTEST_MIXED = 8;
const LONGEST_WORD = 19;

function looksLikeToken(part: string): boolean {
  if (WORDS.test(part)) return part.split(/[-._]/).some(word => word.length > LONGEST_WORD);
  return part.length > LONGEST_WORD || (part.length >= SHORTEST_MIXED && /\d/.test(part));
}

/** A part of a text that is a secret. */
export interface Found {
  readonly start: number;
  readonly value: string;
}

/** Cheap, and true of every text in which anything below could be found. */
const MAY_HOLD =
  /pass|pwd|secret|token|credential|key|auth|webhook|sig|:\/\/|-u |--user|PRIVATE|bearer|basic|AKIA|gh[pousr]_|xox|eyJ|glpat|AIza|_live_|github_pat|npm_|SG\.|hvs\.|dckr_pat/i;

export function mayHoldSecrets(text: string): boolean {
  return MAY_HOLD.test(text);
}

/** Every form by which a secret is known without looking at what is around the text. Overlaps are possible. */
export function secretsIn(text: string): Found[] {
  if (!mayHoldSecrets(text)) return [];
  return [...assigned(text), ...secretsByForm(text)];
}

/** Those that need no name: of a text of ours, in which a name and what follows it mean something else. */
export function secretsByForm(text: string): Found[] {
  return [...inUrls(text), ...privateKeys(text), ...known(text)];
}

const SIGNATURE = /^(?:sig|signature|x-amz-signature|key|code)$/i;

/** `NAME=value`, `name: value`, `"name": "value"`: in files of settings, scripts, arguments and comments. */
function* assigned(text: string): Iterable<Found> {
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign !== EQUALS && sign !== COLON) continue;
    let end = at;
    while (end > 0 && '"\'\\ \t'.includes(text[end - 1]!) && at - end < 8) end--;
    const start = startOfName(text, end);
    if (start === end) continue;
    const name = text.slice(start, end).replace(/^-+/, '');
    const isQuery = sign === EQUALS && '?&'.includes(text[start - 1] ?? ' ');
    if (!holdsCredential(name) && !(isQuery && SIGNATURE.test(name))) continue;
    yield* valuesFrom(text, at, sign, isFirstOfLine(text, start));
  }
}

const [EQUALS, COLON] = [61, 58];

/** Behind blanks, marks of a list or a comment, and `export`: what follows is one value up to the end of the line. */
function isFirstOfLine(text: string, start: number): boolean {
  const line = text.lastIndexOf('\n', start - 1) + 1;
  return start - line < LONGEST_NAME && /^[\s"'#+-]*(?:export\s+)?["']?$/.test(text.slice(line, start));
}

const LONGEST_VALUE = 4096;

function* valuesFrom(text: string, at: number, sign: number, isLine: boolean): Iterable<Found> {
  let start = at + 1;
  while (text[start] === ' ' || text[start] === '\t') start++;
  const opening = /^\\?["']/.exec(text.slice(start, start + 2))?.[0] ?? '';
  // `image:tag` is no assignment.
  if (sign === COLON && start === at + 1 && opening === '') return;
  start += opening.length;
  const lineEnd = endOf(text, start, '\n');
  if (opening !== '') {
    const value = text.slice(start, Math.min(endOf(text, start, opening), lineEnd));
    if (isCredential(value)) yield { start, value };
    yield* secondWord(value, start);
    return;
  }
  const line = text.slice(start, Math.min(lineEnd, start + LONGEST_VALUE));
  const word = /^[^\s"'`;&|,)\\]+/.exec(line)?.[0] ?? '';
  const whole = line
    .replace(/(?<!\s)\s+#.*$/, '')
    .trimEnd()
    .replace(/,$/, '');
  if (
    isLine &&
    isCredential(whole) &&
    whole !== word &&
    !PROSE.test(whole) &&
    !/^[|>][-+\d]*$|^[[{&!]/.test(whole)
  ) {
    yield { start, value: whole };
  }
  const isMark = /^[|>$[{<*&!]/.test(word);
  if (word !== '' && !isMark && isCredential(word) && !SCHEME.test(word)) yield { start, value: word };
  yield* secondWord(line, start);
}

const PROSE = /^(?:[A-Za-z]+[,.]?\s+){3}/;
const SCHEME = /^(?:basic|bearer|token|digest|apikey)$/i;

/** `Bearer x`: the scheme is no secret, what follows is. */
function* secondWord(text: string, start: number): Iterable<Found> {
  const match = /^(\w+)([ \t]+)([^\s"'`;,\\]+)/.exec(text);
  if (match === null || !SCHEME.test(match[1]!) || !isValue(match[3]!)) return;
  yield { start: start + match[1]!.length + match[2]!.length, value: match[3]! };
}

function endOf(text: string, start: number, mark: string): number {
  const end = text.indexOf(mark, start);
  return end < 0 ? text.length : end;
}

const LONGEST_AUTHORITY = 2048;
/** A user alone in an address is a name, or a token in the place of one. */
const SHORTEST_TOKEN = 16;

/** What stands before the host of an address. */
export function* inUrls(text: string): Iterable<Found> {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    const authority = /^[^\s/?#"'<>`\\]*/.exec(text.slice(start, start + LONGEST_AUTHORITY))![0];
    const user = authority.slice(0, Math.max(authority.lastIndexOf('@'), 0));
    const colon = user.indexOf(':');
    const value = user.slice(colon + 1);
    if (isValue(value) && (colon >= 0 || value.length >= SHORTEST_TOKEN)) {
      yield { start: start + colon + 1, value };
    }
  }
}

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----/g;

/** The first line of a key, and the others whatever separates them. */
function* privateKeys(text: string): Iterable<Found> {
  for (const match of text.matchAll(PRIVATE_KEY)) {
    yield { start: match.index, value: match[0] };
    const start = match.index + match[0].length;
    const body = text.slice(start, endOf(text, start, '-----END'));
    for (const line of body.matchAll(/[A-Za-z0-9+/=]{4,}/g)) {
      // The `n` of an escaped line end.
      const isEscaped = line[0].startsWith('n') && body[line.index - 1] === '\\';
      const from = isEscaped ? 1 : 0;
      yield { start: start + line.index + from, value: line[0].slice(from) };
    }
  }
}

/** The secret is the last group, else all of it. */
const KNOWN: readonly RegExp[] = [
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_\w{30,255}/g,
  /\bgithub_pat_\w{20,255}/g,
  /\bglpat-[\w-]{16,255}/g,
  /\bxox[abeprs]-[\w-]{8,255}/g,
  /\b[rs]k_live_\w{8,255}/g,
  /\bAIza[\w-]{30,64}/g,
  /\bnpm_\w{30,64}/g,
  /\bdckr_pat_[\w-]{16,64}/g,
  /\bhvs\.[\w-]{20,255}/g,
  /\bSG\.[\w-]{16,64}\.[\w-]{16,64}/g,
  /\beyJ[\w-]{8,2048}\.eyJ[\w-]{8,4096}\.[\w-]{8,1024}/g,
  /hooks\.slack\.com\/services\/([\w/-]{8,255})/g,
  /discord(?:app)?\.com\/api\/webhooks\/([\w/-]{8,255})/g,
  /\/bot(\d{6,12}:[\w-]{20,64})/g,
  /\b(?:basic|bearer)[ \t]{1,4}((?=[a-z+/=._~-]{0,64}[A-Z0-9])[A-Za-z0-9+/=._~-]{8,4096})/gi,
  /(?:^|[\s"'])(?:-u|--user)[ \t=]{1,4}["']?[\w.@-]{1,128}:([^\s"'`\\]{1,512})/gm,
];

/** Cheaper than all of them one by one. */
const MAY_BE_KNOWN =
  /AKIA|gh[pousr]_|github_pat|glpat|xox|_live_|AIza|npm_|dckr_pat|hvs\.|SG\.|eyJ|hooks\.slack|api\/webhooks|\/bot\d|basic |bearer |-u |--user/i;

function* known(text: string): Iterable<Found> {
  if (!MAY_BE_KNOWN.test(text)) return;
  for (const form of KNOWN) {
    for (const match of text.matchAll(form)) {
      const value = match.at(-1)!;
      if (isValue(value)) yield { start: match.index + match[0].lastIndexOf(value), value };
    }
  }
}
