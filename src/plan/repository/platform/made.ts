/** Objects that no manifest brings: a script, a page of instructions or a comment says who makes them. */

import { baseName, type Files } from '../../../kustomize/files/files.ts';

/**
 * `file:line` of what makes an object of a kind and a name.
 *
 * @param at `file:line` where a manifest names it: a comment there may say so too
 */
export type MadeOutside = (kind: string, name: string, at: string) => string | undefined;

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
/** Made, or looked for before the manifests are applied: who looks expects somebody else to have made it. */
const COMMAND =
  /\b(?:kubectl|oc)\b[^\n;|&#]*?\s(?:create|get|wait)\s[^\n;|&#]*?\b(secrets?|configmaps?|cm|serviceaccounts?|sa|pvc)(?:\s+(?:generic|tls|docker-registry))?[\s/]+((?:-{1,2}[\w-]+(?:[= ][^\s-]\S*)?\s+)*)["']?([a-z0-9][\w.-]*)/g;
const TERRAFORM =
  /"kubernetes_(secret|config_map|service_account)(?:_v1)?"\s+"[^"]*"\s*\{\s*metadata\s*\{[^}]*?\bname\s*=\s*"([\w.-]+)"/g;

/** Texts are searched when the first object is asked for: most repositories miss none. */
export function madeOutside(files: Files, paths: readonly string[]): MadeOutside {
  let places: Map<string, string> | undefined;
  return (kind, name, at) =>
    commentAt(files, name, at) ?? (places ??= placesIn(files, paths)).get(`${kind}/${name}`);
}

/** What a comment says of an object that stands in no manifest. */
const MADE =
  /\b(?:created|made|generated|provisioned|managed|installed|synced|injected|supplied|provided|populated|minted)\b|out[- ]of[- ]band|\b(?:manually|by hand|externally|terraform|ansible)\b/i;
/** How far below its first line an element names the object: `- name`, `valueFrom`, `secretKeyRef`, `name`. */
const DEPTH = 5;

/** The comment above a place, or in it: only the element that names the object is looked through. */
function commentAt(files: Files, name: string, at: string): string | undefined {
  const [, file = '', number = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
  const lines = (files.read(file) ?? '').split('\n');
  const first = Number(number) - 1;
  let above = first;
  while (above > 0 && /^\s*#/.test(lines[above - 1]!)) above--;
  const named = lines.findIndex((line, index) => index >= first && line.includes(name));
  if (named < 0 || named > first + DEPTH) return undefined;
  for (let index = above; index <= named; index++) {
    const comment = /(?:^|\s)#(.*)$/.exec(lines[index]!)?.[1];
    if (comment !== undefined && MADE.test(comment)) return `${file}:${index + 1}`;
  }
  return undefined;
}

function placesIn(files: Files, paths: readonly string[]): Map<string, string> {
  const places = new Map<string, string>();
  for (const path of paths) {
    if (!SCRIPT.test(baseName(path))) continue;
    const text = files.read(path) ?? '';
    if (text.length > MOST_TEXT || !SAYS.test(text)) continue;
    for (const { word, name, index } of madeIn(joined(text))) {
      const key = `${KINDS[word]}/${name}`;
      if (!places.has(key)) places.set(key, `${path}:${text.slice(0, index).split('\n').length}`);
    }
  }
  return places;
}

/** Commands that go on in the next line, as one of the same length. */
function joined(text: string): string {
  return text.replace(/\\\r?\n/g, '  ');
}

function madeIn(text: string): { word: string; name: string; index: number }[] {
  return [
    ...[...text.matchAll(COMMAND)].map(match => ({
      word: match[1]!,
      name: match[3]!,
      index: match.index,
    })),
    ...[...text.matchAll(TERRAFORM)].map(match => ({
      word: match[1]!,
      name: match[2]!,
      index: match.index,
    })),
  ];
}
