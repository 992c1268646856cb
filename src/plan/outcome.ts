/** What the last attempt has planned, told for readers: one entry per finding, per changed file, per root. */
import type { Evaluator } from '../kustomize/build/evaluate.ts';
import { isDoubtful } from '../kustomize/build/verdict.ts';
import { folderOf } from '../kustomize/files/files.ts';
import type { FieldPath, Json } from '../transform.ts';
import { isJsonList, isJsonMap } from '../yaml/read/data.ts';
import type { Proven } from './displaced.ts';
import { isLabelOf } from './find/chosen.ts';
import type { Finding } from './find/finding.ts';
import { mergeEvidence } from './find/goals.ts';
import type { PlanInput } from './model/input.ts';
import { printPath } from './model/print-path.ts';
import {
  type FileChange,
  type Fix,
  type Notice,
  OVERLAYS,
  type PassedOver,
  type Place,
  type Plan,
  type RootReport,
} from './model/result.ts';
import { inOrder } from './ordered.ts';
import { namingOwners } from './owners.ts';
import { passedOver } from './passed-over.ts';
import { groupedBy } from './rendered/grouped.ts';
import { collectFormerNames } from './rendered/image-names.ts';
import { newLocator } from './rendered/locator.ts';
import { renderedRoot, subjectName } from './rendered/rendered.ts';
import { idleConfig, type Met } from './repository/idle-config.ts';
import { remedyFor, remedyText } from './repository/remedy.ts';
import type { Repository } from './repository/repository.ts';
import { leftAlone, stateOf } from './repository/roots.ts';
import { madeBy, type Planning, type RoundsResult } from './rounds.ts';
import type { PlannedTexts } from './texts/plan-texts.ts';

/** The plan as its readers see it. */
export function assemble(
  { input, repository, evaluator }: Planning,
  { rounds: result, proof }: Proven,
  texts: PlannedTexts,
): Plan {
  const ofRoots = [...result.changed]
    .map(([path, after]): FileChange => ({ path, before: input.files.read(path) ?? null, after }))
    .filter(change => change.before !== change.after);
  const changes = [...ofRoots, ...texts.changes].sort((a, b) => (a.path < b.path ? -1 : 1));
  const fixes = inOrder([...fixesOf(repository, result), ...texts.fixes]).map(namingOwners(input.files));
  const restarted = restartedByRoot(result);
  return {
    fixes,
    changes,
    roots: repository.choices.map(choice =>
      rootReport(choice, evaluator, input, restarted.get(choice.folder)?.size ?? 0),
    ),
    notices: [
      ...noticesOf(input, repository),
      ...idleConfig(input, metBy(repository, evaluator, input.config, fixes)),
    ],
    rounds: result.rounds,
    expected: proof.renders,
    config: input.config.config,
    virtual: [],
  };
}

/** A finding in every root that has it. */
interface FindingGroup {
  readonly finding: Finding;
  readonly findings: Finding[];
  /** The object of each, which is one root's; or the root itself. */
  readonly subjects: Set<object>;
  readonly round: number;
}

/**
 * One entry per finding over all roots: planned ones as they were when planned, the others as they are at the end. Labels that
 * an object of the plan itself gets are part of it: nobody ever lacked them.
 */
function fixesOf(repository: Repository, result: RoundsResult): Fix[] {
  const groups = new Map<string, FindingGroup>();
  const last = result.findings.length - 1;
  const made = madeBy(result.created);
  const files = new Set(result.created.map(({ file }) => file));
  for (const [index, findings] of result.findings.entries()) {
    for (const finding of findings) {
      const isPlanned = finding.status === 'candidate';
      if (!isPlanned && index !== last) continue;
      if (isPlanned && isLabelOf(finding, made) && isWrittenIn(files, finding, result)) continue;
      const key = `${finding.fixId} ${isPlanned ? 'planned' : finding.status}`;
      let group = groups.get(key);
      if (!group) groups.set(key, (group = { finding, findings: [], subjects: new Set(), round: index + 1 }));
      const subject = finding.object ?? finding.root;
      if (group.subjects.has(subject)) continue;
      group.subjects.add(subject);
      group.findings.push(finding);
    }
  }
  const environments = new Map(repository.choices.map(c => [c.folder, c.environment.name]));
  const passed = passedOver(result.placed, folder => environments.get(folder) ?? (folder || '.'));
  return [...groups.values()].map(({ finding, findings, round }) => {
    const fix = toFix(finding, findings, round, environments, result);
    if (fix.status !== 'planned') return fix;
    return { ...fix, passedOver: [...(passed.get(fix.id) ?? []), ...notRaised(findings, result)] };
  });
}

/** Wanted in the overlays, and why it is not there. */
function notRaised(findings: readonly Finding[], { lessons }: RoundsResult): PassedOver[] {
  const reasons = new Set(findings.flatMap(({ key }) => lessons.unraised.get(key) ?? []));
  return [...reasons].map(reason => ({ place: OVERLAYS, reason, against: [] }));
}

function isWrittenIn(files: ReadonlySet<string>, { fixId }: Finding, { places }: RoundsResult): boolean {
  return (places.get(fixId) ?? []).every(({ file }) => files.has(file));
}

function toFix(
  finding: Finding,
  findings: readonly Finding[],
  round: number,
  environments: ReadonlyMap<string, string | undefined>,
  result: RoundsResult,
): Fix {
  const { transform, proposal, object, fixId } = finding;
  const places = uniquePlaces(result.places.get(fixId) ?? []);
  const planned = finding.status === 'candidate' && places.length > 0;
  const reason = planned ? undefined : finding.reason;
  const status =
    finding.status === 'candidate' && !planned
      ? 'withdrawn'
      : finding.status === 'candidate'
        ? 'planned'
        : finding.status;
  const roots = [...new Set(findings.map(f => f.root.folder))].sort();
  return {
    id: fixId,
    transform: transform.id,
    title: transform.title,
    severity: finding.severity,
    message: finding.message,
    brief: finding.brief,
    rank: Object.keys(transform.messages).indexOf(proposal.message),
    subject: {
      kind: String(object?.object.kind ?? 'Kustomization'),
      name: object ? subjectName(object) : folderOf(finding.at),
      namespaces: [...new Set(findings.flatMap(f => namespaceOf(f.object) ?? []))].sort(),
      container: containerIn(proposal.at.path),
      field: printPath(proposal.at.path),
      at: finding.at,
    },
    roots,
    environments: [...new Set(roots.map(r => environments.get(r)).filter(name => name !== undefined))],
    status,
    safety: findings.some(f => f.safety === 'unsafe') ? 'unsafe' : 'safe',
    restarts: findings.some(f => f.restarts),
    evidence: mergeEvidence(findings.map(f => f.proposal.evidence)),
    doubts: [...new Set(findings.flatMap(f => f.doubts))],
    reason,
    lookups: [...new Set(findings.flatMap(f => f.lookups))],
    asks: [...new Set(findings.flatMap(f => f.asks))],
    settledBy: status === 'unsafe' ? factsFor(findings) : [],
    places,
    passedOver: [],
    round,
  };
}

/** The facts that leave no doubt in any root; none where something else is doubted in one. */
function factsFor(findings: readonly Finding[]): Fix['settledBy'] {
  const open = findings
    .filter(({ safety }) => safety === 'unsafe')
    .map(({ proposal }) => proposal.settledBy ?? []);
  if (open.some(facts => facts.length === 0)) return [];
  return [...new Map(open.flat().map(fact => [`${fact.image} ${fact.fact}`, fact])).values()];
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

/** A file that is written in one way is one place, wherever it is listed. */
function uniquePlaces(places: readonly Place[]): Place[] {
  return [...groupedBy(places, ({ kind, file }) => `${kind} ${file}`).values()].map(same => {
    const others = [...new Set(same.flatMap(place => place.with ?? []))];
    return others.length === 0 ? same[0] : { ...same[0], with: others };
  });
}

function rootReport(
  choice: Repository['choices'][number],
  evaluator: Evaluator,
  input: PlanInput,
  restarts: number,
): RootReport {
  const outcome = evaluator.evaluate(choice.folder);
  const locator = newLocator(input.files);
  const problem =
    outcome.state === 'failed'
      ? outcome.failure
      : outcome.state === 'out-of-scope'
        ? outcome.reason
        : undefined;
  const first = outcome.state === 'evaluated' ? outcome.opaque[0] : undefined;
  const location = problem?.location ?? first?.location;
  const at =
    location &&
    (location.offset === undefined
      ? location.file
      : `${location.file}:${locator.line(location.file, location.offset)}`);
  const lacks = remedyFor(problem, input.files, input.paths);
  const reason = problem?.message ?? first?.reason;
  return {
    folder: choice.folder,
    environment: choice.environment,
    state: stateOf(outcome),
    selected: choice.selected,
    isDoubtful: input.verdicts?.has(choice.folder) !== true && isDoubtful(outcome),
    reason: lacks === undefined ? reason : `${reason} (${remedyText(lacks)})`,
    at,
    lacks,
    objects: outcome.state === 'evaluated' ? outcome.resources.length : 0,
    restarts,
  };
}

/** The workloads of each root that its planned fixes restart. */
function restartedByRoot({ findings, places }: RoundsResult): ReadonlyMap<string, ReadonlySet<string>> {
  const roots = new Map<string, Set<string>>();
  const planned = findings.flat().filter(f => f.status === 'candidate' && places.has(f.fixId));
  for (const { root, restarted } of planned) {
    const names = roots.get(root.folder) ?? new Set();
    for (const name of restarted) names.add(name);
    roots.set(root.folder, names);
  }
  return roots;
}

/** What the configuration can be about. Images are known only where every root is seen in whole. */
function metBy(
  repository: Repository,
  evaluator: Evaluator,
  { config }: PlanInput['config'],
  fixes: readonly Fix[],
): Met {
  const folders = repository.choices.map(({ folder }) => folder);
  // Nobody has said anything about an image or a finding.
  if (!config.images && !config.ignore) return { roots: folders, fixes, images: undefined };
  const outcomes = repository.choices.map(({ folder }) => evaluator.evaluate(folder));
  const isWhole = outcomes.every(each => each.state === 'evaluated' && each.opaque.length === 0);
  if (!isWhole) return { roots: folders, fixes, images: undefined };
  const former = new Map<string, Set<string>>();
  const names = new Set<string>();
  for (const outcome of outcomes) {
    if (outcome.state !== 'evaluated') continue;
    for (const { final, object } of renderedRoot(outcome).objects) {
      collectFormerNames(final.node, former);
      collectImages(object, names);
    }
  }
  return { roots: folders, fixes, images: [...names].map(name => [name, ...(former.get(name) ?? [])]) };
}

/** The texts of all fields called `image`. */
function collectImages(value: Json, names: Set<string>): void {
  if (isJsonList(value)) for (const item of value) collectImages(item, names);
  if (!isJsonMap(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === 'image' && typeof child === 'string') names.add(child);
    else if (typeof child === 'object') collectImages(child, names);
  }
}

function noticesOf(input: PlanInput, repository: Repository): Notice[] {
  const notices: Notice[] = [];
  for (const node of repository.graph.nodes.values()) {
    if (node.kustomization && node.kustomization.ignoredDocuments > 0) {
      notices.push({
        message: 'kustomize reads only the first document of this kustomization; the rest is never deployed',
        at: node.kustomization.file,
      });
    }
  }
  if (input.selection.paths.length === 0 && !input.selection.changed)
    notices.push(...leftAloneNotices(input, repository));
  if (input.paths.length > 0 && repository.choices.length === 0)
    notices.push({ message: 'no kustomization found' });
  return notices;
}

function leftAloneNotices(input: PlanInput, { choices, platform }: Repository): Notice[] {
  const unselected = choices.filter(({ selected }) => !selected);
  return (['test data', 'examples'] as const).flatMap(kind => {
    const roots = unselected.filter(({ folder }) => leftAlone(folder, input, platform) === kind);
    const [first] = roots;
    if (first === undefined) return [];
    const count = roots.length === 1 ? 'one root' : `${roots.length} roots`;
    return [
      { message: `${count} of ${kind}, such as ${first.folder}, left alone: name a folder to look there` },
    ];
  });
}
