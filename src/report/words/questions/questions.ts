/** What only a person can answer, grouped by cause: each once, with how many findings it settles (judgement.md 8). */

import { parseImageReference } from '../../../kubernetes/images/image-reference.ts';
import { isPublicRegistry } from '../../../kubernetes/images/registries.ts';
import type { Fix, Plan } from '../../../plan/model/result.ts';
import { groupedBy } from '../../../plan/rendered/grouped.ts';
import type { Ask, Choice, ImageFactPath } from '../../../transform.ts';
import { outcomeFor } from '../findings.ts';
import { shown } from '../list.ts';
import { isShared, namedAlike, partsOf } from '../name-patterns.ts';
import { releasesAmong } from '../releases.ts';
import { folderName } from '../words.ts';
import { formOf } from './answer-form.ts';
import { choicesAmong } from './choices.ts';

export interface Question {
  /** What it is about: `image registry.example.com/api`. */
  readonly about: string;
  /** How to answer: lines of the configuration, or what has to be decided. */
  readonly answer: string;
  /** Findings that wait for it, or are safe by it. */
  readonly settles: number;
  /** Their ids, sorted. */
  readonly ids: readonly string[];
  /** How the configuration answers it; undefined where something has to be decided. */
  readonly key: QuestionKey | undefined;
  /** Answers to a decision that only have to be taken. */
  readonly choices: readonly Choice[];
  /** The findings that ask. */
  readonly asking: readonly Fix[];
}

export type QuestionKey =
  | {
      readonly type: 'image';
      /** As the configuration names it. */
      readonly image: string;
      /** As one of the manifests names it, with its registry. */
      readonly name: string;
      /** Those that a pattern in place of the name stands for. */
      readonly members: readonly string[];
      readonly facts: readonly ImageFactPath[];
      /** By fact. */
      readonly remarks: ReadonlyMap<ImageFactPath, string>;
    }
  | { readonly type: 'namespace'; readonly namespace: string; readonly claimants: readonly string[] }
  | { readonly type: 'environment'; readonly folder: string };

/** The questions of a plan, those first that settle most; what is for development alone comes last. */
export function questionsOf(plan: Plan): Question[] {
  const questions = grouped(
    plan.fixes.flatMap(fix => {
      const asks = fix.asks.filter(ask => !isOffer(ask));
      // What is offered alone waits in the findings.
      if (fix.asks.length > 0 && asks.length === 0) return [];
      return outcomeFor(fix) === 'answer' || (fix.status === 'unsafe' && asks.length > 0)
        ? [{ ...fix, asks }]
        : [];
    }),
  );
  const development = new Set(
    plan.roots.flatMap(({ environment, folder }) => (environment.tier === 'development' ? [folder] : [])),
  );
  const isForDevelopment = ({ asking }: Question) =>
    asking.every(({ roots }) => roots.every(root => development.has(root)));
  return [...questions.filter(each => !isForDevelopment(each)), ...questions.filter(isForDevelopment)];
}

/** What nobody has to answer: it makes fixes safe that `--unsafe` has already, or makes some that only an option allows. */
export function offersOf(plan: Plan): Question[] {
  const fixes = plan.fixes.map(fix => ({ ...fix, asks: fix.asks.filter(isOffer) }));
  return grouped(
    fixes.filter(({ status, asks }) => (status === 'unsafe' || status === 'person') && asks.length > 0),
  );
}

function isOffer(ask: Ask): boolean {
  return ask.type === 'decision' && ask.isOptional === true;
}

function grouped(fixes: readonly Fix[]): Question[] {
  const waiting = fixes.map(fix => ({ ...fix, asks: fix.asks.flatMap(partsOf) }));
  const asks = waiting.flatMap(fix => fix.asks);
  const releases = releasesAmong(asks, imageKeyOf);
  const alike = namedAlike(asks, imageKeyOf);
  const keyOf = (ask: ImageAsk) => {
    const key = imageKeyOf(ask.image);
    return releases.get(key) ?? (isShared(ask) ? alike.get(key) : undefined) ?? key;
  };
  const claimants = claimantsAmong(asks);
  const groups = new Map<string, { readonly cause: Cause; readonly asking: Fix[] }>();
  for (const fix of waiting) {
    const causes = new Map(causesOf(fix, claimants).map(cause => [idOf(cause, keyOf), cause]));
    for (const [id, cause] of causes) {
      const known = groups.get(id);
      if (known) known.asking.push(fix);
      else groups.set(id, { cause, asking: [fix] });
    }
  }
  return [...groups.values()]
    .map(({ cause, asking }) => question(cause, asking, keyOf))
    .sort((a, b) => b.settles - a.settles || (a.about < b.about ? -1 : 1));
}

type ImageAsk = Extract<Ask, { readonly type: 'image' }>;
/** What the configuration calls the image that is asked about, or a pattern over it. */
type KeyOf = (ask: ImageAsk) => string;

type Cause =
  | Exclude<Ask, { type: 'environment' }>
  | { readonly type: 'environment'; readonly folder: string }
  /** A finding that names none: those of one fault that say the same are one. */
  | { readonly type: 'own'; readonly says: string };

function causesOf(
  { asks, reason = '', roots, transform, brief }: Fix,
  claimants: ReadonlyMap<string, readonly string[]>,
): Cause[] {
  if (asks.length === 0) return [{ type: 'own', says: `${transform}: ${brief}: ${reason}` }];
  return asks.flatMap((ask): Cause[] => {
    if (ask.type === 'environment') return roots.map(folder => ({ type: 'environment', folder }));
    return [ask.type === 'namespace' ? { ...ask, claimants: claimants.get(ask.namespace)! } : ask];
  });
}

/** Of a namespace that several clusters have, those of each: one line of the configuration answers for all. */
function claimantsAmong(asks: readonly Ask[]): ReadonlyMap<string, readonly string[]> {
  const claims = asks.flatMap(ask => (ask.type === 'namespace' ? [ask] : []));
  return new Map(
    [...groupedBy(claims, ({ namespace }) => namespace)].map(([namespace, same]) => [
      namespace,
      [...new Set(same.flatMap(({ claimants }) => claimants))],
    ]),
  );
}

/**
 * Images of a private registry go by their path in it: registries differ by environment, and name accounts. Those of Docker Hub have
 * one name, however they are written.
 */
export function imageKeyOf(name: string): string {
  const image = parseImageReference(name);
  if (image?.registry === 'docker.io') return image.repository.replace(/^library\//, '');
  return image === null || isPublicRegistry(image.registry) ? name : image.repository;
}

/** Findings about one image are one question whichever of its facts they ask for. */
function idOf(cause: Cause, keyOf: KeyOf): string {
  switch (cause.type) {
    case 'image':
      return `image ${keyOf(cause)}`;
    case 'environment':
      return `environment of ${folderName(cause.folder)}`;
    case 'namespace':
      return `owner of namespace ${cause.namespace}`;
    case 'decision':
      return cause.about;
    case 'own':
      return cause.says;
  }
}

function question(cause: Cause, asking: readonly Fix[], keyOf: KeyOf): Question {
  const settles = asking.length;
  const ids = [...new Set(asking.map(({ id }) => id))].sort();
  const about = idOf(cause, keyOf);
  const choices = cause.type === 'decision' ? choicesAmong(about, asking) : [];
  const rest = { settles, ids, choices, asking };
  switch (cause.type) {
    case 'image': {
      const name = cause.image;
      const image = keyOf(cause);
      const asked = asking.flatMap(fix =>
        fix.asks.flatMap(ask => (ask.type === 'image' && keyOf(ask) === image ? [ask] : [])),
      );
      const facts = [...new Set(asked.flatMap(ask => ask.facts))];
      const members = [...new Set(asked.map(ask => imageKeyOf(ask.image)))].filter(each => each !== image);
      const remarks = new Map(
        asked.flatMap(({ facts, remark }) =>
          remark === undefined ? [] : facts.map(fact => [fact, remark] as const),
        ),
      );
      return {
        about,
        answer: `images: {${image}: {${formOf(facts)}}}${members.length > 0 ? '' : expected(remarks)}`,
        key: { type: 'image', image, name, members, facts, remarks },
        ...rest,
      };
    }
    case 'environment': {
      const answer = `environments: {<name>: {tier: ?, roots: [${folderName(cause.folder)}]}}`;
      return { about, answer, key: cause, ...rest };
    }
    case 'namespace': {
      const { namespace, claimants } = cause;
      const answer = `namespaces: {${namespace}: {owner: ?}}, which is one of ${shown(claimants.map(folderName))}, or none`;
      return { about, answer, key: cause, ...rest };
    }
    case 'decision':
      return { about, answer: decisionText(cause, asking), key: undefined, ...rest };
    case 'own':
      return { about: aboutOf(asking), answer: asking[0]?.reason ?? '', key: undefined, ...rest };
  }
}

/** What has to be decided, after the names of what it is about. */
function decisionText(cause: Extract<Cause, { type: 'decision' }>, asking: readonly Fix[]): string {
  const said = cause.question ?? asking[0]?.reason ?? '';
  const names = asking.flatMap(({ asks }) =>
    asks.flatMap(ask => (ask.type === 'decision' && ask.about === cause.about ? (ask.names ?? []) : [])),
  );
  return names.length === 0 ? said : `${shown([...new Set(names)])}: ${said}`;
}

/** What the repository lets expect, where that is no more than one reads with a question. */
function expected(remarks: ReadonlyMap<ImageFactPath, string>): string {
  const said = [...new Set(remarks.values())];
  return said.length === 0 || said.length > 2 ? '' : `: ${said.join('; ')}`;
}

/** What it is about, and the fault in a few words. */
function aboutOf(fixes: readonly Fix[]): string {
  const subjects = [
    ...new Set(
      fixes.map(({ subject: { kind, name } }) => (name === '' ? 'the repository' : `${kind} ${name}`)),
    ),
  ];
  const rest = subjects.length - 1;
  return `${subjects[0]}${rest > 0 ? ` and ${rest} more` : ''}: ${fixes[0]?.brief}`;
}
