/** Comments beside a reference that say who makes the object. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { isDenied } from '../../../../text/denied.ts';
import { linesOf } from '../../../../text/lines.ts';

/** What a comment says of an object that stands in no manifest. */
const MADE =
  /\b(?:created|made|generated|provisioned|managed|installed|synced|injected|supplied|provided|populated|minted)\b|out[- ]of[- ]band|\b(?:manually|by hand|externally|terraform|ansible)\b/i;
/** What is denied, of a part of a sentence: the next part may say the opposite. */
const PARTS = /[.,;:()]|\bbut\b|\s[-–—]+\s/;
/** How far below its first line an element names the object: `- name`, `valueFrom`, `secretKeyRef`, `name`. */
const DEPTH = 5;

/** The comment above a place, or in it: only the element that names the object is looked through. */
export function commentAt(files: Files, name: string, at: string): string | undefined {
  const [, file = '', number = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
  const lines = linesOf(files.read(file) ?? '');
  const first = Number(number) - 1;
  let above = first;
  while (above > 0 && /^\s*#/.test(lines[above - 1]!)) above--;
  let named = first;
  while (!lines[named]?.includes(name)) if (++named > first + DEPTH) return undefined;
  for (let index = above; index <= named; index++) {
    const comment = /(?:^|\s)#(.*)$/.exec(lines[index]!)?.[1];
    if (comment?.split(PARTS).some(part => MADE.test(part) && !isDenied(part))) return `${file}:${index + 1}`;
  }
  return undefined;
}

/** Keys below which a manifest names an object, by its kind. */
const REFERENCES = /^\s*(?:- )*(configMap|secret)(?:Ref|KeyRef|Name)?:/;
const KINDS: Readonly<Record<string, string>> = { configMap: 'ConfigMap', secret: 'Secret' };
const NAMED = /(?:^|[\s{,-])(?:name|secretName):\s*["']?([\w.-]+)/;

/**
 * By `Kind/name`: the first comment that says who makes it, beside any of its uses. Who has said it once does not repeat it at
 * each of them.
 */
export function commentedUses(files: Files, paths: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of paths) {
    if (!/\.ya?ml$/.test(path)) continue;
    const text = files.read(path) ?? '';
    if (!text.includes('#') || !MADE.test(text)) continue;
    const lines = linesOf(text);
    for (const [index, line] of lines.entries()) {
      const kind = KINDS[REFERENCES.exec(line)?.[1] ?? ''];
      if (kind === undefined) continue;
      const name = nameBelow(lines, index);
      if (name === undefined || found.has(`${kind}/${name}`)) continue;
      const said = commentAt(files, name, `${path}:${startOfItem(lines, index) + 1}`);
      if (said !== undefined) found.set(`${kind}/${name}`, said);
    }
  }
  return found;
}

/** The name that a reference has on its own line or among the keys below it. */
function nameBelow(lines: readonly string[], index: number): string | undefined {
  const own = NAMED.exec(lines[index]!);
  if (own !== null) return own[1];
  const indent = keyColumn(lines[index]!);
  for (const line of lines.slice(index + 1, index + 1 + DEPTH)) {
    if (line.trim() !== '' && line.search(/\S/) <= indent) return undefined;
    const name = NAMED.exec(line)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The line on which the element of a list begins that a line belongs to: its comment stands above that. */
function startOfItem(lines: readonly string[], index: number): number {
  const column = keyColumn(lines[index]!);
  for (let start = index; start >= 0 && start > index - DEPTH; start--) {
    const line = lines[start]!;
    if (/^\s*- /.test(line) && keyColumn(line) <= column) return start;
  }
  return index;
}

/** Where the first key of a line stands, behind the dash of an item. */
function keyColumn(line: string): number {
  return /^[\s-]*/.exec(line)![0].length;
}
