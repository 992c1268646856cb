/** Account ids of AWS in texts: of registries, of resource names, and given to a variable. */
import type { Span } from '../../src/transform.ts';

const FORMS: readonly RegExp[] = [
  /(?<![\w.-])(?<id>\d{12})\.dkr\.ecr(?:-fips)?\.[a-z\d-]{5,32}\.amazonaws\.com/g,
  /\barn:aws[a-z-]{0,16}:[a-z\d-]{1,64}:[a-z\d-]{0,32}:(?<id>\d{12}):/g,
  /\b[\w-]{0,64}account[\w-]{0,32}["']?[ \t]{0,8}[:=][ \t]{0,8}["']?(?<id>\d{12})\b/gi,
];

/** Of AWS' own documentation and of everybody's examples (docs.aws.amazon.com, "Example account ids"). */
const EXAMPLES: ReadonlySet<string> = new Set([
  '111122223333',
  '444455556666',
  '777788889999',
  '123456789012',
  '123456789123',
  '012345678901',
  '210987654321',
  '987654321098',
  '098765432109',
  '999988887777',
]);

/** Registries that AWS gives its add-ons and agents out from (docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html). */
const OF_AWS: ReadonlySet<string> = new Set([
  '602401143452',
  '877085696533',
  '800184023465',
  '900889452093',
  '918309763551',
  '961992271922',
  '590381155156',
  '558608220178',
  '151742754352',
  '759879836304',
  '013241004608',
  '151610086707',
  '296578399912',
  '491585149902',
  '066635153087',
  '761377655185',
  '455263428931',
  '286013162405',
  '121268973566',
  '089353438003',
  '709825985650',
  '763104351884',
  '840364872350',
  '906394416424',
  '895741380848',
]);

/** An id that stands in a text, with all places of it; those of forms come first in it. */
export interface Account {
  readonly id: string;
  readonly spans: readonly Span[];
}

export function accountsIn(text: string): Account[] {
  const ids = new Set<string>();
  for (const form of FORMS) for (const match of text.matchAll(form)) ids.add(match.groups!.id!);
  return [...ids].filter(isOurs).map(id => ({ id, spans: spansOf(text, id) }));
}

/** Of one digit, or of digits that are counted up, is what somebody has made up. */
function isOurs(id: string): boolean {
  return !EXAMPLES.has(id) && !OF_AWS.has(id) && !/^(\d)\1{11}$/.test(id);
}

function spansOf(text: string, id: string): Span[] {
  return [...text.matchAll(new RegExp(`(?<!\\d)${id}(?!\\d)`, 'g'))].map(({ index }) => ({
    start: index,
    end: index + id.length,
  }));
}
