/** What all commands that report findings can print, besides their own text. */
import { scanGithub } from '../../report/formats/github.ts';
import { scanJson } from '../../report/formats/json.ts';
import { scanMarkdown } from '../../report/formats/markdown.ts';
import { scanSarif } from '../../report/formats/sarif.ts';
import type { ScanReport } from '../../report/words/findings.ts';
import { printable } from '../../report/words/printable.ts';
import type { Io } from '../process/io.ts';
import { writeNamed } from '../write/named-file.ts';
import { type Session, TRANSFORMS } from './session.ts';

/** Printers for programs, by the name of their format. */
export const REPORTS = {
  json: scanJson,
  sarif: report => scanSarif(report, TRANSFORMS),
  markdown: scanMarkdown,
  github: scanGithub,
} as const satisfies Readonly<Record<string, (report: ScanReport) => string>>;

export type ReportFormat = keyof typeof REPORTS;

/** Writes a report to a file that the user has named, without secrets, as standard output would show it. */
export function writeReport(io: Io, { workspace }: Session, file: string, text: string): void {
  writeNamed(io.cwd, workspace.root, file, printable(io.secrets().mask(text), false), null);
}
