/** Pod templates that the API server refuses to change, in what a GitOps controller applies by itself. */

import { isOfPods, podKindOf } from '../../kubernetes/pod-templates.ts';
import type { Doubt, FieldPath } from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import type { Decision } from '../model/decision.ts';
import type { RenderedObject } from '../rendered/rendered.ts';
import type { Deployment } from '../repository/gitops/gitops.ts';
import type { PlatformFiles } from '../repository/platform/platform.ts';

const TOOLS: Readonly<
  Record<Deployment['tool'], { readonly hooks: RegExp; readonly force: RegExp; readonly way: string }>
> = {
  argocd: {
    // It takes those of Helm for its own.
    hooks: /^(?:argocd\.argoproj\.io|helm\.sh)\/hook$/,
    force: /^argocd\.argoproj\.io\/sync-options=.*\bForce=true\b/,
    way: 'should it be a hook, or have the annotation argocd.argoproj.io/sync-options: Force=true,Replace=true',
  },
  flux: {
    hooks: /^$/,
    force: /^kustomize\.toolkit\.fluxcd\.io\/force=(?:enabled|true)$/i,
    way: 'should it have the annotation kustomize.toolkit.fluxcd.io/force: enabled',
  },
};

/** What speaks against a change that the API server refuses: a question where it is certain to fail, else a doubt. */
export type RefusedChange =
  | { readonly type: 'certain'; readonly decision: Decision }
  | { readonly type: 'possible'; readonly doubt: Doubt };

/**
 * The question that is left where a change is certain to fail: a person who applies a Job may delete it first, a controller
 * that was not told to make it anew fails the whole sync. Null where none builds the root.
 */
export function refusedChanges(
  { deploymentsOf }: PlatformFiles,
  folder: string,
): ((object: RenderedObject, path: FieldPath) => RefusedChange | undefined) | null {
  const all = deploymentsOf.get(folder) ?? [];
  if (all.length === 0) return null;
  const deployments = all.filter(each => !each.recreates);
  return ({ object }, path) => {
    const known = podKindOf(String(object.kind), String(object.apiVersion));
    if (known?.change !== 'refused' || !isOfPods(known, path)) return undefined;
    const found = deployments.find(({ tool }) => !isMadeAnew(object.metadata, tool));
    if (found === undefined) return undefined;
    const { tool, kind, name, at, restores } = found;
    const half = halfForced(object.metadata, found);
    const fails = `${kind} ${name} applies it (${at}), and fails where the pod template of a ${String(object.kind)} changes`;
    // It may be gone before the next one is applied, or stay for days; where what is gone is made anew it is always there.
    if (!restores && isJsonMap(object.spec) && typeof object.spec.ttlSecondsAfterFinished === 'number') {
      return {
        type: 'possible',
        doubt: `${fails} before it is deleted (ttlSecondsAfterFinished: ${object.spec.ttlSecondsAfterFinished})`,
      };
    }
    return {
      type: 'certain',
      decision: {
        about: `what ${kind} ${name} cannot change${half === undefined ? '' : ` with ${half.option}`}`,
        question: `${fails}${half === undefined ? '' : ` (${half.says})`}: ${TOOLS[tool].way}?`,
      },
    };
  };
}

/** An option of Argo CD that does not make an object anew by itself, and why. */
function halfForced(
  metadata: unknown,
  { kind, syncOptions = [] }: Deployment,
): { readonly option: string; readonly says: string } | undefined {
  if (syncOptions.includes('Force=true'))
    return {
      option: 'Force=true',
      says: `Force=true of the ${kind} does nothing: Argo CD reads it at the object`,
    };
  const isOwn = optionsOf(metadata).includes('Replace=true');
  if (!isOwn && !syncOptions.includes('Replace=true')) return undefined;
  const whose = isOwn ? 'its annotation' : `the ${kind}`;
  return {
    option: 'Replace=true',
    says: `Replace=true of ${whose} is an update too: only Force=true deletes it first`,
  };
}

function optionsOf(metadata: unknown): readonly string[] {
  const { annotations } = isJsonMap(metadata) ? metadata : {};
  const written = isJsonMap(annotations) ? annotations['argocd.argoproj.io/sync-options'] : undefined;
  return typeof written === 'string' ? written.split(',').map(each => each.trim()) : [];
}

function isMadeAnew(metadata: unknown, tool: Deployment['tool']): boolean {
  const { annotations, name } = isJsonMap(metadata) ? metadata : {};
  if (name === undefined) return true;
  const { hooks, force } = TOOLS[tool];
  const all = isJsonMap(annotations) ? Object.entries(annotations) : [];
  return all.some(([key, value]) => hooks.test(key) || force.test(`${key}=${String(value)}`));
}
