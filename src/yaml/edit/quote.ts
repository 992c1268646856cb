/** How a string or key must be written so that every YAML reader sees that string. */

const WORDS = /^(?:~|null|y|yes|n|no|true|false|on|off|=|<<|[-+]?\.(?:inf|nan))$/i;
const NUMBER = /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+|[0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9_]+)?)$/i;
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-9_]+)+(?:\.[0-9_]*)?$/;
const DATE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?$/;
const INDICATOR = /^(?:[,[\]{}#&*!|>'"%@`]|[-?:](?:[ ,[\]{}]|$)|---|\.\.\.)/;
const FLOW_INDICATOR = /[,[\]{}]/;
// Line breaks, lone surrogates and what else YAML calls not printable; a tab would be safe only in some places.
const NOT_PRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/u;

/** Whether a string, written plain, would be read as something else by a YAML 1.1 or 1.2 reader. */
export function needsQuotes(text: string, inFlow = false): boolean {
  if (text === '' || text.trim() !== text) return true;
  if (INDICATOR.test(text) || NOT_PRINTABLE.test(text)) return true;
  if (text.includes(': ') || text.includes(' #') || text.endsWith(':')) return true;
  if (inFlow && FLOW_INDICATOR.test(text)) return true;
  // Some readers drop `_` wherever it stands in a number.
  const bare = text.replaceAll('_', '');
  return (
    WORDS.test(text) || NUMBER.test(text) || NUMBER.test(bare) || SEXAGESIMAL.test(text) || DATE.test(text)
  );
}

export type Quote = 'single' | 'double';

/**
 * A string in quotes; single quotes give way to double ones where they cannot hold it, and double ones to single ones that
 * need no escapes.
 */
export function quoted(text: string, quote: Quote): string {
  if (NOT_PRINTABLE.test(text)) return doubleQuoted(text);
  if (quote === 'single' || (/["\\]/.test(text) && !text.includes("'")))
    return `'${text.replaceAll("'", "''")}'`;
  return doubleQuoted(text);
}

/** A string in JSON's quotes, which every YAML reader takes too. */
export function doubleQuoted(text: string): string {
  // JSON leaves some characters as they are that YAML does not allow.
  return JSON.stringify(text).replace(/[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/gu, char => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/**
 * Whether a string reads best as a literal block: several lines, all printable. Blanks at the end of one are not seen
 * there, and many an editor takes them away.
 */
export function fitsLiteral(text: string): boolean {
  const body = text.replace(/\n+$/, '');
  if (!text.includes('\n') || body === '' || /[ \t]$/m.test(text)) return false;
  return !NOT_PRINTABLE.test(text.replaceAll('\n', '').replaceAll('\t', ''));
}
