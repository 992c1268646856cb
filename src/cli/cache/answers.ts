/** The answer of an earlier run like this one, and the keeping of this one's. */
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ownFolderOf, topAround } from '../../workspace/git-tree.ts';
import type { Answer, Keeper } from './answer.ts';
import { type Standpoint, stillHolding } from './facts.ts';
import { digestWith, fileName, keepAnswer, keptAnswer, keyIn, newKey } from './store.ts';

/** What says how something is printed, and in which order. */
const VARIABLES = [
  'CI',
  'COLUMNS',
  'FORCE_COLOR',
  'GIT_PAGER',
  'KUSTOMEND_DEBUG',
  'LANG',
  'LANGUAGE',
  'LC_ALL',
  'NODE_OPTIONS',
  'NO_COLOR',
  'PAGER',
  'PATH',
  'TERM',
  'TZ',
];

/** Answers to this command line. */
export interface Answers extends Keeper {
  /** One that still holds; undefined: nobody knows. */
  find(): Answer | undefined;
}

/**
 * @param program digest of the program: another one may say something else
 * @param folder the user's own, where the key lies
 */
export function answersFor(process: NodeJS.Process, program: string, folder: string): Answers {
  const { argv, env, stdin, stdout, stderr } = process;
  const cwd = process.cwd();
  const args = argv.slice(2);
  const question = {
    program,
    engine: [process.versions.node, process.arch],
    args,
    cwd,
    env: VARIABLES.map(each => env[each] ?? null),
    terminal: [stdin.isTTY, stdout.isTTY, stderr.isTTY, stdout.columns, stdout.rows],
  };
  const began = Date.now() - process.uptime() * 1000;
  const standpointWith = (key: Buffer): Standpoint => ({ cwd, env, began, digest: digestWith(key) });
  const put = (answer: Answer, key: Buffer): void => {
    const own = ownFolderOf(answer.facts.root);
    if (own !== undefined) keepAnswer(own, fileName(question, key), answer, key);
  };
  return {
    keep(answerOf) {
      try {
        const key = keyIn(folder) ?? newKey(folder);
        const answer = key && answerOf(standpointWith(key));
        if (answer !== undefined) put(answer, key!);
      } catch {
        // What can no longer be looked at is not kept, which is never a reason for a run to fail.
      }
    },
    find() {
      const key = keyIn(folder);
      if (key === undefined) return undefined;
      const name = fileName(question, key);
      for (const top of topsOf(cwd, args)) {
        const own = ownFolderOf(top);
        const answer = own === undefined ? undefined : keptAnswer(own, name, key);
        const facts = answer && stillHolding(answer.facts, standpointWith(key));
        if (!answer || !facts) continue;
        if (facts !== answer.facts) put({ ...answer, facts }, key);
        return answer;
      }
      return undefined;
    },
  };
}

/** Repositories that a command line may be about. */
function topsOf(cwd: string, args: readonly string[]): ReadonlySet<string> {
  const places = [cwd, ...args.map(word => resolve(cwd, word))].filter(place => existsSync(place));
  const tops = places.map(place => topAround(statSync(place).isDirectory() ? place : dirname(place)));
  return new Set(tops.filter(top => top !== undefined));
}
