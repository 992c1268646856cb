/**
 * The second proof of a new name. What it writes follows from how words are read, and so does what is expected of it: here the
 * renders themselves are asked, by what kustomize and Kubernetes take for references.
 */
import type { Outcome } from '../../kustomize/build/evaluate.ts';
import { isClusterScopedKind } from '../../kustomize/object/id.ts';
import { gvkOf, kindOf, nameOf, namespaceOf, type Resource } from '../../kustomize/object/resource.ts';
import { literal } from '../../text/literal.ts';
import type { Json } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import type { Renaming } from '../model/renaming.ts';
import { jsonOf } from '../rendered/rendered.ts';
import { lostReferences } from './lost-references.ts';

type Evaluated = Outcome & { readonly state: 'evaluated' };

interface NewName extends Renaming {
  readonly sourceId: string;
}

/** What is said of other things under the new name, or is not found any more. */
export function wrongNames(before: Evaluated, after: Evaluated, all: readonly NewName[]): string[] {
  const old = before.accumulated.resources;
  const fresh = after.accumulated.resources;
  // A name adds no object, and takes none: one by one they are the same.
  const wrong = old.flatMap((was, i) => {
    const is = fresh[i];
    if (is === undefined || is.node === was.node) return [];
    return changedTexts(jsonOf(was.node), jsonOf(is.node), []).flatMap(({ path, from, to }) => {
      const says = all.some(each => isWord(was, path, from, to, each, old))
        ? undefined
        : `${path.join('.')} says another thing`;
      return says === undefined ? [] : [`${kindOf(is)}/${nameOf(is)}: ${says}`];
    });
  });
  const held = new Set(old.map(({ source }) => source.id));
  const isHeld = (kind: string, name: string) =>
    all.some(each => each.named.kind === kind && each.names.has(name) && held.has(each.sourceId));
  const ids = new Map(all.map(each => [each.sourceId, idBehind(each)]));
  return [...wrong, ...lostReferences(before, after, id => ids.get(id) ?? id, isHeld)];
}

/** `generator:layer#kind/name` has another name too. */
function idBehind({ sourceId, names }: NewName): string {
  const name = sourceId.slice(sourceId.lastIndexOf('/') + 1);
  const isGenerated = sourceId.startsWith('generator:');
  return isGenerated ? `${sourceId.slice(0, -name.length)}${names.get(name) ?? name}` : sourceId;
}

interface ChangedText {
  readonly path: readonly (string | number)[];
  readonly from: string;
  readonly to: string;
}

function changedTexts(was: Json | undefined, is: Json | undefined, path: ChangedText['path']): ChangedText[] {
  if (was === is) return [];
  if (typeof was === 'string' && typeof is === 'string') return [{ path, from: was, to: is }];
  if (isJsonList(was) && isJsonList(is) && was.length === is.length)
    return was.flatMap((item, i) => changedTexts(item, is[i], [...path, i]));
  if (isJsonMap(was) && isJsonMap(is)) {
    const keys = new Set([...Object.keys(was), ...Object.keys(is)]);
    return [...keys].flatMap(key => changedTexts(was[key], is[key], [...path, key]));
  }
  // Not the same shape: whatever it is, no name is all that is new there.
  return [{ path, from: '', to: JSON.stringify(is) ?? '' }];
}

/** What holds keys, files, marks and images, and never the name of an object. */
const NO_NAMES = /^(?:key|subPath|subPathExpr|mountPath|image|labels|matchLabels|selector|binaryData)$/;

/** Whether a text differs in nothing but the name, where that is of the object. */
function isWord(
  holder: Resource,
  path: ChangedText['path'],
  from: string,
  to: string,
  renaming: NewName,
  objects: readonly Resource[],
): boolean {
  const { names, word } = renaming;
  const isData = path.length === 2 && (path[0] === 'data' || path[0] === 'stringData');
  if (!isData && path.some(step => NO_NAMES.test(String(step)))) return false;
  const isEncoded = path[0] === 'data' && kindOf(holder) === 'Secret';
  const [old, fresh] = isEncoded ? [decoded(from), decoded(to)] : [from, to];
  const hits = [...old.matchAll(word)];
  const pattern = hits.map(({ 0: name, index }, i) => {
    const last = hits[i - 1];
    const between = old.slice(last ? last.index + last[0].length : 0, index);
    return `${literal(between)}(${literal(names.get(name)!)}|${literal(name)})`;
  });
  const end = hits.at(-1);
  const rest = literal(old.slice(end ? end.index + end[0].length : 0));
  const found = new RegExp(`^${pattern.join('')}${rest}$`).exec(fresh);
  if (!found) return false;
  const changed = hits.filter(({ 0: name }, i) => found[i + 1] !== name);
  const spaces = new Set(
    objects.filter(({ source }) => source.id === renaming.sourceId).map(each => namespaceOf(each)),
  );
  // A base or a component that says it need not hold it.
  const isNear = spaces.size === 0 || spaces.has(namespaceOf(holder)) || isClusterScopedKind(gvkOf(holder));
  return changed.every(({ 0: name, index }) =>
    isAddress(old.slice(Math.max(0, index - 100), index), old.slice(index + name.length), isNear, renaming),
  );
}

/** Whether what stands around a name leaves it to be one: no host of others, no image, nothing of another namespace. */
function isAddress(before: string, after: string, isNear: boolean, { named }: NewName): boolean {
  const [, next, more] = /^\.([a-z0-9-]+)((?:\.[a-z0-9-]+)*)/.exec(after) ?? [];
  const saysOwn =
    next !== undefined && named.namespaces.has(next) && (more === '' || more!.startsWith('.svc'));
  if (next !== undefined && next !== 'svc' && !saysOwn) return false;
  if (/^:\d+\.\d/.test(after)) return false;
  const [, above] = /(?:^|[^\w/.-])([\w.-]+)\/$/.exec(before) ?? [];
  const isBehindNamespace = above !== undefined && named.namespaces.has(above);
  return isNear || saysOwn || isBehindNamespace;
}

function decoded(value: string): string {
  return Buffer.from(value, 'base64').toString('utf8');
}
