/** Findings as SARIF 2.1.0, as GitHub's code scanning reads it. */
import type { Fix } from '../../plan/model/result.ts';
import type { Severity, Transform } from '../../transform.ts';
import { shownChanges } from '../diff/diff.ts';
import { inOrder, outcomeOf } from '../words/findings.ts';
import { saidText } from '../words/said.ts';
import { folderName, oneLine, splitAt } from '../words/words.ts';
import { sarifFix } from './sarif-fixes.ts';
import type { ScanReport } from './scan-report.ts';

type Documented = Pick<Transform, 'id' | 'title' | 'severity' | 'group' | 'docs'>;

const LEVEL: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};
/** What GitHub sorts security alerts by. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: '9.0',
  high: '7.0',
  medium: '5.0',
  low: '3.0',
};

const HOME = 'https://github.com/kustomend/kustomend';

/** @param transforms every transform that the report may name */
export function scanSarif(
  { version, findings, plan, secrets }: ScanReport,
  transforms: readonly Documented[],
): string {
  const used = new Set(findings.map(fix => fix.transform));
  const rules = transforms.filter(({ id }) => used.has(id));
  const changes = new Map(shownChanges(plan, secrets).map(change => [change.path, change]));
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kustomend',
            version,
            informationUri: HOME,
            rules: rules.map(each => rule(each, version)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: plan.roots
              .filter(root => root.state !== 'evaluated')
              .map(root => ({
                level: root.state === 'out-of-scope' ? 'error' : 'note',
                message: { text: `${folderName(root.folder)}: ${oneLine(root.reason ?? root.state)}` },
              })),
          },
        ],
        results: inOrder(findings).map(fix => {
          const change = sarifFix(fix, changes);
          return { ...result(fix, indexOf.get(fix.transform)), ...(change && { fixes: [change] }) };
        }),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rule({ id, title, severity, group, docs }: Documented, version: string): object {
  return {
    id,
    name: friendlyName(id),
    shortDescription: { text: title },
    fullDescription: { text: docs.why },
    help: { text: `${docs.why}\n\nRisk of the fix: ${docs.risk}`, markdown: help(docs) },
    helpUri: `${HOME}/blob/v${version}/docs/transforms/${id}.md`,
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { tags: [group, 'kubernetes'], 'security-severity': SECURITY_SEVERITY[severity] },
  };
}

/** Readers of SARIF show a rule by one word in Pascal case (SARIF 2.1.0, 3.49.7). */
function friendlyName(id: string): string {
  return id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function help(docs: Documented['docs']): string {
  const links = docs.links.map(link => `- <${link}>`).join('\n');
  return `${docs.why}\n\n**Risk of the fix:** ${docs.risk}\n\n${links}`;
}

function result(fix: Fix, ruleIndex: number | undefined): object {
  const { file, line } = splitAt(fix.subject.at);
  const { kind, name, field } = fix.subject;
  return {
    ruleId: fix.transform,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: LEVEL[fix.severity],
    message: { text: oneLine(`${kind}/${name}: ${saidText(fix)} (${outcomeOf(fix)})`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file), uriBaseId: '%SRCROOT%' },
          region: { startLine: line },
        },
        logicalLocations: [{ fullyQualifiedName: oneLine(`${kind}/${name}/${field}`) }],
      },
    ],
    partialFingerprints: { 'kustomendFix/v1': fix.id },
    properties: { roots: fix.roots.map(folderName), status: fix.status, safety: fix.safety },
  };
}
