/** Credentials in files that are no manifests: instructions, scripts, files of variables, compositions, pipelines. */
import { formOf } from '../../src/credentials/literal.ts';
import { type Written, writtenIn } from '../../src/credentials/written.ts';
import type { Evidence, TextBlock, TextContext, TextFile, TextProposal } from '../../src/transform.ts';
import { readInstead } from '../shared/texts/instead.ts';
import { ROTATE } from './questions.ts';
import { spokenOf } from './words.ts';

export type TextMessage = 'text' | 'text-unknown' | 'text-default' | 'text-left';

export function* inText(
  file: TextFile,
  { inManifests }: TextContext<never>,
): Generator<TextProposal<TextMessage>> {
  const all = file.blocks.map(block => ({ block, found: [...writtenIn(block.text)] }));
  const variables = variablesFor(all.flatMap(({ found }) => found));
  for (const { block, found } of all) {
    for (const written of found) {
      const { secret, isDefault, is } = written.literal;
      const at = isDefault || !isTelling(secret) ? undefined : inManifests(secret);
      const isKnown = at !== undefined || isGivenOut(written) || is === 'private key';
      if (!isWorthSaying(file, block, written, isKnown)) continue;
      yield proposalOf(file, { block, written, variable: variables.get(secret)! }, at);
    }
  }
}

/**
 * The variable for each value: what says the same in several places reads one, or whoever sets them could tell them apart. A setting
 * has a better name for it than an address.
 */
function variablesFor(all: readonly Written[]): ReadonlyMap<string, string> {
  const named = [...all].sort((a, b) => Number(isNameless(a)) - Number(isNameless(b)));
  return new Map(named.reverse().map(each => [each.literal.secret, variableOf(each)]));
}

/** A token by its form. Every text about tokens of JWT shows one, and means none. */
function isGivenOut({ literal: { secret } }: Written): boolean {
  return formOf(secret)?.is === 'token' && !secret.startsWith('eyJ');
}

const SHORTEST_TELLING = 8;

/** One word may stand in a manifest for anything. */
function isTelling(secret: string): boolean {
  return secret.length >= SHORTEST_TELLING && /[^A-Za-z]/.test(secret);
}

/** Words that everybody tries are what scripts and pipelines set up for themselves, and throw away. */
function isWorthSaying(
  file: TextFile,
  { language }: TextBlock,
  { literal }: Written,
  isKnown: boolean,
): boolean {
  // Nobody knows what a word is given to in a text of any language.
  if (language === 'prose' || language === 'other') return isKnown;
  return !literal.isDefault || (literal.is === 'password' && file.language === 'markdown');
}

interface Place {
  readonly block: TextBlock;
  readonly written: Written;
  readonly variable: string;
}

function proposalOf(file: TextFile, place: Place, inUse: string | undefined): TextProposal<TextMessage> {
  const { block, written, variable } = place;
  const { literal } = written;
  const start = block.start + written.start;
  const change = changeOf(file, place);
  const at = { setting: written.name === '' ? literal.is : written.name, offset: start };
  const data = { file: file.path, what: spokenOf(literal), name: at.setting };
  if (change === undefined) return { message: 'text-left', data, at, changes: [], evidence: [] };
  const evidence: Evidence[] =
    inUse === undefined ? [] : [{ kind: 'manifest', at: inUse, says: 'the same value is in use' }];
  if (isGivenOut(written))
    evidence.push({
      kind: 'manifest',
      at: file.where(start),
      says: 'it has the form of a token that is given out',
    });
  const isKnown = evidence.length > 0;
  const doubts = [
    ...(file.isSample ? [] : [`whoever runs it has to set ${variable}`]),
    ...(FIRST_START.test(written.name)
      ? ['a database that has run keeps its password until it is changed there']
      : []),
    ...(file.isSample && isKnown ? [] : isKnown ? [ROTATE] : ['whether it is in use anywhere is not known']),
  ];
  const message = literal.isDefault ? 'text-default' : isKnown ? 'text' : 'text-unknown';
  return { message, data: { ...data, instead: change.text }, at, changes: [change], evidence, doubts };
}

/** What images of databases read when they start with an empty volume, and never again. */
const FIRST_START = /^(?:POSTGRES(?:QL)?|MYSQL|MARIADB|MONGO(?:DB)?)_(?:\w+_)?PASSWORD$/;

function changeOf(file: TextFile, { block, written, variable }: Place) {
  const { literal, start, end } = written;
  if (literal.is === 'private key') return undefined;
  return readInstead(file, block, {
    start: block.start + start,
    end: block.start + end,
    variable,
    isWhole: literal.is !== 'address',
  });
}

function isNameless({ name, literal }: Written): boolean {
  return literal.is === 'address' || name === '';
}

/** As environments call what the setting holds. */
function variableOf(written: Written): string {
  const { name, literal } = written;
  if (isNameless(written)) return literal.is === 'token' ? 'TOKEN' : 'PASSWORD';
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .replace(/^(?=\d)/, '_')
    .toUpperCase();
}
