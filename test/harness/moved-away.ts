/** How many fields of a file have gone into others: the blank line above each goes too. */
export function movedAway(before: string, after: string): number {
  return Math.max(0, fieldsOf(before) - fieldsOf(after));
}

function fieldsOf(text: string): number {
  return text.match(/^[A-Za-z][\w-]*(?=:)/gm)?.length ?? 0;
}
