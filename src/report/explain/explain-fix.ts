/** Everything that is known of one fix: for `explain ID`. */
import type { Fix, PlaceKind } from '../../plan/model/result.ts';
import type { Mask } from '../secrets/mask.ts';
import { OUTCOMES, outcomeFor } from '../words/findings.ts';
import { shown } from '../words/list.ts';
import { maskedFix } from '../words/masked-fix.ts';
import { folderName, subjectText, wrapped } from '../words/words.ts';
import type { Documented } from './explain.ts';

const PLACES: Readonly<Record<PlaceKind, string>> = {
  source: 'where the value stands',
  'in-place': 'where the value stands',
  'extended-patch': 'in a patch that is there',
  'new-patch': 'in a new patch',
  'new-file': 'in a new file',
  'new-document': 'as a document of a file that is there',
  entry: 'as an entry of the kustomization',
  component: 'in a component',
};

/** @param mask hides secrets before lines are broken */
export function explainFix(fix: Fix, transform: Documented, mask: Mask): string {
  const said = maskedFix(fix, mask);
  const { severity, restarts, status, id, subject, roots, environments, evidence, reason, places } = said;
  // One that only a plan with --unsafe finds is planned there, and needs the flag all the same.
  const outcome = status === 'planned' && said.safety === 'unsafe' ? 'unsafe' : outcomeFor(said);
  const lines = [
    `${said.transform} ${id}: ${subjectText(subject)}`,
    [severity, OUTCOMES[outcome], ...(restarts ? ['restarts pods'] : [])].join(', '),
    '',
    ...wrapped(said.message),
    '',
    ...section('At', [subject.field === '' ? subject.at : `${subject.at} ${subject.field}`]),
    ...section('In', [
      `${shown(roots.map(folderName))}${environments.length > 0 ? ` (${shown(environments)})` : ''}`,
    ]),
    ...section(
      'Written to',
      places.map(({ file, kind }) => `${file}, ${PLACES[kind]}`),
    ),
    ...section(
      'Evidence',
      evidence.map(({ at, says }) => `${at}: ${says}`),
    ),
    ...section(outcome === 'answer' ? 'Needs an answer' : 'Because', reason === undefined ? [] : [reason]),
    ...section('Why', [transform.docs.why]),
    ...section('Risk', [transform.docs.risk]),
    ...(outcome === 'fixable' || outcome === 'unsafe'
      ? section('Take it', [`kustomend fix --id ${id}`])
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [`${title}:`, ...texts.flatMap(text => wrapped(text, '  '))];
}
