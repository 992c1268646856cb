/** Names that kustomize makes from what an object holds. */

/** Ten letters and digits that no word has by chance. */
const HASH = /^(.+)-[2456789bcdfghkmt]{10}$/;

interface Named {
  readonly name: string;
  readonly formerNames: readonly string[];
}

/** The name without its hash; undefined where it has none: then other content has the same name. */
export function nameBeforeHash({ name, formerNames }: Named): string | undefined {
  const [, before] = HASH.exec(name) ?? [];
  return before !== undefined && formerNames.some(each => before.includes(each)) ? before : undefined;
}
