/** What was found, told for readers: one entry per finding, over all roots that have it. */
import { folderOf } from '../kustomize/files/files.ts';
import { type Environment, type FieldPath, TIERS } from '../transform.ts';
import { isJsonMap } from '../yaml/read/data.ts';
import { isLabelOf } from './find/chosen.ts';
import { type Finding, whyIn, withDoubts } from './find/found/finding.ts';
import { mergeEvidence } from './find/goals.ts';
import { printPath } from './model/print-path.ts';
import { type Fix, OVERLAYS, type PassedOver, type Place } from './model/result.ts';
import { passedOver } from './passed-over.ts';
import { reasonsTogether } from './reasons.ts';
import { groupedBy } from './rendered/grouped.ts';
import { subjectName } from './rendered/rendered.ts';
import type { Repository } from './repository/repository.ts';
import { madeBy, type RoundsResult } from './rounds.ts';

/** A finding in every root that has it. */
interface FindingGroup {
  readonly finding: Finding;
  readonly findings: Finding[];
  /** The object of each, which is one root's; or the root itself. */
  readonly subjects: Set<object>;
  readonly round: number;
  lastRound: number;
}

/**
 * One entry per finding over all roots: planned ones as they were when planned, the others as they are at the end. Labels that
 * an object of the plan itself gets are part of it: nobody ever lacked them.
 */
export function fixesOf(repository: Pick<Repository, 'choices'>, result: RoundsResult): Fix[] {
  const groups = new Map<string, FindingGroup>();
  const last = result.findings.length - 1;
  const made = madeBy(result.created);
  /** By fix: files in which it is about an object of the plan itself. */
  const within = new Map<string, Set<string>>();
  for (const [index, findings] of result.findings.entries()) {
    for (const finding of findings) {
      const isPlanned = finding.status === 'candidate';
      if (!isPlanned && index !== last) continue;
      const file = isPlanned && isLabelOf(finding, made) ? writtenWithin(finding, result) : undefined;
      if (file !== undefined) {
        within.set(finding.fixId, (within.get(finding.fixId) ?? new Set()).add(file));
        continue;
      }
      const key = `${finding.fixId} ${isPlanned ? 'planned' : finding.status}`;
      let group = groups.get(key);
      if (!group) groups.set(key, (group = newGroup(finding, index + 1)));
      const subject = finding.object ?? finding.root;
      if (group.subjects.has(subject)) continue;
      group.subjects.add(subject);
      group.findings.push(finding);
      group.lastRound = index + 1;
    }
  }
  const environments = new Map(repository.choices.map(c => [c.folder, c.environment]));
  const passed = passedOver(result.placed, folder => environments.get(folder)?.name ?? (folder || '.'));
  return [...groups.values()].map(({ finding, findings, round, lastRound }) => {
    const places = placesBeside(within.get(finding.fixId), finding, result);
    const fix = { ...toFix(finding, findings, environments, places), round, lastRound };
    if (fix.status !== 'planned') return fix;
    return { ...fix, passedOver: [...(passed.get(fix.id) ?? []), ...notRaised(findings, result)] };
  });
}

function newGroup(finding: Finding, round: number): FindingGroup {
  return { finding, findings: [], subjects: new Set(), round, lastRound: round };
}

/** Wanted in the overlays, and why it is not there. */
function notRaised(findings: readonly Finding[], { lessons }: RoundsResult): PassedOver[] {
  const reasons = new Set(findings.flatMap(({ key }) => lessons.unraised.get(key) ?? []));
  return [...reasons].map(reason => ({ place: OVERLAYS, reason, against: [] }));
}

/** The file of its object, where that is where it is written. */
function writtenWithin({ fixId, object }: Finding, { places }: RoundsResult): string | undefined {
  const file = object!.sourceId.replace(/#\d+$/, '');
  return (places.get(fixId) ?? []).some(place => place.file === file) ? file : undefined;
}

/** Of roots, by their folders. */
type Environments = ReadonlyMap<string, Environment>;

function toFix(
  finding: Finding,
  findings: readonly Finding[],
  environments: Environments,
  places: readonly Place[],
): Omit<Fix, 'round' | 'lastRound'> {
  const { transform, proposal, object, fixId } = finding;
  const planned = finding.status === 'candidate' && places.length > 0;
  const reason = planned ? undefined : reasonOf(finding, findings);
  const status =
    finding.status === 'candidate' && !planned
      ? 'withdrawn'
      : finding.status === 'candidate'
        ? 'planned'
        : finding.status;
  const doubts = [...new Set(findings.flatMap(f => f.doubts))];
  return {
    id: fixId,
    transform: transform.id,
    title: transform.title,
    severity: finding.severity,
    message: withDoubts(finding.said, doubts),
    brief: finding.brief,
    fault: proposal.message,
    ...whyIn(transform, proposal.message),
    rank: Object.keys(transform.messages).indexOf(proposal.message),
    subject: {
      kind: String(object?.object.kind ?? 'Kustomization'),
      name: object ? subjectName(object) : folderOf(finding.at),
      namespaces: [...new Set(findings.flatMap(f => namespaceOf(f.object) ?? []))].sort(),
      container: containerIn(proposal.at.path),
      field: printPath(proposal.at.path),
      at: finding.at,
      ...otherPlaces(finding, findings, environments),
    },
    ...placesOf(findings, environments),
    status,
    safety: findings.some(f => f.safety === 'unsafe') ? 'unsafe' : 'safe',
    restarts: findings.some(f => f.restarts),
    creates: createdBy(finding),
    evidence: evidenceOf(findings),
    doubts,
    reason,
    lookups: [...new Set(findings.flatMap(f => f.lookups))],
    asks: [...new Set(findings.flatMap(f => f.asks))],
    settledBy: status === 'unsafe' ? factsFor(findings) : [],
    places,
    passedOver: [],
    variants: variantsOf(findings, environments),
  };
}

/** What production says is what matters most. */
function otherPlaces(
  { at }: Finding,
  findings: readonly Finding[],
  environments: Environments,
): Pick<Fix['subject'], 'alsoAt'> {
  const rank = ({ root }: Finding) => {
    const tier = environments.get(root.folder)?.tier;
    return tier === undefined ? -1 : TIERS.indexOf(tier);
  };
  const all = [...findings].sort((a, b) => rank(b) - rank(a)).map(each => each.at);
  const others = [...new Set(all)].filter(each => each !== at);
  return others.length === 0 ? {} : { alsoAt: others };
}

/** What is left as it is may be so for another reason in each root. Questions are told together in ways of their own. */
function reasonOf({ status, reason }: Finding, findings: readonly Finding[]): Fix['reason'] {
  return status === 'reported' && reason !== undefined
    ? reasonsTogether(findings.flatMap(each => each.reason ?? []))
    : reason;
}

/** Where nothing speaks for it in one root, what does in others does not speak for all: their objects are none of that one's. */
function evidenceOf(findings: readonly Finding[]): Fix['evidence'] {
  const lists = findings.map(({ proposal }) => proposal.evidence);
  return lists.some(list => list.length === 0) ? [] : mergeEvidence(lists);
}

/** Roots in which the same is said of the same object are one; where that is all of them there is nothing to tell apart. */
function variantsOf(findings: readonly Finding[], environments: Environments): Fix['variants'] {
  const alike = groupedBy(findings, ({ object, message }) => `${object?.sourceId ?? ''} ${message}`);
  if (alike.size < 2) return [];
  return [...alike.values()].map(same => ({
    ...placesOf(same, environments),
    at: same[0].at,
    message: same[0].message,
    doubts: same[0].doubts,
  }));
}

function placesOf(
  findings: readonly Finding[],
  environments: Environments,
): Pick<Fix, 'roots' | 'environments'> {
  const roots = [...new Set(findings.map(f => f.root.folder))].sort();
  const named = roots.map(root => environments.get(root)?.name).filter(name => name !== undefined);
  return { roots, environments: [...new Set(named)] };
}

/** The facts that leave no doubt in any root; none where something else is doubted in one. */
function factsFor(findings: readonly Finding[]): Fix['settledBy'] {
  const open = findings
    .filter(({ safety }) => safety === 'unsafe')
    .map(({ proposal }) => proposal.settledBy ?? []);
  if (open.some(facts => facts.length === 0)) return [];
  return [...new Map(open.flat().map(fact => [`${fact.image} ${fact.fact}`, fact])).values()];
}

function createdBy({ proposal: { changes } }: Finding): string[] {
  return changes.flatMap(change => (change.type === 'create' ? [String(change.manifest.kind)] : []));
}

function namespaceOf(object: Finding['object']): string | undefined {
  const { metadata } = object?.object ?? {};
  const namespace = isJsonMap(metadata) ? metadata.namespace : undefined;
  return typeof namespace === 'string' ? namespace : undefined;
}

/** The element of the first list of containers on the way. */
function containerIn(path: FieldPath): string | undefined {
  const list = path.findIndex(
    step => typeof step === 'string' && /^(?:initC|ephemeralC|c)ontainers$/.test(step),
  );
  const element = list < 0 ? undefined : path[list + 1];
  return typeof element === 'object' && 'name' in element ? String(element.name) : undefined;
}

/** Where it is written, apart from objects of the plan itself. */
function placesBeside(
  own: ReadonlySet<string> | undefined,
  { fixId }: Finding,
  { places }: RoundsResult,
): Place[] {
  return uniquePlaces((places.get(fixId) ?? []).filter(({ file }) => own?.has(file) !== true));
}

/** A file that is written in one way is one place, wherever it is listed. */
function uniquePlaces(places: readonly Place[]): Place[] {
  return [...groupedBy(places, ({ kind, file }) => `${kind} ${file}`).values()].map(same => {
    const others = [...new Set(same.flatMap(place => place.with ?? []))];
    return others.length === 0 ? same[0] : { ...same[0], with: others };
  });
}
