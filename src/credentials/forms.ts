/** Secrets that show by themselves, whatever stands around them: in addresses, keys, tokens of well-known forms. */
import { endOf } from './assigned.ts';
import type { Found } from './found.ts';
import { tokensIn } from './tokens.ts';
import { isDistinct, isValue } from './values.ts';

/** Those that need no name. Overlaps are possible. */
export function secretsByForm(text: string): Found[] {
  return [...inUrls(text), ...beforeHosts(text), ...privateKeys(text), ...known(text), ...logins(text)];
}

/** A user alone in an address is a name, or a token in the place of one. */
const SHORTEST_TOKEN = 16;
/** With the slashes as JSON may escape them; also without a scheme. */
const AUTHORITY = /(?:^|[^\\/])\\?\/\\?\//g;
/** A user, and a password of whatever characters: what follows it is a host. */
const USER =
  /^([^\s/?#@:"'<>`\\]{0,512}):((?!\d{1,5}(?:[/?#\s"'\\]|$)|\$\([\w.-]{1,64}\)\/)(?:[^\s@]|\t){0,1024}(?:@[^\s@/?#"'<>`\\]{0,256}){0,3})@(?=[\w[%$])/;
const ALONE = /^([^\s/?#@:"'<>`\\]{1,2048})@/;
/** Where a text of another language ends inside of what looks like a password. */
const ENDS = /["'`][\s,:;}\])]|<\/|[)\]}]["'`]/;

/** What stands before the host of an address. */
export function* inUrls(text: string): Iterable<Found> {
  // Before any expression is set up: nearly all texts are short and hold nothing.
  if (!text.includes('@')) return;
  let done = 0;
  for (const match of text.matchAll(AUTHORITY)) {
    const start = match.index + match[0].length;
    if (start < done) continue;
    const rest = text.slice(start, start + LONGEST_AUTHORITY);
    const found = passwordIn(rest) ?? tokenIn(rest);
    if (found === undefined) continue;
    done = start + found.start + found.value.length;
    yield { start: start + found.start, value: found.value };
  }
}

const LONGEST_AUTHORITY = 2048;

function passwordIn(rest: string): Found | undefined {
  const match = USER.exec(rest);
  if (match === null || ENDS.test(match[2]!) || !isValue(match[2]!)) return undefined;
  return { start: match[1]!.length + 1, value: match[2]! };
}

function tokenIn(rest: string): Found | undefined {
  const value = ALONE.exec(rest)?.[1];
  return value === undefined || value.length < SHORTEST_TOKEN || !isValue(value)
    ? undefined
    : { start: 0, value };
}

/** Of drivers and tools that leave out the scheme; `user` is no scheme of its own. */
const WITHOUT_SCHEME: readonly RegExp[] = [
  /(?<![\w.@/:-])[\w.%+-]{1,128}:([^\s@/"'`]{1,256})@(?:tcp|udp|unix)\(/g,
  /\bjdbc:oracle:\w{1,16}:[^\s/:]{1,128}\/([^\s@"'`]{1,256})@/g,
  /(?<![\w.@/:+-])(?!mailto:|sips?:|xmpp:|acct:|urn:)[\w.%+-]{1,128}:([^\s:@/"'`]{6,256})@(?!sha\d{3}:)[a-z\d-]{1,63}\.[\w.-]{2,255}(?=[/:\s"'`]|$)/gi,
];

function* beforeHosts(text: string): Iterable<Found> {
  if (!text.includes('@')) return;
  for (const form of WITHOUT_SCHEME) {
    for (const match of text.matchAll(form)) {
      const value = match[1]!;
      if (isDistinct(value)) yield { start: match.index + match[0].lastIndexOf(`${value}@`), value };
    }
  }
}

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----/g;

/** The first line of a key, and the others whatever separates them. */
export function* privateKeys(text: string): Iterable<Found> {
  if (!text.includes('-----BEGIN')) return;
  let done = 0;
  for (const match of text.matchAll(PRIVATE_KEY)) {
    if (match.index < done) continue;
    yield { start: match.index, value: match[0] };
    const start = match.index + match[0].length;
    done = endOf(text, start, '-----END');
    const body = text.slice(start, done);
    for (const line of body.matchAll(/[A-Za-z0-9+/=]{4,}/g)) {
      // The `n` of an escaped line end.
      const isEscaped = line[0].startsWith('n') && body[line.index - 1] === '\\';
      const from = isEscaped ? 1 : 0;
      yield { start: start + line.index + from, value: line[0].slice(from) };
    }
  }
}

/** What is given behind a scheme or an option; the secret is the last group. */
const GIVEN: readonly RegExp[] = [
  /\b(?:basic|bearer)[ \t]{1,4}((?=[a-z+/=._~-]{0,64}[A-Z0-9])[A-Za-z0-9+/=._~-]{8,4096})/gi,
  /(?:^|[\s"'])(?:-u|--user)[ \t=]{1,4}["']?[\w.@-]{1,128}:([^\s"'`\\]{1,512})/gm,
];

/** Cheaper than all of them one by one. */
const MAY_BE_GIVEN = /basic |bearer |-u |--user/i;

function* known(text: string): Iterable<Found> {
  for (const found of tokensIn(text)) if (isValue(found.value)) yield found;
  if (!MAY_BE_GIVEN.test(text)) return;
  for (const form of GIVEN) {
    for (const match of text.matchAll(form)) {
      const value = match.at(-1)!;
      if (isValue(value)) yield { start: match.index + match[0].lastIndexOf(value), value };
    }
  }
}

/** How docker keeps a user and a password of a registry. */
const LOGIN = /\bauth\\?["']?\s{0,8}[:=]\s{0,8}\\?["']?([A-Za-z0-9+/]{8,4096}={0,2})/g;
const USER_AND_PASSWORD = /^[\x21-\x39\x3b-\x7e]+:[\x20-\x7e]+$/;

function* logins(text: string): Iterable<Found> {
  if (!text.includes('auth')) return;
  for (const match of text.matchAll(LOGIN)) {
    const value = match[1]!;
    if (!USER_AND_PASSWORD.test(Buffer.from(value, 'base64').toString('latin1'))) continue;
    yield { start: match.index + match[0].lastIndexOf(value), value };
  }
}
