/** The steps of a migration, numbered, on one screen. */
import type { Step } from '../../migration/steps.ts';
import type { Plan } from '../../plan/model/result.ts';
import type { Mask } from '../secrets/mask.ts';
import type { Colors } from '../words/colors.ts';
import { severityPainter } from '../words/findings.ts';
import { shortIds } from '../words/ids.ts';
import { cutTo } from '../words/list.ts';
import { type Tally, tallyAll } from '../words/tally.ts';
import { count, hanging, oneLine, subjectText, table, WIDTH, wrapped } from '../words/words.ts';

export interface StepsContext {
  /** Undefined: no terminal, as many lines as it takes. */
  readonly screen: { readonly columns: number; readonly rows: number } | undefined;
  readonly mask: Mask;
  /** What to type to get this again. */
  readonly command: string;
  /** Options and paths, to be typed again as well. */
  readonly args: string;
  /** Each step with its fixes and files, whatever room there is. */
  readonly isVerbose?: boolean;
}

/** A line of a screen on which the next command is typed. */
const PROMPT = 1;
const FEWEST_ROWS = 3;

export function stepsText(
  plan: Plan,
  steps: readonly Step[],
  { screen, mask, command, args, isVerbose = false }: StepsContext,
  colors: Colors,
): string {
  const width = Math.min(screen?.columns ?? WIDTH, WIDTH);
  const lines = (text: string) => wrapped(mask(oneLine(text)), '', width);
  const tally = tallyAll(plan.fixes);
  const above = lines(headOf(tally, steps));
  const below = [
    ...lines(leftTo(tally, command, args)),
    ...(steps.length === 0
      ? []
      : [mask(nextText(`${command} --next${args}`, `${command} --commits${args}`, width))]),
  ];
  const isWhole = screen === undefined || isVerbose;
  const room = isWhole ? steps.length : screen.rows - PROMPT - above.length - below.length - 1;
  const shown = steps.length <= room ? steps : steps.slice(0, Math.max(room - 1, FEWEST_ROWS));
  const rest = steps.length - shown.length;
  const [head, ...rows] = rowsOf(shown, width, mask, colors);
  const short = shortIds(plan);
  const more = (step: Step) =>
    isVerbose ? detailsOf(step, short).flatMap(text => indented(mask(text), width)) : [];
  return `${[
    ...above,
    ...(head === undefined ? [] : [head]),
    ...rows.flatMap((row, index) => [row, ...more(shown[index]!)]),
    ...(rest > 0 ? [`and ${count(rest, 'more step')} (-v lists all)`] : []),
    ...below,
  ].join('\n')}\n`;
}

/** The second where there is room for it: a command that is broken cannot be copied. */
function nextText(first: string, second: string, width: number): string {
  const both = `next: ${first}, ${second}`;
  return both.length <= width ? both : `next: ${first}`;
}

function headOf({ found }: Tally, steps: readonly Step[]): string {
  if (steps.length === 0) return found === 0 ? 'nothing to migrate: nothing found' : 'no step is left';
  const fixes = steps.reduce((sum, { planned }) => sum + planned.length, 0);
  const first = steps.findIndex(({ restarts }) => restarts.length > 0);
  const restart = first < 0 ? 'none restarts a pod' : `pods restart from step ${first + 1} on`;
  return `${count(fixes, 'fix', 'fixes')} in ${count(steps.length, 'step')}, each proven on those before it; ${restart}`;
}

/** What no step writes. */
function leftTo({ unsafe, answer, digest }: Tally, command: string, args: string): string {
  const parts = [
    ...needing(unsafe, '--unsafe'),
    ...needing(answer, 'an answer'),
    ...needing(digest, 'a digest'),
  ];
  if (parts.length === 0) return 'nothing is left for people to decide';
  const them = unsafe + answer + digest === 1 ? 'it' : 'them';
  return `in no step: ${parts.join(', ')} (${command} --checklist FILE${args} writes ${them} down)`;
}

function needing(many: number, what: string): string[] {
  return many === 0 ? [] : [`${many} ${many === 1 ? 'needs' : 'need'} ${what}`];
}

function rowsOf(steps: readonly Step[], width: number, mask: Mask, colors: Colors): string[] {
  if (steps.length === 0) return [];
  const hasOwners = steps.some(({ owners }) => owners.length > 0);
  const head = ['', 'step', 'worst', 'fixes', 'files', 'restarts', ...(hasOwners ? ['owners'] : [])];
  const rows = steps.map(step => [
    numberOf(step, steps),
    step.share === undefined ? step.name : `${step.name}, ${step.share}`,
    step.severity,
    step.planned.length,
    step.files.length,
    step.restarts.length,
    ...(hasOwners ? [mask(oneLine(step.owners.join(' ')))] : []),
  ]);
  const [first = '', ...others] = table([head, ...rows]).map(line => cutTo(line, width));
  return [
    colors.bold(first),
    ...others.map((line, i) => line.replace(steps[i]!.severity, severityPainter(steps[i]!.severity, colors))),
  ];
}

const INDENT = ' '.repeat(4);

function indented(text: string, width: number): string[] {
  return hanging(text, `${INDENT}  `, width).map((line, index) => (index === 0 ? `${INDENT}${line}` : line));
}

function detailsOf({ planned, files }: Step, short: (id: string) => string): string[] {
  const fixes = planned.map(
    ({ id, transform, subject, brief }) => `${short(id)} ${transform}: ${subjectText(subject)}: ${brief}`,
  );
  return [...fixes, `in ${files.join(', ')}`].map(oneLine);
}

function numberOf(step: Step, steps: readonly Step[]): number {
  return steps.indexOf(step) + 1;
}
