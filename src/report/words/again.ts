/** Paths and flags that were typed, for another command that is said next: without them it would be about something else. */

/**
 * @param command its name
 * @param without flags that are said anew, or mean nothing to it
 * @returns what follows the command, with a blank before it
 */
export type Again = (command: string, without?: readonly string[]) => string;

/** Nothing was typed. */
export const NOTHING_AGAIN: Again = () => '';
