/** Texts that still use the name which an object had before a prefix, a suffix or a hash. */

import { nameBeforeHash } from '../../../src/kubernetes/names/content-names.ts';
import type { FieldPath, Json, JsonObject, Proposal, Resource, Root } from '../../../src/transform.ts';
import { staying } from '../../shared/choices.ts';
import { isMap, mapsIn, stringsIn } from '../../shared/data.ts';
import { enumerated, type Question } from '../../shared/prose.ts';
import { remembered } from '../../shared/remembered.ts';
import { isCustom } from '../../shared/voices.ts';

interface Rename {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly namespace: string | undefined;
  /** What it holds is part of the new name, which is another one with each change. */
  readonly isHashed: boolean;
}

interface Text {
  readonly text: string;
  /** The variable or key that holds it. */
  readonly label: string;
  readonly path: FieldPath;
}

/** Variables and keys whose whole value is a host. */
const NAMES_HOST = /(?:HOST|URL|URI|ADDR|ENDPOINT|SERVER|BROKER|UPSTREAM|DSN)(?!.*NAME$)/i;

/**
 * kustomize renames where it knows a field for a reference. In environment variables, data and arguments it knows
 * none: a host name there stays what it was.
 */
export function* formerNames(
  resource: Resource,
  root: Root,
): Generator<Proposal<'renamed' | 'renamed-reference'>> {
  const renames = renamesOf(root).filter(
    each =>
      each.namespace === resource.namespace ||
      each.namespace === undefined ||
      resource.namespace === undefined,
  );
  if (renames.length === 0) return;
  const said = new Set<string>();
  for (const { text, label, path } of textsOf(resource)) {
    const found = renames.find(({ kind, from }) =>
      kind === 'Service' ? namesHost(text, from, label) : namesObject(text, from, kind, label, resource),
    );
    if (found === undefined || said.has(JSON.stringify(path))) continue;
    said.add(JSON.stringify(path));
    const isOpen = isStillThere(found, resource, root);
    // A list of names is set as a whole: which of them is meant no path says.
    if (isCustom(resource) && !isOpen && !found.isHashed && resource.get(path) === text) {
      yield renamedReference(resource, { path, label }, found, root);
      continue;
    }
    yield {
      message: 'renamed',
      data: {
        resource: `${resource.kind} ${resource.name}`,
        label,
        kind: found.kind,
        from: found.from,
        to: found.to,
      },
      at: { on: resource.key, path },
      changes: [],
      evidence: [],
      ...formerNameQuestion(found.kind, [found.from], isOpen),
    };
  }
}

/** Nothing has the old name any more, here or around: what names it finds nothing. */
function renamedReference(
  resource: Resource,
  { path, label }: Pick<Text, 'path' | 'label'>,
  { kind, from, to, namespace }: Rename,
  root: Root,
): Proposal<'renamed-reference'> {
  const [target] = root.find(kind, each => each.name === to && each.namespace === namespace);
  return {
    message: 'renamed-reference',
    data: { resource: `${resource.kind} ${resource.name}`, label, kind, from, to },
    at: { on: resource.key, path },
    changes: [resource.set(path, to)],
    evidence:
      target === undefined
        ? []
        : [{ kind: 'manifest', at: target.where(['metadata', 'name']), says: `rendered as ${to}` }],
    doubts: [`${resource.kind} ${resource.name} may have found nothing so far, and begins to work`],
  };
}

/** Whether something else of the cluster may be meant, that is called so. */
export function isStillThere({ kind, from }: Rename, resource: Resource, { platform }: Root): boolean {
  return platform.find(kind, platform.namespaceOf(resource)).some(each => each.name === from);
}

/**
 * Asked once for all of a kind: one replacement may write them all.
 *
 * @param isOpen where nothing else has the name any more, nothing else can be meant: there is nothing to ask
 */
function formerNameQuestion(kind: string, names: readonly string[], isOpen: boolean): Question {
  const remedy = `write the new name per overlay, or copy it with a replacement from ${kind} metadata.name`;
  if (!isOpen) return { known: `nothing else is called ${enumerated(names)}: ${remedy}` };
  return {
    blocked: `is the ${kind} of this render meant? Then ${remedy}`,
    asks: [
      {
        type: 'decision',
        about: `texts that name a ${kind} as it was called before`,
        question: `texts still say the old name, and kustomize does not look there: is the renamed ${kind} meant? Then ${remedy}`,
        names,
        choices: [staying('no, the old name is right', 'the name is that of something else')],
      },
    ],
  };
}

/** What layers have given another name, where nothing else of the kind has the old one. */
export const renamesOf = remembered((root: Root): readonly Rename[] => {
  const objects = root.resources.filter(({ formerNames }) => formerNames.length > 0);
  return [...new Set(objects.map(({ kind }) => kind))].flatMap(kind => {
    const all = root.find(kind);
    const names = new Set(all.map(each => each.name));
    return all.flatMap(each =>
      each.formerNames
        .filter(from => !names.has(from))
        .map(from => ({
          kind,
          from,
          to: each.name,
          namespace: each.namespace,
          isHashed: nameBeforeHash(each) !== undefined,
        })),
    );
  });
});

/** `web` as a whole value where a host is expected, or as the host of a URL, an address with a port or of the cluster. */
function namesHost(text: string, name: string, label: string): boolean {
  if (text === name) return NAMES_HOST.test(label);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text.slice(0, at);
    const after = text.slice(at + name.length);
    const isStart = before === '' || /[\s,;="'@[(]$|:\/\/$/.test(before);
    if (!isStart) continue;
    if (/^\.[a-z0-9-]+\.svc\b/.test(after) || /^:\d{2,5}\b/.test(after)) return true;
    if (/(?::\/\/|:\/\/\S*@)$/.test(before) && /^(?:[/?:]|$)/.test(after)) return true;
  }
  return false;
}

/** A field of a custom resource that is called like what it names. */
function namesObject(text: string, name: string, kind: string, label: string, resource: Resource): boolean {
  return text === name && isCustom(resource) && new RegExp(`${kind}(?:Name|Ref)?$`, 'i').test(label);
}

/** Texts of a ConfigMap, of the variables and commands of pods, and of custom resources, in which nothing of kustomize looks for names. */
export function textsOf(resource: Resource): Text[] {
  if (resource.kind === 'ConfigMap' && resource.apiVersion === 'v1') {
    const data = resource.get(['data']);
    return Object.entries(isMap(data) ? data : {}).flatMap(([key, text]) =>
      typeof text === 'string' ? [{ text, label: key, path: ['data', key] }] : [],
    );
  }
  if ('containers' in resource) return textsOfPods(resource as Root['workloads'][number]);
  return isCustom(resource) ? textsIn(resource.get(['spec']), 'spec', ['spec']) : [];
}

function textsOfPods({ containers }: Root['workloads'][number]): Text[] {
  return containers.flatMap(({ object, path }) => [
    ...mapsIn(object.env).flatMap(({ name, value }) =>
      typeof name === 'string' && typeof value === 'string'
        ? [{ text: value, label: name, path: [...path, 'env', { name }] }]
        : [],
    ),
    ...(['command', 'args'] as const).flatMap(field =>
      stringsIn(object[field]).map(text => ({ text, label: field, path: [...path, field] })),
    ),
  ]);
}

/** Strings below a field of a custom resource, each with the nearest key that says what it is. */
function textsIn(value: Json | undefined, label: string, path: FieldPath): Text[] {
  if (typeof value === 'string') return [{ text: value, label, path }];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(item => textsIn(item, label, path));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    // `secretRef: {name: x}` is named by what holds it, and `issuerRef: {kind: Issuer, name: x}` by its kind.
    textsIn(child, key === 'name' ? kindIn(value, label) : key, [...path, key]),
  );
}

function kindIn({ kind }: JsonObject, label: string): string {
  if (typeof kind === 'string') return kind;
  // KEDA's own default.
  return label === 'scaleTargetRef' ? 'Deployment' : label;
}
