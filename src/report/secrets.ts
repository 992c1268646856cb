/** Which lines of a text show a secret value. Read from the lines alone: a text may be half a manifest. */

const CREDENTIAL_WORD =
  /pass(?:word|wd|phrase)?(?![a-z])|secret|token|credential|api[-_]?key|private[-_]?key|access[-_]?key|auth[-_]?key|encryption[-_]?key|signing[-_]?key/i;
/** Names that speak of a credential without holding it: `secretName`, `TOKEN_URL`, `existingSecret`. */
const ONLY_SPEAKS_OF_IT =
  /(?:name|names|ref|refs|file|path|dir|url|uri|class|type|ttl|expiry|expiration|provider|store|engine|mount|account|length|enabled|generator|issuer|audience|policy|rotation|age|size|count|days|hours|minutes|seconds|public[-_]?key|(?:secret|token)[-_]?keys?)$|^(?:existing|imagePull|pull|tls|ca)Secrets?$/i;

const KEY_VALUE = /^(\s*)(?:-\s+)?["']?([\w.$-]+)["']?\s*:\s*(.*)$/;
const LITERAL = /^\s*-?\s*["']?([\w.-]+)=(.+)$/;
const URL_WITH_PASSWORD = /[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:[^\s/@$]+@/i;
const KNOWN_FORM = /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|\bxox[abpr]-\w/;

/** Lines from one number, counted from 1, up to another one that is not of them. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/**
 * Line numbers, from 1, that show the value of a Secret or of a name that reads like a credential.
 *
 * @param shown the lines that are looked at, in order; all lines unless stated
 */
export function secretLines(
  text: string,
  shown: readonly Lines[] = [{ from: 1, to: Number.POSITIVE_INFINITY }],
): ReadonlySet<number> {
  const found = new Set<number>();
  // All that follows needs one of these somewhere.
  if (!CREDENTIAL_WORD.test(text) && !text.includes('://') && !KNOWN_FORM.test(text)) return found;
  const lines = text.split('\n').map(line => line.replace(/\r$/, ''));
  const secrets = new Set<number>();
  // Other fields of a generator's entries say where the values are.
  if (/secretGenerator/i.test(text)) addBelow(/^secretGenerator\s*:/i, LITERAL, lines, secrets);
  if (/^kind:\s*["']?Secret\b/m.test(text)) {
    for (const { start, end } of documents(lines)) {
      const isSecret = lines
        .slice(start, end)
        .some(line => /^kind:\s*["']?Secret["']?\s*(?:#.*)?$/.test(line));
      if (isSecret) addBelow(/^(?:data|stringData)\s*:/, /./, lines, secrets, start, end);
    }
  }
  for (const { from, to } of shown) {
    for (let number = from; number < to && number <= lines.length; number++) {
      const [line, previous = ''] = [lines[number - 1]!, lines[number - 2]];
      if (secrets.has(number) || showsCredential(line, previous)) found.add(number);
    }
  }
  return found;
}

function documents(lines: readonly string[]): { start: number; end: number }[] {
  const starts = [0, ...lines.flatMap((line, i) => (/^---(?:\s|$)/.test(line) ? [i + 1] : []))];
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? lines.length }));
}

/** What is written below a key of the top level. */
function addBelow(
  key: RegExp,
  value: RegExp,
  lines: readonly string[],
  found: Set<number>,
  start = 0,
  end = lines.length,
): void {
  let inside = false;
  for (let i = start; i < end; i++) {
    const line = lines[i]!;
    const startsKey = /^[^\s#-]/.test(line);
    if (startsKey) inside = key.test(line);
    const isBareKey = startsKey && /:\s*(?:#.*)?$/.test(line);
    if (inside && !isBareKey && line.trim() !== '' && value.test(line)) found.add(i + 1);
  }
}

function showsCredential(line: string, previous: string): boolean {
  // Most lines hold no address: looking for a scheme at every letter would be slow.
  if ((line.includes('://') && URL_WITH_PASSWORD.test(line)) || KNOWN_FORM.test(line)) return true;
  const pair = KEY_VALUE.exec(line);
  if (pair) {
    const [, , key = '', value = ''] = pair;
    if (!isLiteral(value)) return false;
    if (key === 'value') {
      const name = /^\s*-?\s*name:\s*["']?([\w.-]+)/.exec(previous)?.[1];
      return name !== undefined && holdsCredential(name);
    }
    return holdsCredential(key);
  }
  const literal = LITERAL.exec(line);
  return literal !== null && holdsCredential(literal[1]!) && isLiteral(literal[2]!);
}

function holdsCredential(name: string): boolean {
  return CREDENTIAL_WORD.test(name) && !ONLY_SPEAKS_OF_IT.test(name);
}

/** Not empty, no reference to something else, no switch, number, path or map. */
function isLiteral(value: string): boolean {
  const text = value
    .replace(/\s+#.*$/, '')
    .replace(/^["'](.*)["']$/, '$1')
    .trim();
  if (text === '' || /^(?:true|false|yes|no|on|off|null|~|\d+)$/i.test(text)) return false;
  return !/^(?:\$[({]|[{[&*|>!/]|\{\{)/.test(text);
}
