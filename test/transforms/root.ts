/** A root from YAML text, and what a transform proposes for it. */

import { parseAllDocuments } from 'yaml';
import { resolveOptions } from '../../src/config/transforms.ts';
import type { ConfiguredFacts } from '../../src/images/configured.ts';
import type { PlatformFiles } from '../../src/plan/repository/platform/platform.ts';
import { factsLookup } from '../../src/plan/view/facts.ts';
import { ALONE } from '../../src/plan/view/platform.ts';
import { buildRoot } from '../../src/plan/view/root.ts';
import {
  type Evidence,
  type FieldPath,
  type Json,
  type JsonObject,
  NO_SOPS,
  NOTHING_OBSERVED,
  type OptionSchema,
  type Proposal,
  type Root,
  type Safety,
  type SubjectOf,
  safetyOf,
} from '../../src/transform.ts';

export interface Setting {
  readonly images?: Readonly<Record<string, ConfiguredFacts | string>>;
  readonly environment?: Root['environment'];
  readonly repository?: Partial<Root['repository']>;
  /** What other roots of the same cluster render, by folder. */
  readonly neighbours?: Readonly<Record<string, string>>;
  /** What the files of the repository say of the cluster. */
  readonly platform?: Partial<PlatformFiles>;
  /** `file:line` of a field, for what depends on where something is written. */
  where?(key: string, path: FieldPath): string;
}

/** Builds a root; keys of its objects are `Kind/name`. */
export function rootOf(text: string, setting: Setting = {}): Root {
  const { neighbours = {}, ...own } = setting;
  const others = Object.entries(neighbours).map(([folder, other]) => build(folder, other, own, []));
  return build('overlays/production', text, own, others);
}

function build(path: string, text: string, setting: Setting, neighbours: readonly Root[]): Root {
  const manifests = parseAllDocuments(text, { merge: true })
    .map(document => document.toJS() as JsonObject | null)
    .filter(object => object !== null);
  return rootOfObjects(manifests, setting, path, neighbours);
}

/** The same from data. */
export function rootOfObjects(
  manifests: readonly JsonObject[],
  setting: Setting = {},
  path = 'overlays/production',
  neighbours: readonly Root[] = [],
): Root {
  const objects = manifests.map(object => {
    const key = `${object.kind}/${(object.metadata as JsonObject).name}`;
    return { key, object, where: (path: FieldPath) => setting.where?.(key, path) ?? `${key}:1` };
  });
  const config = { config: { images: setting.images }, at: () => 'kustomend.yaml:1' };
  return buildRoot({
    path,
    environment: setting.environment ?? { name: undefined, tier: undefined },
    objects,
    factsFor: factsLookup(config, undefined, () => ({
      lock: setting.repository?.lock,
      seen: setting.repository?.observed?.images,
    })),
    repository: {
      project: undefined,
      hasArgoApplications: false,
      hasFluxKustomizations: false,
      hasEnvironments: setting.environment?.tier !== undefined,
      lock: new Map(),
      observed: NOTHING_OBSERVED,
      owners: [],
      sops: NO_SOPS,
      budgets: [],
      holds: () => true,
      ...setting.repository,
    },
    platform: {
      ...ALONE,
      folder: path,
      files: { ...ALONE.files, ...setting.platform },
      neighbours: () => neighbours,
    },
  });
}

interface AnyTransform {
  readonly id: string;
  readonly each: string;
  readonly kinds?: readonly string[];
  readonly options: Readonly<Record<string, OptionSchema>>;
  readonly messages: Readonly<Record<string, string>>;
  readonly briefs?: Readonly<Partial<Record<string, string>>>;
  plan(subject: never, context: never): Iterable<Proposal>;
}

/** What a transform proposes, with what the planner derives of it. */
export type Proposed = Proposal & { readonly safety: Safety };

/** Every proposal of a transform. Fails on a placeholder without a value, and where neither evidence nor doubt is said. */
export function propose(
  transform: AnyTransform,
  root: Root,
  options: Readonly<Record<string, Json>> = {},
  isAskedFor = false,
): Proposed[] {
  const resolved = resolveOptions(transform.options, options, root.environment);
  const wanted = ({ kind }: { kind: string }) => transform.kinds?.includes(kind) ?? true;
  const subjects: readonly SubjectOf[keyof SubjectOf][] =
    transform.each === 'root'
      ? [root]
      : transform.each === 'resource'
        ? root.resources.filter(wanted)
        : transform.each === 'workload'
          ? root.workloads.filter(wanted)
          : transform.each === 'image'
            ? root.resources.flatMap(resource => resource.images)
            : root.workloads.filter(wanted).flatMap(workload => workload.containers);
  const configured = (option: string, says: string): Evidence | undefined =>
    option in options ? { kind: 'config', at: 'kustomend.yaml:1', says } : undefined;
  const proposals = subjects.flatMap(subject => [
    ...transform.plan(subject as never, { options: resolved, root, isAskedFor, configured } as never),
  ]);
  for (const { message, data = {}, changes, doubts = [], evidence, blocked, asks } of proposals) {
    for (const [, name] of transform.messages[message]!.matchAll(/\{(\w+)\}/g))
      expect(data).toHaveProperty(name!);
    for (const [, name] of (transform.briefs?.[message] ?? '').matchAll(/\{(\w+)\}/g))
      expect(data).toHaveProperty(name!);
    // Without a question it is reported only.
    if (asks !== undefined && changes.length === 0) expect(blocked).toBeTruthy();
    if (changes.length > 0) expect(evidence.length + doubts.length).toBeGreaterThan(0);
  }
  return proposals.map(proposal => ({ ...proposal, safety: safetyOf(proposal) }));
}

/** `path = value` of each change, `+Kind` of new objects: short enough to read in a test. */
export function changesOf(proposal: Proposal | undefined): string[] {
  return (proposal?.changes ?? []).map(change => {
    if (change.type === 'create') return `+${JSON.stringify(change.manifest)}`;
    if (change.type === 'convert') return `apiVersion -> ${change.apiVersion}`;
    if (change.type === 'restate') return `~${change.file} ${change.field}`;
    if (change.type === 'rename') return `named ${change.name}`;
    if (change.type === 'namespace') return `namespace: ${change.namespace}`;
    const path = change.path
      .map(step => (typeof step === 'string' ? step : Object.values(step).join('/')))
      .join('.');
    return change.type === 'remove' ? `-${path}` : `${path} = ${JSON.stringify(change.value)}`;
  });
}

/** The one proposal with a message about a field that ends so. */
export function only<P extends Proposal>(
  proposals: readonly P[],
  message: string,
  container?: string,
): P | undefined {
  const found = proposals.filter(
    each =>
      each.message === message &&
      (container === undefined ||
        each.at.path.some(step => typeof step !== 'string' && step.name === container)),
  );
  expect(found.length).toBeLessThan(2);
  return found[0];
}

/** A workload around a pod spec. */
export function workload(pod: string, { kind = 'Deployment', name = 'web', more = '' } = {}): string {
  const indented = pod.trim().replace(/^/gm, '      ');
  return `
apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata: {name: ${name}, namespace: shop, labels: {app: ${name}}}
spec:
  selector: {matchLabels: {app: ${name}}}
${more.trim().replace(/^/gm, '  ')}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
${indented}
---
`;
}
