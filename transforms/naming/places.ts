/** Where a name is said that another one would have to take the place of. */
import { nameBeforeHash } from '../../src/kubernetes/content-names.ts';
import { literal } from '../../src/text/literal.ts';
import type { Evidence, FieldPath, PathStep, Resource, Root } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { type Leaf, leavesOf } from '../shared/leaves.ts';

/**
 * Every line that names it, its own too, and what holds its name in a form that no line shows. What they say is not repeated: a line may hold
 * a password too.
 */
export function placesNaming(resource: Resource, root: Root): readonly Evidence[] {
  const names = namesOf(resource);
  const word = wordFor(names);
  const local = localNames(names, root);
  const lines = root.platform
    .linesWith(word)
    .filter(({ at, text }) => !local.has(at) && !OF_IMAGE.test(text))
    .map(({ at }): Evidence => ({ kind: 'manifest', at, says: 'names it' }));
  return [...lines, ...encoded(word, root)];
}

/** As the manifest has it, and as layers above render it; a hash at the end is written nowhere. */
function namesOf(resource: Resource): string[] {
  return [...new Set([...resource.formerNames, nameBeforeHash(resource) ?? resource.name])];
}

/**
 * A name as a word of its own: not a part of a longer one, nor a file or a folder that is called so. Addresses go on behind it
 * (`web-service.shop.svc`), and pods stand before it (`db-0.db-service`).
 */
function wordFor(names: readonly string[]): RegExp {
  const any = names.map(literal).join('|');
  return new RegExp(
    `(?<![\\w-])(?:(?<=//|@)(?:${any})|(?:${any})(?!/))(?![\\w-]|\\.(?:ya?ml|json|tpl|md)\\b)`,
  );
}

const OF_IMAGE = /^(?:-\s+)?(?:image|newName):\s/;

/** Elements of these have names of their own, which only their pod refers to. */
const LOCAL: ReadonlySet<unknown> = new Set([
  'volumes',
  'volumeMounts',
  'containers',
  'initContainers',
  'ports',
]);

/** Lines by which something in a pod is called so. */
function localNames(names: readonly string[], root: Root): ReadonlySet<string> {
  const found = new Set<string>();
  for (const workload of root.workloads) {
    for (const { path, text } of leavesOf(workload.object)) {
      const isLocal = path.at(-1) === 'name' && LOCAL.has(path.at(-3));
      if (isLocal && names.includes(text)) found.add(workload.where(keyed(workload, path)));
    }
  }
  return found;
}

/** With elements of lists by what they are known by. */
function keyed(resource: Resource, path: Leaf['path']): FieldPath {
  const known: PathStep[] = [];
  for (const step of path) {
    if (typeof step === 'string') {
      known.push(step);
      continue;
    }
    const list = resource.get(known);
    const item = Array.isArray(list) ? list[step] : undefined;
    const key = ['mountPath', 'containerPort', 'name'].find(each => isMap(item) && each in item);
    if (key !== undefined && isMap(item)) known.push({ [key]: String(item[key]) });
  }
  return known;
}

function encoded(word: RegExp, root: Root): Evidence[] {
  return root.find('Secret').flatMap(secret => {
    const data = secret.get(['data']);
    return Object.entries(isMap(data) ? data : {}).flatMap(([key, value]): Evidence[] =>
      typeof value === 'string' && word.test(Buffer.from(value, 'base64').toString('utf8'))
        ? [{ kind: 'manifest', at: secret.where(['data', key]), says: 'names it, encoded' }]
        : [],
    );
  });
}
