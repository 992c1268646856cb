/** A finding of a text as readers of a plan see it: as one of an object, but of no root. */

import { severityOf, whyIn } from '../find/found/finding.ts';
import type { Fix, Place } from '../model/result.ts';
import type { TextFinding } from './text-finding.ts';

/** @param withdrawn why it is not written after all */
export function fixOfText(finding: TextFinding, withdrawn: string | undefined): Fix {
  const { transform, proposal, file, fixId, safety } = finding;
  const isPlanned = finding.status === 'candidate' && withdrawn === undefined;
  const status = finding.status === 'candidate' ? (isPlanned ? 'planned' : 'withdrawn') : finding.status;
  const { doubts = [] } = proposal;
  const said = filledIn(templateOf(transform.messages, proposal.message) ?? proposal.message, proposal);
  const message = doubts.length === 0 ? said : `${said}. Not without a look: ${doubts.join('; ')}`;
  const brief = templateOf(transform.briefs ?? {}, proposal.message);
  return {
    id: fixId,
    transform: transform.id,
    title: transform.title,
    severity: severityOf(transform, proposal),
    message,
    brief: brief === undefined ? message : filledIn(brief, proposal),
    fault: proposal.message,
    ...whyIn(transform, proposal.message),
    rank: Object.keys(transform.messages).indexOf(proposal.message),
    subject: {
      kind: 'File',
      name: file.path,
      namespaces: [],
      container: undefined,
      field: proposal.at.setting,
      at: file.where(proposal.at.offset),
    },
    roots: [],
    environments: [],
    status,
    safety,
    restarts: false,
    creates: [],
    evidence: proposal.evidence,
    doubts,
    reason: isPlanned ? undefined : (withdrawn ?? finding.reason),
    lookups: [],
    asks: status === 'person' || status === 'unsafe' ? (proposal.asks ?? []) : [],
    settledBy: [],
    places: isPlanned ? placesOf(finding) : [],
    passedOver: [],
    variants: [],
    round: 1,
    lastRound: 1,
  };
}

/** In the text itself, or in files that it adds. */
function placesOf({ file, proposal: { changes } }: TextFinding): readonly Place[] {
  const added = changes.flatMap((change): Place[] =>
    change.type === 'createText' ? [{ file: change.file, kind: 'new-file' }] : [],
  );
  return added.length < changes.length ? [{ file: file.path, kind: 'source' }, ...added] : added;
}

function templateOf(templates: Readonly<Record<string, string | undefined>>, id: string): string | undefined {
  return templates[id];
}

function filledIn(template: string, { data }: TextFinding['proposal']): string {
  return template.replace(/\{(\w+)\}/g, (_, key: string) => String(data?.[key] ?? `{${key}}`));
}
