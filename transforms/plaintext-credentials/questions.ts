/** What only a person knows: each is asked once for the repository. */
import { saying } from '../shared/choices.ts';
import type { Question } from '../shared/prose.ts';

/** Who has a copy of the repository has the value, whatever is written today. */
export const ROTATE = 'the old value stays in the history: rotate it';

const EACH_ITS_OWN = saying(
  'each workload has one that is called after it, such as web-credentials',
  'plaintext-credentials',
  'secret',
  '{workload}-credentials',
);

/**
 * Of values that stand outside of a Secret.
 *
 * @param what they are called
 * @param at `file:line` that has them
 * @param read Secrets that those who take them read already: where these are, nobody needs a new one
 * @param convention the Secret by what the configuration says; undefined where it says nothing
 */
export function whereFrom(
  what: string,
  at: string,
  read: readonly string[],
  convention?: string | undefined,
): Question {
  if (convention !== undefined)
    return {
      known: `rotate it, and take it from Secret ${convention}, which \`secret\` of plaintext-credentials names`,
    };
  const choices = read.map(name =>
    saying(`Secret ${name}, which its workloads read`, 'plaintext-credentials', 'secret', name),
  );
  return {
    blocked: 'rotate it, and take it from a Secret: which one holds it?',
    asks: [
      {
        type: 'decision',
        about: 'credentials that are written outside of Secrets',
        question:
          'which Secrets hold them? Rotate each: the history keeps it. An option of plaintext-credentials has their name',
        names: [`${what} (${at})`],
        choices: choices.length > 0 ? choices : [EACH_ITS_OWN],
      },
    ],
  };
}

/** Of a value that stands in a Secret. @param name of that, with its place */
export const inClear = (name: string): Question => ({
  blocked: 'rotate it, and keep it out of the repository: encrypted, or fetched from a store?',
  asks: [
    {
      type: 'decision',
      about: 'Secrets that stand in the repository in clear',
      names: [name],
      question:
        'are they to be encrypted (SOPS, Sealed Secrets) or fetched from a store (External Secrets)? Rotate what they hold: the history keeps it',
    },
  ],
});

/** Of a value of a Secret, where the repository shows what Secrets are encrypted with. */
export const TO_ENCRYPT = {
  known: 'SOPS encrypts it here, as the finding of sops says: rotate it, the history keeps it',
};

/** Of a text that somebody has yet to change: nothing of it is a credential, and nothing need be rotated. */
export const standIn = (name: string): Question => ({
  blocked: 'who makes the real one? Then this one is left out of what is applied',
  asks: [
    {
      type: 'decision',
      about: 'Secrets with texts that are to be changed',
      names: [name],
      question:
        'who makes the real ones? Each apply puts these texts over them: leave the Secrets out of resources, or encrypt real ones (SOPS, Sealed Secrets) or fetch them from a store (External Secrets)',
    },
  ],
});

export const TO_FILL_IN = {
  known: 'the real value goes in, and SOPS encrypts it, as the finding of sops says',
};
