/** What all commands that report findings can print, besides their own text. */
import { scanGithub } from '../../report/formats/github.ts';
import { scanJson } from '../../report/formats/json.ts';
import { scanMarkdown } from '../../report/formats/markdown.ts';
import { scanSarif } from '../../report/formats/sarif.ts';
import type { ScanReport } from '../../report/words/findings.ts';
import { TRANSFORMS } from './session.ts';

/** Printers for programs, by the name of their format. */
export const REPORTS = {
  json: scanJson,
  sarif: report => scanSarif(report, TRANSFORMS),
  markdown: scanMarkdown,
  github: scanGithub,
} as const satisfies Readonly<Record<string, (report: ScanReport) => string>>;
