/** A step as `git format-patch` writes it, for `git am`. */
import { createHash } from 'node:crypto';
import type { FileChange } from '../../plan/model/result.ts';
import { printDiff } from '../diff/diff.ts';
import { oneLine } from '../words/words.ts';

export interface Letter {
  readonly number: number;
  readonly of: number;
  readonly title: string;
  readonly lines: readonly string[];
  readonly changes: readonly FileChange[];
}

export interface Sender {
  /** `Name <address>` */
  readonly author: string;
  readonly at: Date;
  /** Of the program. */
  readonly version: string;
}

/** The date by which tools know that it is a patch and no letter. */
const MARK = 'From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001';

/** With its true bytes: what shows secrets is in it. */
export function mailOf(
  { number, of, title, lines, changes }: Letter,
  { author, at, version }: Sender,
): string {
  const digits = String(of).length;
  return [
    MARK,
    `From: ${author}`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Subject: [PATCH ${String(number).padStart(digits, '0')}/${of}] ${oneLine(title)}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ...lines,
    '---',
    '',
    `${changes.map(patchOf).join('')}-- `,
    `kustomend ${version}`,
    '',
    '',
  ].join('\n');
}

/** Names of the contents let git merge where the file has changed since (`git am -3`). */
function patchOf(change: FileChange): string {
  const { before, after } = change;
  const names = `index ${before === null ? NO_BLOB : blobOf(before)}..${blobOf(after)}\n`;
  return printDiff({ changes: [change], fixes: [] }, { secrets: 'show' }).replace(/^--- /m, `${names}--- `);
}

const NO_BLOB = '0'.repeat(40);

function blobOf(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** `0003-labels-and-annotations.patch` */
export function mailName({ number, of, title }: Letter): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${String(number).padStart(Math.max(String(of).length, 4), '0')}-${words.slice(0, MOST_OF_NAME).replace(/-$/, '')}.patch`;
}

const MOST_OF_NAME = 52;
