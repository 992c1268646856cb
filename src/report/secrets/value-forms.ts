/** The forms in which printers write a secret: as it is, encoded and decoded as Secrets hold it, escaped. */
import { isDistinct, isValue, SHORTEST } from '../../credentials/values.ts';

/** Longer values are recognised by their pieces of this length. */
const PIECE = 64;
/** What would be left over may be an ordinary word: the last piece has it too. */
export const LONGEST_PIECE = 2 * PIECE;

/** What values are recognised by. */
export function* piecesOf(values: Iterable<string>): Iterable<string> {
  for (const value of values) {
    for (const form of formsOf(value)) {
      for (let at = 0; at < form.length; ) {
        const end = form.length - at < LONGEST_PIECE ? form.length : at + PIECE;
        if (end - at >= SHORTEST) yield form.slice(at, end);
        at = end;
      }
    }
  }
}

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
  const whole = text.trim();
  // Of several lines most say something else: only those that are one word can be told apart.
  return lines.filter(line => isDistinct(line) && (lines.length === 1 || whole === line || isOneWord(line)));
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
