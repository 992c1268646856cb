/** The message of a fix taken apart. It says the fault, what becomes of it, and what speaks against that: read as one, it sounds done. */
import type { Fix } from '../../plan/model/result.ts';

export interface Said {
  readonly fault: string;
  /** Undefined where nothing would be written. */
  readonly fix: string | undefined;
  readonly doubts: string | undefined;
}

const AGAINST = '. Not without a look: ';
/** Of a sentence that would go on in the middle of a line. */
const COMMON = /^(?:It|Its|They|That|All|An?|The) /;

export function saidOf({ message, doubts }: Pick<Fix, 'message' | 'doubts'>): Said {
  const end = doubts.length === 0 ? -1 : message.indexOf(AGAINST);
  const whole = end < 0 ? message : message.slice(0, end);
  const [fault = '', fix] = twoSentences(whole);
  return { fault, fix, doubts: end < 0 ? undefined : message.slice(end + AGAINST.length) };
}

function twoSentences(text: string): readonly string[] {
  const end = /\.\s(?=\p{Lu})/u.exec(text)?.index;
  return end === undefined ? [text] : [text.slice(0, end), text.slice(end + 2)];
}

/** `the pods of Deployment web hold a token; fix: it is no longer mounted; doubt: whether web uses it is not known` */
export function saidText(of: Pick<Fix, 'message' | 'doubts'>): string {
  const { fault, fix, doubts } = saidOf(of);
  return [
    fault,
    ...(fix === undefined
      ? []
      : [`fix: ${COMMON.test(fix) ? `${fix[0]!.toLowerCase()}${fix.slice(1)}` : fix}`]),
    ...(doubts === undefined ? [] : [`doubt: ${doubts}`]),
  ].join('; ');
}
