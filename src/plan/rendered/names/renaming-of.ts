/** What an object is called over all roots that render it, and where. */
import { nameWord } from '../../../kubernetes/names/name-word.ts';
import type { NameReference } from '../../../kustomize/data/field-specs.ts';
import { isClusterScopedKind } from '../../../kustomize/object/id.ts';
import { gvkOf, kindOf, namespaceOf, type ResourceSource } from '../../../kustomize/object/resource.ts';
import type { Renaming } from '../../model/renaming.ts';
import type { RenderedObject, RenderedRoot } from '../rendered.ts';
import { namesOf, writtenName } from './names.ts';

/**
 * @param to the name that its source is to say; without one it is asked what says it now
 * @param roots all that are rendered
 */
export function renamingOf(
  object: RenderedObject,
  to: string | undefined,
  roots: Iterable<RenderedRoot>,
): Renaming {
  const { sourceId } = object;
  const rendering = renderingOf(sourceId, roots);
  const all = rendering.flatMap(({ objects }) => objects.filter(each => each.sourceId === sourceId));
  const from = writtenName(object);
  const names = new Map(
    all.flatMap(namesOf).map(name => [name, to === undefined ? name : withoutLoss(name, from, to)]),
  );
  return {
    names,
    word: nameWord([...names.keys()], 'g'),
    named: {
      kind: kindOf(object.final),
      names: [...names.keys()],
      namespaces: new Set(all.map(({ final }) => namespaceOf(final)).filter(each => each !== '')),
    },
    formerNamespaces: new Set(
      all.flatMap(({ accumulated }) => accumulated.previous.map(({ namespace }) => namespace)),
    ),
    rules: rulesOf(rendering),
    apart: apartIn(sourceId, rendering),
  };
}

/** The roots that render an object. */
export function renderingOf(sourceId: string, roots: Iterable<RenderedRoot>): RenderedRoot[] {
  return [...roots].filter(({ objects }) => objects.some(each => each.sourceId === sourceId));
}

/** A document by which an object is written. */
export function documentOf({ file, doc }: Pick<ResourceSource, 'file' | 'doc'>): string {
  return `${file}#${doc}`;
}

/** With what layers put before and behind it. */
function withoutLoss(known: string, from: string, to: string): string {
  const at = known.lastIndexOf(from);
  return at < 0 ? known : known.slice(0, at) + to + known.slice(at + from.length);
}

function rulesOf(roots: readonly RenderedRoot[]): readonly NameReference[] {
  return [...new Set(roots.flatMap(({ accumulated }) => accumulated.config.nameReference))];
}

/** Documents whose objects are in another namespace wherever they are rendered beside the object. */
function apartIn(sourceId: string, roots: readonly RenderedRoot[]): ReadonlySet<string> {
  const near = new Set<string>();
  const all = new Set<string>();
  for (const { objects } of roots) {
    const own = new Set(
      objects.filter(each => each.sourceId === sourceId).map(({ final }) => namespaceOf(final)),
    );
    for (const { final } of objects) {
      if (final.source.type !== 'file') continue;
      const document = documentOf(final.source);
      all.add(document);
      if (own.has(namespaceOf(final)) || isClusterScopedKind(gvkOf(final))) near.add(document);
    }
  }
  return new Set([...all].filter(document => !near.has(document)));
}
