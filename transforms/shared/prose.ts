/** Words that several transforms say alike. */

import type { Container, Hint, ImageFactPath, Json, OpenFact, Proposal } from '../../src/transform.ts';
import { staying } from './choices.ts';
import { isProduct } from './images/vendors.ts';
import { isProductOfNode, mountsOf } from './pods.ts';
import { showsAllThatRuns } from './start/tools.ts';

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `1 container`, `2 containers` */
export function counted(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}

/** A doubt about what is known of an image as it comes: it may still start the same server. */
export const ENTRYPOINT_REPLACED = "its command stands in for the image's own entrypoint";

/** What a person decides, and what that would unblock; without `blocked` there is nothing to ask. */
export type Question = Pick<Proposal, 'blocked' | 'asks' | 'known'>;

/** Asked once for what a program installs when containers start, whatever is amiss with them for that. */
export function installQuestion(command: string): Question {
  const [program = ''] = command.split(' ');
  const blocked = `its command runs ${command}: can the image have that already?`;
  const choices = [
    staying('no, it is installed whenever it starts', 'it installs what it needs when it starts'),
  ];
  const about = `what ${program} installs when containers start`;
  return {
    blocked,
    asks: [{ type: 'decision', about, question: 'can the image have that already?', choices }],
  };
}

/**
 * A question about an image, with the line of the configuration that answers it. Of an image that may be a copy of a known
 * one there is one question before all others: whether it is. Of a base, and where a command replaces the entrypoint, no
 * answer holds for the image as such, and who has written the command knows it: the finding is reported. So it is of an agent of
 * the node that is taken as it comes, which nobody knows better than the manifest that its makers give out, and of what a
 * product writes and answers.
 *
 * @param question ends without a question mark
 * @param fact what the line states
 * @param value what stands there for it
 * @param told what the manifest lets expect, where no Dockerfile does
 */
export function imageQuestion(
  container: Container,
  question: string,
  fact: ImageFactPath,
  value = '?',
  told?: Hint,
): Question {
  const { image, askedAs } = container;
  const { candidate, family, component, dockerfile } = container.facts;
  if (family !== undefined && component === undefined) {
    return {};
  }
  // Nobody knows that of a product by heart, and who has tried it can say so all the same.
  const isMade = isProduct(container);
  const isTried = isMade && (fact === 'writes' || fact.startsWith('probes.'));
  if (candidate !== undefined && !isTried) {
    const blocked = `is ${image.name} the official image ${candidate.repository}? images: {${image.name}: {official: ?}}`;
    return { blocked, asks: [{ type: 'image', image: image.name, facts: ['official'] }] };
  }
  if (isProductOfNode(container)) return { known: WORKS_ON_NODE };
  if (showsAllThatRuns(container)) {
    const besides = fact === 'writes' ? 'and not all that it writes' : 'whatever the image is';
    return { known: `its command shows all that runs, ${besides}` };
  }
  const isBlank = /^\[?\?\]?$/.test(value);
  const hint = isBlank ? (container.facts.hints.get(fact) ?? told) : undefined;
  const shown = hint === undefined ? value : flow(hint.value);
  const line = fact.split('.').reduceRight((inner, key) => `{${key}: ${inner}}`, shown);
  // Who has answered that it is another one has been asked.
  if (container.facts.isOther)
    return {
      known: `it is another image than the official one, and who makes it may say: images: {${askedAs}: ${line}}`,
    };
  // What the manifest moves, its writer knows.
  if (isMade && (isBlank || fact.startsWith('probes.'))) {
    const by =
      fact === 'user' && container.facts.imageUser === undefined
        ? 'said by its registry (--resolve)'
        : 'found by trying';
    return { known: `${question} is ${by}. Who knows: images: {${askedAs}: ${line}}` };
  }
  const remark = hint === undefined ? undefined : `perhaps ${shown}${reasonOf(hint)}`;
  const see = dockerfile === undefined || question.includes(dockerfile) ? '' : ` (see ${dockerfile})`;
  return {
    blocked: `${question}${remark === undefined ? '' : `, ${remark}`}? images: {${askedAs}: ${line}}${see}`,
    asks: [
      {
        type: 'image',
        image: askedAs,
        facts: [fact],
        ...(remark !== undefined && { remark }),
        ...(fact === 'writes' && { mounted: mountsOf(container).map(({ path }) => path) }),
        ...releaseOf(container),
      },
    ],
  };
}

/** Of an image whose Dockerfile names no user: the one question, before where it writes and what it needs. */
export function otherUser(userLeftAt: string): string {
  return `its Dockerfile names no USER (${userLeftAt}): does it run as another user than root, and as which`;
}

function reasonOf({ because }: Hint): string {
  return because === '' ? '' : `: ${because}`;
}

/** As a line of YAML has it. */
function flow(value: Json): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : JSON.stringify(value);
}

/** Why nobody is asked what an agent of the node needs. */
export const WORKS_ON_NODE =
  'it works on the node, and what it needs there is what its makers give it in their manifests';

/**
 * The version of an image that the repository takes as it comes, or that it makes the image. A guess that says nothing sets
 * nothing apart.
 */
export function releaseOf({ image, facts: { dockerfile, hints, user } }: Container): {
  readonly release?: string | undefined;
  readonly isBuiltHere?: true;
} {
  const saysNothing = hints.has('dockerfile') && !hints.has('writes') && user === undefined;
  return dockerfile === undefined || saysNothing ? { release: image.tag } : { isBuiltHere: true };
}

/**
 * A fact that the owner of an image may state, or which Dockerfile it is built from where that says it; undefined for bases, where no answer holds for the image as such, and for what may
 * be a copy of a known image: that is asked first.
 */
export function openFact(
  { askedAs, facts: { candidate, family, component, hints } }: Container,
  fact: OpenFact['fact'],
  value: OpenFact['value'],
): OpenFact | undefined {
  if (candidate !== undefined || (family !== undefined && component === undefined)) return undefined;
  const built = fact === 'user' ? hints.get('dockerfile')?.value : undefined;
  if (typeof built === 'string') return { image: askedAs, fact: 'dockerfile', value: built };
  return { image: askedAs, fact, value };
}
