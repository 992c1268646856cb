/** Values that are given to the name of a credential: which are one, and which say nothing. */
import { credentialOf, type Strength } from './names.ts';

/** Shorter texts stand everywhere. */
export const SHORTEST = 6;

const NO_VALUE = /^(?:|true|false|yes|no|on|off|null|~)$/i;
/** To variables, commands and templates, those of our configuration too; `<password>` and what SOPS has encrypted are none either. */
const REFERENCE =
  /^(?:\$\([\w.-]+\)(?:\/|$)|\$\(env:|\$\(\S+\s|\$\{|\$\w+(?:$|["'\s;|&])|`|\{\{|\.(?:Env|Values|Release)\.|\*+$|<[\w -]{1,64}>|ENC\[|\{workload\}[a-z.-]*$)/;

/** Not empty, no switch, no reference to what stands elsewhere. */
export function isValue(text: string): boolean {
  const trimmed = text.trim();
  return !NO_VALUE.test(trimmed) && !REFERENCE.test(trimmed);
}

/** What a shell or a template puts there; without its end it is not told apart any more. */
const BEGINS_REFERENCE = /^(?:\$[({\w]|\$\$[({]|\{\{)/;

/** Whether the first word of a value stands for what is elsewhere. */
export function beginsReference(text: string): boolean {
  return BEGINS_REFERENCE.test(text);
}

/** Whether a value that is given to the name of a credential is one: an address without anything secret in it is none. */
export function isCredential(text: string, strength: Strength = 'sure'): boolean {
  return isValue(text) && !isPlainAddress(text.trim()) && (strength === 'sure' || looksSecret(text));
}

/** Words, names and numbers that stand everywhere: hidden where they are a secret, and not elsewhere. */
const ORDINARY =
  /^(?:[a-z]+(?:[._/-][a-z]+)*|[A-Za-z][a-z]*(?:[A-Z][a-z]+)*|(?![A-Z0-9]{16})[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*|[\d.,:/-]{1,9}|v\d+\w{0,8}|-----.*|[\w./-]+:\s*\w*)$/;

/** Whether a value is told apart from ordinary words wherever it stands. */
export function isDistinct(value: string): boolean {
  if (value.length < SHORTEST || !isValue(value)) return false;
  return !ORDINARY.test(value);
}

const LONGEST_OF_NAMES = 30;

/** No word, no path, no name of a file or of an object. */
function looksSecret(text: string): boolean {
  const trimmed = text.trim();
  if (!isDistinct(trimmed) || /^[./~]|\$\(|\.[a-z]{2,5}$/.test(trimmed)) return false;
  const isName = trimmed.length < LONGEST_OF_NAMES && /^[a-z\d]+(?:[-._/][a-z\d]+)+$/.test(trimmed);
  return !isName && !/\s/.test(trimmed);
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
    return credentialOf(name) !== undefined || isSignature(name) || looksLikeToken(part.slice(sign + 1));
  });
}

const SIGNATURE = /^(?:sig|signature|x-amz-signature|key|code)$/i;

/** Whether a parameter of that name, of an address, lets somebody in. */
export function isSignature(name: string): boolean {
  return SIGNATURE.test(name);
}

/** With a short number, or one of its own at the end: `v1beta1`, `deploy-2026`. */
const WORDS = /^(?:[a-z]+(?:[-._][a-z]+)*(?:\d{0,2}|[-._]\d{1,4})|v\d+(?:alpha|beta)?\d*)$/i;
const SHORTEST_MIXED = 8;
const LONGEST_WORD = 19;

function looksLikeToken(part: string): boolean {
  if (WORDS.test(part)) return part.split(/[-._]/).some(word => word.length > LONGEST_WORD);
  return part.length > LONGEST_WORD || (part.length >= SHORTEST_MIXED && /\d/.test(part));
}
