/** The text of a tool's file as data: JSON, JSON documents one behind the other, or YAML. */
import { parseWithPositions } from '../../yaml/read/positions.ts';
import { EvidenceProblem } from './found.ts';

/** Bytes that are read at most: all pods of a large cluster are a tenth of that. */
export const LARGEST = 256 * 1024 * 1024;

/** @throws EvidenceProblem for what is no text, and for text that is neither */
export function documentsIn(bytes: Uint8Array): readonly unknown[] {
  const text = textIn(bytes);
  if (text.trim() === '') throw new EvidenceProblem('is empty: did the command that writes it fail');
  if (/^\s*[[{]/.test(text)) return jsonIn(text);
  const { data, errors } = parseWithPositions(text);
  const [error] = errors;
  if (error !== undefined)
    throw new EvidenceProblem(`is neither JSON nor YAML: ${error.message}`, error.line);
  if (typeof data !== 'object' || data === null)
    throw new EvidenceProblem('holds a text: a message of the command that writes it');
  return [data];
}

function textIn(bytes: Uint8Array): string {
  if (bytes.length > LARGEST)
    throw new EvidenceProblem(`is larger than ${LARGEST / 1024 / 1024} MB: ask for one namespace at a time`);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new EvidenceProblem('is UTF-16, as PowerShell writes it: | Out-File -Encoding utf8');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new EvidenceProblem('is no text in UTF-8');
  }
}

function jsonIn(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (error) {
    return several(text) ?? fail(text, error);
  }
}

/** What `kubectl get` prints for one object after another: each begins at the left edge. */
function several(text: string): readonly unknown[] | undefined {
  const pieces = text.trim().split(/(?<=^[\]}])\r?\n(?=[[{])/m);
  if (pieces.length < 2) return undefined;
  try {
    return pieces.map(piece => JSON.parse(piece));
  } catch {
    return undefined;
  }
}

function fail(text: string, error: unknown): never {
  const whole = text.trimEnd();
  // Half of a file ends where nobody expects it.
  if (isCut(whole, error))
    throw new EvidenceProblem('is JSON that ends too early', lineAt(text, whole.length));
  let [good, bad] = [0, whole.length];
  // The shortest beginning that no end could make right; a runtime does not always say where.
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const beginning = text.slice(0, middle);
    try {
      JSON.parse(beginning);
      good = middle;
    } catch (problem) {
      if (isCut(beginning, problem)) good = middle;
      else bad = middle;
    }
  }
  throw new EvidenceProblem('is no JSON', lineAt(text, good));
}

function isCut(text: string, error: unknown): boolean {
  const message = error instanceof Error ? error.message : '';
  return /end of JSON/.test(message) || Number(/at position (\d+)/.exec(message)?.[1]) >= text.length;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
