/** What all commands that report findings can print, besides their own text. */
import { buildGraph } from '../../kustomize/file/graph.ts';
import type { Plan } from '../../plan/model/result.ts';
import { plainRoots } from '../../plan/repository/plain-folders.ts';
import { scanGithub } from '../../report/formats/github.ts';
import { scanJson } from '../../report/formats/json.ts';
import { scanMarkdown } from '../../report/formats/markdown.ts';
import { scanSarif } from '../../report/formats/sarif.ts';
import type { ScanReport } from '../../report/formats/scan-report.ts';
import { type Kustomized, kustomizationsIn } from '../../report/graph/kustomizations.ts';
import { scanHtml } from '../../report/html/page.ts';
import type { Io } from '../process/io.ts';
import { VERSION } from '../process/version.ts';
import { type Session, TRANSFORMS } from './session.ts';

/** Printers for programs, by the name of their format. */
export const REPORTS = {
  json: scanJson,
  sarif: report => scanSarif(report, TRANSFORMS),
  markdown: scanMarkdown,
  github: scanGithub,
  html: scanHtml,
} as const satisfies Readonly<Record<string, (report: ScanReport) => string>>;

/** What a plan of a session has to report. */
export function scanReport(io: Io, { workspace }: Session, plan: Plan): ScanReport {
  return {
    version: VERSION,
    plan,
    findings: plan.fixes.filter(fix => fix.status !== 'ignored'),
    secrets: io.secrets(),
    kustomizations: () => kustomizationsOf(workspace, plan),
  };
}

/** What the roots of a plan are made of; plain folders count as what they are rendered as. */
export function kustomizationsOf(
  workspace: Session['workspace'],
  { roots: all }: Pick<Plan, 'roots'>,
): readonly Kustomized[] {
  const { files, paths } = plainRoots(workspace);
  const roots = all.filter(({ selected }) => selected).map(({ folder }) => folder);
  return kustomizationsIn(buildGraph(files, paths), roots);
}
