/** The text of a configuration with the questions that only people can answer: a new one, or one that is there. */
import { type Statement, UnstatableError, withStatements } from '../../config/statements.ts';
import { configKeysOf } from '../../images/configured.ts';
import { parseImageReference } from '../../kubernetes/images/image-reference.ts';
import type { LoadRestrictor } from '../../kustomize/build/run.ts';
import { dominantEol } from '../../text/source-text.ts';
import { parseWithPositions } from '../../yaml/read/positions.ts';
import type { WorkspaceFlags } from '../arguments/flags.ts';
import { UsageError } from '../process/errors.ts';
import { withChoicesOfToday, withoutChoices } from './choices.ts';
import { entryLines, legendLines, OPTIONAL, optionalLines, waitingText } from './images.ts';
import { ownerLines } from './owners.ts';
import {
  type Asked,
  choiceSections,
  DECISIONS,
  decisionLines,
  ENVIRONMENTS,
  environmentLines,
  IMAGES,
  withSections,
} from './sections.ts';

/** A file that is there: what it says stays. */
export function withQuestions(before: string, asked: Asked, flags: WorkspaceFlags): string {
  const { plan, path, entries } = asked;
  const begun = withSections(before, asked);
  const { data } = parseWithPositions(withoutChoices(begun));
  const isFree = (section: string) => !isMap(data) || !Object.hasOwn(data, section);
  const today = withChoicesOfToday(begun, choiceSections(plan, { isFree, path }));
  const text = merged(path, today, { ...asked, ...flags });
  return withOwnComments(text, [
    [DECISIONS, decisionLines(plan, text)],
    [OPTIONAL, optionalLines(plan, entries)],
  ]);
}

/** With the questions that it does not answer yet; every line that is there stays. */
function merged(
  path: string,
  text: string,
  { entries, owners, loadRestrictor }: Pick<Asked, 'entries' | 'owners'> & WorkspaceFlags,
): string {
  const there: unknown = parseWithPositions(text).data;
  const images = isMap(there) && isMap(there.images) ? there.images : {};
  const answers = entries.flatMap(({ image, name, settles, facts }): Statement[] => {
    const reference = parseImageReference(name);
    const keys = reference === null ? [] : configKeysOf(reference, Object.keys(images), [image]);
    const key = keys[0] ?? image;
    // A text stands for the facts of another image.
    if (images[key] !== undefined && !isMap(images[key])) return [];
    const said = [key, ...keys].map(each => images[each]).filter(isMap);
    const waiting = said.length === 0 ? waitingText(settles) : '';
    return facts.flatMap(({ path: fact, value, remark }, index): Statement[] => {
      const [top = '', below] = fact.split('.');
      const isSaid = said.some(({ [top]: own }) =>
        below === undefined ? own !== undefined : isMap(own) && own[below] !== undefined,
      );
      if (isSaid) return [];
      const comment = [
        ...(index === 0 && waiting !== '' ? [waiting] : []),
        ...(remark === '' ? [] : [remark]),
      ].join('; ');
      return [{ type: 'value', path: ['images', key, ...fact.split('.')], value, comment }];
    });
  });
  const named = isMap(there) && isMap(there.namespaces) ? there.namespaces : {};
  const asked = owners
    .filter(({ namespace }) => named[namespace] === undefined)
    .map(
      ({ namespace }): Statement => ({
        type: 'value',
        path: ['namespaces', namespace, 'owner'],
        value: '?',
      }),
    );
  // So that nobody has to type it again.
  const typed: Statement[] =
    loadRestrictor === undefined ? [] : [{ type: 'value', path: ['loadRestrictor'], value: loadRestrictor }];
  try {
    return withStatements(text, [...typed, ...answers, ...asked], path);
  } catch (error) {
    if (!(error instanceof UnstatableError)) throw error;
    throw new UsageError(`the questions do not go into the configuration: ${error.message}`);
  }
}

/** The comments that a run before has written below its headings, as they are now. What somebody has taken out stays out. */
function withOwnComments(
  text: string,
  blocks: readonly (readonly [heading: string, lines: readonly string[]])[],
): string {
  const eol = dominantEol(text);
  // Each with its own end: the file may have both.
  const lines = text.split(/(?<=\n)/);
  for (const [heading, now] of blocks) {
    const start = lines.findIndex(line => line.trimEnd() === heading);
    if (start < 0) continue;
    const end = lines.findIndex((line, index) => index > start && !line.startsWith('#   '));
    lines.splice(
      start,
      (end < 0 ? lines.length : end) - start,
      ...now.filter(line => line !== '').map(line => line + eol),
    );
  }
  return lines.join('');
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TRANSFORMS = [
  '',
  '# Transforms: off, on, or a map of options.',
  '# transforms:',
  '#   pod-disruption-budget: off',
];
const IGNORE = [
  '',
  '# Findings that are fine, each with its reason.',
  '# ignore:',
  '# - id: security-context',
  '#   resource: Deployment/my-api',
  '#   reason: why this is fine',
];

export function configText(
  { plan, path, entries, owners }: Asked,
  loadRestrictor: LoadRestrictor | undefined,
): string {
  const images = entries.flatMap(entryLines);
  const choices = choiceSections(plan, { isFree: () => true, path });
  const isSaid = (section: string) => choices.includes(`${section}:`);
  const lines = [
    '# What kustomend cannot read out of the manifests. `kustomend explain ID` says what a transform does,',
    '# `kustomend schema` prints the JSON Schema of this file for editors.',
    '',
    ...(loadRestrictor === undefined ? [] : [`loadRestrictor: ${loadRestrictor}`, '']),
    ENVIRONMENTS,
    ...environmentLines(plan),
    '',
    IMAGES,
    ...legendLines(entries),
    ...(images.length > 0
      ? ['images:', ...images]
      : ['# images:', '#   my-api:', '#     user: 10001', '#     writes: [/tmp]']),
    ...optionalLines(plan, entries),
    ...ownerLines(owners),
    ...choices,
    ...decisionLines(plan, choices.join('\n')),
    // What stands above would not be what it is uncommented below.
    ...(isSaid('transforms') ? [] : TRANSFORMS),
    ...(isSaid('ignore') ? [] : IGNORE),
  ];
  return `${lines.join('\n')}\n`;
}
