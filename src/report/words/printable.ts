/** The last thing that happens to a text before it reaches a terminal or a log, whatever it was made of. */

/**
 * What a terminal obeys, what turns or hides text, and line ends that are none to most programs. A colour is a sequence of
 * its own.
 */
const OBEYED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this finds
  /\u001b(\[[\d;]*m)?|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Each of these characters as JSON writes it, so that JSON stays the same data.
 *
 * @param isColoured whether the stream takes colours
 */
export function printable(text: string, isColoured: boolean): string {
  return text.replace(OBEYED, (found, colour: string | undefined) => {
    if (colour !== undefined && isColoured) return found;
    return `${escaped(found[0]!)}${colour ?? ''}`;
  });
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Lines of prose that give no orders to a build server: some read any line that begins with `::name` or holds `##[`, and
 * where a line begins is a matter of how it is broken.
 */
export function withoutOrders(text: string): string {
  return text.replace(/^([ \t]*):(?=:[a-z])/gim, '$1: ').replace(/##(?=\[|vso\[|teamcity\[)/gi, '# #');
}
