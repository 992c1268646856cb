/** Every root as transforms see it. */

import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import type { FieldSpec } from '../../kustomize/data/field-specs.ts';
import { memoized, once } from '../../text/memo.ts';
import type { Environment, JsonObject, Root } from '../../transform.ts';
import type { PlanInput } from '../model/input.ts';
import { collectFormerNames, imageTextsIn } from '../rendered/image-names.ts';
import type { Locator } from '../rendered/locator.ts';
import {
  jsonOf,
  nodeAt,
  objectNamed,
  type RenderedObject,
  type RenderedRoot,
  renderedRoot,
} from '../rendered/rendered.ts';
import { canonical } from '../rendered/same-data.ts';
import { textWithVariables, type Variable, withVariables } from '../repository/gitops/variables.ts';
import { imagePoliciesIn } from '../repository/others/image-policies.ts';
import { mayShareCluster } from '../repository/platform/cluster.ts';
import { variablesFor, whereaboutsOf } from '../repository/platform/platform.ts';
import type { Repository } from '../repository/repository.ts';
import { leftAlone, type RootChoice } from '../repository/roots.ts';
import { newAround } from './around.ts';
import { type Automation, automationAt, filledIn, firstOf, overrideOf } from './automations.ts';
import { dockerfilesOf } from './dockerfiles.ts';
import { droppedAmong } from './dropped.ts';
import { factsLookup } from './facts.ts';
import { linesLeft } from './lines-left.ts';
import { meshOf } from './mesh.ts';
import { deployedTo, deployedToo, environmentsByNamespace, neighboursOf } from './neighbours.ts';
import { newTold } from './platform.ts';
import { refusedChanges } from './refused-changes.ts';
import { buildRoot } from './root.ts';
import { sistersAmong, workloadsByKey } from './sisters.ts';
import { type Asked, newAsked } from './whole/asked.ts';
import { formerNamesOf, formerNamespacesOf, ownOf, type Wholes, wholesOf } from './whole/whole.ts';
import { writtenAbove } from './written-above.ts';

export interface ViewedRoot {
  readonly rendered: RenderedRoot;
  readonly view: Root;
  readonly environment: Environment;
  /** The question that is left where something else writes the value of a field; null where nothing does. */
  readonly automationOf: Automation | null;
  /** The question that is left where a change is certain to be refused; null where nothing is known to refuse one. */
  readonly refusedChange: ReturnType<typeof refusedChanges>;
  /**
   * The renders that may share its cluster, beside it or in its place, those that have a namespace in common with it, those
   * that call it, and those that render a workload of its: two views of one render are equal when they have these in common.
   */
  readonly neighbours: readonly RenderedRoot[];
  /** What else its view is made of, besides them. */
  readonly context: SharedContext;
}

/** What the views of all roots are made of, besides the renders. */
interface SharedContext {
  readonly wholes: Wholes;
  /** Names that images had before, and the fields that hold images, as text. */
  readonly images: string;
  /** Who is in a service mesh, and who is let in, as text. */
  readonly mesh: string;
}

export interface ViewMemory {
  /** Contexts that a plan has met: an equal one is the same one. */
  readonly contexts: SharedContext[];
  readonly asked: Asked;
}

export function newViewMemory(): ViewMemory {
  return { contexts: [], asked: newAsked() };
}

/** Whether two contexts are the same, as far as anybody has asked. */
export function isSaidOfBoth(one: SharedContext, other: SharedContext): boolean {
  return (
    one === other ||
    (one.images === other.images && one.mesh === other.mesh && one.wholes.answersLike(other.wholes))
  );
}

type Viewed = ViewedRoot & Pick<RootChoice, 'selected' | 'follows'>;

/** @param before as the plan has met them, before it changed anything; none in its first round */
export function viewRoots(
  input: PlanInput,
  repository: Repository,
  evaluator: Evaluator,
  locator: Locator,
  memory: ViewMemory,
  before: readonly Viewed[] = [],
): Viewed[] {
  const rendered = repository.choices.flatMap(choice => {
    const outcome = evaluator.evaluate(choice.folder);
    return outcome.state === 'evaluated' ? [{ choice, rendered: renderedRoot(outcome) }] : [];
  });
  const formerNames = new Map<string, Set<string>>();
  for (const { rendered: root } of rendered) {
    for (const object of root.objects) collectFormerNames(object.final.node, formerNames);
  }
  const imageSpecs = allImageSpecs(rendered.map(each => each.rendered));
  const wholes = wholesOf(
    rendered.map(each => each.rendered.objects),
    ({ final }, path) => locator.where(final.node, path),
    repository.platform.bindings(),
    memory.asked,
  );
  const renames = [...formerNames].map(([name, former]) => [name, ...former]);
  const context = known(memory, {
    wholes,
    images: canonical([renames, imageSpecs]),
    mesh: canonical(rendered.map(each => meshOf(each.rendered.objects.map(({ object }) => object)))),
  });
  const dockerfiles = dockerfilesOf(input);
  let images: readonly string[] | undefined;
  const others = () =>
    (images ??= [
      ...new Set(
        rendered.flatMap(each => each.rendered.objects.flatMap(({ final }) => imageTextsIn(final.node))),
      ),
    ]);
  const factsFor = factsLookup(
    input.config,
    image => [...(formerNames.get(image) ?? [])],
    image => {
      const names = [image, ...(formerNames.get(image) ?? [])];
      return {
        lock: input.lock,
        seen: input.observed?.images,
        build: dockerfiles.buildOf(names, others),
        likely: dockerfiles.likely(names, others),
      };
    },
  );
  // The only name that it has had, and of which nobody knows what it is.
  const placeholderOf = (image: string): string | undefined => {
    const [name, ...others] = formerNames.get(image) ?? [];
    return others.length === 0 && name !== undefined && factsFor(name).family === undefined
      ? name
      : undefined;
  };
  // What is known of an image is known of the tag that Flux fills in, under the names that the image had before.
  const filledImage = (image: string, variables: ReadonlyMap<string, Variable>): string => {
    const text = textWithVariables(image, variables);
    const former = formerNames.get(image);
    if (text !== image && former !== undefined && !formerNames.has(text)) formerNames.set(text, former);
    return text;
  };
  const policies = once(() => imagePoliciesIn(input.files, input.paths));
  const neighbours = neighboursOf(repository.platform, rendered);
  const environments = environmentsByNamespace(rendered);
  const sisters = sistersAmong(rendered.map(each => each.rendered));
  const written = { files: input.files, graph: repository.graph, lines: repository.platform.lines };
  const all = rendered.map(each => each.rendered);
  const dropped = droppedAmong(rendered.map(each => each.rendered));
  const told = newTold();
  const around = newAround(() => viewed.map(each => each.view));
  const formerViews = new Map(before.map(({ view }) => [view.path, view]));
  const placeOf = memoized(({ path, environment }: Root) =>
    whereaboutsOf(repository.platform, path, environment),
  );
  const isFlux = repository.platform.gitOps.hasFluxKustomizations;
  const viewed: Viewed[] = rendered.map(({ choice, rendered: root }, index) => {
    const overrides = repository.imageOverrides.filter(
      ({ folder }) => folder === undefined || root.accumulated.visits.has(folder),
    );
    const {
      neighbours: near = [],
      alternatives = [],
      strangers = [],
      callers = [],
    } = neighbours[index] ?? {};
    const variables = variablesFor(repository.platform, choice.folder);
    const view = buildRoot({
      path: choice.folder,
      environment: choice.environment,
      objects: root.objects.map(object => ({
        key: object.key,
        object: isFlux ? withVariables(object.object, variables) : object.object,
        where: path => locator.where(object.final.node, path),
        formerNames: formerNamesOf(object),
        formerNamespaces: formerNamespacesOf(object),
        written: () => writtenIn(object, evaluator),
      })),
      factsFor: isFlux ? (image, start) => factsFor(filledImage(image, variables), start) : factsFor,
      placeholderOf,
      imageSpecs,
      repository: repository.facts,
      platform: {
        folder: choice.folder,
        files: repository.platform,
        isOwnFile: file => root.accumulated.files.has(file),
        deployedToo: namespace => deployedToo(repository, choice, namespace),
        environmentsIn: namespace => environments.get(namespace) ?? [],
        neighbours: () => near.flatMap(each => viewed[each]?.view ?? []),
        sharesCluster: other => mayShareCluster(placeOf(view), placeOf(other)),
        owners: input.config.config.namespaces ?? {},
        told,
        around,
        // Test data that deploys the same is no way to deploy it.
        alternatives: () =>
          alternatives
            .filter(
              each => leftAlone(rendered[each]!.choice.folder, input, repository.platform) === undefined,
            )
            .flatMap(each => viewed[each]?.view ?? []),
        strangers: () => strangers.flatMap(each => viewed[each]?.view ?? []),
      },
      linesLeft: key => linesLeft(objectNamed(root, key), all, written),
      takesOut: kind => dropped(root, kind),
      before: () => formerViews.get(choice.folder),
      deployedTo: deployedTo(repository.platform, choice.folder),
      callers: () => callers.flatMap(each => viewed[each]?.view ?? []),
      sistersOf: key =>
        sisters.of(index, key).flatMap(({ root: other, key: theirs }) => {
          const { view, environment } = viewed[other] ?? {};
          const workload = view && workloadsByKey(view).get(theirs);
          if (!view || !workload || !environment) return [];
          const former = formerViews.get(view.path) ?? view;
          const same = workloadsByKey(former).get(theirs) ?? workload;
          return [
            {
              root: view,
              environment,
              workload,
              before: same,
              hasBudget: former.budgetsFor(same).length > 0,
            },
          ];
        }),
      whole: wholes.of(ownOf(root.accumulated, locator, evaluator, repository.graph)),
    });
    return {
      rendered: root,
      environment: choice.environment,
      selected: choice.selected,
      follows: choice.follows,
      automationOf: firstOf([
        repository.holdsMarks &&
          ((object, path) => automationAt(evaluator.files, nodeAt(object.final.node, path), policies)),
        overrides.length > 0 && ((object, path) => overrideOf(overrides, view, object, path)?.decision),
        isFlux && ((object, path) => filledIn(object, path, variables)),
        writtenAbove(repository.platform, evaluator, root),
      ]),
      refusedChange: refusedChanges(repository.platform, choice.folder),
      neighbours: [
        ...new Set([...near, ...alternatives, ...strangers, ...callers, ...sisters.rootsOf(index)]),
      ].flatMap(each => rendered[each]?.rendered ?? []),
      context,
      view,
    };
  });
  return viewed;
}

/** What its own kustomization takes in, before that changes it. */
function writtenIn(
  { accumulated: { source } }: RenderedObject,
  evaluator: Evaluator,
): JsonObject | undefined {
  if (source.type !== 'file') return undefined;
  const found = evaluator.met(source.layer)?.find(each => each.source.id === source.id);
  return found && jsonOf(found.node);
}

function known(memory: ViewMemory, context: SharedContext): SharedContext {
  const { contexts } = memory;
  const found = contexts.find(
    each =>
      each.images === context.images && each.mesh === context.mesh && each.wholes.isLike(context.wholes),
  );
  if (!found) contexts.push(context);
  return found ?? context;
}

/** What holds an image for one root holds one for all: the fields of a kind are the same everywhere. */
function allImageSpecs(roots: readonly RenderedRoot[]): readonly FieldSpec[] {
  // Roots without a configuration share one list.
  const lists = new Set(roots.map(root => root.accumulated.config.images));
  return [...new Map([...lists].flat().map(spec => [canonical(spec), spec])).values()];
}
