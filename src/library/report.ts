/** A plan in the formats that other programs and reports take. */
import { buildGraph } from '../kustomize/file/graph.ts';
import type { AnyTransform } from '../plan/model/input.ts';
import type { Plan } from '../plan/model/result.ts';
import { plainRoots } from '../plan/repository/plain-folders.ts';
import { scanGithub } from '../report/formats/github.ts';
import { scanJson } from '../report/formats/json.ts';
import { scanMarkdown } from '../report/formats/markdown.ts';
import { scanSarif } from '../report/formats/sarif.ts';
import type { ScanReport } from '../report/formats/scan-report.ts';
import { type Kustomized, kustomizationsIn } from '../report/graph/kustomizations.ts';
import { scanHtml } from '../report/html/page.ts';
import { type Secrets, secretsOf } from '../report/secrets/secrets.ts';
import type { OpenWorkspace } from '../workspace/open.ts';
import { VERSION } from './version.ts';

/** Printers for programs, by the name of their format. The transforms of the plan are documented in SARIF. */
export const REPORTS = {
  json: scanJson,
  sarif: scanSarif,
  markdown: scanMarkdown,
  github: scanGithub,
  html: scanHtml,
} as const satisfies Readonly<
  Record<string, (report: ScanReport, transforms: readonly AnyTransform[]) => string>
>;

export type ReportFormat = keyof typeof REPORTS;

/**
 * The findings of a plan as `kustomend scan --format` prints them. What is secret in the workspace is hidden.
 *
 * @param plan what `plan()` made of an input of this workspace
 * @param transforms those of that input
 */
export function printReport(
  plan: Plan,
  format: ReportFormat,
  {
    workspace,
    transforms,
  }: { readonly workspace: OpenWorkspace; readonly transforms: readonly AnyTransform[] },
): string {
  const secrets = secretsOf(workspace.files, workspace.paths);
  return REPORTS[format](scanReport(workspace, plan, secrets), transforms);
}

/** What a plan of a workspace has to report. */
export function scanReport(workspace: OpenWorkspace, plan: Plan, secrets: Secrets): ScanReport {
  return {
    version: VERSION,
    plan,
    findings: plan.fixes.filter(fix => fix.status !== 'ignored'),
    secrets,
    kustomizations: () => kustomizationsOf(workspace, plan),
  };
}

/** What the roots of a plan are made of; plain folders count as what they are rendered as. */
export function kustomizationsOf(
  workspace: OpenWorkspace,
  { roots: all }: Pick<Plan, 'roots'>,
): readonly Kustomized[] {
  const { files, paths } = plainRoots(workspace);
  const roots = all.filter(({ selected }) => selected).map(({ folder }) => folder);
  return kustomizationsIn(buildGraph(files, paths), roots);
}
