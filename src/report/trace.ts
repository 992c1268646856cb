/** Who wrote a field of a rendered object: the winner first, then what it replaced. */
import type { Files } from '../kustomize/files.ts';
import type { Node, Origin } from '../kustomize/node.ts';
import type { Writer } from '../kustomize/writer.ts';
import { newLocator } from '../plan/where.ts';
import { sourceSpan } from '../yaml/edit.ts';
import { parseWithPositions } from '../yaml/positions.ts';
import type { Colors } from './colors.ts';
import { oneLine, table } from './words.ts';

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
export function traceNode(files: Files, field: string, node: Node): FieldTrace[] {
  const locate = locatorOf(files);
  const result: FieldTrace[] = [];
  const walk = (name: string, each: Node): void => {
    if (each.kind === 'scalar') {
      result.push({ field: name, steps: stepsOf(each, locate) });
      return;
    }
    const children =
      each.kind === 'map'
        ? [...each.entries].map(([key, child]) => [key.replaceAll('.', '\\.'), child] as const)
        : each.items.map((child, index) => [elementName(child, index), child] as const);
    if (children.length === 0) result.push({ field: name, steps: stepsOf(each, locate) });
    for (const [key, child] of children) walk(name === '' ? key : `${name}.${key}`, child);
  };
  walk(field, node);
  return result;
}

function elementName(item: Node, index: number): string {
  const name = item.kind === 'map' ? item.entries.get('name') : undefined;
  return name?.kind === 'scalar' ? `[name=${name.raw}]` : String(index);
}

function stepsOf(node: Node, locate: (origin: Origin) => number): TraceStep[] {
  const steps: TraceStep[] = [];
  for (let each: Node | null = node; each !== null; each = each.over) {
    const { by, viaAlias } = each.origin;
    steps.push({
      file: by.file,
      line: locate(each.origin),
      by: writerName(by),
      layer: 'layer' in by ? by.layer : null,
      value: each.kind === 'scalar' ? each.raw : null,
      viaAlias,
    });
  }
  return steps;
}

function writerName(by: Writer): string {
  if (by.type === 'patch') return `${by.form === 'json' ? 'JSON patch' : 'patch'} (${by.field}[${by.index}])`;
  if ('reason' in by)
    return by.type === 'hash' || by.type === 'planned' ? by.reason : `${by.type} (${by.reason})`;
  return 'index' in by && by.type !== 'generator' ? `${by.type}[${by.index}]` : by.type;
}

/** Lines of origins; what is written in a text inside a file counts from where that text starts. */
function locatorOf(files: Files): (origin: Origin) => number {
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

/** @param hide fields whose values must not be shown */
export function traceText(
  title: string,
  traces: readonly FieldTrace[],
  hide: boolean,
  colors: Colors,
): string {
  const lines = traces.flatMap(({ field, steps }) => {
    const rows = steps.map(step => {
      const value = step.value === null ? '' : hide ? '***' : oneLine(step.value);
      return [`  ${step.file}:${step.line}`, `${step.by}${step.viaAlias ? ' (by an alias)' : ''}`, value];
    });
    const [winner, ...history] = table(rows);
    return [
      colors.bold(oneLine(field === '' ? '(object)' : field)),
      winner!,
      ...history.map(row => colors.dim(row)),
    ];
  });
  return `${[oneLine(title), ...lines].join('\n')}\n`;
}

export function traceJson(title: string, traces: readonly FieldTrace[], hide: boolean): string {
  const fields = traces.map(({ field, steps }) => ({
    field,
    steps: steps.map(step => ({ ...step, value: hide && step.value !== null ? '***' : step.value })),
  }));
  return `${JSON.stringify({ version: 1, object: title, fields }, null, 2)}\n`;
}
