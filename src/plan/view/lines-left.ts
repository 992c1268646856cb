/** Lines that go on saying the name of an object after it has got another one. */
import { isInComment, type Meaning } from '../../kubernetes/names/meaning.ts';
import { type Graph, reachedFrom } from '../../kustomize/file/graph.ts';
import type { Kustomization } from '../../kustomize/file/kustomization.ts';
import type { Files } from '../../kustomize/files/files.ts';
import { sourceText } from '../../text/source-text.ts';
import type { LineLeft, WrittenLine } from '../../transform.ts';
import type { Renaming } from '../model/renaming.ts';
import { saidIn } from '../rendered/names/renaming.ts';
import { renamingOf, renderingOf } from '../rendered/names/renaming-of.ts';
import { type Reading, saidInText, textsReadBy } from '../rendered/names/said-in-texts.ts';
import type { RenderedObject, RenderedRoot } from '../rendered/rendered.ts';

interface Repository {
  readonly files: Files;
  readonly graph: Graph;
  /** Every line that matches. */
  lines(words: RegExp): readonly WrittenLine[];
}

interface Text {
  readonly reading: Reading;
  readonly kustomization: Kustomization | undefined;
}

/** @param roots all that are rendered: what those which render the object read says the new name, where it means it */
export function linesLeft(
  object: RenderedObject,
  roots: readonly RenderedRoot[],
  { files, graph, lines }: Repository,
): LineLeft[] {
  const renaming = renamingOf(object, undefined, roots);
  const read = new Map<string, Text>();
  for (const { folder: root } of renderingOf(object.sourceId, roots)) {
    for (const folder of reachedFrom(graph, root)) {
      const node = graph.nodes.get(folder);
      for (const [file, reading] of node ? textsReadBy(node) : [])
        read.set(file, { reading, kustomization: node?.kustomization });
    }
  }
  const own = [...read].flatMap(([file, how]) => leftIn(file, files.read(file) ?? '', how, renaming));
  const others = lines(renaming.word).filter(
    ({ at, text }) => !read.has(at.slice(0, at.lastIndexOf(':'))) && isSaid(text, renaming),
  );
  const left = [...own, ...others.map(({ at }) => ({ at, reads: 'nothing reads it' as const }))];
  return left.sort((one, other) => IN_ORDER.compare(one.at, other.at));
}

const IN_ORDER = new Intl.Collator('en', { numeric: true });

const ELSEWHERE: ReadonlySet<Meaning> = new Set<Meaning>(['nothing', 'an image', 'a host outside']);

/** In a script, a program, an instruction, or a manifest of another place. */
function isSaid(line: string, renaming: Renaming): boolean {
  const said = saidIn(line, renaming, { key: undefined, isApart: false });
  return said.some(({ meaning }) => !ELSEWHERE.has(meaning));
}

function leftIn(
  file: string,
  text: string,
  { reading, kustomization }: Text,
  renaming: Renaming,
): LineLeft[] {
  const { words } = saidInText(file, text, reading, renaming, kustomization);
  const known = new Set(words.map(({ start }) => start));
  const comments = [...text.matchAll(renaming.word)]
    .filter(({ index }) => !known.has(index) && isInComment(text, index))
    .map(({ index }) => ({ start: index, meaning: 'comment' as const }));
  const source = sourceText(text);
  const left = new Map<string, LineLeft>();
  for (const { start, meaning } of [...words, ...comments]) {
    if (meaning === 'it' || meaning === 'nothing') continue;
    const at = `${file}:${source.position(start).line}`;
    if (!left.has(at)) left.set(at, { at, reads: meaning });
  }
  return [...left.values()];
}
