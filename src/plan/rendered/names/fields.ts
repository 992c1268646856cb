/** What a field of a manifest, a patch or a kustomization has to do with the name of an object. */
import type { Key } from '../../../kubernetes/names/key-words.ts';
import { isLocalName } from '../../../kubernetes/names/local-names.ts';
import { podKindOf } from '../../../kubernetes/pod-templates.ts';
import type { NameReference } from '../../../kustomize/data/field-specs.ts';
import { splitLiteral } from '../../../kustomize/file/generator-inputs.ts';
import { selectsGvk, splitApiVersion } from '../../../kustomize/object/id.ts';
import { stepsOf } from '../../../kustomize/specs/field-spec.ts';
import type { Json, JsonObject } from '../../../transform.ts';

/** Where a text stands. */
export interface Field {
  readonly of: 'object' | 'kustomization';
  /** From the object; of a JSON patch too. */
  readonly path: readonly (string | number)[];
  /** Undefined in a JSON patch: it may be for any. */
  readonly object: JsonObject | undefined;
  /** The map that holds it. */
  readonly parent: JsonObject | undefined;
  /** What stands before it in its list. */
  readonly before: readonly Json[];
}

export type FieldUse =
  /** It holds no name of an object, whatever it reads like. */
  | { readonly type: 'none' }
  /** The name of an object of these kinds, as a whole. */
  | { readonly type: 'reference'; readonly isOfKind: boolean }
  /** A text, from an offset on, behind what stands before it. */
  | { readonly type: 'text'; readonly key: Key | undefined; readonly from: number; readonly lead: string }
  /** The same in base64, or perhaps so. */
  | { readonly type: 'encoded'; readonly key: Key; readonly isSure: boolean };

const NONE: FieldUse = { type: 'none' };

/** Keys that hold no name of an object: of images, of files, of what a ConfigMap or a Secret holds. */
const OTHERS: ReadonlySet<unknown> = new Set(
  'image imageName newName newTag subPath subPathExpr key mountPath apiVersion kind namespace fieldPath fieldPaths'.split(
    ' ',
  ),
);

/** What is below them says how objects are marked and chosen, or is no text. */
const LABELS: ReadonlySet<unknown> = new Set(
  'labels matchLabels commonLabels selector nodeSelector matchExpressions binaryData'.split(' '),
);

/** Fields of a kustomization that hold files, folders and images, or parts of names. */
const APART: ReadonlySet<unknown> = new Set(
  'resources bases components crds configurations openapi helmCharts helmChartInflationGenerator helmGlobals images namePrefix nameSuffix namespace'.split(
    ' ',
  ),
);

/** Keys of its entries that hold files. */
const FILES: ReadonlySet<unknown> = new Set(['path', 'files', 'envs', 'env']);

/** Keys of its entries that choose objects, of any kind where they say none. */
const SELECTORS: ReadonlySet<unknown> = new Set(['target', 'select', 'source', 'reject', 'objref']);

const SCALED: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);

/** @param kind of the object whose name it may be */
export function useOf(field: Field, kind: string, rules: readonly NameReference[]): FieldUse {
  return field.of === 'kustomization' ? useInKustomization(field, kind) : useInObject(field, kind, rules);
}

function useInKustomization(field: Field, kind: string): FieldUse {
  const { path, parent } = field;
  const [own, , ...rest] = path;
  const last = path.at(-1);
  if (APART.has(own) || rest.some(step => FILES.has(step))) return NONE;
  // An entry that is a path, or a patch as a text: that is read by itself.
  if ((own === 'patchesStrategicMerge' && rest.length === 0) || last === 'patch') return NONE;
  if (OTHERS.has(last) || path.some(step => LABELS.has(step))) return NONE;
  if (last === 'name') {
    if (own === 'configMapGenerator') return reference(kind === 'ConfigMap');
    if (own === 'secretGenerator') return reference(kind === 'Secret');
    if (own === 'replicas') return reference(SCALED.has(kind));
    if (!SELECTORS.has(path.at(-2))) return NONE;
    return reference(parent?.kind === undefined || parent.kind === kind);
  }
  if (path.at(-2) === 'literals') {
    const literal = splitLiteral(String(field.before[Number(last)] ?? ''));
    return literal ? text({ text: literal.key, isField: false }, literal.key.length + 1) : NONE;
  }
  return text(keyOf(field), 0);
}

function useInObject(field: Field, kind: string, rules: readonly NameReference[]): FieldUse {
  const { path, object, parent } = field;
  const last = path.at(-1);
  const held = path.length === 2 && (path[0] === 'data' || path[0] === 'stringData');
  if (held && (object === undefined || object.kind === 'ConfigMap' || object.kind === 'Secret')) {
    const key = { text: String(last), isField: false };
    return path[0] === 'data' && object?.kind !== 'ConfigMap'
      ? { type: 'encoded', key, isSure: object !== undefined }
      : text(key, 0);
  }
  if (OTHERS.has(last) || path.some(step => LABELS.has(step)) || isLocalName(path)) return NONE;
  if (last === 'path' && path.at(-3) === 'items') return NONE;
  if (last === 'hostname' && podKindOf(String(object?.kind), String(object?.apiVersion))) return NONE;
  if (path.length === 2 && path[0] === 'metadata' && last === 'name')
    return reference(object === undefined || object.kind === kind);
  if (last === 'name' && typeof parent?.kind === 'string') return reference(parent.kind === kind);
  const kinds = kindsIn(field, rules);
  if (kinds.size > 0) return reference(kinds.has(kind));
  return text(keyOf(field), 0, leadOf(field));
}

/** The kinds of which kustomize takes the field to hold names. */
function kindsIn({ path, object }: Field, rules: readonly NameReference[]): ReadonlySet<string> {
  const steps = path.filter(step => typeof step === 'string' && step !== '-');
  const id = { ...splitApiVersion(String(object?.apiVersion ?? '')), kind: String(object?.kind ?? '') };
  const holds = (spec: NameReference['fieldSpecs'][number]) => {
    if (object !== undefined && !selectsGvk(id, spec)) return false;
    const own = stepsOf(spec);
    const isBelow = steps.length === own.length + 1 && steps.at(-1) === 'name';
    return (steps.length === own.length || isBelow) && own.every((step, i) => step === steps[i]);
  };
  return new Set(
    rules.flatMap(({ kind, fieldSpecs }) => (kind !== undefined && fieldSpecs.some(holds) ? [kind] : [])),
  );
}

/** What says what a text is about: the variable, or the nearest key. */
function keyOf({ path, object, parent }: Field): Key | undefined {
  const last = path.at(-1);
  if (last === 'value' && typeof parent?.name === 'string') return { text: parent.name, isField: false };
  const [key = '', above = ''] = path.filter(step => typeof step === 'string' && step !== '-').reverse();
  if (path.includes('annotations'))
    return { text: String(key).slice(String(key).lastIndexOf('/') + 1), isField: false };
  // It is the world's name for what is behind it.
  if (object?.kind === 'Ingress' && /^hosts?$/.test(String(key))) return undefined;
  return { text: last === 'name' ? `${above}.name` : String(key), isField: true };
}

/** So many words of a command say what the next one is. */
const WORDS = 4;

function leadOf({ path, before }: Field): string {
  const list = path.at(-2);
  if (list !== 'args' && list !== 'command') return '';
  return before
    .slice(Math.max(0, Number(path.at(-1)) - WORDS), Number(path.at(-1)))
    .map(each => `${String(each)} `)
    .join('');
}

function reference(isOfKind: boolean): FieldUse {
  return { type: 'reference', isOfKind };
}

function text(key: Key | undefined, from: number, lead = ''): FieldUse {
  return { type: 'text', key, from, lead };
}
