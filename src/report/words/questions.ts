/** What only a person can answer, grouped by cause: each once, with how many findings it settles (judgement.md 8). */

import { type Fix, type Plan, REPORTED } from '../../plan/model/result.ts';
import { count, folderName } from './words.ts';

export interface Question {
  /** What it is about: `image registry.example.com/api`. */
  readonly about: string;
  /** How to answer: lines of the configuration, or what has to be decided. */
  readonly answer: string;
  /** Findings that wait for it. */
  readonly settles: number;
  /** Their ids, sorted. */
  readonly ids: readonly string[];
  /** The image, and its facts that are asked for (`user`, `probes.liveness`); undefined for other causes. */
  readonly image:
    | {
        readonly name: string;
        readonly facts: readonly string[];
        /** The findings that ask. */
        readonly asking: readonly Fix[];
      }
    | undefined;
}

/** The questions of a plan, those first that settle most. */
export function questionsOf(plan: Plan): Question[] {
  const groups = new Map<string, Fix[]>();
  for (const fix of plan.fixes) {
    if (fix.status !== 'person' || fix.reason === REPORTED) continue;
    for (const cause of causesOf(fix)) {
      const known = groups.get(cause);
      if (known === undefined) groups.set(cause, [fix]);
      else known.push(fix);
    }
  }
  return [...groups]
    .map(([cause, fixes]) => question(cause, fixes))
    .sort((a, b) => b.settles - a.settles || (a.about < b.about ? -1 : 1));
}

const IMAGE = 'image ';
const ENVIRONMENT = 'environment of ';
const PROJECT = 'AppProject ';
/** One command answers for all of them. */
const LOCK = 'digests of images';

/** A reason ends with the lines that answer it; one without them is a cause of its own. */
function causesOf({ reason = '', roots, transform, lookups }: Fix): string[] {
  if (lookups.length > 0) return [LOCK];
  const images = imagesIn(reason).map(({ name }) => IMAGE + name);
  if (images.length > 0) return [...new Set(images)];
  if (/environments: \{/.test(reason)) return roots.map(root => ENVIRONMENT + folderName(root));
  const project = /^AppProject \S+/.exec(reason)?.[0];
  return [project ?? `${transform}: ${reason}`];
}

function question(cause: string, fixes: readonly Fix[]): Question {
  const settles = fixes.length;
  const ids = [...new Set(fixes.map(({ id }) => id))].sort();
  if (cause.startsWith(IMAGE)) {
    const name = cause.slice(IMAGE.length);
    const asked = fixes.flatMap(({ reason = '' }) => imagesIn(reason)).filter(each => each.name === name);
    const facts = [...new Set(asked.flatMap(each => each.facts))];
    return {
      about: cause,
      answer: `images: {${name}: {${facts.join(', ')}}}`,
      settles,
      ids,
      image: { name, facts, asking: fixes },
    };
  }
  if (cause === LOCK) {
    const images = new Set(fixes.flatMap(({ lookups }) => lookups)).size;
    const about = `digests of ${count(images, 'image')}`;
    return { about, answer: 'kustomend pin --write looks them up', settles, ids, image: undefined };
  }
  const isNamed = cause.startsWith(ENVIRONMENT) || cause.startsWith(PROJECT);
  const answer = cause.startsWith(ENVIRONMENT)
    ? `environments: {<name>: {tier: ?, roots: [${cause.slice(ENVIRONMENT.length)}]}}`
    : (fixes[0]?.reason ?? '');
  return { about: isNamed ? cause : aboutOf(fixes), answer, settles, ids, image: undefined };
}

/** The fault in a few words, and what it is about. */
function aboutOf(fixes: readonly Fix[]): string {
  const subjects = [
    ...new Set(
      fixes.map(({ subject: { kind, name } }) => (name === '' ? 'the repository' : `${kind} ${name}`)),
    ),
  ];
  return `${fixes[0]?.brief} of ${subjects.length === 1 ? subjects[0] : `${subjects[0]} and ${subjects.length - 1} more`}`;
}

/** `images: {NAME: {user: ?, probes: {liveness: ...}}}` in a reason. */
function imagesIn(reason: string): { readonly name: string; readonly facts: readonly string[] }[] {
  return [...reason.matchAll(/images: \{([^\s{}]+): \{/g)].map(({ 0: head, 1: name = '', index }) => ({
    name,
    facts: factPaths(reason.slice(index + head.length)),
  }));
}

/** `user`, `probes.liveness`: the facts in a flow map whose opening brace has been read. */
function factPaths(text: string): string[] {
  const paths: string[] = [];
  let depth = 1;
  let top = '';
  for (const { 0: token } of text.matchAll(/[{}[\]]|\w+(?=:)/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1) {
      top = token;
      if (token !== 'probes') paths.push(token);
    } else if (depth === 2 && top === 'probes') paths.push(`probes.${token}`);
    if (depth === 0) break;
  }
  return paths;
}
