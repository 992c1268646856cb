/**
 * Tokens as the rules of another tool know them, where they are there: what their patterns describe is made up, and found by ours.
 * Only rules whose token begins with letters of its own say something without the name of a setting.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formOf } from '../../src/credentials/literal.ts';
import { SHARED } from '../kustomize/corpus.ts';

const RULES = join(SHARED, 'oracles/secret-rules/config/gitleaks.toml');

interface Rule {
  readonly id: string;
  readonly start: string;
  readonly characters: string;
  readonly length: number;
}

/** `prefix` and one class of characters behind it, so many times: other patterns are not made up here. */
const PLAIN =
  /^\\b\(?(?:\(\?i:)?(?<start>[A-Za-z][\w-]{2,15}[_-])(?:\(\?i\))?(?<of>\[[^\]]+\]|\\w)\{(?<least>\d+)(?:,\d+)?\}\)?(?!\w|\[|\\?-)/;

function rulesOf(text: string): Rule[] {
  return text
    .split('[[rules]]')
    .slice(1)
    .flatMap(each => {
      const id = /^id = "([^"]+)"/m.exec(each)?.[1];
      const pattern = /^regex = '''([\s\S]*?)'''/m.exec(each)?.[1];
      const { start, of, least } = (pattern && PLAIN.exec(pattern)?.groups) || {};
      if (id === undefined || start === undefined || of === undefined) return [];
      const isOf = new RegExp(`^${of}$`);
      const characters = [...ALPHABET].filter(character => isOf.test(character)).join('');
      return [{ id, start, characters, length: Number(least) }];
    });
}

const ALPHABET = 'q7zk2vx9lm4tn8rw1bhd5cyfg3p6sja0eoiuQZKVXLMTNRWBHDCYFGPSJAEOIU';

const made = ({ start, characters, length }: Rule) =>
  start + Array.from({ length }, (_, index) => characters[(index * 7 + length) % characters.length]).join('');

/** What is public, or says nothing without its other half. */
const LEFT: ReadonlySet<string> = new Set([
  'lob-pub-api-key',
  'mailgun-pub-key',
  'mailgun-private-api-token',
]);

const rules = existsSync(RULES) ? rulesOf(readFileSync(RULES, 'utf8')).filter(({ id }) => !LEFT.has(id)) : [];

test('all of them are known here', () => {
  const missed = rules.filter(rule => formOf(made(rule))?.is !== 'token').map(({ id }) => id);
  expect(missed).toEqual([]);
});

test('what is named in the place of one is none', () => {
  const wrong = rules
    .filter(({ start }) => formOf(`${start}your-token-here`) !== undefined)
    .map(({ id }) => id);
  expect(wrong).toEqual([]);
});
