/** Finds known secrets in texts that are to be printed, in each form in which a printer may write them. */
import { inUrls, isValue, secretsByForm } from './rules.ts';

/** Stands where a secret stood. */
export const MASK = '***';

export type Mask = (text: string) => string;

const SHORTEST = 6;
/** Words, names and numbers that stand everywhere: hidden where they are a secret, and not elsewhere. */
const ORDINARY =
  /^(?:[a-z]+(?:[._/-][a-z]+)*|[A-Za-z][a-z]*(?:[A-Z][a-z]+)*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*|[\d.,:/-]{1,9}|v\d+\w{0,8}|-----.*|[\w./-]+:\s*\w*)$/;

/** Whether a value is told apart from ordinary words wherever it stands. */
export function isDistinct(value: string): boolean {
  if (value.length < SHORTEST || !isValue(value)) return false;
  return !ORDINARY.test(value);
}

/** Longer values are recognised by their pieces of this length. */
const PIECE = 64;

/** Pieces by their first characters, the longest first. */
type Pieces = ReadonlyMap<string, readonly string[]>;

/** @param values what was found in a repository */
export function newMask(values: Iterable<string>): Mask {
  const pieces = new Map<string, string[]>();
  const starts = new Uint8Array(65536);
  for (const piece of new Set(piecesOf(values))) {
    starts[piece.charCodeAt(0)] = 1;
    const key = piece.slice(0, SHORTEST);
    const list = pieces.get(key);
    if (list) list.push(piece);
    else pieces.set(key, [piece]);
  }
  for (const list of pieces.values()) list.sort((a, b) => b.length - a.length);
  return text => maskShapes(pieces.size === 0 ? text : maskValues(text, pieces, starts));
}

/** Secrets that show by themselves, in a text of which nothing is known. */
export function maskShapes(text: string): string {
  const found = secretsByForm(text).filter(({ value }) => value !== MASK && isDistinct(value));
  return found.length === 0
    ? text
    : cut(
        text,
        found.map(({ start, value }) => [start, start + value.length]),
      );
}

/** A text of a repository, as a message may quote it. */
export function withoutCredentials(text: string): string {
  const found = [...inUrls(text)];
  return found.length === 0
    ? text
    : cut(
        text,
        found.map(({ start, value }) => [start, start + value.length]),
      );
}

function maskValues(text: string, pieces: Pieces, starts: Uint8Array): string {
  const spans: [number, number][] = [];
  for (let at = 0; at < text.length; ) {
    const length = starts[text.charCodeAt(at)] === 1 ? matchAt(text, at, pieces) : 0;
    if (length > 0) spans.push([at, at + length]);
    at += Math.max(length, 1);
  }
  return spans.length === 0 ? text : cut(text, spans);
}

/** Length of the longest secret at a place, or of what a printer has left of one. */
function matchAt(text: string, start: number, pieces: Pieces): number {
  const list = pieces.get(text.slice(start, start + SHORTEST)) ?? [];
  const whole = list.find(piece => text.startsWith(piece, start));
  if (whole !== undefined || list.length === 0) return whole?.length ?? 0;
  const end = text.slice(start, start + PIECE).search(/\.\.\.|\u2026/);
  if (end < SHORTEST) return 0;
  const beginning = text.slice(start, start + end);
  return list.some(piece => piece.startsWith(beginning)) ? end : 0;
}

function cut(text: string, spans: readonly (readonly [number, number])[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    // One that lies in the one before, or goes on from it, is hidden with it.
    if (start > done || parts.length === 0) parts.push(text.slice(done, start), MASK);
    done = Math.max(done, end);
  }
  return parts.join('') + text.slice(done);
}

function* piecesOf(values: Iterable<string>): Iterable<string> {
  for (const value of values) {
    for (const form of formsOf(value)) {
      for (let at = 0; at < form.length; ) {
        // What would be left over may be an ordinary word.
        const end = form.length - at < 2 * PIECE ? form.length : at + PIECE;
        if (end - at >= SHORTEST) yield form.slice(at, end);
        at = end;
      }
    }
  }
}

/** As it is, encoded and decoded as Secrets hold it, and as the printers escape it. */
function formsOf(value: string): Set<string> {
  const forms = new Set<string>();
  for (const text of [value, ...decoded(value)]) {
    for (const line of linesOf(text)) {
      forms.add(line);
      for (const escaped of escapedForms(line)) forms.add(escaped);
    }
    if (text.length < SHORTEST || !isValue(text) || /^\d+$/.test(text)) continue;
    // A Secret wraps what is long.
    for (const line of Buffer.from(text)
      .toString('base64')
      .match(/.{1,70}/g) ?? []) {
      if (line.length >= SHORTEST_ENCODED) forms.add(line);
    }
  }
  return forms;
}

const SHORTEST_ENCODED = 8;

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map(line => line.trim());
  // Of several lines most say something else: only those that are one word can be told apart.
  return lines.filter(
    line => isDistinct(line) && (lines.length === 1 || text.trim() === line || isOneWord(line)),
  );
}

function isOneWord(line: string): boolean {
  return line.length >= SHORTEST_LINE && /\d/.test(line) && /^[^\s:={}[\]()"',;]+=*$/.test(line);
}

const SHORTEST_LINE = 12;

function escapedForms(line: string): string[] {
  const json = JSON.stringify(line).slice(1, -1);
  const html = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    json,
    html,
    html.replaceAll('"', '&quot;'),
    line.replaceAll("'", "''"),
    line.replaceAll('|', '\\|').replaceAll('<', '\\<'),
    line.replaceAll('%', '%25'),
    line.replace(/\s+/g, ' '),
    percentEncoded(line),
  ];
}

function percentEncoded(line: string): string {
  // A half of a character that needs two has no such form.
  return /\p{Surrogate}/u.test(line) ? line : encodeURIComponent(line);
}

const BASE64 = /^[A-Za-z0-9+/\s]{8,}={0,2}\s*$/;

/** What a text encodes, where it is printable. */
function decoded(value: string): string[] {
  if (!BASE64.test(value) || value.replace(/\s/g, '').length % 4 !== 0) return [];
  const text = Buffer.from(value, 'base64').toString('utf8');
  return /^[\t\r\n\u0020-\u007e\u00a0-\ufffc]+$/.test(text) ? [text] : [];
}
