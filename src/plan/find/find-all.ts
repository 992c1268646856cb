/** Runs the transforms over the roots as they render now, and decides what keeps a proposal back. */

import { hasMarks } from '../../config/exemptions.ts';
import { isIgnored } from '../../config/ignores.ts';
import { isConfigured, resolveOptions, transformSetting } from '../../config/transforms.ts';
import { folderOf } from '../../kustomize/files/files.ts';
import { memoized } from '../../text/memo.ts';
import type {
  Container,
  Json,
  PlanContext,
  Proposal,
  Resource,
  Root,
  SubjectOf,
  Workload,
} from '../../transform.ts';
import type { Decision } from '../model/decision.ts';
import type { AnyTransform, PlanInput } from '../model/input.ts';
import { printPath } from '../model/print-path.ts';
import { objectName } from '../rendered/rendered.ts';
import { isAskedFor, isBadEnough } from '../repository/active.ts';
import { explanationOf } from '../repository/explained.ts';
import { commentsAt, type IgnoreComments } from '../repository/ignore-comments.ts';
import type { Repository } from '../repository/repository.ts';
import type { ViewedRoot } from '../view/viewed-roots.ts';
import { declinedBy } from './barred/declined.ts';
import { heldDoubt } from './barred/held-rollouts.ts';
import { lossDoubt } from './barred/lost-data.ts';
import { upstreamDoubt } from './barred/of-others.ts';
import { fixedDoubt, forbiddenIn, immutableDoubt, refusedIn } from './barred/refused.ts';
import { withoutTrialsAlone } from './barred/trials-alone.ts';
import { versionDoubt } from './barred/unversioned-store.ts';
import { type Verdict, verdictOf } from './barred/verdict.ts';
import { chosenOf } from './chosen.ts';
import { isConversion } from './conversions.ts';
import { isAskedOfUsers } from './for-users.ts';
import { refuseBaseless } from './found/fault.ts';
import { type Finding, type FindingStatus, newFinding, severityOf } from './found/finding.ts';
import { type FindingMemory, foundBy, knownOf } from './found/finding-memory.ts';

/**
 * Every proposal of every transform in every selected root.
 *
 * @param made source ids of the objects that the plan itself has made
 */
export function findAll(
  input: PlanInput,
  repository: Repository,
  roots: readonly ViewedRoot[],
  memory: FindingMemory,
  made: ReadonlySet<string> = new Set(),
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [index, root] of roots.entries()) {
    input.progress?.('looking for findings', index, roots.length);
    const proposals = knownOf(root, memory.proposals);
    const known = knownOf(root, memory.findings);
    for (const transform of repository.active) {
      const found = foundBy(transform, known, () =>
        foundBy(transform, proposals, () => proposalsOf(input, transform, root)).map(proposal =>
          judge(input, transform, proposal, root, repository, memory.fixIds),
        ),
      );
      for (const finding of found) findings.push(finding);
    }
  }
  const held = input.selection.unsafe
    ? findings
    : withoutTrialsAlone(findings, roots, input.decisions.accepted);
  return withNeeds(chosenOf(held, input.selection.fixes, made));
}

function proposalsOf(input: PlanInput, transform: AnyTransform, root: ViewedRoot): Proposal[] {
  const proposals: Proposal[] = [];
  const context = contextOf(input, transform, root);
  for (const subject of subjectsOf(transform, root.view)) {
    const plan = transform.plan as (s: unknown, c: unknown) => Iterable<Proposal>;
    for (const proposal of plan(subject, context)) {
      if (!isAskedOfUsers(proposal, root.rendered) || isLeftBehind(proposal, root)) continue;
      if (!isBadEnough(severityOf(transform, proposal), input.selection)) continue;
      proposals.push(proposal);
    }
  }
  return proposals;
}

/** The options of a transform for a root, and which of them the configuration says. */
function contextOf(
  input: PlanInput,
  { id, options }: AnyTransform,
  { view, environment }: ViewedRoot,
): PlanContext<Readonly<Record<string, Json>>> {
  const { config, selection } = input;
  const { options: configured } = transformSetting(config.config, id);
  return {
    isAskedFor: isAskedFor(id, input),
    options: resolveOptions(options, configured, environment, selection.preset),
    root: view,
    configured(option, says) {
      const schema = options[option];
      if (schema === undefined || !isConfigured(schema, configured[option], environment)) return undefined;
      const at = config.at(['transforms', id, option]);
      return at === undefined ? undefined : { kind: 'config', at, says };
    },
  };
}

function subjectsOf(transform: AnyTransform, root: Root): readonly SubjectOf[keyof SubjectOf][] {
  const wanted = (resource: Resource) => !transform.kinds || transform.kinds.includes(resource.kind);
  switch (transform.each) {
    case 'container':
      return root.workloads.filter(wanted).flatMap((w: Workload): readonly Container[] => w.containers);
    case 'image':
      return root.resources.filter(wanted).flatMap(resource => resource.images);
    case 'workload':
      return root.workloads.filter(wanted);
    case 'resource':
      return root.resources.filter(wanted);
    case 'root':
      return [root];
    // They belong to no root (src/plan/texts).
    case 'text':
      return [];
  }
}

function checksOf({ docs }: AnyTransform, message: string): readonly string[] {
  const own: Readonly<Partial<Record<string, readonly string[]>>> = docs.sameAsOf ?? {};
  return own[message] ?? docs.sameAs;
}

function judge(
  input: PlanInput,
  transform: AnyTransform,
  made: Proposal,
  root: ViewedRoot,
  repository: Repository,
  fixIds: FindingMemory['fixIds'],
): Finding {
  refuseBaseless(transform, made);
  const refused = refusedIn(made, root);
  const resourceOf = (key: string) => resourcesByKey(root.view).get(key);
  const refusal =
    refused?.type === 'possible'
      ? refused.doubt
      : // What a controller applies it knows how to change, or has been asked about.
        root.refusedChange === null
        ? immutableDoubt(made, resourceOf)
        : undefined;
  const against = refusal ?? fixedDoubt(made, resourceOf);
  const doubts = [
    against,
    heldDoubt(made, root),
    lossDoubt(made, root, severityOf(transform, made)),
    versionDoubt(made, root),
    upstreamDoubt(made, root.rendered, resourceOf, repository),
  ].filter(doubt => doubt !== undefined);
  const proposal = doubts.length === 0 ? made : { ...made, doubts: [...(made.doubts ?? []), ...doubts] };
  const object = root.rendered.byKey.get(proposal.at.on) ?? null;
  const resource = object ? resourcesByKey(root.view).get(object.key) : undefined;
  const otherwise =
    proposal.given && judge(input, transform, proposal.given.otherwise, root, repository, fixIds);
  const finding = newFinding({
    transform,
    proposal,
    viewed: root,
    object,
    resource,
    fixIds,
    fixId: undefined,
    otherwise,
  });
  const ignored = exemptionOf(input, finding, repository.ignoreComments);
  if (ignored !== null) return finding.as('ignored', ignored);
  const automation =
    automationOf(proposal, root) ??
    forbiddenIn(proposal, root.view) ??
    (refused?.type === 'certain' ? refused.decision : undefined);
  if (automation?.known !== undefined) return finding.as('reported', automation.known);
  if (automation !== undefined) {
    const { about, question, names, choices } = automation;
    const ask = { type: 'decision', about, ...(names && { names }), ...(choices && { choices }) } as const;
    return finding.as('person', question, [ask]);
  }
  const explanation =
    (proposal.mayBeExplained && explanationOf(input.files, finding.at, resource?.get(proposal.at.path))) ||
    declinedBy(proposal, finding.at, input.files);
  if (explanation) return finding.as('reported', `its comment says why: ${explanation}`);
  const [status, reason] = verdictOn(input, finding);
  return status === 'candidate' ? finding : finding.as(status, reason, proposal.asks);
}

/**
 * A value written above that of an automation would keep what it renews from being seen. A question about such a
 * value is one for the automation too.
 */
function automationOf({ at, changes }: Proposal, root: ViewedRoot): Decision | undefined {
  if (root.automationOf === null) return undefined;
  const touched = changes.flatMap(each => ('path' in each ? [each] : []));
  const fields = changes.length === 0 ? [{ resource: at.on, path: at.path }] : touched;
  for (const { resource, path } of fields) {
    const object = root.rendered.byKey.get(resource);
    const automation = object && root.automationOf(object, path);
    if (automation !== undefined) return automation;
  }
  return undefined;
}

/** Whether its values are taken from what somebody else writes: they would be wrong with the next release. */
function isLeftBehind({ at, from }: Proposal, { rendered, automationOf }: ViewedRoot): boolean {
  if (from === undefined || automationOf === null) return false;
  const object = rendered.byKey.get(at.on);
  return object !== undefined && automationOf(object, from) !== undefined;
}

function verdictOn(input: PlanInput, finding: Finding): Verdict {
  const { proposal } = finding;
  // Nothing in an overlay says the version of an object, and a patch of it would find nothing.
  const isOut = input.selection.placement === 'overlay' && proposal.blocked === undefined;
  if (isOut && proposal.changes.length > 0 && isConversion(finding))
    return ['reported', 'its manifest stays as it is'];
  return verdictOf(input, finding);
}

const resourcesByKey = memoized(
  (root: Root): ReadonlyMap<string, Resource> =>
    new Map(root.resources.map(resource => [resource.key, resource])),
);

/** One object for all: what is known of a map of marks is kept by the map. */
const NONE = {};

function exemptionOf(input: PlanInput, finding: Finding, comments: IgnoreComments): string | null {
  const { transform, proposal, root, resource } = finding;
  // Only workloads have the second two.
  const {
    annotations = NONE,
    labels = NONE,
    podAnnotations = NONE,
    podLabels = NONE,
  } = (resource ?? NONE) as Partial<Workload>;
  const marks = { annotations, labels, podAnnotations, podLabels };
  // Nearly always: nothing that follows could find a reason.
  if (comments.none && !input.config.config.ignore?.length && !hasMarks(marks)) return null;
  const containerStep = proposal.at.path.find(step => typeof step !== 'string' && 'name' in step);
  const here = comments.none ? [] : commentsAt(finding.at, comments);
  const exemption = isIgnored(
    {
      id: transform.id,
      sameAs: checksOf(transform, proposal.message),
      root: root.folder,
      resource: resource ? `${resource.kind}/${resource.name}` : `Kustomization/${folderOf(finding.at)}`,
      ...(finding.object && { written: objectName(finding.object) }),
      field: printPath(proposal.at.path),
    },
    {
      config: input.config,
      comments: here,
      today: input.today,
      foreign: input.selection.foreignIgnores,
      marks: {
        ...marks,
        ...(containerStep && { containerName: String((containerStep as Record<string, unknown>).name) }),
      },
    },
  );
  return exemption && `${exemption.by}: ${exemption.reason}`;
}

/** Of these findings nothing more comes: nobody is asked, or nobody wants them. */
const ENDED: ReadonlySet<FindingStatus> = new Set(['ignored', 'reported', 'withdrawn']);

/**
 * A proposal that needs another transform's fixes waits until nothing of that transform is left in its root; one that says itself
 * what it waits for, until it does not say so any more.
 */
function withNeeds(findings: readonly Finding[]): readonly Finding[] {
  if (!findings.some(({ proposal: { needs, awaits } }) => (needs ?? awaits) !== undefined)) return findings;
  const placeOf = ({ root, transform }: Finding, id = transform.id) => `${root.folder} ${id}`;
  const open = new Set(findings.filter(f => !ENDED.has(f.status)).map(f => placeOf(f)));
  const coming = new Set(findings.filter(isComing).map(f => placeOf(f)));
  return findings.map(finding => {
    const { needs, awaits } = finding.proposal;
    const missing = awaits ?? needs?.find(id => open.has(placeOf(finding, id)));
    if (missing === undefined) return finding;
    // With `--unsafe` it would wait as well: nothing is on its way.
    const isInVain = finding.status === 'unsafe' && awaits !== undefined && !coming.has(placeOf(finding));
    return finding.status === 'candidate' || isInVain
      ? finding.as('waiting', `waits for ${missing}`)
      : finding;
  });
}

/** Whether it may be written, and is waited for. */
function isComing({ status, proposal }: Finding): boolean {
  return (status === 'candidate' || status === 'unsafe') && proposal.awaits === undefined;
}
