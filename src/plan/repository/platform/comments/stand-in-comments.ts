/** What is said of a Secret, in its document or in the README beside it: that it is a stand-in, which something else takes the place of. */

import { type Files, folderOf, joinPath } from '../../../../kustomize/files/files.ts';
import { isDenied } from '../../../../text/denied.ts';
import { linesOf } from '../../../../text/lines.ts';
import { literal } from '../../../../text/literal.ts';
import { documentComments, documentLines } from './document-comments.ts';
import { isPutOff } from './put-off.ts';

/** @param at `file:line` of anything in the document */
export type StandIn = (at: string) => string | undefined;

/** `dev only`, `for local development only`, `only used in tests` */
const ONLY =
  /\b(?:dev|development|local|demo|tests?|testing|examples?|ci)\b[^.;]{0,30}\bonly\b|\bonly\b[^.;]{0,20}\b(?:dev|development|locally|local|demos?|tests?|testing|examples?|ci)\b/i;
/** `production uses External Secrets`, `replaced by Vault` */
const ELSEWHERE =
  /\b(?:prod\w*|staging|replaced|overridden|managed|real)\b[^.;]{0,60}\b(?:external[- ]?secrets?|eso|vault|sealed[- ]?secrets?|sops|secrets? (?:manager|store))\b/i;
/** `placeholders only`, `placeholder values` */
const PLACEHOLDER =
  /\b(?:placeholders?|dumm(?:y|ies)|fake)\b[^.;]{0,20}\b(?:only|values?|credentials?|secrets?)\b|\bonly\b[^.;]{0,20}\bplaceholders?\b/i;
/** `throwaway credentials`, `non-sensitive values` */
const THROWAWAY =
  /\b(?:throw-?away|disposable|non-?sensitive)\b[^.;]{0,30}\b(?:credentials|secrets|passwords|values)\b/i;
/** What a README says of a Secret that it names. */
const EXAMPLE = /\b(?:replace|examples?|samples?|placeholders?|dummy|stand-?ins?)\b/i;

export function standIn(files: Files): StandIn {
  return at => saidInDocument(files, at) ?? saidAtTop(files, at) ?? saidBeside(files, at);
}

function saidInDocument(files: Files, at: string): string | undefined {
  return saidIn(documentComments(files, at), [ONLY, ELSEWHERE, PLACEHOLDER, THROWAWAY]);
}

/** What is said of several above the line that begins the first document is said of all that the file has; below it, of that one. */
function saidAtTop(files: Files, at: string): string | undefined {
  const lines = linesOf(files.read(at.slice(0, at.lastIndexOf(':'))) ?? '');
  const end = lines.findIndex(line => !/^\s*(?:#|$)/.test(line));
  if (end < 0 || !/^---(?:\s|$)/.test(lines[end]!)) return undefined;
  const comments = lines.slice(0, end).map(line => line.replace(/^[\s#]*/, ''));
  return saidIn(comments, [THROWAWAY]);
}

function saidIn(comments: readonly string[], forms: readonly RegExp[]): string | undefined {
  return comments.find(said => forms.some(form => form.test(said)) && !isDenied(said) && !isPutOff(said));
}

/** The line of a README in its folder that calls it an example. */
function saidBeside(files: Files, at: string): string | undefined {
  const file = at.slice(0, at.lastIndexOf(':'));
  const readme = joinPath(folderOf(file), 'README.md')!;
  const lines = linesOf(files.read(readme) ?? '');
  const name = lines.length > 1 ? nameOfSecret(documentLines(files, at)) : undefined;
  if (name === undefined) return undefined;
  const named = new RegExp(`(?<![\\w.-])${literal(name)}(?![\\w-])`);
  const index = lines.findIndex(line => named.test(line) && EXAMPLE.test(line));
  return index < 0 ? undefined : `${lines[index]!.trim()} (${readme}:${index + 1})`;
}

/** Undefined for documents that are no Secret. */
function nameOfSecret(lines: readonly string[]): string | undefined {
  if (!lines.some(line => /^kind:\s*["']?Secret["']?\s*(?:#|$)/.test(line))) return undefined;
  const start = lines.findIndex(line => /^metadata:\s*(?:#|$)/.test(line));
  const metadata = start < 0 ? [] : lines.slice(start + 1);
  const end = metadata.findIndex(line => /^\S/.test(line) && !line.startsWith('#'));
  const inside = end < 0 ? metadata : metadata.slice(0, end);
  return inside.flatMap(line => /^\s+name:\s*["']?([\w.-]+)/.exec(line)?.[1] ?? [])[0];
}
