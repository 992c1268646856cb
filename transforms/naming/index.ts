/** Names say the kind of their object in one way (catalogue L3). */
import { type Meaning, meaningOf } from '../../src/kubernetes/names/meaning.ts';
import { nameWord } from '../../src/kubernetes/names/name-word.ts';
import { type Doubt, defineTransform, type Evidence, type Resource, type Root } from '../../src/transform.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { leavesOf } from '../shared/leaves.ts';
import { fileOf } from '../shared/places.ts';
import { endingOf, exampleOf, isKnownByHeart, isOfProgram, wantedFor } from './endings.ts';
import { doubtOfLines } from './left.ts';

/** With another name it is another volume, which is empty. */
const STATEFUL: ReadonlySet<string> = new Set(['StatefulSet', 'PersistentVolumeClaim']);

/** Of a Service, a pod and a label. */
const LONGEST = 63;

export default defineTransform({
  id: 'naming',
  title: 'Names say their kind in one way',
  severity: 'low',
  group: 'metadata',
  order: 1795,
  // Which names are right is a matter of taste, and a new one has its price.
  preset: 'opt-in',
  each: 'resource',
  options: {
    suffixes: {
      type: 'object',
      default: {
        Service: '-svc',
        Deployment: '-deploy',
        StatefulSet: '-sts',
        ConfigMap: '-config',
        Secret: '-secret',
        PersistentVolumeClaim: '-pvc',
      },
      description:
        'The end of names by kind. Unset, it counts in roots in which some name has it: where all say their kind in another way, that is theirs.',
    },
    stateful: {
      type: 'boolean',
      default: false,
      description: 'StatefulSets and claims too, whose volumes begin empty under another name.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    differs: '{kind} {name} ends in {ending}, not in {wanted}{example}: {renamed}, with all that names it',
    taken: '{kind} {name} ends in {ending}, not in {wanted}{example}: {renamed} is there already',
  },
  briefs: { differs: 'named {ending}, not {wanted}', taken: 'named {ending}, not {wanted}' },
  docs: {
    why: 'Where names say their kind in several ways, nobody knows an address by heart, and scripts that build names have exceptions.',
    risk: 'The new name is written wherever the kustomizations that render the object read the old one: references, addresses in texts, patches and their targets, files of generators. Scripts, programs and instructions stay and are listed, and so do words of that name that may mean another thing: a host outside, a database, an image. Under another name it is another object: the old one stays or goes with what it holds, and callers, certificates, dashboards and the trust of a cloud in an account know the old name. What other repositories say, or a cluster holds, is in no list.',
    links: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
    sameAs: [],
  },
  *plan(resource, { root, options, configured }) {
    const { kind } = resource;
    if (STATEFUL.has(kind) && !options.stateful) return;
    const wanted = wantedFor(options.suffixes, kind);
    const name = sourceName(resource);
    const ending = endingOf(kind, name);
    if (wanted === undefined || ending === undefined || name.endsWith(wanted)) return;
    if (!isOwn(resource, root.repository) || isOfProgram(resource, root) || isKnownByHeart(resource, root))
      return;
    const example = exampleOf(wanted, kind, root);
    const convention = configured('suffixes', `${kind}s end in ${wanted}`);
    if (example === undefined && convention === undefined) return;
    const renamed = `${name.slice(0, -ending.length)}${wanted}`;
    if (renamed.length > LONGEST) return;
    const found = {
      at: { on: resource.key, path: ['metadata', 'name'] },
      data: {
        kind,
        name,
        ending,
        wanted,
        renamed,
        example: example ? ` as ${sourceName(example)} does` : '',
      },
    };
    if (isTaken(resource, name, renamed, root)) {
      yield {
        ...found,
        message: 'taken',
        changes: [],
        evidence: [],
        known: 'one of two names would have to be another',
      };
      return;
    }
    yield {
      ...found,
      message: 'differs',
      changes: [{ type: 'rename', resource: resource.key, name: renamed }],
      evidence: [convention ?? writtenAt(example!, wanted)],
      doubts: [
        ...(STATEFUL.has(kind) ? ['its volumes begin empty under another name'] : []),
        ...keptFrom(resource, root),
        ...doubtOfLines(resource, root),
        'callers that are not applied with it fail until they say the new name',
      ],
    };
  },
});

/** Whether something of the kind is called so: here as manifests say it, or in the namespace, whoever renders it. */
function isTaken(resource: Resource, name: string, renamed: string, root: Root): boolean {
  const { kind } = resource;
  if (root.before.find(kind).some(each => sourceName(each) === renamed)) return true;
  const rendered = resource.name.replace(name, renamed);
  return root.platform.find(kind, root.platform.namespaceOf(resource)).some(each => each.name === rendered);
}

/** The API server takes no other name there: neither in a StatefulSet nor in the pods of a Job. */
function keptFrom(resource: Resource, root: Root): Doubt[] {
  const name = sourceName(resource);
  const governed = root.find('StatefulSet', each => each.get(['spec', 'serviceName']) === name);
  const namespace = root.platform.namespaceOf(resource) ?? '';
  const named = { kind: resource.kind, names: [name], namespaces: new Set([namespace]) };
  const word = nameWord([name], 'g');
  const jobs = root.find('Job', each =>
    [...leavesOf(each.object)].some(({ text, path }) =>
      [...text.matchAll(word)].some(({ index: start }) => {
        const key = { text: String(path.at(-1)), isField: true };
        return MAY_BE.has(meaningOf(text, { start, name }, named, { key, isApart: false }));
      }),
    ),
  );
  return [...governed, ...jobs]
    .slice(0, 1)
    .map(
      each =>
        `${each.kind} ${each.name} names it where nothing can change: it has to be deleted and made anew`,
    );
}

const MAY_BE: ReadonlySet<Meaning> = new Set<Meaning>(['it', 'not known to be it']);

function writtenAt(example: Resource, wanted: string): Evidence {
  const at = example.where(['metadata', 'name']);
  return { kind: 'manifest', at, says: `${example.kind}s here end in ${wanted}` };
}

/** Neither of a chart, a remote base or a release of others, whose next one would bring the old name again. */
function isOwn(resource: Resource, { holds }: { holds(file: string): boolean }): boolean {
  const isReleased = Object.keys(resource.labels).some(key => key === 'helm.sh/chart');
  return !isReleased && holds(fileOf(resource.where(['metadata', 'name'])));
}
