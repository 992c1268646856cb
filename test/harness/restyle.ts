/** The same repository in another style (testing.md, Restyled cases): what it renders stays, what kustomend makes of it must too. */

import { buildGraph } from '../../src/kustomize/file/graph.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import { toJson } from '../../src/kustomize/tree/node.ts';
import { parseText } from '../../src/kustomize/tree/parse.ts';
import { canonical } from '../../src/plan/rendered/same-data.ts';
import type { Repo } from './repo.ts';

export interface Style {
  readonly name: string;
  /** As many lines change as in the original. */
  readonly sameLineCount: boolean;
  restyle(text: string): string;
}

export const STYLES: readonly Style[] = [
  { name: 'CRLF line ends', sameLineCount: true, restyle: text => text.replaceAll(/\r?\n/g, '\r\n') },
  {
    name: 'a byte order mark',
    sameLineCount: true,
    restyle: text => (text.startsWith('\uFEFF') ? text : `\uFEFF${text}`),
  },
  { name: 'no final newline', sameLineCount: false, restyle: text => text.replace(/(?:\r?\n)+$/, '') },
  { name: 'four spaces of indent', sameLineCount: true, restyle: text => eachLine(text, widened) },
  {
    name: 'a comment behind every line',
    sameLineCount: true,
    restyle: text => eachLine(text, commentedBehind),
  },
  {
    name: 'a comment above every line',
    sameLineCount: true,
    restyle: text => eachLine(text, commentedAbove),
  },
  {
    name: 'multi-byte text before every edit',
    sameLineCount: true,
    restyle: text => eachLine(text, multiByte),
  },
  { name: 'documents in the opposite order', sameLineCount: false, restyle: reordered },
];

/**
 * Restyles the files that kustomize reads as YAML, unless that changes what they say.
 *
 * @returns null when the style changes nothing here
 */
export function restyled(repo: Repo, { restyle }: Style): Repo | null {
  const yaml = manifestsOf(repo);
  const result: Record<string, string> = { ...repo };
  let count = 0;
  for (const [path, text] of Object.entries(repo)) {
    if (!yaml.has(path)) continue;
    const next = restyle(text);
    if (next === text || meaningOf(next) !== meaningOf(text)) continue;
    result[path] = next;
    count++;
  }
  return count === 0 ? null : result;
}

/** Kustomizations and the files that they name: others are data of generators. */
function manifestsOf(repo: Repo): Set<string> {
  const graph = buildGraph(memoryFiles(repo), Object.keys(repo));
  return new Set([...graph.nodes.values()].flatMap(node => node.files).filter(file => /\.ya?ml$/.test(file)));
}

/** What kustomize reads, without regard to the order of documents. */
function meaningOf(text: string): string {
  try {
    const documents = parseText(text, 'resource', doc => ({ type: 'source', file: '', doc }));
    return documents
      .map(({ node }) => canonical(toJson(node)))
      .sort()
      .join('\n');
  } catch {
    return 'broken';
  }
}

interface Line {
  readonly text: string;
  /** Inside a block scalar: the column at which its content begins. */
  readonly blockColumn: number | null;
  readonly previous: string | undefined;
}

function eachLine(text: string, change: (line: Line) => string): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  let block: { parent: number; column: number | null } | null = null;
  return lines
    .map((line, index) => {
      const indent = line.search(/\S/);
      if (block && indent >= 0 && indent <= block.parent) block = null;
      if (block) {
        if (indent >= 0) block.column ??= indent;
        return change({ text: line, blockColumn: block.column ?? 0, previous: lines[index - 1] });
      }
      // A block scalar's parent stands where its key stands, behind any dashes.
      const opened = /^(\s*(?:- +)*)[^#]*?[:-] +[|>][+-]?\d*\s*(?:#.*)?$/.exec(line);
      if (opened)
        block = { parent: opened[1]!.length === indent ? indent : opened[1]!.length - 1, column: null };
      return index === lines.length - 1 && line === ''
        ? line
        : change({ text: line, blockColumn: null, previous: lines[index - 1] });
    })
    .join(end);
}

function widened({ text, blockColumn }: Line): string {
  const indent = text.search(/\S/);
  if (indent < 0) return text;
  if (blockColumn !== null) return ' '.repeat(blockColumn) + text;
  const dashes = /^(?:- +)*/.exec(text.slice(indent))![0];
  return ' '.repeat(indent * 2) + dashes.replaceAll(/- +/g, '-   ') + text.slice(indent + dashes.length);
}

function commentedBehind({ text, blockColumn }: Line): string {
  return blockColumn !== null || !canTakeComment(text) ? text : `${text} # kept`;
}

function commentedAbove({ text, blockColumn, previous }: Line): string {
  // Between a comment and its line would be somebody else's place.
  if (blockColumn !== null || !canTakeComment(text) || previous?.trimStart().startsWith('#')) return text;
  return `${text.slice(0, text.search(/\S/))}# kept\n${text}`;
}

function multiByte({ text, blockColumn }: Line): string {
  return blockColumn !== null || !canTakeComment(text) ? text : `${text} # größer als 𝄞 日本語`;
}

function canTakeComment(text: string): boolean {
  return !/^\s*(?:#.*|---.*|\.\.\.|%.*)?$/.test(text) && !text.includes(' #');
}

function reordered(text: string): string {
  const documents = text.split(/^---[ \t]*\r?\n/m);
  const [head = '', ...rest] = documents;
  if (head.trim() !== '' && rest.length > 0 && head.endsWith('\n') && rest.at(-1)!.endsWith('\n')) {
    return [...documents].reverse().join('---\n');
  }
  if (rest.length < 2 || !rest.every(part => part.endsWith('\n'))) return text;
  return [head, ...rest.reverse()].join('---\n');
}
