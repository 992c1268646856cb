/**
 * Field-level truth from the real kustomize (kustomize.md 4.3): a token behind every free text of everything that
 * a root reads, one build, and every token must turn up in the field that we say was written there.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEvaluator, type Outcome } from '../../src/kustomize/build/evaluate.ts';
import { diskFiles } from '../../src/kustomize/files/disk.ts';
import type { Files } from '../../src/kustomize/files/files.ts';
import { kindOf, type Resource } from '../../src/kustomize/object/resource.ts';
import type { Node, ScalarNode } from '../../src/kustomize/tree/node.ts';
import { at } from '../../src/kustomize/tree/node.ts';
import { parseText } from '../../src/kustomize/tree/parse.ts';
import type { Origin } from '../../src/kustomize/tree/writer.ts';
import { CORPUS, realBuild } from './corpus.ts';

/** Texts that nothing else depends on: no identity, no keys of lists, no names that others refer to. */
const FREE = /^(?:value|path|mountPath|command|args|hostname|description|message|data|annotations)$/;
const LABELS = new Set(['labels', 'commonLabels']);

export interface Tainted {
  /** Tokens that the real kustomize moved into its output, by the kind of writer that we name for the field. */
  readonly seen: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
}

/** A copy of a repository in which roots are tainted one after another. */
export class Laboratory {
  private readonly root = mkdtempSync(join(tmpdir(), 'kustomend-taint-'));
  private readonly binary: string;

  constructor(binary: string, repository: string) {
    this.binary = binary;
    cpSync(join(CORPUS, repository), this.root, { recursive: true });
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Null for a root that holds nothing to taint or that cannot be built, tainted or not. */
  async taint(folder: string): Promise<Tainted | null> {
    const plain = evaluateOn(diskFiles(this.root), folder);
    if (plain.state !== 'evaluated' || plain.opaque.length > 0) return null;
    const places = placesToTaint(diskFiles(this.root), plain.resources);
    // Labels select objects, data are checked by programs of the repository: what breaks the build is left out.
    for (const without of [null, 'label', 'data'] as const) {
      const chosen = places.filter(
        place => without === null || (place.kind !== 'label' && without === 'label') || place.kind === 'free',
      );
      if (chosen.length === 0) return null;
      const before = write(this.root, chosen);
      try {
        const real = await realBuild(this.binary, this.root, folder, null);
        const ours = evaluateOn(diskFiles(this.root), folder);
        if (real.ok && ours.state === 'evaluated')
          return compare(diskFiles(this.root), real.yaml, ours.resources);
      } finally {
        for (const [file, text] of before) writeFileSync(join(this.root, file), text);
      }
    }
    return null;
  }
}

function evaluateOn(files: Files, folder: string): Outcome {
  return createEvaluator(files, { loadRestrictor: 'LoadRestrictionsNone' }).evaluate(folder);
}

interface Place {
  readonly file: string;
  /** Offset behind the text that gets a token. */
  readonly offset: number;
  readonly kind: 'free' | 'label' | 'data';
}

function placesToTaint(files: Files, resources: readonly Resource[]): Place[] {
  const places = new Map<string, Place>();
  const add = (file: string, offset: number, kind: Place['kind']) => {
    const text = files.read(file)!;
    const end = /["']/.test(text[offset - 1] ?? '') ? offset - 1 : offset;
    if (/[\w./:=-]/.test(text[end - 1] ?? '')) places.set(`${file}@${end}`, { file, offset: end, kind });
  };
  for (const resource of resources) {
    for (const [path, leaf] of leaves(resource.node)) {
      const { by } = leaf.origin;
      const range = rangeOf(files, leaf.origin);
      if (range === null) continue;
      if (by.type === 'images') {
        const tag = /\bnewTag: *["']?[\w.-]+/g;
        tag.lastIndex = range.start;
        const found = tag.exec(files.read(range.file)!);
        if (found && found.index < range.end) add(range.file, tag.lastIndex, 'free');
      } else if (LABELS.has(by.type)) add(range.file, range.end, 'label');
      else if (by.type === 'commonAnnotations') add(range.file, range.end, 'free');
      else if (by.type === 'generator') {
        const isContent = path.includes('/data/');
        const text = files.read(range.file)!.slice(range.start, range.end);
        if (isContent && !text.includes('\0')) add(range.file, range.start + text.trimEnd().length, 'data');
      } else if (by.type === 'source' || by.type === 'patch') {
        const isFree = typeof leaf.value === 'string' && /^[\w./:-]+$/.test(leaf.raw);
        if (isFree && path.split('/').some(part => FREE.test(part))) add(range.file, range.end, 'free');
      }
    }
  }
  return [...places.values()];
}

/** Puts the tokens in; returns the texts as they were. */
function write(root: string, places: readonly Place[]): Map<string, string> {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (const [index, { file, offset }] of [...places.entries()].sort(([, a], [, b]) => b.offset - a.offset)) {
    const text = after.get(file) ?? readFileSync(join(root, file), 'utf8');
    if (!before.has(file)) before.set(file, text);
    after.set(file, `${text.slice(0, offset)}tnt${index}x${text.slice(offset)}`);
  }
  for (const [file, text] of after) writeFileSync(join(root, file), text);
  return before;
}

function compare(files: Files, yaml: string, ours: readonly Resource[]): Tainted {
  const real = parseText(yaml, 'resource', doc => ({ type: 'source', file: 'render', doc }));
  const seen: Record<string, number> = {};
  const wrong: string[] = [];
  if (real.length !== ours.length)
    return { seen, wrong: [`${ours.length} objects instead of ${real.length}`] };
  for (const [index, resource] of ours.entries()) {
    const own = new Map(leaves(resource.node));
    for (const [path, leaf] of leaves(real[index]!.node)) {
      const named = own.get(path);
      const what = `${resource.source.id}${path}`;
      if (named === undefined || String(named.value) !== String(leaf.value)) {
        wrong.push(`${what}: '${leaf.raw}', but we render '${named?.raw}'`);
        continue;
      }
      const tokens = tokensOf(kindOf(resource) === 'Secret' ? plain(leaf.raw) : leaf.raw);
      const texts = writersOf(named).map(origin => textOf(files, origin));
      const type = named.origin.by.type;
      for (const token of tokens) {
        if (texts.some(text => text.includes(token))) seen[type] = (seen[type] ?? 0) + 1;
        else wrong.push(`${what}: ${token} is not in what we name: ${type} ${texts[0]?.slice(0, 80)}`);
      }
      // What is named as the text of a field must be what moves it.
      if (tokens.length === 0 && (type === 'source' || type === 'patch') && tokensOf(texts[0]!).length > 0) {
        wrong.push(`${what}: we name ${texts[0]!.slice(0, 80)}, whose token is not there`);
      }
    }
  }
  return { seen, wrong };
}

const tokensOf = (text: string) => text.match(/tnt\d+x/g) ?? [];

function plain(base64: string): string {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  return tokensOf(text).length > 0 ? text : base64;
}

/** The writer of a value; for what is put together from parts, those of the parts. */
function writersOf(leaf: Node): Origin[] {
  const { by } = leaf.origin;
  const from = 'from' in by ? (by.from as Origin | undefined) : undefined;
  const own = from ?? leaf.origin;
  const isComposed = by.type === 'images' || by.type === 'replacement' || by.type === 'var';
  return isComposed && leaf.over !== null ? [own, ...writersOf(leaf.over)] : [own];
}

function leaves(node: Node, path = ''): [string, ScalarNode][] {
  if (node.kind === 'scalar') return [[path, node]];
  const children = node.kind === 'list' ? [...node.items.entries()] : [...node.entries];
  return children.flatMap(([key, child]) => leaves(child, `${path}/${key}`));
}

function textOf(files: Files, origin: Origin): string {
  const range = rangeOf(files, origin);
  return range ? files.read(range.file)!.slice(range.start, range.end) : '';
}

/** The bytes of an origin in its file; null for an inline text whose lines the file holds in another form. */
function rangeOf(files: Files, origin: Origin): { file: string; start: number; end: number } | null {
  const { by, start, end } = origin;
  const text = files.read(by.file);
  if (text === undefined || 'reason' in by || start < 0) return null;
  const inline = 'inline' in by ? by.inline : null;
  if (!inline) return { file: by.file, start, end };
  if (by.type === 'patch' && by.nested) return null;
  const [document] = parseText(text, 'kustomization', doc => ({ type: 'source', file: by.file, doc }));
  const scalar = document && at(document.node, ...inline);
  if (scalar?.kind !== 'scalar') return null;
  const map = (offset: number) => offsetInFile(text, scalar, offset);
  const [from, to] = [map(start), map(end)];
  return from === null || to === null ? null : { file: by.file, start: from, end: to };
}

/** An offset in the text of a literal block scalar as one of the file. */
function offsetInFile(text: string, scalar: ScalarNode, offset: number): number | null {
  const before = scalar.raw.slice(0, offset).split('\n');
  const line = scalar.raw.split('\n')[before.length - 1]!;
  let start = text.indexOf('\n', scalar.origin.start) + 1;
  for (let i = 1; i < before.length; i++) start = text.indexOf('\n', start) + 1;
  const end = text.indexOf('\n', start);
  const written = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
  if (start === 0 || written.trimStart() !== line.trimStart()) return null;
  return start + written.length - line.length + before.at(-1)!.length;
}
