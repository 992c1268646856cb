/** What takes too long to try on every case each time has its turn in some of them, and in all where time does not matter. */

/** Whether all of it is tried: the real kustomize on every style, and all transforms together in both placements. */
export const isThorough = process.env.KUSTOMEND_STYLES === 'all';

/** A number for a text: the same case has the same turn each time. */
export function turnOf(text: string): number {
  return [...text].reduce((sum, character) => sum + character.charCodeAt(0), 0);
}
