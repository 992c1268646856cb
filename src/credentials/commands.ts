/** Passwords that well-known programs take in a place whose name says nothing: `mysql -pX`, `redis-cli -a X`. */
import type { Found } from './found.ts';
import { beginsReference, isCredential } from './values.ts';

/** A password among the words of a command. */
export interface Given extends Found {
  /** Index of the word; `start` is in it. */
  readonly word: number;
}

// Words are looked at as one text, each behind a NUL: no argument holds one.
const apart = (option: string) => new RegExp(`\0${option}\0([^\0-][^\0]*)`, 'g');
const glued = (option: string) => new RegExp(`\0${option}([^\0]+)`, 'g');
const behind = (verbs: string, words: number) =>
  new RegExp(`\0(?:${verbs})(?:\0[^\0]+){${words}}\0([^\0-][^\0]*)`, 'g');
const pair = (option: string, sign: string) => new RegExp(`\0${option}\0?[^\0${sign}]+${sign}([^\0]+)`, 'g');

/** Names of programs, and where a password is in the words behind them. */
const PROGRAMS: readonly (readonly [names: string, ...places: RegExp[]])[] = [
  [
    '(?:mysql|mariadb)(?:-?(?:dump|import|check|show|binlog|slap|upgrade)|_upgrade|pump|sh)?|mydumper|mariabackup|xtrabackup',
    glued('-p'),
  ],
  ['(?:mysql|mariadb-)admin', glued('-p'), behind('password', 0)],
  ['mongo(?:sh|dump|restore|export|import|files|stat|top)?', glued('-p'), apart('-p')],
  ['sshpass|cqlsh|cypher-shell|rabbitmqadmin', glued('-p'), apart('-p')],
  ['(?:redis|valkey|keydb)-(?:cli|benchmark)', apart('-a')],
  ['sqlcmd|bcp|mosquitto_(?:pub|sub|rr)', glued('-P'), apart('-P')],
  ['ldap(?:search|add|modify|delete|modrdn|whoami|compare|passwd)', glued('-w'), apart('-w')],
  ['curl', pair('-u', ':')],
  ['smbclient', pair('-U', '%')],
  ['lftp', pair('-u', ',')],
  ['rabbitmqctl', behind('add_user|change_password|authenticate_user', 1)],
  [
    'docker|podman|nerdctl|buildah|skopeo|helm|oras|crane|oc|az',
    /\0login(?:\0[^\0]*){0,16}?\0-p(?:\0|=)?([^\0-][^\0]*)/g,
  ],
  // The last word, behind a user and maybe a file.
  ['htpasswd', /\0-[A-Za-z]{0,8}b[A-Za-z]{0,8}(?:\0-[^\0]*){0,4}(?:\0[^\0-][^\0]*){1,2}\0([^\0-][^\0]*)$/g],
  ['mc', behind('alias\0set|host\0add', 3), behind('user\0add', 2)],
  ['vault', behind('login', 0)],
];

const PLACES = PROGRAMS.map(([names, ...places]) => ({ isName: new RegExp(`^(?:${names})$`), places }));

/** More of them are no command that somebody runs. */
const MOST_PROGRAMS = 8;

/** Whether the word behind some of one command is a program that it runs. */
export type Runs = (before: readonly string[]) => boolean;

const ANYWHERE: Runs = () => true;

/**
 * What the words of one command give to the programs among them.
 *
 * @param runs left out where rather too much is found: a host may be called like a program
 */
export function* passwordsGiven(words: readonly string[], runs = ANYWHERE): Iterable<Given> {
  let programs = 0;
  for (const [index, word] of words.entries()) {
    const name = word.slice(word.lastIndexOf('/') + 1);
    const program = PLACES.find(({ isName }) => isName.test(name));
    if (program === undefined || !runs(words.slice(0, index))) continue;
    if (++programs > MOST_PROGRAMS) return;
    const rest = words.slice(index + 1);
    for (const place of program.places)
      for (const { word: at, start, value } of atPlace(place, rest))
        yield { word: index + 1 + at, start, value };
  }
}

function* atPlace(place: RegExp, words: readonly string[]): Iterable<Given> {
  let [word, wordStart] = [0, 1];
  for (const match of words
    .map(each => `\0${each}`)
    .join('')
    .matchAll(place)) {
    const value = match[1]!;
    const at = match.index + match[0].length - value.length;
    while (wordStart + words[word]!.length <= at) wordStart += words[word++]!.length + 1;
    if (isCredential(value) && !beginsReference(value)) yield { word, start: at - wordStart, value };
  }
}

/** A program that is called in a text, maybe as an item of a list of JSON. */
const CALLED = new RegExp(
  `(?<![\\w.-])(?:${PROGRAMS.map(([names]) => names).join('|')})(?=["']?[\\s,\\]])`,
  'g',
);
const GIVES = /(?:^|[\s"',])-\w|add_user|change_password|\b(?:password|login|set|add)\b/;

/** Whether a text may call one of these programs with a password: only a tree says so where each word has a line. */
export function callsWithPassword(text: string): boolean {
  return GIVES.test(text) && text.search(CALLED) >= 0;
}

const LONGEST_COMMAND = 2048;

/**
 * In the lines of a script, or of anything that holds some.
 *
 * @param runs as for `passwordsGiven`
 */
export function* inCommands(text: string, runs = ANYWHERE): Iterable<Found> {
  if (!GIVES.test(text)) return;
  let done = 0;
  for (const { index } of text.matchAll(CALLED)) {
    if (index < done || !runs(wordsBefore(text, index))) continue;
    const words = wordsOf(text, index);
    for (const { word, value } of passwordsGiven(words.map(each => each.said))) {
      const { start, end } = words[word]!;
      const at = text.slice(start, end).lastIndexOf(value);
      // Quotes stand within it.
      yield at < 0 ? { start, value: text.slice(start, end) } : { start: start + at, value };
    }
    done = words.at(-1)!.end;
  }
}

const BREAK = /[\n;&|()`]/;

/** The words of the same simple command before a place in a script: those of a quoted text count as one of the command around. */
function wordsBefore(text: string, index: number): readonly string[] {
  const least = Math.max(0, index - LONGEST_COMMAND);
  let begin = index;
  while (begin > least && !(BREAK.test(text[begin - 1]!) && text[begin - 2] !== '\\')) begin--;
  return wordsOf(text, begin)
    .filter(({ end }) => end <= index)
    .map(({ said }) => said);
}

interface Word {
  readonly said: string;
  readonly start: number;
  readonly end: number;
}

/** As a shell takes a line apart; what stands between the items of a list of JSON is a gap, too. */
const TOKEN =
  /(?<gap>\\\r?\n|[ \t]+|["'],\s{0,64}["'])|(?<end>[\r\n;|&()<>`])|\\?"(?<double>[^"\n\\]*)\\?"|'(?<single>[^'\n]*)'|(?<bare>(?:\$\([^()\n]{0,256}\)|[^\s"'`;|&()<>\\])+)|[\s\S]/g;

/** The words of the command that begins at a place. */
function wordsOf(text: string, begin: number): readonly Word[] {
  const words: Word[] = [];
  let [said, start] = ['', begin];
  let end = begin;
  for (const { index, 0: token, groups } of text.slice(begin, begin + LONGEST_COMMAND).matchAll(TOKEN)) {
    const { gap, end: isEnd, double, single, bare } = groups!;
    const part = double ?? single ?? bare;
    if (part !== undefined) {
      if (said === '') start = begin + index;
      said += part;
      end = begin + index + token.length;
      continue;
    }
    if (said !== '') words.push({ said, start, end });
    said = '';
    if (isEnd !== undefined) return words;
    end = begin + index + (gap ?? token).length;
  }
  if (said !== '') words.push({ said, start, end });
  return words;
}
