/** What kustomize renders, as objects. */
import { toJson } from '../kustomize/tree/node.ts';
import { parseText } from '../kustomize/tree/parse.ts';
import type { Json } from '../yaml/read/data.ts';
import { type BuildOptions, buildText, firstError, type WitnessTool } from './tool.ts';

export type Build = { readonly objects: readonly Json[] } | { readonly error: string };

/** The objects that kustomize renders, or why it does not. */
export function buildFolder(tool: WitnessTool, folder: string, options: BuildOptions): Build {
  try {
    const output = buildText(tool, folder, options);
    return {
      objects: parseText(output, 'unchecked', doc => ({ type: 'source', file: 'render', doc })).map(d =>
        toJson(d.node),
      ),
    };
  } catch (error) {
    const stderr = (error as { stderr?: string }).stderr ?? String(error);
    return { error: firstError(stderr) };
  }
}
