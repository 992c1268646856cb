/** A text as a part of a pattern: names come from files that may hold anything. */
export function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
