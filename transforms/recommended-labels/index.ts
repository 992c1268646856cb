/** The labels by which people and tools find what belongs together (catalogue L1). */

import {
  type Change,
  defineTransform,
  type Evidence,
  type FieldPath,
  isForTrials,
  type Json,
  type Proposal,
  type Resource,
  type Root,
} from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { COMPONENT, isSaidIn, PREFIX, VERSION } from '../shared/labels/keys.ts';
import { holdsVariable, isValidLabelValue, validLabelValue } from '../shared/labels/values.ts';
import { versionOf } from '../shared/labels/version.ts';
import { labelsOfSiblings, ownLabels, sharedLabels, type WantedLabel } from '../shared/labels/wanted.ts';
import { asWorkload, podKind } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { isGap } from './gaps.ts';
import { offer } from './offer.ts';
import { isSelected } from './selected-keys.ts';
import { staleVersion } from './stale-version.ts';

type Message = 'own' | 'shared' | 'version' | 'template' | 'invalid' | 'invalid-selected';

const LABELS = ['metadata', 'labels'];

export default defineTransform({
  id: 'recommended-labels',
  title: 'Objects carry the recommended labels',
  severity: 'low',
  group: 'metadata',
  order: 1100,
  preset: 'recommended',
  each: 'resource',
  options: {
    labels: {
      type: 'string',
      enum: ['gaps', 'all', 'none'],
      default: 'gaps',
      complete: 'all',
      description:
        'gaps: labels that a good part of the repository has, on what lacks them. all: every recommended label that can be told.',
    },
    version: {
      type: 'boolean',
      default: false,
      complete: true,
      description: 'Also write which version runs, where the tag stands in the same manifest.',
    },
    tracking: {
      type: 'string',
      enum: ['label', 'annotation'],
      default: 'label',
      description:
        'How Argo CD tracks what belongs to an Application; with `annotation` the instance label is free.',
    },
    podTemplates: {
      type: 'boolean',
      default: false,
      description: 'Label the pods too. Restarts every workload.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    own: '{kind} {name} lacks {labels}. It gets {them}',
    shared: '{kind} {name} lacks {labels}, which everything of this overlay shares. It gets {them}',
    version: '{kind} {name} has no label for its version. It gets {version}, the tag of its image',
    template: 'the pods of {kind} {name} lack {labels}. They get {them}',
    invalid: 'label {label} of {kind} {name} is {value}, which the API server refuses. It becomes {valid}',
    'invalid-selected': 'label {label} of {kind} {name} is {value}, which the API server refuses',
    stale:
      '{kind} {name} says version {written}, and the tag of its image says {running}. The label becomes that',
    'stale-above': '{kind} {name} says version {written}, and the tag of its image says {running}',
    offer: 'few workloads say by recommended labels (app.kubernetes.io/name, ...) what they are',
  },
  briefs: {
    own: 'no {keys}',
    shared: 'no {keys}',
    version: 'no version label',
    template: 'pods without {keys}',
    invalid: 'invalid label {label}',
    'invalid-selected': 'invalid label {label}',
    stale: 'stale version label',
    'stale-above': 'stale version label',
    offer: 'no convention for labels',
  },
  docs: {
    why: 'Dashboards, policies, cost reports and people ask for what belongs to an application, an environment or a team. They can only when every object says so in the same words.',
    risk: 'Labels of objects restart nothing. Those of pod templates do, and are left alone unless asked for. A written label is never changed, nor one added that anything selects by.',
    links: [
      'https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/',
      'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/',
    ],
    sameAs: ['kube-score:label-values', 'polaris:metadataAndInstanceMismatched'],
  },
  *plan(resource, { root, options }) {
    yield* invalidValues(resource, root);
    yield* staleVersion(resource, root, isSelected(VERSION, resource, root));
    if (options.labels === 'none' || (options.labels === 'gaps' && isOfTrialsAlone(resource, root))) return;
    if (options.labels === 'gaps') yield* offer(resource, root);
    const own = missing(wantedOf(resource, root, options.labels), resource, root);
    // What one overlay cannot have takes nothing else away from it.
    for (const labels of [own.filter(each => !each.isOfOverlay), own.filter(each => each.isOfOverlay)]) {
      if (labels.length > 0) yield labelling('own', labels, resource);
    }
    if (options.version) yield* versionLabel(resource, root);
    const shared = options.labels === 'all' ? sharedLabels(root, options.tracking) : [];
    const absent = missing(shared, resource, root);
    // One entry of the overlay says it for everything, and new objects get it too; or nobody says it.
    if (absent.length > 0) {
      yield { ...labelling('shared', absent, resource), via: 'labels', elsewhere: 'unwanted' };
    }
    if (options.podTemplates) yield* templateLabels(resource, root);
  },
});

/** What an environment for trials brings itself (mocks, tools) is on nobody's dashboard. */
function isOfTrialsAlone(resource: Resource, { environment, path }: Root): boolean {
  return isForTrials(environment.tier) && resource.where(['kind']).startsWith(`${path}/`);
}

/** All that can be told; or what the repository writes itself on objects like this one, in its own words. */
function wantedOf(resource: Resource, root: Root, labels: string): WantedLabel[] {
  const own = ownLabels(resource, root);
  if (labels === 'all') return own;
  const habitual = own.filter(({ key, value }) => {
    const habit = root.labelHabit(resource, key);
    if (habit === undefined || !isGap(resource, key, root)) return false;
    return key !== COMPONENT || habit.has(String(value));
  });
  return [...habitual, ...labelsOfSiblings(resource, root)];
}

function* versionLabel(resource: Resource, root: Root): Generator<Proposal<Message>> {
  const workload = asWorkload(resource);
  const version = workload && versionOf(workload);
  if (version === undefined || !version.isInManifest || isTaken(VERSION, resource, root)) return;
  const label = { key: VERSION, value: version.value, evidence: version.evidence, isOfOverlay: true };
  const proposal = labelling('version', [label], resource);
  yield { ...proposal, data: { ...proposal.data, version: version.value }, from: version.path };
}

function labelling(
  message: 'own' | 'shared' | 'version',
  labels: readonly WantedLabel[],
  resource: Resource,
): Proposal<Message> {
  return {
    message,
    data: dataOf(resource, labels),
    at: { on: resource.key, path: LABELS },
    changes: changesFor(resource, LABELS, labels),
    elsewhere: 'harmless',
    via: 'texts',
    evidence: evidenceOf(labels),
  };
}

/** Never on what runs to an end or is there once: such templates are immutable, and those of CronJobs become Jobs. */
function* templateLabels(resource: Resource, root: Root): Generator<Proposal<Message>> {
  const workload = asWorkload(resource);
  if (workload === undefined) return;
  const { scaled, change } = podKind(workload);
  if (change === 'refused' || scaled === 'runs') return;
  const path = [...workload.podMetadataPath, 'labels'];
  const absent = ownLabels(resource, root).filter(
    ({ key }) => !(key in workload.podLabels) && !isSelected(key, 'pods', root),
  );
  if (absent.length === 0) return;
  yield {
    message: 'template',
    via: 'texts',
    data: dataOf(resource, absent),
    at: { on: resource.key, path },
    changes: changesFor(resource, path, absent),
    restarts: true,
    evidence: evidenceOf(absent),
  };
}

/** Values that the API server refuses. What selects them would have to change with them: a person decides. */
function* invalidValues(resource: Resource, root: Root): Generator<Proposal<Message>> {
  const written = resource.get(LABELS);
  if (!isMap(written)) return;
  for (const [label, value] of Object.entries(written)) {
    if (typeof value === 'string' ? isValidLabelValue(value) : value === null) continue;
    if (typeof value === 'object' || holdsVariable(String(value))) continue;
    const valid = validLabelValue(String(value));
    const path = [...LABELS, label];
    const common = {
      data: {
        kind: resource.kind,
        name: resource.name,
        label,
        value: JSON.stringify(printable(value)),
        valid,
      },
      at: { on: resource.key, path },
      evidence: [],
    };
    if (isSelected(label, resource, root) || valid === '') {
      const blocked = valid === '' ? 'choose a value' : 'something selects by it: choose a value for both';
      yield { ...common, message: 'invalid-selected', changes: [], blocked };
      continue;
    }
    const doubts = ['what reads the label elsewhere sees another value'];
    yield { ...common, message: 'invalid', changes: [resource.set(path, valid)], doubts };
  }
}

function missing(labels: readonly WantedLabel[], resource: Resource, root: Root): WantedLabel[] {
  return labels.filter(({ key }) => !isTaken(key, resource, root));
}

/** Said, here or by its pods, in whatever words; or selected by something. Both are left alone. */
function isTaken(key: string, resource: Resource, root: Root): boolean {
  const labels = resource.get(LABELS);
  if (isMap(labels) && isSaidIn(labels, key)) return true;
  const podLabels = asWorkload(resource)?.podLabels ?? {};
  return (!(key in podLabels) && isSaidIn(podLabels, key)) || isSelected(key, resource, root);
}

function changesFor(resource: Resource, path: FieldPath, labels: readonly WantedLabel[]): Change[] {
  return labels.map(({ key, value, isOfOverlay }) => {
    const change = resource.set([...path, key], value);
    return isOfOverlay ? { ...change, elsewhere: 'unwanted' } : change;
  });
}

function dataOf({ kind, name }: Resource, labels: readonly WantedLabel[]): Record<string, string> {
  const keys = labels.map(({ key }) => key);
  return {
    kind,
    name,
    labels: enumerated(keys),
    them: keys.length === 1 ? 'it' : 'them',
    keys: enumerated(keys.map(key => key.replace(PREFIX, ''))),
  };
}

/** Each thing once: labels of one overlay have the same. */
function evidenceOf(labels: readonly WantedLabel[]): Evidence[] {
  return [...new Set(labels.map(({ evidence }) => evidence))];
}

function printable(value: Json): Json {
  return typeof value === 'bigint' ? String(value) : value;
}
