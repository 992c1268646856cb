/** What is searched for in a review: words, and fields as `severity:high`. */
import { filesOf } from '../../plan/model/place-files.ts';
import type { Fix } from '../../plan/model/result.ts';
import { variantsIn } from '../../plan/model/variants.ts';
import { oneLine, subjectText } from '../../report/words/words.ts';
import type { Severity } from '../../transform.ts';

export type Test = (fix: Fix) => boolean;

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

const FIELDS: Readonly<Record<string, (wanted: string) => Test>> = {
  remediation:
    wanted =>
    ({ transform }) =>
      transform.includes(wanted),
  /** This and above, as the flag takes it. */
  severity: wanted => {
    const lowest = (SEVERITIES as readonly string[]).indexOf(wanted);
    return ({ severity }) => SEVERITIES.indexOf(severity) <= lowest;
  },
  environment:
    wanted =>
    ({ environments }) =>
      environments.some(name => name.toLowerCase() === wanted),
  safe:
    wanted =>
    ({ safety }) =>
      (safety === 'safe') === (wanted === 'yes'),
  restart:
    wanted =>
    ({ restarts }) =>
      restarts === (wanted === 'yes'),
};

/** Alone or with others: questions, and no fixes. */
const QUESTIONS = 'questions';

/** For the prompt. */
export const QUERY_FIELDS = [...Object.keys(FIELDS).map(field => `${field}:`), QUESTIONS].join(' ');

/** Whether nothing but questions is looked for. */
export function isAboutQuestions(query: string): boolean {
  return wordsOf(query).includes(QUESTIONS);
}

/** Fixes that every word lets through; all where there is none. */
export function matching(query: string): Test {
  const tests = wordsOf(query)
    .filter(word => word !== QUESTIONS)
    .map(testOf);
  return fix => tests.every(test => test(fix));
}

/** Whether what a question is about holds every word. */
export function isAbout(query: string, about: string): boolean {
  const words = wordsOf(query).filter(word => word !== QUESTIONS);
  return words.every(word => about.toLowerCase().includes(word));
}

function wordsOf(query: string): string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
}

function testOf(word: string): Test {
  const [, field = '', wanted = ''] = /^(\w+):(.+)$/.exec(word) ?? [];
  const make = FIELDS[field];
  return make === undefined ? fix => textOf(fix).includes(word) : make(wanted);
}

/** What is shown of a fix, and where it stands. */
function textOf(fix: Fix): string {
  const { id, transform, subject, message, brief } = fix;
  const found = variantsIn(fix).map(({ at }) => at);
  const parts = [id, transform, subjectText(subject), ...found, brief, oneLine(message), ...filesOf(fix)];
  return parts.join(' ').toLowerCase();
}
