/**
 * kustomend as a library.
 *
 * ```ts
 * import { cwd, env } from 'node:process';
 * import { apply, inputFor, openWorkspace, plan, transforms } from 'kustomend';
 *
 * const workspace = openWorkspace(cwd(), ['.'], env);
 * const result = plan(inputFor(workspace, { transforms }));
 * apply(workspace, result);
 * ```
 *
 * @packageDocumentation
 */
export { transforms } from '../transforms/index.ts';
export { type MainOptions, main } from './cli/own.ts';
export type { LoadedConfig } from './config/load.ts';
export type { Config } from './config/schema.ts';
export type { LoadRestrictor } from './kustomize/build/evaluate.ts';
export type { Files } from './kustomize/files/files.ts';
export { apply, NotUtf8Error } from './library/apply.ts';
export { type InputOptions, inputFor } from './library/input.ts';
export { type Rendered, render } from './library/render.ts';
export { printReport, type ReportFormat } from './library/report.ts';
export type { AnyTransform, Decisions, PlanInput, Selection } from './plan/model/input.ts';
export type { FileChange, Fix, FixStatus, Plan, RootReport } from './plan/model/result.ts';
export { plan } from './plan/plan.ts';
export { type DiffOptions, printDiff } from './report/diff/diff.ts';
export type { OwnRecord } from './text/journal.ts';
export type { Written } from './text/write-files.ts';
export * from './transform.ts';
export { type OpenWorkspace, openWorkspace } from './workspace/open.ts';
