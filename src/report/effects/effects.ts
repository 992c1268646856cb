/** What a plan changes in what is rendered: field by field, or as a patch of the printed objects. */

import { namesCredential } from '../../credentials/names.ts';
import type { ExpectedRender, Plan, RootReport } from '../../plan/model/result.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';
import type { Json } from '../../transform.ts';
import { printAsKustomize } from '../../yaml/print/print.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import { hunkLines } from '../diff/diff.ts';
import { patchBetween } from '../diff/hunks.ts';
import type { Find } from '../secrets/finder.ts';
import { finderOf, MASK, type Mask, newMask } from '../secrets/mask.ts';
import { secretLines } from '../secrets/secrets.ts';
import { secretsOfText } from '../secrets/text-secrets.ts';
import { enumerated, folderName, oneLine } from '../words/words.ts';

/** Roots in which a plan changes the same. */
export interface Effect<T> {
  /** `dev and staging`; folders where the roots have no environment. */
  readonly where: string;
  readonly changes: readonly T[];
}

/** A field before and after, secrets hidden. */
export interface FieldChange {
  /** `Deployment/web` */
  readonly object: string;
  readonly path: string;
  /** `1 -> 2` */
  readonly says: string;
}

/** Fields before and after. */
export function fieldEffects(plan: Plan, find: Find): readonly Effect<FieldChange>[] {
  return effects(plan, render =>
    pairsOf(render).flatMap(pair => {
      const hide = maskOf(pair, find);
      const object = nameOf((pair.after ?? pair.before)!);
      return changedFields(pair.before, pair.after).map(({ path, before: old, after: now }) => {
        const text = (value: Json | undefined) =>
          isSecret(object, path, value) ? MASK : hide(oneLine(valueText(value)));
        return { object, path: oneLine(path), says: `${text(old)} -> ${text(now)}` };
      });
    }),
  );
}

/** Hunks of the printed objects, secrets hidden. */
export function renderedEffects(plan: Plan, mask: Mask): readonly Effect<string>[] {
  return effects(plan, render =>
    pairsOf(render).flatMap(pair => [nameOf((pair.after ?? pair.before)!), ...linesOf(pair).map(mask)]),
  );
}

/** An object as it is rendered before and after: what is the same in several roots is said once. */
export interface RenderedChange {
  /** `Deployment/web` */
  readonly object: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Folders of the roots that render it so. */
  readonly roots: readonly string[];
  /** Ids of the fixes that make it so. */
  readonly fixes: readonly string[];
  /** Lines of the hunks, secrets hidden. */
  readonly lines: readonly string[];
}

/** Every object that a plan changes in the render of a selected root. */
export function renderedChanges(plan: Plan, mask: Mask): readonly RenderedChange[] {
  const hunks = hunksByPair(mask);
  const found = new Map<string, RenderedChange & { readonly roots: string[]; readonly fixes: string[] }>();
  for (const { folder, selected } of plan.roots) {
    const render = selected ? plan.expected.get(folder) : undefined;
    for (const { before, after, fixes } of render === undefined ? [] : pairsOf(render)) {
      const object = nameOf((after ?? before)!);
      const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
      const lines = hunks({ before, after });
      const key = JSON.stringify([object, lines]);
      const known = found.get(key);
      if (known === undefined) {
        found.set(key, { object, change, roots: [folder], fixes: [...fixes], lines });
        continue;
      }
      if (known.roots.at(-1) !== folder) known.roots.push(folder);
      known.fixes.push(...fixes.filter(each => !known.fixes.includes(each)));
    }
  }
  return [...found.values()];
}

/** Roots render much alike: each pair is compared once. */
function hunksByPair(mask: Mask): (pair: Pair) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return pair => {
    const key = `${textOf(pair.before)}\n${textOf(pair.after)}`;
    let lines = known.get(key);
    if (lines === undefined) known.set(key, (lines = linesOf(pair).map(mask)));
    return lines;
  };
}

function linesOf({ before, after }: Pair): string[] {
  const [old, now] = [before, after].map(each => (each === undefined ? '' : printed(each)));
  return hunkLines(patchBetween('', '', old!, now!));
}

function effects<T>(plan: Plan, changesOf: (render: ExpectedRender) => T[]): readonly Effect<T>[] {
  const changed = plan.roots.flatMap(root => {
    const render = root.selected ? plan.expected.get(root.folder) : undefined;
    const changes = render === undefined ? [] : changesOf(render);
    return changes.length === 0 ? [] : [{ root, changes }];
  });
  const groups = groupedBy(changed, ({ changes }) => JSON.stringify(changes));
  return [...groups.values()].map(group => ({
    where: whereOf(group.map(({ root }) => root)),
    changes: group[0].changes,
  }));
}

function whereOf(roots: readonly RootReport[]): string {
  const names = [...new Set(roots.map(({ environment, folder }) => environment.name ?? folderName(folder)))];
  return enumerated(names);
}

interface Pair {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

interface FixedPair extends Pair {
  /** Ids of the fixes that make the one of the other. */
  readonly fixes: readonly string[];
}

/** Objects that differ, each with what becomes of it; a hash at the end of a name is no name. */
function pairsOf({ before, after, fixes }: ExpectedRender): readonly FixedPair[] {
  const [oldTexts, newTexts] = [new Set(before.map(textOf)), new Set(after.map(textOf))];
  const gone = before.filter(each => !newTexts.has(textOf(each)));
  const byKey = new Map(gone.map(each => [keyOf(each), each] as const));
  const isThere = new Set(after.map(keyOf));
  const byName = new Map(
    gone.filter(each => !isThere.has(keyOf(each))).map(each => [withoutHash(keyOf(each)), each] as const),
  );
  const paired = new Set<Json>();
  const pairs = [...after.entries()].flatMap(([index, each]): FixedPair[] => {
    if (oldTexts.has(textOf(each))) return [];
    const key = keyOf(each);
    const old = byKey.get(key) ?? byName.get(withoutHash(key));
    if (old !== undefined) paired.add(old);
    return [{ before: old, after: each, fixes: fixes[index] ?? [] }];
  });
  const left = gone.filter(each => !paired.has(each));
  return [...pairs, ...left.map(each => ({ before: each, after: undefined, fixes: [] }))];
}

/** JSON, in which large whole numbers are texts. */
function textOf(value: Json | undefined): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? '';
}

function keyOf(object: Json): string {
  return `${namespaceOf(object)} ${nameOf(object)}`;
}

function withoutHash(key: string): string {
  return key.replace(/-[a-z0-9]{10}$/, '');
}

function metadataOf(object: Json): Readonly<Record<string, Json>> {
  const metadata = isJsonMap(object) ? object.metadata : undefined;
  return isJsonMap(metadata) ? metadata : {};
}

function namespaceOf(object: Json): string {
  return String(metadataOf(object).namespace ?? '');
}

/** `Deployment/web` */
function nameOf(object: Json): string {
  return oneLine(`${isJsonMap(object) ? String(object.kind) : ''}/${String(metadataOf(object).name ?? '')}`);
}

interface ChangedField {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** The topmost fields that are not the same. */
function changedFields(before: Json | undefined, after: Json | undefined, path = ''): ChangedField[] {
  if (textOf(before) === textOf(after)) return [];
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  const [old, now] = [childrenOf(before), childrenOf(after)];
  if (old === undefined || now === undefined) return [{ path, before, after }];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap(key =>
    changedFields(old.get(key), now.get(key), below(key)),
  );
}

/** Fields of a map, or elements of a list by their names; undefined where there is nothing to tell them apart by. */
function childrenOf(value: Json | undefined): ReadonlyMap<string, Json> | undefined {
  if (isJsonMap(value)) return new Map(Object.entries(value));
  if (!isJsonList(value)) return undefined;
  const named = value.map(each => [isJsonMap(each) ? each.name : undefined, each] as const);
  const names = new Set(named.map(([name]) => name));
  if (names.has(undefined) || names.size < value.length) return undefined;
  return new Map(named.map(([name, each]) => [`[name=${String(name)}]`, each]));
}

/** By where it stands: too short a text is no secret anywhere else. */
function isSecret(object: string, path: string, value: Json | undefined): boolean {
  if (value === undefined) return false;
  return object.startsWith('Secret/') || (typeof value === 'string' && namesCredential(path));
}

function valueText(value: Json | undefined): string {
  if (value === undefined) return 'absent';
  return textOf(value)
    .replace(/"([\w./-]+)":/g, '$1: ')
    .replaceAll(',', ', ');
}

/** Also what is secret in these objects alone. */
function maskOf({ before, after }: Pair, find: Find): Mask {
  const values = [before, after].flatMap(each =>
    each === undefined ? [] : [...secretsOfText(printAsKustomize(each)).values],
  );
  return newMask(find, finderOf(values));
}

/** With nothing left of lines that show a secret but their key. */
function printed(object: Json): string {
  const text = printAsKustomize(object);
  const secret = secretLines(text);
  if (secret.size === 0) return text;
  return text
    .split('\n')
    .map((line, index) =>
      secret.has(index + 1) ? line.replace(/^(\s*(?:- )?[\w./-]+:)?.*/, `$1 ${MASK}`) : line,
    )
    .join('\n');
}
