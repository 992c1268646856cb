/** Renders as `kustomize build` does, as data. */
import { createEvaluator, type LoadRestrictor, type Outcome } from '../kustomize/build/evaluate.ts';
import { type Json as RenderedJson, toJson } from '../kustomize/tree/node.ts';
import type { OpenWorkspace } from '../workspace/open.ts';

/** What {@link render} finds. */
export type Rendered =
  | {
      readonly state: 'evaluated';
      /** The objects of `kustomize build`, in its order. */
      readonly objects: readonly RenderedJson[];
      /** Inputs that only kustomize can render: their objects are missing. */
      readonly missing: readonly string[];
    }
  | { readonly state: 'failed' | 'out-of-scope'; readonly reason: string };

/** Renders a kustomization of a workspace in memory. `folder` is relative to the top; '' is the top. */
export function render(
  workspace: Pick<OpenWorkspace, 'files'>,
  folder: string,
  loadRestrictor: LoadRestrictor = 'LoadRestrictionsRootOnly',
): Rendered {
  return renderedOf(createEvaluator(workspace.files, { loadRestrictor }).evaluate(folder));
}

function renderedOf(outcome: Outcome): Rendered {
  if (outcome.state === 'failed') return { state: 'failed', reason: outcome.failure.message };
  if (outcome.state === 'out-of-scope') return { state: 'out-of-scope', reason: outcome.reason.message };
  return {
    state: 'evaluated',
    objects: outcome.resources.map(({ node }) => toJson(node)),
    missing: outcome.opaque.map(({ reason }) => reason),
  };
}
