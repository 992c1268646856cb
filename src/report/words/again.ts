/** Paths and flags that were typed, for another command that is said next: without them it would be about something else. */

/**
 * @param command its name
 * @param without flags that are said anew, or mean nothing to it
 * @returns what follows the command, with a blank before it
 */
export type Again = (command: string, without?: readonly string[]) => string;

/** Flags that choose fixes by what they are about: what is left lies elsewhere. */
export const OF_THE_CHOICE = ['--file', '--id', '--workload'];

/** An id says all that these would. */
export const BESIDE_AN_ID = [...OF_THE_CHOICE, '--severity', '--unsafe'];
