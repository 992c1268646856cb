/** Findings as JSON for programs: `version` changes when a field goes or changes its meaning. */
import type { Fix } from '../../plan/model/result.ts';
import type { Choice } from '../../transform.ts';
import { shownChanges } from '../diff/diff.ts';
import { renderedChanges } from '../effects/effects.ts';
import { inOrder } from '../words/findings.ts';
import { askedText } from '../words/questions/asked-text.ts';
import { isStated } from '../words/questions/choices.ts';
import { questionsOf } from '../words/questions/questions.ts';
import { oneLine } from '../words/words.ts';
import type { Finding, Report } from './report-schema.ts';
import type { ScanReport } from './scan-report.ts';

export const JSON_VERSION = 1;

export function scanJson(report: ScanReport): string {
  return `${JSON.stringify(reportOf(report), null, 2)}\n`;
}

/** A report as data, in the shape of its schema. Secrets that a text names are hidden when it is printed. */
export function reportOf({ version, plan, findings, secrets, kustomizations }: ScanReport): Report {
  const changes = shownChanges(plan, secrets);
  return {
    version: JSON_VERSION,
    tool: { name: 'kustomend', version },
    findings: inOrder(findings).map(finding),
    exempt: inOrder(plan.fixes.filter(fix => fix.status === 'ignored')).map(finding),
    questions: questionsOf(plan).map(question => ({
      about: oneLine(question.about),
      question: oneLine(askedText(question)),
      answer: oneLine(question.answer),
      choices: question.choices.map(choiceData),
      settles: question.settles,
      findings: question.ids,
    })),
    changes: changes.map(({ path, isNew, fixes, hunks, hidden }) => ({
      path,
      new: isNew,
      findings: fixes,
      hunks,
      hidden,
    })),
    renders: rendersIn(plan, secrets),
    kustomizations: kustomizations().map(({ path, kind, reason, uses }) => ({ path, kind, reason, uses })),
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
}

function choiceData(choice: Choice): Report['questions'][number]['choices'][number] {
  const says = oneLine(choice.says);
  if (!isStated(choice)) return { says, reason: oneLine(choice.exempt) };
  const { path, value } = choice.states;
  return { says, path: [...path], value };
}

function rendersIn(plan: ScanReport['plan'], secrets: ScanReport['secrets']): Report['renders'] {
  return renderedChanges(plan, secrets.mask).map(({ object, change, roots, fixes, lines }) => ({
    object,
    change,
    roots,
    findings: [...fixes],
    lines,
  }));
}

/** A finding as a report has it. */
export function finding(fix: Fix): Finding {
  return {
    id: fix.id,
    transform: fix.transform,
    severity: fix.severity,
    message: oneLine(fix.message),
    brief: oneLine(fix.brief),
    fault: fix.fault,
    subject: fix.subject,
    roots: fix.roots,
    environments: fix.environments,
    status: fix.status,
    reason: fix.reason === undefined ? null : oneLine(fix.reason),
    safety: fix.safety,
    restarts: fix.restarts,
    doubts: fix.doubts.map(oneLine),
    lookups: fix.lookups,
    evidence: fix.evidence.map(({ kind, at, says }) => ({ kind, at, says: oneLine(says) })),
    places: fix.places,
  };
}
