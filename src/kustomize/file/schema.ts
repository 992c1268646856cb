/** The fields of a kustomization file as kustomize v5.8.2 knows them; anything else is refused (kustomize.md 1.1). */
import type { Node } from '../tree/node.ts';

type Shape =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'any'
  | { readonly list: Shape }
  | { readonly mapOf: Shape }
  | { readonly struct: Readonly<Record<string, Shape>> };

const strings: Shape = { list: 'string' };
const stringMap: Shape = { mapOf: 'string' };
const gvkn = {
  group: 'string',
  version: 'string',
  kind: 'string',
  name: 'string',
  namespace: 'string',
} as const;
const selector: Shape = { struct: { ...gvkn, annotationSelector: 'string', labelSelector: 'string' } };
const fieldSpec: Shape = {
  struct: { group: 'string', version: 'string', kind: 'string', path: 'string', create: 'boolean' },
};
const fieldOptions: Shape = {
  struct: { delimiter: 'string', index: 'integer', encoding: 'string', create: 'boolean' },
};
const generatorOptions: Shape = {
  struct: {
    labels: stringMap,
    annotations: stringMap,
    disableNameSuffixHash: 'boolean',
    immutable: 'boolean',
  },
};
const generator = {
  namespace: 'string',
  name: 'string',
  behavior: 'string',
  literals: strings,
  files: strings,
  envs: strings,
  env: 'string',
  options: generatorOptions,
} as const;
const patch: Shape = {
  struct: {
    path: 'string',
    patch: 'string',
    target: selector,
    options: { struct: { allowNameChange: 'boolean', allowKindChange: 'boolean' } },
  },
};
const image: Shape = {
  struct: { name: 'string', newName: 'string', newTag: 'string', tagSuffix: 'string', digest: 'string' },
};
const replacement = {
  source: { struct: { ...gvkn, fieldPath: 'string', options: fieldOptions } },
  sourceValue: 'string',
  targets: {
    list: {
      struct: { select: selector, reject: { list: selector }, fieldPaths: strings, options: fieldOptions },
    },
  },
} as const;

const FIELDS: Readonly<Record<string, Shape>> = {
  apiVersion: 'string',
  kind: 'string',
  metadata: {
    struct: { name: 'string', namespace: 'string', labels: stringMap, annotations: stringMap },
  },
  openapi: stringMap,
  namePrefix: 'string',
  nameSuffix: 'string',
  namespace: 'string',
  commonLabels: stringMap,
  labels: {
    list: {
      struct: {
        pairs: stringMap,
        includeSelectors: 'boolean',
        includeTemplates: 'boolean',
        includeVolumeClaimTemplates: 'boolean',
        fields: { list: fieldSpec },
      },
    },
  },
  commonAnnotations: stringMap,
  patchesStrategicMerge: strings,
  patchesJson6902: { list: patch },
  patches: { list: patch },
  images: { list: image },
  imageTags: { list: image },
  replacements: { list: { struct: { path: 'string', ...replacement } } },
  replicas: { list: { struct: { name: 'string', count: 'integer' } } },
  vars: {
    list: {
      struct: {
        name: 'string',
        objref: { struct: { apiVersion: 'string', ...gvkn } },
        fieldref: { struct: { fieldpath: 'string' } },
      },
    },
  },
  sortOptions: {
    struct: { order: 'string', legacySortOptions: { struct: { orderFirst: strings, orderLast: strings } } },
  },
  resources: strings,
  components: strings,
  crds: strings,
  bases: strings,
  configMapGenerator: { list: { struct: generator } },
  secretGenerator: { list: { struct: { ...generator, type: 'string' } } },
  helmGlobals: 'any',
  helmCharts: { list: 'any' },
  helmChartInflationGenerator: { list: 'any' },
  generatorOptions,
  configurations: strings,
  generators: strings,
  transformers: strings,
  validators: strings,
  buildMetadata: strings,
};

const CANONICAL = new Map(Object.keys(FIELDS).map(name => [name.toLowerCase(), name]));

export interface SchemaProblem {
  readonly message: string;
  readonly node: Node;
}

/** The proper spelling of a top-level field; keys match case-insensitively. */
export function canonicalField(key: string): string | undefined {
  return CANONICAL.get(key.toLowerCase());
}

/** The first thing that kustomize's decoder would refuse, or null. */
export function checkKustomization(root: Node): SchemaProblem | null {
  return check(root, { struct: FIELDS }, '');
}

/** Also for replacement files, which hold one replacement or a list of them. */
export function checkReplacement(node: Node): SchemaProblem | null {
  return node.kind === 'list'
    ? check(node, { list: { struct: replacement } }, '')
    : check(node, { struct: replacement }, '');
}

const fieldSpecs: Shape = { list: fieldSpec };

const CONFIGURATION: Readonly<Record<string, Shape>> = {
  namePrefix: fieldSpecs,
  nameSuffix: fieldSpecs,
  namespace: fieldSpecs,
  commonLabels: fieldSpecs,
  labels: fieldSpecs,
  templateLabels: fieldSpecs,
  volumeClaimTemplateLabels: fieldSpecs,
  commonAnnotations: fieldSpecs,
  nameReference: { list: { struct: { group: 'string', version: 'string', kind: 'string', fieldSpecs } } },
  varReference: fieldSpecs,
  images: fieldSpecs,
  replicas: fieldSpecs,
};

/** Also for the files of `configurations`. */
export function checkConfiguration(node: Node): SchemaProblem | null {
  return check(node, { struct: CONFIGURATION }, '');
}

/** Before `patchesStrategicMerge` was its own field, `patches` listed files. */
function oldShape(node: Node, path: string): string {
  if (!/^patches\[\d+\]$/.test(path) || node.kind !== 'scalar') return '';
  return node.raw.includes('\n') ? ', the text of it under patch:' : `: path: ${node.raw}`;
}

function check(node: Node, shape: Shape, path: string): SchemaProblem | null {
  if (shape === 'any' || (node.kind === 'scalar' && node.value === null)) return null;
  if (typeof shape === 'string') return checkScalar(node, shape, path);
  if ('list' in shape) {
    if (node.kind !== 'list') return { message: `${path || 'the file'} must be a list`, node };
    for (const [i, item] of node.items.entries()) {
      const problem = check(item, shape.list, `${path}[${i}]`);
      if (problem) return problem;
    }
    return null;
  }
  if (node.kind !== 'map')
    return { message: `${path || 'the file'} must be a map${oldShape(node, path)}`, node };
  for (const [key, value] of node.entries) {
    const below = 'mapOf' in shape ? shape.mapOf : fieldOf(shape.struct, key);
    if (!below) return { message: `unknown field "${path ? `${path}.` : ''}${key}"`, node: value };
    const problem = check(value, below, path ? `${path}.${key}` : key);
    if (problem) return problem;
  }
  return null;
}

function fieldOf(struct: Readonly<Record<string, Shape>>, key: string): Shape | undefined {
  if (Object.hasOwn(struct, key)) return struct[key];
  const lower = key.toLowerCase();
  const found = Object.keys(struct).find(name => name.toLowerCase() === lower);
  return found === undefined ? undefined : struct[found];
}

function checkScalar(
  node: Node,
  shape: 'string' | 'boolean' | 'integer',
  path: string,
): SchemaProblem | null {
  const actual =
    node.kind !== 'scalar'
      ? node.kind
      : typeof node.value === 'number' && Number.isInteger(node.value)
        ? 'integer'
        : typeof node.value;
  if (actual === shape) return null;
  const hint = shape === 'string' && node.kind === 'scalar' ? `: quote it ("${node.raw}")` : '';
  return { message: `${path} must be a ${shape}, not a ${actual}${hint}`, node };
}
