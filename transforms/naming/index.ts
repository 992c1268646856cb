/** Names say the kind of their object in one way (catalogue L3). */
import { defineTransform, type Resource } from '../../src/transform.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { fileOf } from '../shared/places.ts';
import { counted } from '../shared/prose.ts';
import { endingOf, exampleOf, isKnownByHeart, isOfProgram, wantedFor } from './endings.ts';
import { placesNaming } from './places.ts';

/** With another name it is another volume, which is empty. */
const STATEFUL: ReadonlySet<string> = new Set(['StatefulSet', 'PersistentVolumeClaim']);

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
    differs:
      '{kind} {name} ends in {ending}, and not in {wanted}{example}: {places} would have to say {renamed}',
    taken: '{kind} {name} ends in {ending}, and not in {wanted}{example}: {renamed} is there already',
  },
  briefs: { differs: 'named {ending}, not {wanted}', taken: 'named {ending}, not {wanted}' },
  docs: {
    why: 'Where names say their kind in several ways, nobody knows an address by heart, and scripts that build names have exceptions.',
    risk: 'Nothing is written: the lines that name the object are listed (`kustomend explain`), those of scripts, programs and instructions too. Under another name it is another object: the old one stays or goes with what it holds, and callers, certificates, dashboards and the trust of a cloud in an account know the old name. What other repositories say, a cluster holds, or a Secret hides is in no list.',
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
    const found = {
      at: { on: resource.key, path: ['metadata', 'name'] },
      changes: [],
      data: {
        kind,
        name,
        ending,
        wanted,
        renamed,
        example: example ? ` as ${sourceName(example)} does` : '',
      },
    };
    if (root.before.find(kind).some(each => sourceName(each) === renamed)) {
      yield { ...found, message: 'taken', evidence: [], known: 'one of two names would have to be another' };
      return;
    }
    const places = placesNaming(resource, root);
    const data = { ...found.data, places: counted(places.length, 'line') };
    yield {
      ...found,
      message: 'differs',
      data,
      evidence: [...(convention ? [convention] : []), ...places],
      known: 'a new name is written by whoever knows what else calls it: `kustomend explain` lists the lines',
    };
  },
});

/** Neither of a chart, a remote base or a release of others, whose next one would bring the old name again. */
function isOwn(resource: Resource, { holds }: { holds(file: string): boolean }): boolean {
  const isReleased = Object.keys(resource.labels).some(key => key === 'helm.sh/chart');
  return !isReleased && holds(fileOf(resource.where(['metadata', 'name'])));
}
