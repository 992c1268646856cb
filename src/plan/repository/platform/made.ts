/** Objects that no manifest brings: a script, a page of instructions or a comment says who makes them. */

import { baseName, type Files } from '../../../kustomize/files/files.ts';
import { sourceText } from '../../../text/source-text.ts';
import { commentAt, commentedUses } from './comments/made-comments.ts';
import { type CommandedObject, commandedObjects } from './object-commands.ts';

/**
 * `file:line` of what makes an object of a kind and a name.
 *
 * @param at `file:line` where a manifest names it: a comment there may say so too
 * @param wanted namespace that it is wanted in; undefined where any may be meant
 */
export type MadeOutside = (
  kind: string,
  name: string,
  at: string,
  wanted: string | undefined,
) => string | undefined;

interface Place {
  readonly at: string;
  /** Undefined where nothing is written. */
  readonly namespace: string | undefined;
}

const SCRIPT =
  /\.(?:sh|bash|ps1|mk|just|md|adoc|tf|ya?ml)$|^(?:GNUmakefile|[Mm]akefile|\.?[Jj]ustfile|Jenkinsfile|Tiltfile)$/;
/** Scripts larger than that are no scripts that somebody wrote. */
const MOST_TEXT = 200_000;
const SAYS = /\b(?:kubectl|oc|helm)\b|kubernetes_(?:secret|config_map|service_account)/;

const KINDS: Readonly<Record<string, string>> = {
  secret: 'Secret',
  secrets: 'Secret',
  configmap: 'ConfigMap',
  configmaps: 'ConfigMap',
  config_map: 'ConfigMap',
  cm: 'ConfigMap',
  serviceaccount: 'ServiceAccount',
  serviceaccounts: 'ServiceAccount',
  service_account: 'ServiceAccount',
  sa: 'ServiceAccount',
  pvc: 'PersistentVolumeClaim',
};
const TERRAFORM =
  /"kubernetes_(secret|config_map|service_account)(?:_v1)?"\s+"[^"]*"\s*\{\s*metadata\s*\{([^}]{0,2048})/g;
/** Instructions show commands that look for an object to readers who want to see it. */
const INSTRUCTIONS = /\.(?:md|adoc)$/;

/** Texts are searched when the first object is asked for: most repositories miss none. */
export function madeOutside(files: Files, paths: readonly string[]): MadeOutside {
  let places: ReadonlyMap<string, readonly Place[]> | undefined;
  let comments: ReadonlyMap<string, string> | undefined;
  const commented = () => (comments ??= commentedUses(files, paths));
  return (kind, name, at, wanted) => {
    const isMeant = ({ namespace }: Place) =>
      namespace === undefined || wanted === undefined || namespace === wanted;
    const found = () => (places ??= placesIn(files, paths)).get(`${kind}/${name}`);
    return commentAt(files, name, at) ?? commented().get(`${kind}/${name}`) ?? found()?.find(isMeant)?.at;
  };
}

function placesIn(files: Files, paths: readonly string[]): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  for (const path of paths) {
    const name = baseName(path);
    if (!SCRIPT.test(name)) continue;
    const text = files.read(path) ?? '';
    if (text.length > MOST_TEXT || !SAYS.test(text)) continue;
    const made = [...commandedObjects(text, !INSTRUCTIONS.test(name)), ...terraformObjects(text)];
    for (const { word, name: object, namespace, line } of made) {
      const key = `${KINDS[word]}/${object}`;
      const place = { at: `${path}:${line}`, namespace };
      const known = places.get(key);
      if (known === undefined) places.set(key, [place]);
      else known.push(place);
    }
  }
  return places;
}

function terraformObjects(text: string): CommandedObject[] {
  const source = sourceText(text);
  return [...text.matchAll(TERRAFORM)].flatMap(({ 1: word = '', 2: metadata = '', index }) => {
    const [, name] = /\bname\s*=\s*"([\w.-]+)"/.exec(metadata) ?? [];
    const [, namespace] = /\bnamespace\s*=\s*"([\w.-]+)"/.exec(metadata) ?? [];
    return name === undefined ? [] : [{ word, name, namespace, line: source.position(index).line }];
  });
}
