/**
 * The proof of a plan: every kustomization that reaches an edited file still builds, and renders exactly what
 * the fixes declared; what failed before fails the same way after (proof.md).
 */
import type { Accumulated, Evaluator, Outcome } from '../../kustomize/build/evaluate.ts';
import { finalize } from '../../kustomize/build/finalize.ts';
import type { Graph } from '../../kustomize/file/graph.ts';
import type { Resource } from '../../kustomize/object/resource.ts';
import { type MapNode, sameNode } from '../../kustomize/tree/node.ts';
import type { Json, JsonObject } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import type { Declaration } from '../model/declaration.ts';
import type { Progress } from '../model/input.ts';
import type { ExpectedRender } from '../model/result.ts';
import { jsonOf } from '../rendered/rendered.ts';
import { canonical } from '../rendered/same-data.ts';
import { affectedFolders } from './affected.ts';
import { declarationsBySource, type Expected, expectedOf } from './expect.ts';
import { intrusions } from './intruding.ts';
import { brokenReferences, newFlaws, type Worsening } from './structure.ts';

/** Something that the plan did and no fix declared, or declared and did not do. */
export interface Violation {
  readonly folder: string;
  readonly message: string;
  /** Source object in question, when one is. */
  readonly sourceId: string | undefined;
  /** That object, as it was to be and as it came out. */
  readonly trees?: { readonly expected: MapNode; readonly actual: MapNode };
  /** File at which a build fails; of no other violation. */
  readonly file?: string;
  /** A new object that patches of many write into: it has no place there. */
  readonly isIntruded?: true;
  /** What came out as declared, and is worse than it was: the object there, and the field in question. */
  readonly worse?: Worsening;
}

export interface Proof {
  readonly violations: readonly Violation[];
  readonly renders: ReadonlyMap<string, ExpectedRender>;
}

export interface ProofInput {
  readonly before: Evaluator;
  /** The old files with the new objects added. */
  readonly injected: Evaluator;
  readonly after: Evaluator;
  readonly graph: Graph;
  readonly changedFiles: readonly string[];
  readonly declarations: readonly Declaration[];
  /** Ids of the fixes that have made a new object, by its source. */
  readonly makers: ReadonlyMap<string, readonly string[]>;
  /** Folders that somebody deploys: all that a pod needs is there, or was missing before. */
  readonly deployed: ReadonlySet<string>;
  /** `Kind/name` of what somebody makes by other means, as the repository says. */
  readonly promised?: ReadonlySet<string>;
  readonly progress?: Progress | undefined;
}

const NOTHING: ReadonlySet<string> = new Set();

export function prove(input: ProofInput): Proof {
  const violations: Violation[] = [];
  const renders = new Map<string, ExpectedRender>();
  const declarationsOf = declarationsBySource(input.declarations);
  const folders = affectedFolders(input.graph, input.changedFiles);
  for (const [index, folder] of folders.entries()) {
    input.progress?.('proving', index, folders.length);
    const before = input.before.evaluate(folder);
    const after = input.after.evaluate(folder);
    if (before.state !== 'evaluated') {
      const changed = sameFailure(before, after);
      if (changed) violations.push({ folder, message: changed, sourceId: undefined });
      continue;
    }
    if (after.state !== 'evaluated') {
      violations.push({
        folder,
        message: `does not build any more: ${problemOf(after)}`,
        sourceId: undefined,
        file: fileOf(after),
      });
      continue;
    }
    const expected = expectedOf(input.injected, folder, declarationsOf);
    if (expected === null) {
      violations.push({ folder, message: 'does not build with the new objects', sourceId: undefined });
      continue;
    }
    const wanted = isAccumulated(expected, after.accumulated)
      ? after.resources
      : finalize(expected.accumulated, expected.resources).resources;
    if (wanted !== after.resources) violations.push(...compare(folder, wanted, after.resources));
    for (const each of intrusions(after, id => input.makers.has(id), input.graph))
      violations.push({ folder, ...each, isIntruded: true });
    const worse = newFlaws(before, after);
    if (input.deployed.has(folder)) worse.push(...brokenReferences(before, after, input.promised ?? NOTHING));
    for (const each of worse)
      violations.push({ folder, message: each.message, sourceId: each.resource.source.id, worse: each });
    renders.set(folder, {
      get before() {
        return before.resources.map(resource => jsonOf(resource.node));
      },
      get after() {
        return wanted.map(resource => jsonOf(resource.node));
      },
      get fixes() {
        return wanted.map(({ source: { id } }) => [
          ...new Set([...(input.makers.get(id) ?? []), ...(expected.declaredBy.get(id) ?? [])]),
        ]);
      },
    });
  }
  return { violations, renders };
}

/**
 * Whether a folder accumulates exactly what is expected. The last steps of a build look at nothing else, unless the
 * kustomizations tell them to: then equal renders follow from equal objects, and need not be made to be compared.
 */
function isAccumulated({ accumulated, resources }: Expected, actual: Accumulated): boolean {
  return (
    accumulated.config === actual.config &&
    !steersLastSteps(accumulated) &&
    !steersLastSteps(actual) &&
    sameList(resources, actual.resources, isSameToLastSteps)
  );
}

function steersLastSteps({ kustomization, variables }: Accumulated): boolean {
  const { entries } = kustomization.node;
  return variables.length > 0 || entries.has('sortOptions') || entries.has('buildMetadata');
}

/** Names on the way lead references to their objects. */
function isSameToLastSteps(a: Resource, b: Resource): boolean {
  return (
    a.needsHash === b.needsHash &&
    sameList(a.prefixes, b.prefixes, Object.is) &&
    sameList(a.suffixes, b.suffixes, Object.is) &&
    sameList(
      a.previous,
      b.previous,
      (id, other) => id.name === other.name && id.namespace === other.namespace && id.kind === other.kind,
    ) &&
    sameNode(a.node, b.node)
  );
}

function sameList<T>(a: readonly T[], b: readonly T[], isSame: (left: T, right: T) => boolean): boolean {
  // Both are as long.
  return a.length === b.length && a.every((left, i) => isSame(left, b[i]!));
}

function sameFailure(before: Outcome, after: Outcome): string | null {
  if (after.state === 'evaluated') return 'built with the change although it did not before';
  return problemOf(before) === problemOf(after) ? null : `fails in another way: ${problemOf(after)}`;
}

/** Why a folder does not build; '' where it does. */
export function problemOf(outcome: Outcome): string {
  if (outcome.state === 'failed') return outcome.failure.message;
  return outcome.state === 'out-of-scope' ? outcome.reason.message : '';
}

function fileOf(outcome: Outcome): string {
  if (outcome.state === 'failed') return outcome.failure.location.file;
  return outcome.state === 'out-of-scope' ? outcome.reason.location.file : '';
}

function compare(folder: string, expected: readonly Resource[], actual: readonly Resource[]): Violation[] {
  if (expected.length !== actual.length) {
    return [
      {
        folder,
        message: `renders ${actual.length} objects, declared ${expected.length}`,
        sourceId: undefined,
      },
    ];
  }
  const violations: Violation[] = [];
  for (const [i, resource] of actual.entries()) {
    const { node } = expected[i] ?? resource;
    if (sameNode(resource.node, node)) continue;
    const object = jsonOf(resource.node);
    const wanted = jsonOf(node);
    if (canonical(object) === canonical(wanted)) continue;
    violations.push({
      folder,
      message: `${describe(object)}: ${firstDifference(wanted, object, '')}`,
      sourceId: resource.source.id,
      trees: { expected: node, actual: resource.node },
    });
  }
  return violations;
}

function describe({ kind, metadata }: JsonObject): string {
  return `${kind}/${isJsonMap(metadata) ? metadata.name : undefined}`;
}

/** The first path at which two values differ, with both values. */
export function firstDifference(expected: Json | undefined, actual: Json | undefined, path: string): string {
  if (isJsonList(expected) && isJsonList(actual) && expected.length === actual.length) {
    const index = expected.findIndex((item, i) => canonical(item) !== canonical(actual[i]));
    return firstDifference(expected[index], actual[index], `${path}[${index}]`);
  }
  if (isJsonMap(expected) && isJsonMap(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      if (canonical(expected[key]) !== canonical(actual[key])) {
        return firstDifference(expected[key], actual[key], path === '' ? key : `${path}.${key}`);
      }
    }
  }
  return `${path} is ${show(actual)}, declared ${show(expected)}`;
}

function show(value: Json | undefined): string {
  const text = value === undefined ? 'absent' : canonical(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
