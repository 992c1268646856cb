/** A small tree evaluated in memory. */
import { createEvaluator, type Outcome } from '../../src/kustomize/build/evaluate.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import { type Json, toJson } from '../../src/kustomize/tree/node.ts';

export function evaluate(files: Readonly<Record<string, string>>, folder = ''): Outcome {
  return createEvaluator(memoryFiles(files), { loadRestrictor: 'LoadRestrictionsRootOnly' }).evaluate(folder);
}

/** The objects of a build. @throws when there is none */
export function render(files: Readonly<Record<string, string>>, folder = ''): Json[] {
  const outcome = evaluate(files, folder);
  if (outcome.state === 'failed') throw outcome.failure;
  if (outcome.state === 'out-of-scope') throw outcome.reason;
  return outcome.resources.map(resource => toJson(resource.node));
}

/** `class: message` of a build that fails, or its state. */
export function failure(files: Readonly<Record<string, string>>, folder = ''): string {
  const outcome = evaluate(files, folder);
  if (outcome.state === 'failed') return `${outcome.failure.failure}: ${outcome.failure.message}`;
  if (outcome.state === 'out-of-scope' && outcome.reason.kind === 'limit')
    return `limit: ${outcome.reason.message}`;
  return outcome.state;
}

export const configMap = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n${data}`;

export const deployment = (containers: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n${containers}`;
