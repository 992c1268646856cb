/** What was answered, kept in the git directory: by ids that outlive edits and moved files. */
import { join } from 'node:path';
import { makeOwnFolder, readOwn, replaceOwn } from '../text/own-file.ts';
import type { Answer, Answers } from './state.ts';

const FILE = 'review.json';
const VERSION = 1;
/** What is open is asked again. */
const KEPT: readonly unknown[] = ['accepted', 'rejected'] satisfies Answer[];

/** Answers of an earlier review; none where there was none, or another version has kept them. */
export function keptAnswers(folder: string): Answers {
  const { version, answers } = parsed(readOwn(join(folder, FILE)));
  if (version !== VERSION || typeof answers !== 'object' || answers === null) return new Map();
  return new Map(Object.entries(answers).filter(([, answer]) => KEPT.includes(answer)));
}

/** Also those about fixes that are not there now: they may come back with another branch. */
export function keepAnswers(folder: string, answers: Answers): void {
  const kept = [...answers].filter(([, answer]) => KEPT.includes(answer));
  makeOwnFolder(folder);
  const text = `${JSON.stringify({ version: VERSION, answers: Object.fromEntries(kept) })}\n`;
  replaceOwn(join(folder, FILE), Buffer.from(text), 0o600);
}

interface Kept {
  readonly version?: unknown;
  readonly answers?: unknown;
}

function parsed(text: string | undefined): Kept {
  try {
    const data: unknown = JSON.parse(text ?? '{}');
    return typeof data === 'object' && data !== null ? data : {};
  } catch (error) {
    // Of nobody's making: then everything is asked.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
