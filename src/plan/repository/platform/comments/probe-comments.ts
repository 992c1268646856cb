/** Comments in or above a container by which somebody has turned a probe off. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { memoizedText } from '../../../../text/memo.ts';

/**
 * Where a comment says that a container does without a probe, `file:line`.
 *
 * @param at `file:line` of the container
 * @param kind `liveness`, `readiness` or `startup`
 */
export type ProbeTurnedOff = (at: string, kind: string) => string | undefined;

/** What turns something off, in front of its name. */
const OFF_BEFORE = String.raw`(?:no|without|disabl\w+|remov\w+|dropp?\w*|skip\w*|(?:turn|switch|comment)\w* (?:off|out))`;
/** The same behind it. */
const OFF_BEHIND = '(?:disabled|removed|dropped|skipped|off|commented out)';
/** A few words lie between the two. */
const FEW = String.raw`(?:[\w/,]+ ){0,3}?`;
const ANY = /\b(?:liveness|readiness|startup)/i;
/** Most files hold no comment of that sort: their lines are not looked at for each of their containers. */
const MAY_SAY = /#.*(?:liveness|readiness|startup|probe|health ?check)/i;

export function probeTurnedOff(files: Files): ProbeTurnedOff {
  const known = new Map<string, readonly string[]>();
  const linesOf = (file: string) => {
    const text = files.read(file) ?? '';
    return MAY_SAY.test(text) ? text.split(/\r?\n/) : [];
  };
  return (at, kind) => {
    const [, file = '', number = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
    let lines = known.get(file);
    if (lines === undefined) known.set(file, (lines = linesOf(file)));
    const forms = formsOf(kind);
    const found = commentsOf(lines, Number(number) - 1).find(index => isOff(lines[index]!, forms));
    return found === undefined ? undefined : `${file}:${found + 1}`;
  };
}

/** How comments speak of a kind of probe. */
interface Forms {
  readonly commentedOut: RegExp;
  readonly named: RegExp;
  readonly off: RegExp;
}

const formsOf = memoizedText(3, (kind): Forms => {
  const probe = String.raw`(?:${kind}|probes?\b|health ?checks?\b)`;
  const [before, behind] = [
    String.raw`\b${OFF_BEFORE} ${FEW}${probe}`,
    String.raw`\b${probe}\S* ${FEW}${OFF_BEHIND}\b`,
  ];
  return {
    commentedOut: new RegExp(String.raw`^\s*#[#\s-]*["']?${kind}Probe["']?\s*:`),
    named: new RegExp(String.raw`\b${kind}`, 'i'),
    off: new RegExp(`${before}|${behind}`, 'i'),
  };
});

function isOff(line: string, { commentedOut, named, off }: Forms): boolean {
  if (commentedOut.test(line)) return true;
  const said = /(?:^|\s)#+\s*(.*)$/.exec(line)?.[1] ?? '';
  // What names some of them means no others.
  return (!ANY.test(said) || named.test(said)) && off.test(said);
}

/** The lines with comments that belong to an element: right above it, in it, and behind its end as deep as its keys. */
function commentsOf(lines: readonly string[], first: number): number[] {
  if (lines[first] === undefined) return [];
  const column = /^[\s-]*/.exec(lines[first])![0].length;
  let above = first;
  while (above > 0 && /^\s*#/.test(lines[above - 1]!)) above--;
  // What is as deep as keys belongs to the element before.
  const found = Array.from({ length: first - above }, (_, index) => above + index).filter(
    index => keyInComment(lines[index]!) < column,
  );
  let behind: number[] = [];
  for (let index = first; index < lines.length; index++) {
    const line = lines[index]!;
    if (line.trim() === '') continue;
    if (/^\s*#/.test(line)) {
      behind.push(index);
      continue;
    }
    if (index > first && line.search(/\S/) < column) break;
    found.push(...behind, index);
    behind = [];
  }
  return [...found, ...behind.filter(index => keyInComment(lines[index]!) >= column)];
}

/** The column that is meant: an editor puts the mark at the begin of the line and leaves the text where it was. */
function keyInComment(line: string): number {
  const column = line.indexOf('#');
  const text = line.search(/[^#\s]/);
  return column > 0 || text <= 2 ? column : text - 1;
}
