/** plan(): what would change, where, why, and the proof of it. Pure: same inputs, same plan. */
import { createEvaluator, type Evaluator } from '../kustomize/build/evaluate.ts';
import { type Graph, reachedFrom } from '../kustomize/file/graph.ts';
import { folderOf, isWithin } from '../kustomize/files/files.ts';
import type { Finding } from './find/finding.ts';
import { mergeEvidence } from './find/goals.ts';
import type { PlanInput } from './model/input.ts';
import { type Lessons, StartAgain } from './model/lessons.ts';
import { printPath } from './model/print-path.ts';
import type { FileChange, Fix, Notice, Place, Plan, RootReport } from './model/result.ts';
import { type Proof, prove, type Violation } from './prove/prove.ts';
import { newLocator } from './rendered/locator.ts';
import { subjectName } from './rendered/rendered.ts';
import { editableRule } from './repository/editable.ts';
import { hideVirtual, NO_KUSTOMIZATION, plainRoots } from './repository/plain-folders.ts';
import { type Repository, readRepository } from './repository/repository.ts';
import { stateOf } from './repository/roots.ts';
import { injectionOf, type RoundsResult, runRounds } from './rounds.ts';

/** Attempts at a plan: each learns which fixes must move up or out. */
const MAX_ATTEMPTS = 60;

/**
 * Plans the fixes of a workspace.
 *
 * @returns every finding with what becomes of it, the changed texts, and the expected renders
 * @throws when the planner cannot agree with itself after many attempts (a bug, never a repository's fault)
 */
export function plan(input: PlanInput): Plan {
  const plain = plainRoots({ ...input, selected: input.selection.paths });
  return hideVirtual(planAll({ ...input, files: plain.files, paths: plain.paths }, plain.virtual), plain);
}

function planAll(input: PlanInput, virtual: ReadonlyMap<string, string>): Plan {
  const repository = readRepository(input);
  const evaluator = createEvaluator(input.files, {
    loadRestrictor: input.loadRestrictor,
    rendered: input.rendered,
  });
  const blocked = filesOutOfSight(repository, evaluator, input);
  const notEditable = editableRule(input.files, new Set(input.paths), input.config.config, file =>
    virtual.has(file) ? NO_KUSTOMIZATION : (blocked.get(file) ?? null),
  );
  const lessons: Lessons = { withdrawn: new Map(), raised: new Set(), refused: new Map(), edits: new Map() };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    try {
      const result = runRounds(input, repository, evaluator, notEditable, lessons);
      const proof = proveRounds(repository, evaluator, result);
      if (proof.violations.length === 0) return assemble(input, repository, evaluator, result, proof);
      blame(proof.violations, result, lessons, repository.graph);
    } catch (error) {
      if (!(error instanceof StartAgain)) throw error;
    }
  }
  throw new Error('the plan does not settle: please report this repository');
}

/** Files of roots that kustomize may build and we do not: an edit there could not be proven. */
function filesOutOfSight(
  repository: Repository,
  evaluator: Evaluator,
  input: PlanInput,
): Map<string, string> {
  const blocked = new Map<string, string>();
  if (input.witnessed) return blocked;
  for (const { folder } of repository.choices) {
    const outcome = evaluator.evaluate(folder);
    if (outcome.state !== 'out-of-scope') continue;
    for (const reached of reachedFrom(repository.graph, folder)) {
      for (const file of repository.graph.nodes.get(reached)?.files ?? []) {
        blocked.set(
          file,
          `is read by ${folder || '.'}, which cannot be evaluated (${outcome.reason.message})`,
        );
      }
    }
  }
  return blocked;
}

function proveRounds(repository: Repository, before: Evaluator, result: RoundsResult): Proof {
  return prove({
    before,
    injected: result.created.length > 0 ? before.injected(injectionOf(result.created)) : before,
    after: result.evaluator,
    graph: repository.graph,
    changedFiles: [...result.changed.keys()],
    declarations: result.declarations,
  });
}

/** The fixes that touch what came out wrong move up to the overlays, and failing that out of the plan. */
function blame(
  violations: readonly Violation[],
  result: RoundsResult,
  lessons: Lessons,
  graph: Graph,
): never {
  const guilty = new Map<string, string>();
  for (const violation of violations) {
    const reason = `the proof failed in ${violation.folder || '.'}: ${violation.message}`;
    for (const id of suspects(violation, result, graph)) guilty.set(id, reason);
  }
  if (guilty.size === 0)
    throw new Error(`unexplained change: ${violations[0]!.folder}: ${violations[0]!.message}`);
  const fresh = [...guilty.keys()].filter(id => !lessons.raised.has(id));
  for (const id of fresh) lessons.raised.add(id);
  if (fresh.length === 0) for (const [id, reason] of guilty) lessons.withdrawn.set(id, reason);
  throw new StartAgain();
}

/**
 * Those that declared something of the very object; failing that, of all objects. A build that fails is more
 * likely the work of a new patch or file than of an edit where the value stood.
 */
function suspects({ folder, sourceId, file }: Violation, result: RoundsResult, graph: Graph): string[] {
  if (sourceId !== undefined) {
    const all = [
      ...result.declarations.map(d => ({ ids: d.fixIds, sourceId: d.sourceId })),
      ...result.created.map(c => ({ ids: [c.goal.fixId], sourceId: `${c.file}#0` })),
    ];
    for (const wanted of [sourceId, null]) {
      const found = all.filter(d => d.sourceId === wanted).flatMap(d => d.ids);
      if (found.length > 0) return found;
    }
  }
  // A patch and the kustomization that lists it stand in one folder, or one below the other.
  const beside = [...result.places].filter(([, places]) =>
    places.some(p => isFragment(p.kind) && file !== undefined && isWithin(folderOf(file), p.file)),
  );
  if (beside.length > 0) return beside.map(([id]) => id);
  const reached = reachedFrom(graph, folder);
  const near = [...result.places].filter(([, places]) =>
    places.some(p => isFragment(p.kind) && reached.has(folderOf(p.file))),
  );
  return (near.length > 0 ? near : [...result.places]).map(([id]) => id);
}

function isFragment(kind: Place['kind']): boolean {
  return kind !== 'source' && kind !== 'in-place';
}

function assemble(
  input: PlanInput,
  repository: Repository,
  before: Evaluator,
  result: RoundsResult,
  proof: Proof,
): Plan {
  const changes: FileChange[] = [...result.changed]
    .map(([path, after]) => ({ path, before: input.files.read(path) ?? null, after }))
    .filter(change => change.before !== change.after)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const fixes = fixesOf(repository, result);
  const restarted = restartedByRoot(result);
  return {
    fixes,
    changes,
    roots: repository.choices.map(choice =>
      rootReport(choice, before, input, restarted.get(choice.folder)?.size ?? 0),
    ),
    notices: noticesOf(input, repository),
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

/** One entry per finding over all roots: planned ones as they were when planned, the others as they are at the end. */
function fixesOf(repository: Repository, result: RoundsResult): Fix[] {
  const groups = new Map<string, FindingGroup>();
  const last = result.findings.length - 1;
  for (const [index, findings] of result.findings.entries()) {
    for (const finding of findings) {
      const isPlanned = finding.status === 'candidate';
      if (!isPlanned && index !== last) continue;
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
  return [...groups.values()]
    .map(({ finding, findings, round }) => toFix(finding, findings, round, environments, result))
    .map(fix => ({ fix, key: `${order(fix)} ${fix.id}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ fix }) => fix);
}

/** By severity, transform and place: the same in every language that the machine may speak. */
function order(fix: Fix): string {
  const rank = ['critical', 'high', 'medium', 'low'].indexOf(fix.severity);
  return `${rank} ${fix.transform} ${fix.subject.at.replace(/:(\d+)$/, (_, line: string) => `:${line.padStart(6, '0')}`)}`;
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
    severity: transform.severity,
    message: finding.message,
    subject: {
      kind: String(object?.object.kind ?? 'Kustomization'),
      name: object ? subjectName(object) : folderOf(finding.at),
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
    places,
    round,
  };
}

function uniquePlaces(places: readonly Fix['places'][number][]): Fix['places'][number][] {
  return [...new Map(places.map(place => [`${place.kind} ${place.file}`, place])).values()];
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
  return {
    folder: choice.folder,
    environment: choice.environment,
    state: stateOf(outcome),
    selected: choice.selected,
    reason: problem?.message ?? first?.reason,
    at,
    objects: outcome.state === 'evaluated' ? outcome.resources.length : 0,
    workloads: 0,
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
  if (input.paths.length > 0 && repository.choices.length === 0)
    notices.push({ message: 'no kustomization found' });
  return notices;
}
