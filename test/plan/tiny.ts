/** Transforms and repositories small enough to be read at a glance. */

import type { AnyTransform } from '../../src/plan/model/input.ts';
import type { Fix, Plan } from '../../src/plan/model/result.ts';
import {
  defineTransform,
  type Evidence,
  type FieldPath,
  type Json,
  type Proposal,
  type Resource,
  type Root,
} from '../../src/transform.ts';
import * as invariants from '../harness/invariants.ts';
import { applied, type Inputs, planOf, type Repo } from '../harness/repo.ts';

export interface Wish {
  readonly id?: string;
  readonly kinds?: readonly string[];
  /** Roots, or objects of them, that want it. */
  readonly when?: (resource: Resource, root: Root) => boolean;
  readonly elsewhere?: 'harmless' | 'unwanted';
  readonly via?: 'labels' | 'texts';
  readonly overlay?: boolean;
  readonly needs?: readonly string[];
  readonly doubts?: readonly string[];
  readonly sameAs?: readonly string[];
}

/** What a transform of a test needs besides its wishes. */
export const COMMON = {
  title: 'a test',
  severity: 'medium',
  group: 'correctness',
  order: 100,
  preset: 'recommended',
  each: 'resource',
  options: {},
} as const;

/** What speaks for the wishes of a test. */
export function evidenceOf(resource: Resource): Evidence {
  return { kind: 'manifest', at: resource.where(['kind']), says: 'it is there' };
}

/** Wants a field to have a value. */
export function setting(
  path: FieldPath,
  value: Json | ((resource: Resource, root: Root) => Json),
  wish: Wish = {},
): AnyTransform {
  return wanting(wish, (resource, root) => {
    const wanted = typeof value === 'function' ? value(resource, root) : value;
    return JSON.stringify(resource.get(path)) === JSON.stringify(wanted)
      ? null
      : { path, changes: [resource.set(path, wanted)] };
  });
}

/** Wants a field to be gone. */
export function removing(path: FieldPath, wish: Wish = {}): AnyTransform {
  return wanting(wish, resource =>
    resource.get(path) === undefined ? null : { path, changes: [resource.remove(path)] },
  );
}

type Wanted = { readonly path: FieldPath; readonly changes: Proposal['changes'] } | null;

/** Wants whatever a function says of an object. */
export function wanting(wish: Wish, wanted: (resource: Resource, root: Root) => Wanted): AnyTransform {
  const {
    id = 'tiny',
    kinds = ['Deployment'],
    when = () => true,
    elsewhere,
    via,
    overlay,
    needs,
    doubts,
    sameAs = [],
  } = wish;
  const transform = defineTransform({
    ...COMMON,
    id,
    kinds,
    placement: { field: overlay ? 'overlay' : 'source', resource: overlay ? 'overlay' : 'beside' },
    messages: { wanted: '{name} wants it' },
    docs: { why: '', risk: '', links: [], sameAs },
    *plan(resource: Resource, { root }): Iterable<Proposal<'wanted'>> {
      if (!when(resource, root)) return;
      const found = wanted(resource, root);
      if (found === null) return;
      yield {
        message: 'wanted',
        data: { name: resource.name },
        at: { on: resource.key, path: found.path },
        changes: found.changes,
        evidence: [evidenceOf(resource)],
        ...(elsewhere && { elsewhere }),
        ...(via && { via }),
        ...(needs && { needs }),
        ...(doubts && { doubts }),
      };
    },
  });
  return transform as unknown as AnyTransform;
}

/** True in roots whose folder ends like this. */
export function inRoot(...names: readonly string[]): (resource: Resource, root: Root) => boolean {
  return (_, root) => names.some(name => root.path.endsWith(name));
}

export interface Outcome {
  readonly plan: Plan;
  /** New text of every changed file. */
  readonly changed: Readonly<Record<string, string>>;
}

/** Plans, and checks what must hold for every plan. */
export function outcome(repo: Repo, transforms: readonly AnyTransform[], inputs: Inputs = {}): Outcome {
  const all = { ...inputs, transforms };
  const plan = planOf(repo, all);
  invariants.expectDeclaredRenders(repo, plan);
  invariants.expectWitness(repo, plan, all);
  invariants.expectCleanTexts(plan);
  invariants.expectNoCollateral(plan);
  invariants.expectReversible(repo, plan);
  const open = planOf(applied(repo, plan), all).fixes.filter(fix => fix.status === 'planned');
  expect(open).toEqual([]);
  return { plan, changed: Object.fromEntries(plan.changes.map(({ path, after }) => [path, after])) };
}

/** `planned`, `withdrawn`, ... of the only fix. */
export function onlyFix({ plan }: Outcome): Fix {
  expect(plan.fixes.map(fix => fix.status)).toHaveLength(1);
  return plan.fixes[0]!;
}

/** Lines that a text has more than another, trimmed. */
export function newLines(before: string, after: string): string[] {
  const left = before.split('\n');
  return after.split('\n').flatMap(line => {
    const index = left.indexOf(line);
    if (index < 0) return [line.trim()];
    left.splice(index, 1);
    return [];
  });
}

/** A Deployment of the simplest kind. `more` goes below `spec:`. */
export function deployment(name: string, more = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
${more}  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: ${name}
          image: example.com/${name}:1.0.0
`;
}

/** A strategic merge patch of a Deployment. */
export function patch(name: string, spec: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
${spec}`;
}

export const BASE: Repo & { readonly 'base/web.yaml': string } = {
  'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
  'base/web.yaml': deployment('web'),
};

/** An overlay over `base`. */
export function overlay(name: string, more = ''): Repo {
  return { [`overlays/${name}/kustomization.yaml`]: `resources:\n  - ../../base\n${more}` };
}

const POD = ['spec', 'template', 'spec'];
const VOLUME = [...POD, 'volumes', { name: 'tmp' }];

export function mountIn(resource: Resource): FieldPath {
  const containers = resource.get([...POD, 'containers']) as readonly { readonly name: string }[];
  return [...POD, 'containers', { name: containers[0]!.name }, 'volumeMounts', { mountPath: '/tmp' }];
}

/** A volume and its mount, for objects that have no such mount. */
export const scratch = (wish: Wish = {}) =>
  wanting(wish, resource => {
    const path = mountIn(resource);
    if (resource.get(path) !== undefined) return null;
    const volume = resource.set(VOLUME, { name: 'tmp', emptyDir: {} });
    return { path, changes: [volume, resource.set(path, { name: 'tmp', mountPath: '/tmp' })] };
  });

/** A JSON patch of all Deployments, as lines of a kustomization. */
export const jsonPatch = (...operations: string[]): string =>
  `patches:\n  - target:\n      kind: Deployment\n    patch: |-\n${operations.map(each => `      - ${each}\n`).join('')}`;

/** An overlay's own volumes, which nothing below can add to. */
export const VOLUMES = jsonPatch(
  '{op: add, path: /spec/template/spec/volumes, value: [{name: certs, secret: {secretName: tls}}]}',
);
/** One root over overlays of the base, each with lines of its own. */
export function cluster(overlays: Readonly<Record<string, string>>): Repo {
  const names = Object.keys(overlays);
  return {
    ...BASE,
    ...Object.assign({}, ...names.map(name => overlay(name, overlays[name]))),
    'cluster/kustomization.yaml': `resources:\n${names.map(name => `  - ../overlays/${name}\n`).join('')}`,
  };
}
