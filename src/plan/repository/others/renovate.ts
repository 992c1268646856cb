/** Whether Renovate pins digests of images by itself, by its configuration. */

import type { Files } from '../../../kustomize/files/files.ts';

const CONFIG = /^(?:\.github\/|\.gitlab\/)?(?:renovate\.json5?|\.renovaterc(?:\.json5?)?)$/;
/** Presets that pin images of all managers. */
const PRESET = /"(?:config:best-practices|docker:pinDigests)"/;
/** Parts of a configuration that are about images of manifests. */
const PARTS = ['docker', 'kustomize', 'kubernetes'];

/** The file that says so; undefined where none does. */
export function pinningConfig(files: Files, paths: readonly string[]): string | undefined {
  return paths.filter(path => CONFIG.test(path)).find(path => pinsDigests(files.read(path) ?? ''));
}

function pinsDigests(text: string): boolean {
  if (PRESET.test(text)) return true;
  const config = parsed(text);
  return isTrueIn(config) || PARTS.some(part => isTrueIn(config[part]));
}

function isTrueIn(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'pinDigests' in part && part.pinDigests === true;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const config: unknown = JSON.parse(text);
    return typeof config === 'object' && config !== null ? (config as Record<string, unknown>) : {};
  } catch (error) {
    // JSON5: what it says besides presets is not read.
    if (!(error instanceof SyntaxError)) throw error;
    return {};
  }
}
