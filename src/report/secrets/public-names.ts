/** Names that a repository gives to things: the same word as a password somewhere is not hidden in every line. */
import { isCredential } from '../../credentials/values.ts';
import { documentsIn, speaksOfSecrets } from './text-secrets.ts';

/** Of objects, containers, images, namespaces, and the labels that name an application. */
const NAMED =
  /(?:^|[\s{,"'])(?:[\w./-]*\/)?(?:(?:secret|configMap|claim|serviceAccount|service)?[nN]ame|namespace|image|newName|app|instance|component|part-of|k8s-app)["']?\s{0,8}:\s{1,8}["']?([\w./:@-]{1,256})/gm;

/** The name of a Secret itself: its values stand elsewhere. */
const OF_SECRET =
  /^metadata:[ \t]*(?:\{[^}\n]{0,200}?\b|\n(?:[ \t]+[^\n]{0,200}\n){0,20}?[ \t]+)name:[ \t]+["']?([\w./:@-]{1,256})/gm;
/** And of one that a kustomization makes. */
const OF_GENERATED = /^[ \t]*-[ \t]+name:[ \t]+["']?([\w./:@-]{1,256})/gm;

function patternFor(document: string): RegExp {
  if (!speaksOfSecrets(document)) return NAMED;
  return /^kind:/m.test(document) && !/^kind:\s*Kustomization/m.test(document) ? OF_SECRET : OF_GENERATED;
}

/** Names of a text, and the words that they are made of. Secrets have entries that are called `name`: they are left out. */
export function publicNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { start, end } of documentsIn(text)) {
    const document = text.slice(start, end);
    for (const [, name] of document.matchAll(patternFor(document))) {
      for (const part of partsOf(name!)) names.add(part);
    }
  }
  return names;
}

/** Our configuration names Secrets by `secret`, and has no place for what is in them. */
const SETTING = /(?:^|[\s{,"'])secret["']?:\s{1,8}["']?([a-z\d][\w.-]{0,252})/gm;

/** Names of Secrets that our configuration gives. What looks like a secret has come there by mistake: it stays hidden. */
export function namesOfSettings(text: string): readonly string[] {
  return [...text.matchAll(SETTING)].map(([, name]) => name!).filter(name => !isCredential(name, 'likely'));
}

/** Names of more words are rare, and each has many parts. */
const MOST_WORDS = 8;

/** A name with the words that it is made of, one and several: `shop-db` of `shop-db-login` is as public as that. */
function* partsOf(name: string): Iterable<string> {
  yield name;
  const words = [...name.matchAll(/[^-./:@]+/g)];
  for (const [first, word] of words.entries()) {
    for (const last of words.slice(first, words.length > MOST_WORDS ? first + 1 : undefined))
      yield name.slice(word.index, last.index + last[0].length);
  }
}
