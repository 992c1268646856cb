/** What a run found and what becomes of it, on one screen: for terminals, and beside a diff that goes elsewhere. */
import type { Plan } from '../../plan/model/result.ts';
import type { HiddenChange } from '../diff/diff.ts';
import type { Mask } from '../secrets/mask.ts';
import type { Again } from '../words/again.ts';
import type { Colors } from '../words/colors.ts';
import { OUTCOMES, outcomeFor } from '../words/findings.ts';
import { cutTo, shown } from '../words/list.ts';
import { maskedFix } from '../words/masked-fix.ts';
import { questionsOf } from '../words/questions/questions.ts';
import {
  environmentsOf,
  isBlind,
  isSeen,
  NOTHING_READ,
  tallyAll,
  unreadEnvironments,
} from '../words/tally.ts';
import { knownText, totals } from '../words/totals.ts';
import {
  count,
  enumerated,
  hanging,
  NO_ENVIRONMENT,
  oneLine,
  table,
  WIDTH,
  wrapped,
} from '../words/words.ts';
import { changesText, isOfConfiguration, proofLines } from './changes.ts';
import { causeLines, noticeLines } from './first-lines.ts';
import { nextLine } from './next-commands.ts';
import { remediationTable } from './remediation-table.ts';

export interface OverviewContext {
  /** What is known of the user's kustomize: `kustomize v5.8.2 agrees`. */
  readonly witness: string;
  /** What the printed diff leaves out. */
  readonly hidden: readonly HiddenChange[];
  /** Hides secrets before a line is cut. */
  readonly mask: Mask;
  /** Findings that a baseline leaves out. Undefined: there is no baseline. */
  readonly known?: number | undefined;
  /** Undefined: no terminal, as many lines as it takes. */
  readonly screen?: { readonly columns: number; readonly rows: number } | undefined;
  /** What the next command repeats of what was typed. Undefined: there is nothing to do next. */
  readonly again?: Again | undefined;
  /** What to type to have roots read that lack a file. */
  readonly toRead?: string | undefined;
}

/** Of a screen: a line more would push the first one out. */
const PROMPT = 1;
const FEWEST_ROWS = 3;
/** The head of the table, and a blank line. */
const OTHER_LINES = 2;

export function overview(found: Plan, context: OverviewContext, colors: Colors): string {
  const { screen, mask } = context;
  const plan = { ...found, fixes: found.fixes.map(fix => maskedFix(fix, mask)) };
  const width = Math.min(screen?.columns ?? WIDTH, WIDTH);
  const notices = found.notices.map(({ message, at }) =>
    mask(`notice: ${at ? `${at}: ` : ''}${oneLine(message)}`),
  );
  const lines = (texts: readonly string[]) => texts.flatMap(text => wrapped(text, '', width));
  // A command is copied: the terminal breaks it, and no end of line does.
  const toRead = context.toRead === undefined ? [] : [mask(context.toRead)];
  const next = nextLine(plan, context.again, screen);
  const broken = [...toRead, ...next].reduce((sum, line) => sum + Math.floor(line.length / width), 0);
  // Before what was found: without it the rest reads as if it were all.
  const above = [...causeLines(plan, screen, mask), ...toRead].map(colors.yellow);
  const below = [
    ...lines(totalsOf(plan, context.known)),
    ...answersThatUnlock(plan, { mask, width, isCut: screen !== undefined }),
    ...noticeLines(notices, screen),
    ...lines(hiddenIn(context)).map(colors.yellow),
    ...lines(proofLines(found, context.witness, width)),
    ...next,
  ];
  const looked = lines([lookedAt(plan)]);
  const room =
    screen === undefined
      ? Number.POSITIVE_INFINITY
      : screen.rows - PROMPT - above.length - broken - looked.length - below.length - OTHER_LINES;
  const rows = remediationTable(plan, { width, most: Math.max(room, FEWEST_ROWS), colors });
  const parts = [[...above, ...looked, ...rows], below];
  return `${parts.map(part => part.join('\n')).join('\n\n')}\n`;
}

/** `looked at 3 roots (dev, production, staging) with 141 objects`, `looked at 5 of 8 roots with 42 objects` */
function lookedAt(plan: Plan): string {
  const roots = plan.roots.filter(root => root.selected);
  const seen = roots.filter(isSeen).length;
  const objects = roots.reduce((sum, root) => sum + root.objects, 0);
  const all = environmentsOf(plan);
  // The table counts those without one as one.
  const names = all.map(name => name ?? NO_ENVIRONMENT);
  const unread = seen === 0 ? [] : unreadEnvironments(plan).map(name => `not ${name}`);
  const said = [...(all.every(name => name === undefined) ? [] : [enumerated(names)]), ...unread];
  const of = said.length === 0 ? '' : ` (${said.join(', ')})`;
  const many = count(roots.length, 'root');
  return `looked at ${seen < roots.length ? `${seen} of ${many}` : many}${of} with ${count(objects, 'object')}`;
}

function totalsOf(plan: Plan, known: number | undefined): string[] {
  const tally = tallyAll(plan.fixes);
  // Nothing found would read as if something had been looked for.
  const selected = plan.roots.filter(root => root.selected);
  // As where nothing has changed since a revision.
  if (tally.found === 0 && selected.length === 0 && plan.roots.length > 0)
    return [`nothing to look at: ${count(plan.roots.length, 'root')}, and none of what was asked for`];
  if (tally.found === 0 && isBlind(plan)) return [NOTHING_READ];
  const old = known === undefined ? [] : [knownText(known, tally.found)];
  // Where an answer is all that is written, what was found is left out of the plan.
  const none = isOfConfiguration(plan) ? ['nothing in the manifests changes'] : ['nothing found'];
  const found = tally.found > 0 ? [totals(tally), ...old] : old.length > 0 ? old : none;
  return [...found, ...leftOut(plan), changesText(plan)];
}

/** What is neither fixed nor waits for anybody, and what is exempt. */
function leftOut({ fixes }: Plan): string[] {
  const words = {
    waiting: 'waiting for another fix',
    restart: 'would restart pods',
    rejected: 'rejected',
    withdrawn: 'cannot be written',
  } as const;
  const groups = Object.entries(words).flatMap(([status, says]) => {
    const left = fixes.filter(fix => fix.status === status);
    const reasons = new Set(left.flatMap(({ reason }) => reason ?? []));
    return left.length === 0 ? [] : [{ says, reasons: [...reasons], many: left.length }];
  });
  const exempt = fixes.filter(fix => fix.status === 'ignored').length;
  const parts = groups.map(
    ({ says, reasons, many }) => `${many} ${isTold(reasons) ? toldAs(says, reasons) : says}`,
  );
  const more = groups.every(({ reasons }) => isTold(reasons)) ? '' : ' (kustomend scan -v says why)';
  const said = [
    ...(parts.length > 0 ? [`${OUTCOMES.left}: ${parts.join(', ')}${more}`] : []),
    ...(exempt > 0 ? [`exempt: ${exempt}`] : []),
  ];
  return said.length === 0 ? [] : [said.join('; ')];
}

/** Of several reasons none stands for the others. */
function isTold(reasons: readonly string[]): boolean {
  return reasons.length <= 1;
}

/** `waiting for limits`, `cannot be written: no place takes it` */
function toldAs(says: string, [reason]: readonly string[]): string {
  if (reason === undefined || says.startsWith('rejected') || says.startsWith('would')) return says;
  return reason.startsWith('waits for ') ? reason.replace('waits', 'waiting') : `${says}: ${reason}`;
}

const MOST_ANSWERS = 3;

interface Answers {
  readonly mask: Mask;
  readonly width: number;
  /** A screen has a line for each. */
  readonly isCut: boolean;
}

/** The answers after which most is settled: a configuration is written one by one. */
function answersThatUnlock(plan: Plan, { mask, width, isCut }: Answers): string[] {
  const waiting = plan.fixes.filter(fix => outcomeFor(fix) === 'digest');
  // What is asked for is asked for at once, also of images that nothing waits for.
  const images = new Set(plan.fixes.flatMap(({ lookups }) => lookups)).size;
  const pins =
    waiting.length === 0
      ? []
      : [`digests of ${count(images, 'image')} are asked for by kustomend pin --write`];
  const best = questionsOf(plan).filter(({ settles }) => settles > 1);
  if (best.length === 0) return pins;
  const rows = best
    .slice(0, MOST_ANSWERS)
    .map(({ about, answer, settles, key }) => [
      count(settles, 'finding'),
      `${about}:`,
      key?.type === 'image' ? key.facts.join(', ') : answer,
    ]);
  return [
    ...pins,
    ...wrapped('answers that settle most (kustomend init writes all questions down):', '', width),
    ...table(rows).flatMap(row => {
      const line = mask(oneLine(row));
      if (isCut) return [`  ${cutTo(line, width - 2)}`];
      return hanging(line, '  ', width - 2).map(part => `  ${part}`);
    }),
  ];
}

const MOST_HIDDEN = 3;

/** What is written, and not shown: somebody would think that it is all in the diff. */
function hiddenIn({ hidden }: OverviewContext): string[] {
  if (hidden.length === 0) return [];
  const rest = hidden.length - MOST_HIDDEN;
  const parts = hidden.slice(0, MOST_HIDDEN).map(({ path, isWhole, fixes }) => {
    const ids = shown(fixes, { separator: ' ' });
    const of = fixes.length === 0 ? '' : `: ${isWhole ? '' : 'among '}${ids}`;
    return `${isWhole ? '' : 'parts of '}${oneLine(path)}${of}`;
  });
  if (rest > 0) parts.push(count(rest, 'more file'));
  return [
    `the printed diff leaves out what would show secrets; --output FILE holds everything (${parts.join('; ')})`,
  ];
}
