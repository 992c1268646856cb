/** What stands in the place of a value that does not belong into a text: what the language reads from its environment. */
import type { ReplaceTextChange, Span, TextBlock, TextFile } from '../../../src/transform.ts';

/** A part of a block that is to say something else. */
export interface Part extends Span {
  /** The variable that holds it. */
  readonly variable: string;
  /** It is all that a setting says, and not a part of it. */
  readonly isWhole: boolean;
}

/**
 * The change, or undefined where the language knows no other way to say it, or the place does not allow it.
 *
 * @param part its span counts in the file
 */
export function readInstead(file: TextFile, block: TextBlock, part: Part): ReplaceTextChange | undefined {
  const before = lineBefore(file.text, part.start);
  const { variable, start, end } = part;
  switch (block.language) {
    case 'shell':
      return inShell(file, part, before);
    case 'compose':
      return file.replace({ start, end }, `\${${variable}:?}`);
    case 'workflow':
      return file.replace(
        { start, end },
        `\${{ ${/ACCOUNT/.test(variable) ? 'vars' : 'secrets'}.${variable} }}`,
      );
    case 'dotenv':
    case 'yaml':
    case 'json':
    case 'other':
      return file.replace({ start, end }, `<${variable}>`);
    case 'prose':
      return inProse(file, part, before);
    default:
      return undefined;
  }
}

function inShell(file: TextFile, part: Part, before: string): ReplaceTextChange | undefined {
  const { start, end, variable, isWhole } = part;
  // What the lines of another document within it say, a shell may not read.
  if (/^[ \t]*["']?[\w.-]+["']?:[ \t]/.test(before) || isQuotedDocument(file.text, start)) return undefined;
  const [single, double] = [isOpen(before, "'"), isOpen(before, '"')];
  // A reader sees what is missing; a script must not go on without it, nor must what takes its value from itself.
  const reference = file.isSample && !isWhole ? `\${${variable}}` : `\${${variable}:?}`;
  if (double) return file.replace({ start, end }, reference);
  if (!single) return file.replace({ start, end }, isWhole ? `"${reference}"` : reference);
  const isAlone = file.text[start - 1] === "'" && file.text[end] === "'";
  return isAlone ? file.replace({ start: start - 1, end: end + 1 }, `"${reference}"`) : undefined;
}

/** A document in quotes of its own: `cat <<'EOF'`. Nothing in it is read, and of the others nobody knows who reads them. */
function isQuotedDocument(text: string, offset: number): boolean {
  const before = text.slice(0, offset);
  for (const match of before.matchAll(/<<-?[ \t]*(["']?)(\w+)\1/g)) {
    const end = new RegExp(`^[ \\t]*${match[2]}[ \\t]*$`, 'm');
    if (!end.test(before.slice(match.index + match[0].length))) return true;
  }
  return false;
}

/** Outside of code an angle bracket begins an element, which nobody sees. */
function inProse(
  file: TextFile,
  { start, end, variable }: Part,
  before: string,
): ReplaceTextChange | undefined {
  if (isOpen(before, '`')) return file.replace({ start, end }, `<${variable}>`);
  const isWord = !/\S/.test(before.slice(-1)) && /^(?:[\s.,;:!?)]|$)/.test(file.text.slice(end, end + 1));
  return isWord ? file.replace({ start, end }, `\`<${variable}>\``) : undefined;
}

function lineBefore(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}

/** Whether a quote is open at the end of a line: the other kind does not count within it. */
function isOpen(line: string, quote: string): boolean {
  let open = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (character === '\\' && open !== "'") at++;
    else if (open === character) open = '';
    else if (open === '' && (quote === '`' ? character === '`' : character === '"' || character === "'"))
      open = character;
  }
  return open === quote;
}
