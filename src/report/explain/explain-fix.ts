/** Everything that is known of fixes: for `explain ID`, and `w` in a review. */
import { CONFIG_FILE } from '../../config/file-name.ts';
import type { Fix, PassedOver, Place, PlaceKind } from '../../plan/model/result.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';
import type { Mask } from '../secrets/mask.ts';
import { type Again, BESIDE_AN_ID } from '../words/again.ts';
import { OUTCOMES, type Outcome, outcomeFor } from '../words/findings.ts';
import { flow } from '../words/flow.ts';
import { MOST, shown } from '../words/list.ts';
import { maskedFix } from '../words/masked-fix.ts';
import { passedOverText } from '../words/passed-over.ts';
import { shellWord } from '../words/shell.ts';
import { folderName, hanging, subjectText, WIDTH, wrapped } from '../words/words.ts';
import type { Documented } from './explain.ts';
import { saidByRoots } from './said-by-roots.ts';

const PLACES: Readonly<Record<PlaceKind, string>> = {
  source: 'where the object is written',
  'in-place': 'where the value stands',
  'extended-patch': 'in a patch that is there',
  'new-patch': 'in a new patch',
  'new-file': 'in a new file',
  'new-document': 'as a document of a file that is there',
  entry: 'as an entry of the kustomization',
  component: 'in a component',
};

const ANSWER =
  'kustomend init writes the question into kustomend.yaml, for the answer to stand there; kustomend review asks it';

const WHY_SHARED =
  'it is the lowest place that all who need it have in common, and what else is made from it may have it as well';

export interface Explained {
  readonly fix: Fix;
  /** Where it is written, or would be, and what was passed over for that; undefined where nobody has planned it. */
  readonly places?: readonly Place[];
  readonly passedOver?: readonly PassedOver[];
  /** What else it changes there, as the end of a sentence. */
  readonly also?: string | undefined;
}

/** What is written to leave findings out for good. */
export interface LeftOut {
  /** Of `ignore:`. */
  readonly entries: readonly Readonly<Record<string, string>>[];
  /** Ids of what they leave out besides. */
  readonly along: readonly string[];
}

export interface ExplainOptions {
  /** The transform of an id. */
  readonly documented: (transform: string) => Documented;
  /** Hides secrets before lines are broken. */
  readonly mask: Mask;
  /** Environments that could not be read: it may be wanted there too. */
  readonly unread?: readonly string[];
  /** What commands repeat that show it and take it. Undefined: there it is taken otherwise. */
  readonly again?: Again;
  /** Undefined: nothing is left out by what is said here. */
  readonly leftOut?: LeftOut;
  /** Of lines; what breaks them itself has no end. */
  readonly width?: number;
}

/** One after the other; what a transform says of all its fixes stands once, at the end. */
export function explainFixes(
  explained: readonly Explained[],
  { documented, mask, unread = [], again, leftOut, width = WIDTH }: ExplainOptions,
): string {
  const byTransform = groupedBy(explained, ({ fix }) => fix.transform);
  const paragraphs = explained.map(each => paragraph(each, mask, unread, width));
  const docs = [...byTransform].map(([id, all]) => {
    const { why, risk } = documented(id).docs;
    const whys = new Set(all.map(({ fix }) => fix.why ?? why));
    const isWritten = all.some(({ fix }) => isWritable(outcomeOf(fix)));
    const of = byTransform.size === 1 ? '' : ` (${id})`;
    return [
      ...section(`Why${of}`, [...whys], width),
      // Of what is only asked or said, nothing is at risk.
      ...(isWritten ? section(`Risk of ${id} in general`, [risk], width) : []),
    ];
  });
  const taken = explained.filter(({ fix }) => isWritable(outcomeOf(fix)));
  const commands = again === undefined || taken.length === 0 ? [] : commandsFor(taken, again);
  return `${[...paragraphs, [...docs.flat(), ...commands, ...leftOutLines(explained, leftOut, mask)]].map(lines => lines.join('\n')).join('\n')}\n`;
}

/** They are copied: nothing breaks them. The flag takes all words behind it. */
function commandsFor(taken: readonly Explained[], again: Again): string[] {
  const shared = taken.filter(({ also }) => also !== undefined).map(({ fix }) => fix);
  const ids = idsOf(taken.map(({ fix }) => fix));
  return [
    'See its change:',
    `  kustomend --diff${again('preview', BESIDE_AN_ID)} --id ${ids}`,
    'Take it:',
    `  kustomend fix${again('fix', BESIDE_AN_ID)} --id ${ids}`,
    ...(shared.length === 0
      ? []
      : ['See it in the overlays alone (--write takes it):', inOverlays(shared, again)]),
  ];
}

/** `kustomend overlay --env production --id 60a5b1` */
function inOverlays(fixes: readonly Fix[], again: Again): string {
  const names = [...new Set(fixes.flatMap(({ environments }) => environments))];
  const env = names.length === 0 ? '' : ` --env ${names.map(shellWord).join(',')}`;
  return `  kustomend overlay${again('overlay', [...BESIDE_AN_ID, '--env'])}${env} --id ${idsOf(fixes)}`;
}

function idsOf(fixes: readonly Fix[]): string {
  return [...new Set(fixes.map(({ id }) => id))].join(' ');
}

/** For people who have looked, and have a reason. A comment speaks of one place. */
function leftOutLines(explained: readonly Explained[], left: LeftOut | undefined, mask: Mask): string[] {
  if (left === undefined || left.entries.length === 0) return [];
  const places = new Set(explained.flatMap(({ fix }) => [fix.subject.at, ...(fix.subject.alsoAt ?? [])]));
  const [at = ''] = places;
  const isCommented = places.size === 1 && explained.length === 1 && /\.ya?ml:\d+$/.test(at);
  return [
    `Leave it out, below ignore: in ${CONFIG_FILE}:`,
    ...left.entries.flatMap(entry =>
      Object.entries(entry).map(([key, value], index) =>
        mask(`  ${index === 0 ? '-' : ' '} ${key}: ${flow(value)}`),
      ),
    ),
    ...(left.along.length > 0 ? [`  which leaves out ${shown(left.along)}, too`] : []),
    ...(isCommented
      ? [
          `or by a comment above ${at}:`,
          `  # kustomend: ignore[${explained[0]!.fix.transform}] why this is fine`,
        ]
      : []),
  ];
}

/** One that only a plan with --unsafe finds is planned there, and needs the flag all the same. */
function outcomeOf(fix: Fix): Outcome {
  return fix.status === 'planned' && fix.safety === 'unsafe' ? 'unsafe' : outcomeFor(fix);
}

function isWritable(outcome: Outcome): boolean {
  return outcome === 'fixable' || outcome === 'unsafe';
}

function paragraph(
  { fix, places = fix.places, passedOver = fix.passedOver, also }: Explained,
  mask: Mask,
  unread: readonly string[],
  width: number,
): string[] {
  const said = maskedFix(fix, mask);
  const { severity, restarts, id, subject, roots, environments, evidence, reason } = said;
  const outcome = outcomeOf(said);
  const part = (title: string, texts: readonly string[]) => section(title, texts, width);
  return [
    ...hanging(`${said.transform} ${id}: ${subjectText(subject)}`, '  ', width),
    [severity, OUTCOMES[outcome], ...(restarts ? ['restarts pods'] : [])].join(', '),
    '',
    ...saidByRoots(said).flatMap(([title, texts]) => part(title, texts)),
    ...part('In', roots.length === 0 ? [] : [inRoots(roots, environments)]),
    ...part(
      fix.status === 'planned' ? 'Also changes' : 'Would also change',
      also === undefined ? [] : [also],
    ),
    ...part('Not looked at', roots.length === 0 || unread.length === 0 ? [] : [shown(unread)]),
    ...part(
      fix.status === 'planned' ? 'Written to' : 'Would be written to',
      cutList(places.map(({ file, kind }) => `${file}, ${PLACES[kind]}`)),
    ),
    ...part('Why there', also === undefined ? [] : [WHY_SHARED]),
    ...part('Why not lower', cutList(passedOver.map(passedOverText))),
    ...part('Evidence', cutList(evidence.map(({ at, says }) => `${at}: ${says}`))),
    ...part(outcome === 'answer' ? 'Needs an answer' : 'Because', reason === undefined ? [] : [reason]),
    ...part('Answer it', outcome === 'answer' ? [ANSWER] : []),
  ];
}

/** Nobody reads twenty reasons; a report as JSON has all of them. */
function cutList(texts: readonly string[]): readonly string[] {
  return texts.length <= MOST ? texts : [...texts.slice(0, MOST), `and ${texts.length - MOST} more`];
}

function inRoots(roots: readonly string[], environments: readonly string[]): string {
  const named = environments.length > 0 ? ` (${shown(environments)})` : '';
  return `${shown(roots.map(folderName))}${named}`;
}

function section(title: string, texts: readonly string[], width: number): string[] {
  return texts.length === 0 ? [] : [`${title}:`, ...texts.flatMap(text => wrapped(text, '  ', width))];
}
