/** Findings as JSON for programs: `version` changes when a field goes or changes its meaning. */
import type { Fix } from '../../plan/model/result.ts';
import { shownChanges } from '../diff/diff.ts';
import { inOrder, type ScanReport } from '../words/findings.ts';
import { questionsOf } from '../words/questions.ts';
import { oneLine } from '../words/words.ts';

export const JSON_VERSION = 1;

export function scanJson({ version, plan, findings, secrets }: ScanReport): string {
  const report = {
    version: JSON_VERSION,
    tool: { name: 'kustomend', version },
    findings: inOrder(findings).map(finding),
    exempt: inOrder(plan.fixes.filter(fix => fix.status === 'ignored')).map(finding),
    questions: questionsOf(plan).map(({ about, answer, settles, ids }) => ({
      about: oneLine(about),
      answer: oneLine(answer),
      settles,
      findings: ids,
    })),
    changes: shownChanges(plan, secrets).map(({ path, isNew, fixes, hunks, hidden }) => ({
      path,
      new: isNew,
      findings: fixes,
      hunks,
      hidden,
    })),
    roots: plan.roots.map(root => ({
      path: root.folder,
      environment: root.environment.name ?? null,
      tier: root.environment.tier ?? null,
      state: root.state,
      selected: root.selected,
      reason: root.reason === undefined ? null : oneLine(root.reason),
      at: root.at ?? null,
      objects: root.objects,
      restarts: root.restarts,
    })),
    notices: plan.notices.map(({ message, at }) => ({ message: oneLine(message), at: at ?? null })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function finding(fix: Fix): object {
  return {
    id: fix.id,
    transform: fix.transform,
    severity: fix.severity,
    message: oneLine(fix.message),
    subject: fix.subject,
    roots: fix.roots,
    environments: fix.environments,
    status: fix.status,
    reason: fix.reason === undefined ? null : oneLine(fix.reason),
    safety: fix.safety,
    restarts: fix.restarts,
    doubts: fix.doubts.map(oneLine),
    evidence: fix.evidence.map(({ kind, at, says }) => ({ kind, at, says: oneLine(says) })),
    places: fix.places,
  };
}
