/** Commands of a shell that run what they have just downloaded. */

import type { Span } from '../../src/transform.ts';

export interface Download extends Span {
  readonly url: string;
  /** What runs it, with everything in front of it: `sudo`, variables. */
  readonly runner: string;
  /** What the script itself gets. */
  readonly args: string;
  /** It fetches as anybody would: without a login, another certificate or what else would have to be kept up. */
  readonly isPlain: boolean;
}

/** Goes on behind a backslash at the end of a line. */
const PART = String.raw`(?:\\\r?\n|[^|&;\n\\])`;
const FETCH = String.raw`(?<![\w./-])(?<fetch>curl|wget)(?<options>\s${PART}*?)["']?(?<url>https?:\/\/[^\s"'|;&)<>]+)["']?(?<rest>${PART}*?)`;
const BEFORE = String.raw`(?:[A-Z_][A-Z0-9_]*=[^\s|;&]*\s+)*(?:sudo(?:\s+-[A-Za-z]+)*\s+)?(?:[A-Z_][A-Z0-9_]*=[^\s|;&]*\s+)*`;
const SHELL = String.raw`(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh`;

const PIPED = new RegExp(
  String.raw`${FETCH}\|\s*(?<runner>${BEFORE}${SHELL})(?![\w./-])(?<args>[^\n|;&)#]*)`,
  'g',
);
const SUBSTITUTED = new RegExp(
  String.raw`(?<runner>${BEFORE}${SHELL})\s+(?:<\(|-c\s+"\$\()\s*${FETCH}\)"?(?<args>[^\n|;&)#]*)`,
  'g',
);
const APPLIED =
  /(?<![\w./-])(?<runner>(?:kubectl|oc)(?:\s+-[^\s|;&]+)*\s+(?:apply|create)(?:\s+(?!-f\b)[^\s|;&]+)*)\s+-f\s+["']?(?<url>https?:\/\/[^\s"'|;&)<>]+)["']?(?<args>)/g;

/** In the order of the text. */
export function downloadsIn(text: string): Download[] {
  return [PIPED, SUBSTITUTED, APPLIED]
    .flatMap(pattern => [...text.matchAll(pattern)].map(read))
    .filter(({ start }) => !isComment(text, start))
    .map(each => ({ ...each, isPlain: each.isPlain && isCommand(text, each.start) }))
    .sort((a, b) => a.start - b.start);
}

function read(match: RegExpMatchArray): Download {
  const { options = '', rest = '', url = '', runner = '', args = '' } = match.groups!;
  const whole = match[0].trimEnd();
  return {
    start: match.index!,
    end: match.index! + whole.length,
    url,
    runner: runner.trim(),
    args: ownArgs(args),
    isPlain: isPlain(`${options} ${rest}`),
  };
}

/** Behind `-s --`, or behind the `-` that stands for the script. */
function ownArgs(args: string): string {
  return args
    .trim()
    .replace(/^-s?(?:\s+--)?(?=\s|$)/, '')
    .trim();
}

function isPlain(options: string): boolean {
  const words = options
    .replace(/\\\r?\n/g, ' ')
    .split(/\s+/)
    .filter(each => each !== '' && each !== '"' && each !== "'");
  return words.every(each => PLAIN.test(each));
}

/** Quiet, following redirects, to the output, with retries. */
const PLAIN =
  /^(?:-[fsSLqO#-]+|--(?:fail|silent|show-error|location|quiet|proto|tlsv1(?:\.\d)?|retry|https-only)|'?=https'?|-O-|-qO-|\d)$/;

/** Nothing in front of it that would take the first step alone. */
function isCommand(text: string, offset: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /(?:^|[;&|({!$]|\b(?:then|do|else|if|RUN|run:))\s*$/.test(before);
}

function isComment(text: string, offset: number): boolean {
  return /^[ \t]*#/.test(text.slice(text.lastIndexOf('\n', offset - 1) + 1));
}
