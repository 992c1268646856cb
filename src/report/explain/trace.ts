/** Who wrote a field of a rendered object: the winner first, then what it replaced. */
import type { Files } from '../../kustomize/files/files.ts';
import type { ResourceSource } from '../../kustomize/object/resource.ts';
import type { Node } from '../../kustomize/tree/node.ts';
import type { EntryWriter, Origin } from '../../kustomize/tree/writer.ts';
import { newLocator } from '../../plan/rendered/locator.ts';
import { sourceSpan } from '../../yaml/edit/edit.ts';
import { parseWithPositions } from '../../yaml/read/positions.ts';
import type { Shown } from '../secrets/rendered.ts';
import type { Colors } from '../words/colors.ts';
import { oneLine, table } from '../words/words.ts';

export interface TraceStep {
  readonly file: string;
  readonly line: number;
  /** What wrote it: `source`, `patch`, `images`, ... */
  readonly by: string;
  /** Folder of the kustomization whose field it was. */
  readonly layer: string | null;
  /** A scalar as written; null for maps and lists. */
  readonly value: string | null;
  readonly viaAlias: boolean;
}

export interface FieldTrace {
  readonly field: string;
  readonly steps: readonly TraceStep[];
}

/** The field itself when it is a scalar, else every scalar in it. */
export function traceNode(
  files: Files,
  field: string,
  node: Node,
  shown: Shown,
  made?: Generators,
): FieldTrace[] {
  const locate = locatorOf(files);
  const nameOf = (origin: Origin) => writerName(files, origin, made, locate);
  const stepsOf = (each: Node) => steps(each, locate, nameOf, shown);
  const result: FieldTrace[] = [];
  const walk = (name: string, each: Node): void => {
    if (each.kind === 'scalar') {
      result.push({ field: name, steps: stepsOf(each) });
      return;
    }
    const children =
      each.kind === 'map'
        ? [...each.entries].map(([key, child]) => [key.replaceAll('.', '\\.'), child] as const)
        : each.items.map((child, index) => [elementName(child, index), child] as const);
    if (children.length === 0) result.push({ field: name, steps: stepsOf(each) });
    for (const [key, child] of children) walk(name === '' ? key : `${name}.${key}`, child);
  };
  walk(field, node);
  return result;
}

/**
 * With what a GitOps controller writes over the render as the first step: by an object of the repository, not by a
 * kustomization.
 *
 * @param layer what says it (`Application shop`), and its `file:line`
 * @param changed the same fields with the layer
 */
export function withLayer(
  traces: readonly FieldTrace[],
  { by, at }: { readonly by: string; readonly at: string },
  changed: readonly FieldTrace[],
): FieldTrace[] {
  const colon = at.lastIndexOf(':');
  const [file, line] = [at.slice(0, colon), Number(at.slice(colon + 1))];
  const known = new Map(traces.map(each => [each.field, each]));
  for (const { field, steps } of changed) {
    const value = steps[0]?.value ?? null;
    const before = known.get(field);
    if (before !== undefined && (before.steps[0]?.value ?? null) === value) continue;
    const step: TraceStep = { file, line, by, layer: null, value, viaAlias: false };
    known.set(field, { field, steps: [step, ...(before?.steps ?? [])] });
  }
  return [...known.values()];
}

/** An element of a list as a path names it. */
export function elementName(item: Node, index: number): string {
  const name = item.kind === 'map' ? item.entries.get('name') : undefined;
  return name?.kind === 'scalar' ? `[name=${name.raw}]` : String(index);
}

/** Who removed a field, as `file:line by`; null when nobody did. */
export function traceRemoval(files: Files, map: Node, key: string): string | null {
  const origin = map.kind === 'map' ? map.gone?.get(key) : undefined;
  if (origin === undefined) return null;
  const locate = locatorOf(files);
  return `${origin.by.file}:${locate(origin)} ${writerName(files, origin, undefined, locate)}`;
}

function steps(node: Node, locate: Locate, nameOf: (origin: Origin) => string, shown: Shown): TraceStep[] {
  const result: TraceStep[] = [];
  for (let each: Node | null = node; each !== null; each = each.over) {
    const { by, viaAlias } = each.origin;
    result.push({
      file: by.file,
      line: locate(each.origin),
      by: nameOf(each.origin),
      layer: 'layer' in by ? by.layer : null,
      value: each.kind === 'scalar' ? shown.text(each, each.raw) : null,
      viaAlias,
    });
  }
  return result;
}

/** Fields that have no entries to count. */
const WHOLE_FIELDS = new Set(['namespace', 'namePrefix', 'nameSuffix', 'commonLabels', 'commonAnnotations']);

function writerName(files: Files, origin: Origin, made: Generators | undefined, locate: Locate): string {
  const { by } = origin;
  if (by.type === 'patch') return `${by.form === 'json' ? 'JSON patch' : 'patch'} (${by.field}[${by.index}])`;
  if ('reason' in by)
    return by.type === 'opaque' || by.type === 'default' ? `${by.type} (${by.reason})` : by.reason;
  if (by.type === 'source' || WHOLE_FIELDS.has(by.type)) return by.type;
  const { index, layer } = by as EntryWriter;
  if (by.type === 'generator') {
    const entry = made?.find(each => each.layer === layer && each.index === index);
    return entry ? `${entry.field}[${index}]` : by.type;
  }
  const name = by.type === 'replacement' || by.type === 'var' ? `${by.type}s` : by.type;
  return `${name}[${index}]${by.type === 'images' ? imageParts(files, origin) : sourceOf(by as EntryWriter, locate)}`;
}

/** Which lines of an `images` entry say what. */
function imageParts(files: Files, { by, start, end }: Origin): string {
  if ('inline' in by && by.inline) return '';
  const text = files.read(by.file) ?? '';
  const first = text.slice(0, start).split('\n').length;
  const parts = text
    .slice(start, end)
    .split('\n')
    .flatMap((line, index) => {
      const key = /\b(newName|newTag|digest|tagSuffix)["']?\s*:/.exec(line)?.[1];
      return key === undefined ? [] : [`${key} in line ${first + index}`];
    });
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** Where a replacement or variable took its value. */
function sourceOf({ from }: EntryWriter, locate: Locate): string {
  return from === undefined ? '' : ` (from ${from.by.file}:${locate(from)})`;
}

type Locate = (origin: Origin) => number;
type Generators = ResourceSource['generators'];

/** Lines of origins; what is written in a text inside a file counts from where that text starts. */
function locatorOf(files: Files): Locate {
  const { line } = newLocator(files);
  return origin => {
    const { by } = origin;
    const offset = origin.keyStart >= 0 ? origin.keyStart : origin.start;
    const inline = 'inline' in by ? by.inline : undefined;
    if (inline === undefined || inline === null) return line(by.file, offset);
    const text = files.read(by.file) ?? '';
    const scalar = sourceSpan(text, 0, inline);
    if (scalar === null || scalar === undefined) return 1;
    const before = textAt(parseWithPositions(text).data, inline).slice(0, Math.max(offset, 0));
    return scalar.line + 1 + before.split('\n').length - 1;
  };
}

function textAt(data: unknown, path: readonly (string | number)[]): string {
  let value = data;
  for (const step of path) value = (value as Record<string | number, unknown> | undefined)?.[step];
  return typeof value === 'string' ? value : '';
}

export function traceText(title: string, traces: readonly FieldTrace[], colors: Colors): string {
  const lines = traces.flatMap(({ field, steps }) => {
    const rows = steps.map(step => cells(step));
    const [winner, ...history] = table(rows);
    return [
      colors.bold(oneLine(field === '' ? '(object)' : field)),
      winner!,
      ...history.map(row => colors.dim(row)),
    ];
  });
  return `${[oneLine(title), ...lines].join('\n')}\n`;
}

/** Every field of an object in one line: its owner, and its value. */
export function traceOwners(title: string, traces: readonly FieldTrace[]): string {
  const rows = traces.map(({ field, steps }) => {
    const [place, by, value] = cells(steps[0]!);
    return [place!, by!, `${oneLine(field === '' ? '(object)' : field)}: ${value}`];
  });
  return `${[oneLine(title), ...table(rows)].join('\n')}\n`;
}

function cells(step: TraceStep): string[] {
  const value = step.value === null ? '' : oneLine(step.value);
  const shown = value.length > 100 ? `${value.slice(0, 100)}...` : value;
  return [`  ${step.file}:${step.line}`, `${step.by}${step.viaAlias ? ' (by an alias)' : ''}`, shown];
}

export function traceJson(title: string, traces: readonly FieldTrace[]): string {
  return `${JSON.stringify({ version: 1, object: title, fields: traces }, null, 2)}\n`;
}
