/** What a root renders says which namespace it is for (catalogue M15). */
import { defineTransform, type Resource, type Root } from '../../src/transform.ts';
import { enumerated, type Question } from '../shared/prose.ts';
import { leftOutSaid, severalSaid } from './comments.ts';
import { doubtsFor } from './doubts.ts';
import { isForNobody, isInNamespace, isOpen, isUnknownToKustomize } from './scope.ts';
import { keyIn, namespaceFor, namespacesSaid } from './which.ts';

export default defineTransform({
  id: 'explicit-namespace',
  title: 'Roots say their namespace',
  severity: 'low',
  group: 'correctness',
  order: 1790,
  // Where nobody says one, somebody may do so on purpose, with every command.
  preset: 'opt-in',
  each: 'root',
  options: {
    namespaces: {
      type: 'object',
      default: {},
      description: 'The namespace of a root, by the name of its environment or by its folder.',
    },
  },
  placement: { field: 'overlay', resource: 'overlay' },
  messages: {
    unsaid:
      'No namespace is said for {objects}: it is whichever the command or the context names. `namespace: {namespace}` says it',
    'unsaid-open': 'No namespace is said for {objects}: it is whichever the command or the context names',
    partly: 'No namespace is said for {objects}, and for others {others}',
    told: 'No namespace is said for {objects} here',
  },
  briefs: {
    unsaid: 'no namespace',
    'unsaid-open': 'no namespace',
    told: 'no namespace',
    partly: 'no namespace for some of its objects',
  },
  docs: {
    why: 'Without a namespace in the manifests the one of the current context counts. With the wrong one everything is there twice, or lands among the objects of another team, and nothing fails.',
    risk: 'In another namespace they are other objects. What was applied elsewhere stays there and runs on, volumes of the new claims begin empty, and Secrets that somebody has made by hand are not there. Where the namespace is the one that was used until now, nothing changes.',
    links: [
      'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/namespace/',
      'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
    ],
    sameAs: ['kube-linter:use-namespace', 'CKV_K8S_21'],
  },
  *plan(root, { options, configured }) {
    // Whatever may be in one gets it from kustomize.
    const all = root.resources.filter(each => isInNamespace(each, root) !== false);
    const without = all.filter(isOpen);
    const isAboutOthers = without.length < all.length && without.every(each => isForNobody(each, root));
    if (isAboutOthers || !without.some(each => isInNamespace(each, root) === true)) return;
    const isConfigured = keyIn(options.namespaces, root) !== undefined;
    const several = isConfigured ? undefined : severalSaid(root);
    const at = { on: root.path, path: ['namespace'] };
    const data = { objects: objectsOf(without, all) };
    const found = { at, data, changes: [], evidence: [] } as const;
    const leftOut = isConfigured || several !== undefined ? undefined : leftOutSaid(root);
    if (leftOut !== undefined) {
      yield { ...found, message: 'unsaid-open', known: leftOut };
      return;
    }
    const by = root.platform.appliedBy.find(({ namespace }) => namespace !== undefined);
    if (by !== undefined) {
      yield {
        ...found,
        message: 'told',
        known: `${by.kind} ${by.name} puts them into ${by.namespace} (${by.at})`,
      };
      return;
    }
    const said = namespacesSaid(root.resources);
    const meant = namespaceFor(root, options.namespaces, says => configured('namespaces', says));
    const others = said.filter(each => each !== meant?.namespace);
    const [only] = others;
    if (meant === undefined && only !== undefined && others.length === 1 && isMostOf(only, without, all)) {
      const blocked = `is it ${only}, as it is for the others? ${lineFor(root, only)}`;
      yield { ...found, message: 'partly', data: { ...data, others: only }, ...question(root, blocked) };
      return;
    }
    if (others.length > 0) {
      const known = `\`namespace:\` would take along what is in ${enumerated(others)}`;
      yield { ...found, message: 'partly', data: { ...data, others: enumerated(said) }, known };
      return;
    }
    const ofCluster = root.resources.find(each => isOpen(each) && isUnknownToKustomize(each, root));
    if (ofCluster !== undefined) {
      const known = `kustomize would give ${ofCluster.kind} ${ofCluster.name} one too, which is of the cluster as a whole`;
      yield { ...found, message: 'unsaid-open', known };
      return;
    }
    if (meant === undefined || several !== undefined) {
      const which = `which namespace is it for? ${lineFor(root, meant?.namespace ?? '?')}`;
      const blocked = several === undefined ? which : `a comment says ${several}: ${which}`;
      yield { ...found, message: 'unsaid-open', ...question(root, blocked) };
      return;
    }
    const { namespace, evidence } = meant;
    yield {
      message: 'unsaid',
      data: { ...data, namespace },
      at,
      changes: [{ type: 'namespace', namespace }],
      restarts: true,
      evidence,
      doubts: doubtsFor(root, namespace),
    };
  },
});

function objectsOf(without: readonly Resource[], all: readonly Resource[]): string {
  const [{ kind, name }] = without as [Resource];
  if (without.length === 1) return `${kind} ${name}`;
  return without.length === all.length
    ? `all ${without.length} objects`
    : `${without.length} of ${all.length} objects`;
}

/** Whether more objects name it than name none. */
function isMostOf(namespace: string, without: readonly Resource[], all: readonly Resource[]): boolean {
  return all.filter(each => each.namespace === namespace).length > without.length;
}

/** The line of the configuration that answers it: by its folder, as several roots may be of one environment. */
function lineFor({ path }: Root, namespace: string): string {
  return `transforms: {explicit-namespace: {namespaces: {${path || '.'}: ${namespace}}}}`;
}

/** Once for all roots: whoever knows it of one knows it of the others. */
function question({ path }: Root, blocked: string): Question {
  return {
    blocked,
    asks: [
      {
        type: 'decision',
        about: 'namespaces that no manifest says',
        question:
          'which namespace is each for, or does whoever applies them say it? `namespaces` of explicit-namespace has the answers',
        names: [path || '.'],
        isOptional: true,
      },
    ],
  };
}
