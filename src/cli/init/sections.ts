/** Parts of the file that `kustomend init` writes: what it asks in comments, and what a file that others have begun lacks. */
import type { Plan } from '../../plan/model/result.ts';
import { choiceBelow } from '../../report/words/questions/choices.ts';
import { type Question, questionsOf } from '../../report/words/questions/questions.ts';
import { oneLine } from '../../report/words/words.ts';
import { dominantEol } from '../../text/source-text.ts';
import { parseWithPositions } from '../../yaml/read/positions.ts';
import { CHOICES, choiceLines, choosable, exemptionLines, isAskedIn } from './choices.ts';
import { entryLines, type ImageEntry, legendLines, OPTIONAL, optionalLines } from './images.ts';
import { type OwnerQuestion, ownerLines } from './owners.ts';

export const ENVIRONMENTS =
  '# Environments: the tier (development, test, staging, production) decides replicas, quotas and the like.';
export const IMAGES =
  "# Facts about images. '?' is an open question; an answer is a promise that fixes rest on.";
export const DECISIONS = '# To be decided in the manifests (kustomend scan lists the findings):';
/** More decisions than anybody wants to read at once. */
const MOST_DECISIONS = 20;

/** What is decided in the manifests, not here. */
export function decisionsOf(plan: Plan): Question[] {
  return questionsOf(plan).filter(({ key }) => key === undefined);
}

/** @param text has some of them already, with their answers where these would stand */
export function decisionLines(plan: Plan, text: string): string[] {
  const open = decisionsOf(plan).filter(each => each.choices.length === 0 || !isAskedIn(text, each));
  if (open.length === 0) return [];
  return [
    '',
    DECISIONS,
    ...open
      .slice(0, MOST_DECISIONS)
      .flatMap(({ about, answer, choices }) => [
        `#   - ${oneLine(`${about}: ${answer}`)}`,
        ...choices.map(choice => `#       ${oneLine(`${choice.says}: ${choiceBelow(choice)}`)}`),
      ]),
    ...(open.length > MOST_DECISIONS ? [`#   - and ${open.length - MOST_DECISIONS} more`] : []),
  ];
}

/** More folders than anybody wants to read about one by one. */
const MOST_FOLDERS = 20;

/** Roots of which a finding asks the environment. */
export function askedFolders(plan: Plan): readonly string[] {
  return questionsOf(plan).flatMap(({ key }) => (key?.type === 'environment' ? [key.folder] : []));
}

/** Roots that are environments, and nobody has said which. Where nothing is found it makes no difference. */
function unnamedFolders(plan: Plan): readonly string[] {
  const found = new Set(plan.fixes.flatMap(fix => fix.roots));
  const unnamed = plan.roots.filter(({ environment, folder }) => environment.isUnnamed && found.has(folder));
  return [...new Set([...askedFolders(plan), ...unnamed.map(({ folder }) => folder)])];
}

export function environmentLines(plan: Plan): string[] {
  const known = new Map(
    plan.roots
      .filter(r => r.selected && r.environment.name !== undefined)
      .map(r => [r.environment.name!, r.environment.tier]),
  );
  return [
    ...(known.size > 0 ? ['environments:'] : ['# environments:']),
    ...[...known].map(([name, tier]) => `  ${name}:${tier === undefined ? ' {}' : `\n    tier: ${tier}`}`),
    ...unnamedLines(plan),
  ];
}

function unnamedLines(plan: Plan): string[] {
  const open = unnamedFolders(plan);
  if (open.length === 0) return [];
  return [
    askedFolders(plan).length > 0
      ? '#   Which environment are these? Give each a name and a tier: `name: { tier: staging, roots: [folder] }`'
      : '#   Of these none is known, and nobody is asked: `name: { tier: staging, roots: [folder] }` says one',
    ...open.slice(0, MOST_FOLDERS).map(folder => `#   - ${folder}`),
    ...(open.length > MOST_FOLDERS
      ? [`#   - and ${open.length - MOST_FOLDERS} more, which \`kustomend graph\` shows`]
      : []),
  ];
}

/** Answers that are taken by removing a `#`, in the sections that are free for them. */
export function choiceSections(
  plan: Plan,
  { isFree, path }: { readonly isFree: (section: string) => boolean; readonly path: string },
): string[] {
  const questions = choosable(plan);
  const sections = [
    ...(isFree('transforms') ? choiceLines(questions) : []),
    ...(isFree('ignore') ? exemptionLines(plan, questions, path) : []),
  ];
  return sections.length === 0 ? [] : ['', CHOICES, ...sections];
}

export interface Asked {
  /** Of the configuration. */
  readonly path: string;
  readonly plan: Plan;
  readonly entries: readonly ImageEntry[];
  readonly owners: readonly OwnerQuestion[];
}

/**
 * A file that somebody else has begun, a review for instance, with what it lacks of that which a new one would say. One that
 * has a heading of ours is one that we have begun: what it lacks somebody has taken out.
 */
export function withSections(text: string, { plan, path, entries, owners }: Asked): string {
  if ([ENVIRONMENTS, IMAGES, OPTIONAL, CHOICES, DECISIONS].some(heading => text.includes(heading)))
    return text;
  const { data } = parseWithPositions(text);
  const there = data === null || data === undefined ? {} : data;
  if (typeof there !== 'object' || Array.isArray(there)) return text;
  const isOpen = (key: string) => !Object.hasOwn(there, key);
  const unnamed = unnamedLines(plan);
  const environments = isOpen('environments') ? environmentLines(plan) : unnamed;
  const choices = choiceSections(plan, { isFree: isOpen, path });
  const sections = [
    // A heading with nothing below it is no help.
    ...(environments.length > 1 ? ['', ENVIRONMENTS, ...environments] : []),
    ...(isOpen('images') && entries.length > 0
      ? ['', IMAGES, ...legendLines(entries), 'images:', ...entries.flatMap(entryLines)]
      : []),
    ...optionalLines(plan, entries),
    ...(isOpen('namespaces') ? ownerLines(owners) : []),
    ...choices,
    ...decisionLines(plan, choices.join('\n')),
  ];
  if (sections.length === 0) return text;
  const eol = dominantEol(text);
  const end = text === '' || text.endsWith('\n') ? '' : eol;
  const longer = `${text}${end}${sections.map(line => line + eol).join('')}`;
  // A map in braces, or what ends the document, leaves no place behind it.
  return parseWithPositions(longer).errors.length > 0 ? text : longer;
}
