/** `file` of `file:line`. */
export function fileOf(at: string): string {
  return at.replace(/:\d+$/, '');
}
