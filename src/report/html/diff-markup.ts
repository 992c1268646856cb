/** Hunks as HTML: lines that take each other's place are marked word by word. */
import { diffWordsWithSpace } from 'diff';
import { html, type Markup } from './markup.ts';

/** Longer ones are whole texts in a line, of which words say little. */
const LONGEST_LINE = 500;

/** @param lines of hunks, each with its sign */
export function diffMarkup(lines: readonly string[]): Markup {
  return html`<pre class="diff" tabindex="0">${runsOf(lines).flatMap(runMarkup)}</pre>`;
}

interface Run {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** A line that is neither. */
  readonly other: string | undefined;
}

function runsOf(lines: readonly string[]): Run[] {
  const runs: Run[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const end = () => {
    if (removed.length + added.length > 0) runs.push({ removed, added, other: undefined });
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    // What is removed behind something new replaces nothing of it.
    if (line.startsWith('-') && added.length > 0) end();
    if (line.startsWith('-')) removed.push(line);
    else if (line.startsWith('+')) added.push(line);
    else {
      end();
      runs.push({ removed: [], added: [], other: line });
    }
  }
  end();
  return runs;
}

function runMarkup({ removed, added, other }: Run): Markup[] {
  if (other !== undefined)
    return [
      html`<span class="${other.startsWith('@@') ? 'range' : 'same'}">${other}
</span>`,
    ];
  const isPaired = removed.length === added.length;
  const pairs = removed.map((line, index) =>
    isPaired ? wordMarks(line.slice(1), added[index]!.slice(1)) : undefined,
  );
  return [
    ...removed.map(
      (line, index) => html`<del>-${pairs[index]?.old ?? line.slice(1)}
</del>`,
    ),
    ...added.map(
      (line, index) => html`<ins>+${pairs[index]?.now ?? line.slice(1)}
</ins>`,
    ),
  ];
}

interface Marks {
  readonly old: readonly Markup[];
  readonly now: readonly Markup[];
}

function wordMarks(old: string, now: string): Marks | undefined {
  if (old.length + now.length > LONGEST_LINE) return undefined;
  const parts = diffWordsWithSpace(old, now);
  // No word in common: the whole line is another.
  if (!parts.some(({ added, removed, value }) => !added && !removed && /\w/.test(value))) return undefined;
  return {
    old: parts
      .filter(({ added }) => !added)
      .map(({ removed, value }) => (removed ? html`<b>${value}</b>` : html`${value}`)),
    now: parts
      .filter(({ removed }) => !removed)
      .map(({ added, value }) => (added ? html`<b>${value}</b>` : html`${value}`)),
  };
}
