/** Names that a repository gives to things: the same word as a password somewhere is not hidden in every line. */
import { documentsIn, speaksOfSecrets } from './text-secrets.ts';

/** Of objects, containers, images, namespaces, and the labels that name an application. */
const NAMED =
  /(?:^|[\s{,"'])(?:[\w./-]*\/)?(?:name|namespace|image|newName|app|instance|component|part-of|k8s-app)["']?\s{0,8}:\s{1,8}["']?([\w./:@-]{1,256})/gm;

/** Names of a text, and the words that they are made of. Secrets have entries that are called `name`: they are left out. */
export function publicNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { start, end } of documentsIn(text)) {
    const document = text.slice(start, end);
    if (speaksOfSecrets(document)) continue;
    for (const [, name] of document.matchAll(NAMED)) {
      names.add(name!);
      for (const word of name!.split(/[-./:@]/)) names.add(word);
    }
  }
  return names;
}
