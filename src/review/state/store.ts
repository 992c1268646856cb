/** What was answered and stated, kept in the git directory: by ids that outlive edits and moved files. */
import { join } from 'node:path';
import type { Statement } from '../../config/statements.ts';
import { makeOwnFolder, readOwn, replaceOwn } from '../../text/own-file.ts';
import type { Answer, Said } from './state.ts';

const FILE = 'review.json';
const VERSION = 1;
/** What is open is asked again. */
const KEPT: readonly unknown[] = ['accepted', 'rejected'] satisfies Answer[];

/** What an earlier review has left; nothing where there was none, or another version has kept it. */
export function keptSaid(folder: string): Said {
  const { version, answers, stated, raised } = parsed(readOwn(join(folder, FILE)));
  if (version !== VERSION || !isMap(answers)) return NOTHING_SAID;
  const known = Object.entries(answers).filter((each): each is [string, Answer] => KEPT.includes(each[1]));
  return {
    answers: new Map(known),
    stated: Array.isArray(stated) ? stated.filter(isStatement) : [],
    raised: new Set(Array.isArray(raised) ? raised.filter(isText) : []),
  };
}

/** Also answers about fixes that are not there now: they may come back with another branch. */
export function keepSaid(folder: string, { answers, stated, raised }: Said): void {
  const kept = [...answers].filter(([, answer]) => KEPT.includes(answer));
  makeOwnFolder(folder);
  const said = { version: VERSION, answers: Object.fromEntries(kept), stated, raised: [...raised] };
  const text = `${JSON.stringify(said)}\n`;
  replaceOwn(join(folder, FILE), Buffer.from(text), 0o600);
}

/** Of a review that nobody has begun. */
export const NOTHING_SAID: Said = { answers: new Map(), stated: [], raised: new Set() };

interface Kept {
  readonly version?: unknown;
  readonly answers?: unknown;
  readonly stated?: unknown;
  readonly raised?: unknown;
}

function parsed(text: string | undefined): Kept {
  try {
    const data: unknown = JSON.parse(text ?? '{}');
    return isMap(data) ? data : {};
  } catch (error) {
    // Of nobody's making: then everything is asked.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** What the values mean is checked when the configuration is made of them. */
function isStatement(given: unknown): given is Statement {
  if (!isMap(given)) return false;
  if (given.type === 'value')
    return Array.isArray(given.path) && given.path.every(isText) && given.value !== undefined;
  const { id, reason, resource, root, field } = given;
  const isOptional = [resource, root, field].every(each => each === undefined || isText(each));
  return given.type === 'exemption' && isText(id) && isText(reason) && isOptional;
}

function isText(given: unknown): given is string {
  return typeof given === 'string';
}

function isMap(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null;
}
