/**
 * How kustomize (go-yaml v3) reads plain scalars of resource files, and how it reads those of kustomization
 * files (YAML 1.1 by way of go-yaml v2). npm `yaml` differs: it has no `1_000`, no `0777` octal, no `0b11`.
 */
export type Scalar = string | number | bigint | boolean | null;

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
const TRUE = new Set(['true', 'True', 'TRUE']);
const FALSE = new Set(['false', 'False', 'FALSE']);
const TRUE_1_1 = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON']);
const FALSE_1_1 = new Set(['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF']);
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const SPECIAL_FLOAT = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const TIMESTAMP =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t]+)\d{1,2}:\d{2}:\d{2}(?:\.\d+)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::?\d{2})?))?$/;

/** A number that JSON cannot hold: kustomize refuses the build. */
export class UnrepresentableScalar extends Error {}

/** Resolves a plain scalar as resource files are read. */
export function resolvePlain(text: string): Scalar {
  if (NULLS.has(text)) return null;
  const first = text.charCodeAt(0);
  // Only digits, signs and the dot can start a number: the usual word leaves early.
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!numeric) {
    if (TRUE.has(text)) return true;
    if (FALSE.has(text)) return false;
    return text;
  }
  // Behind a leading dot underscores stand between digits only; anywhere else go-yaml drops them unseen.
  const isLoose = first !== 46 || !/_(?![0-9])|[^0-9]_/.test(text);
  const bare = isLoose && text.includes('_') ? text.replaceAll('_', '') : text;
  if (INTEGER.test(bare)) return integer(bare);
  // What no float can hold stays a text.
  if (FLOAT.test(bare) && Number.isFinite(Number(bare))) return Number(bare);
  if (SPECIAL_FLOAT.test(text)) throw new UnrepresentableScalar(`${text} has no JSON form`);
  const date = DATE.exec(text);
  if (date) return `${date[1]}-${date[2]!.padStart(2, '0')}-${date[3]!.padStart(2, '0')}T00:00:00Z`;
  if (TIMESTAMP.test(text)) return timestamp(text);
  return text;
}

/** Whether a plain scalar means the text that it is. */
export function isPlainText(text: string, plain: (text: string) => Scalar): boolean {
  try {
    return plain(text) === text;
  } catch (error) {
    if (error instanceof UnrepresentableScalar) return false;
    throw error;
  }
}

/** Resolves a plain scalar as kustomization files are read: YAML 1.1 booleans on top. */
export function resolvePlain11(text: string): Scalar {
  if (TRUE_1_1.has(text)) return true;
  if (FALSE_1_1.has(text)) return false;
  return resolvePlain(text);
}

function integer(text: string): number | bigint {
  const negative = text.startsWith('-');
  let digits = text.replace(/^[-+]/, '');
  if (/^0[0-7]+$/.test(digits)) digits = `0o${digits.slice(1)}`;
  const value = BigInt(digits.toLowerCase());
  const signed = negative ? -value : value;
  const number = Number(signed);
  return Number.isSafeInteger(number) ? number : signed;
}

function timestamp(text: string): string {
  const iso = text.replace(
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|[ \t]+)(\d{1,2}):/,
    (_, y, m, d, h) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}T${h.padStart(2, '0')}:`,
  );
  return /(?:Z|[-+]\d{2}:\d{2})$/.test(iso) ? iso : /[-+]\d/.test(iso.slice(10)) ? text : `${iso}Z`;
}

/**
 * The text of a folded scalar (`>`) as a build shows it: kustomize prints it and reads it again, and its
 * printer doubles the line break behind a line that does not start with a blank, unless the text itself starts
 * with one (then it forgets breaks).
 */
export function refold(text: string): string {
  const doubles = !/^\n*(?:[ \t]|$)/.test(text);
  const lines = text.split(/(\n+)/);
  let result = lines[0]!;
  for (let i = 1; i < lines.length; i += 2) {
    const [before, breaks, after] = [lines[i - 1]!, lines[i]!, lines[i + 1]!];
    const isPlain = before !== '' && !/^[ \t]/.test(before);
    const written = breaks.length + (isPlain && doubles ? 1 : 0);
    if (before === '') result += breaks;
    else if (after === '') result += breaks.length === 1 ? '\n' : '\n'.repeat(written);
    else if (!isPlain || /^[ \t]/.test(after)) result += '\n'.repeat(written);
    else result += written === 1 ? ' ' : '\n'.repeat(written - 1);
    result += after;
  }
  return result;
}
