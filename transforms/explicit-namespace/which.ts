/** The namespace that a root is for, where the repository or its configuration says it. */
import { literal } from '../../src/text/literal.ts';
import type { Evidence, Json, JsonObject, Resource, Root } from '../../src/transform.ts';

export interface Meant {
  readonly namespace: string;
  readonly evidence: readonly Evidence[];
}

/** Namespaces that objects name by themselves. */
export function namespacesSaid(resources: readonly Resource[]): string[] {
  return [...new Set(resources.flatMap(({ namespace }) => namespace || []))].sort();
}

/** Of a namespace; anything else, as the `?` of an open question, names none. */
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function isName(value: Json | undefined): value is string {
  return typeof value === 'string' && NAME.test(value);
}

/** By which the configuration says the namespace of a root. */
export function keyIn(namespaces: JsonObject, { path, environment }: Root): string | undefined {
  return [environment.name, path || '.'].find(key => key !== undefined && isName(namespaces[key]));
}

/** @param configured evidence of the line that says it */
export function namespaceFor(
  root: Root,
  namespaces: JsonObject,
  configured: (says: string) => Evidence | undefined,
): Meant | undefined {
  const own = keyIn(namespaces, root);
  if (own !== undefined) {
    const namespace = String(namespaces[own]);
    const line = configured(`${own} is in ${namespace}`);
    return { namespace, evidence: [...(line ? [line] : []), ...commandFor(root, namespace)] };
  }
  const [only, ...others] = root.find('Namespace', ({ apiVersion }) => apiVersion === 'v1');
  if (only === undefined || others.length > 0) return undefined;
  const namespace = only.name;
  const brings: Evidence = {
    kind: 'manifest',
    at: only.where(['metadata', 'name']),
    says: `it brings Namespace ${namespace}, and no other`,
  };
  return { namespace, evidence: [brings, ...commandFor(root, namespace)] };
}

/** A command that applies something there: `kubectl apply -n shop`. */
function commandFor({ platform }: Root, namespace: string): Evidence[] {
  const at = platform.mentions(
    new RegExp(
      `\\bkubectl\\b[^\\n]*\\sapply\\b[^\\n]*\\s(?:-n|--namespace)[ =]${literal(namespace)}(?![\\w.-])`,
    ),
  );
  return at === undefined ? [] : [{ kind: 'manifest', at, says: `a command applies to ${namespace}` }];
}
