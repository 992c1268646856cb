/** Signs that pods run in a namespace which nothing here renders, or that it is another one than the manifests say. */

import { matchesLabels } from '../../../src/kubernetes/selectors.ts';
import { toldOfUnrendered } from '../../../src/network/unrendered.ts';
import { literal } from '../../../src/text/literal.ts';
import type { JsonObject, Resource, Root, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../data.ts';
import { candidatesOf } from '../selectors/candidates.ts';

interface NamedNamespace {
  readonly name: string;
  readonly workloads: readonly Workload[];
}

/** What sends to pods of the namespace that nobody has rendered, as a sentence; undefined where nothing does. */
export function sendsToUnrendered(namespace: NamedNamespace, root: Root): string | undefined {
  const services = root.platform.find('Service', namespace.name);
  const idle = idleService(namespace, root);
  if (idle !== undefined) return `Service ${idle.name} sends to pods that nothing here renders`;
  const known = new Set(services.map(({ name }) => name));
  for (const kind of ['Ingress', 'HTTPRoute']) {
    for (const each of root.platform.find(kind, namespace.name)) {
      const missing = backendsOf(each.object.spec).find(name => !known.has(name));
      if (missing !== undefined)
        return `${kind} ${each.name} sends to a Service ${missing} that nothing here renders`;
    }
  }
  for (const each of root.platform.find('ConfigMap', namespace.name)) {
    const missing = hostsIn(each, namespace.name).find(name => !known.has(name));
    if (missing !== undefined)
      return `ConfigMap ${each.name} names a Service ${missing} of the namespace that nothing here renders`;
  }
  for (const workload of namespace.workloads) {
    const told = toldOfUnrendered(workload, namespace.name, root);
    if (told !== undefined)
      return `nothing here renders ${told.host}, which programs call there (${told.at})`;
  }
  return undefined;
}

/** A Service of the namespace whose pods nobody has rendered; undefined where all are seen. */
export function idleService(namespace: NamedNamespace, root: Root): Resource | undefined {
  return root.platform.find('Service', namespace.name).find(each => selectsNobody(each, namespace));
}

/**
 * Why a namespace that no manifest declares is shared with others: something sends to pods of theirs, there or in the
 * namespace of another environment. Whoever owns it bounds it for all.
 */
export function sharedWithOthers(
  namespace: NamedNamespace & { readonly object: Resource | undefined },
  root: Root,
): string | undefined {
  const { name, object } = namespace;
  if (object !== undefined || root.platform.namespaceObject(name) !== undefined) return undefined;
  const sign = sendsToUnrendered(namespace, root) ?? sendsElsewhere(namespace, root);
  return sign && `${sign}, and the namespace is declared elsewhere: whoever owns it bounds it for all`;
}

/** The same of another environment, whose namespace a ConfigMap of the base names, or a comment of a kustomization does. */
function sendsElsewhere({ name }: NamedNamespace, root: Root): string | undefined {
  const { platform } = root;
  const configured = platform.find('ConfigMap', name).map(each => textsOf(each).join('\n'));
  const comments = root.kustomizations.flatMap(each => each.comments);
  for (const [, host = '', home = ''] of [...configured, ...comments].join('\n').matchAll(FULL_ADDRESS)) {
    // A namespace of the same cluster is another one, and not this one elsewhere.
    const isTwin = platform.environmentsIn(home).length > 0 && platform.workloadsIn(home).length === 0;
    if ((home === name || isTwin) && !root.rendersAnywhere('Service', host))
      return `nothing here renders ${host} of namespace ${home}`;
  }
  return undefined;
}

/** A Service with its namespace. */
const FULL_ADDRESS =
  /(?<![\w.-])([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.svc\b/g;

/** One without a selector gets its addresses from elsewhere. */
function selectsNobody(service: Resource, { workloads }: NamedNamespace): boolean {
  const selector = service.get(['spec', 'selector']);
  if (!isMap(selector) || Object.keys(selector).length === 0) return false;
  if (service.get(['spec', 'type']) === 'ExternalName') return false;
  return !candidatesOf(selector, workloads).some(({ podLabels }) =>
    matchesLabels(selector as Readonly<Record<string, string>>, podLabels),
  );
}

/** Names of Services that routes send to; a backend of another kind or namespace is none of them. */
function backendsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(backendsOf);
  if (!isMap(value as JsonObject)) return [];
  const map = value as JsonObject;
  const named = isMap(map.service) ? map.service.name : undefined;
  const own = typeof named === 'string' ? [named] : [];
  const referred = mapsIn(map.backendRefs).flatMap(({ kind = 'Service', namespace, name }) =>
    kind === 'Service' && namespace === undefined && typeof name === 'string' ? [name] : [],
  );
  return [...own, ...referred, ...Object.values(map).flatMap(backendsOf)];
}

/** Names before the namespace in addresses of the cluster (`web.shop.svc`). */
function hostsIn(configMap: Resource, namespace: string): string[] {
  const address = new RegExp(
    `(?<![a-z0-9-])([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\\.${literal(namespace)}\\.svc\\b`,
    'g',
  );
  return textsOf(configMap).flatMap(text => [...text.matchAll(address)].map(found => found[1]!));
}

function textsOf(configMap: Resource): string[] {
  const data = configMap.get(['data']);
  return isMap(data) ? Object.values(data).filter(text => typeof text === 'string') : [];
}

/** `kubectl apply -k . -n <namespace>` */
const APPLIED = /\b(?:kubectl|oc|kustomize)\b.*\s(?:-n|--namespace)[ =]\s*["']?([^\s"'`)]+)/;

/** What a comment says of the namespace: that it is chosen when somebody applies the manifests; undefined where none does. */
export function chosenAtApply({ name }: NamedNamespace, root: Root): string | undefined {
  for (const { file, comments } of root.kustomizations) {
    const found = comments.find(line => {
      const named = APPLIED.exec(line)?.[1];
      return named !== undefined && named !== name;
    });
    if (found !== undefined)
      return `the namespace is chosen when it is applied: ${file} says "${found.trim()}"`;
  }
  return undefined;
}
