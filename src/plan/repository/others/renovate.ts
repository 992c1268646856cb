/** Whether Renovate pins digests of images by itself, by its configuration. */

import type { Files } from '../../../kustomize/files/files.ts';
import { isJsonList, isJsonMap, type Json, type JsonMap } from '../../../yaml/read/data.ts';
import { parseWithPositions } from '../../../yaml/read/positions.ts';

const CONFIG = /^(?:\.github\/|\.gitlab\/)?(?:renovate\.json5?|\.renovaterc(?:\.json5?)?)$/;
/** It may hold the configuration as one of its fields. */
const PACKAGE = 'package.json';
/** Presets that pin images of all managers. */
const PRESETS = ['config:best-practices', 'docker:pinDigests'];
/** Parts of a configuration that are about images of manifests. */
const PARTS = ['docker', 'kustomize', 'kubernetes'];
/** What a rule may be narrowed by, and still be about images of manifests in general. */
const WIDE: Readonly<Record<string, readonly string[]>> = {
  matchManagers: ['kustomize', 'kubernetes'],
  matchDatasources: ['docker'],
  matchCategories: ['docker', 'kubernetes'],
};

/** The file that says so; undefined where none does. */
export function pinningConfig(files: Files, paths: readonly string[]): string | undefined {
  return paths.find(path => {
    if (path === PACKAGE) return pinsDigests(configIn(files.read(path) ?? '').renovate);
    return CONFIG.test(path) && pinsDigests(configIn(files.read(path) ?? ''));
  });
}

function pinsDigests(config: Json | undefined): boolean {
  if (!isJsonMap(config)) return false;
  const ignored = textsIn(config.ignorePresets);
  if (textsIn(config.extends).some(each => PRESETS.includes(each) && !ignored.includes(each))) return true;
  const rules = isJsonList(config.packageRules) ? config.packageRules : [];
  return (
    isPinning(config) || PARTS.some(part => isPinning(config[part])) || rules.filter(isWide).some(isPinning)
  );
}

function isPinning(part: Json | undefined): boolean {
  return isJsonMap(part) && part.pinDigests === true;
}

/** Whether a rule is for all images of manifests: one for some packages, files or updates leaves the others. */
function isWide(rule: Json): boolean {
  if (!isJsonMap(rule)) return false;
  const narrowing = Object.keys(rule).filter(key => /^(?:match|exclude)/.test(key));
  return narrowing.every(key => textsIn(rule[key]).some(each => WIDE[key]?.includes(each)));
}

function textsIn(value: Json | undefined): readonly string[] {
  return (isJsonList(value) ? value : [value]).filter(each => typeof each === 'string');
}

/** Texts, comments, and what a mapping of YAML wants otherwise than JSON5 does. */
const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/.*|\/\*[\s\S]*?\*\/|[:\t]/g;

/** JSON5 is YAML but for its comments, its escapes, and colons without a space. */
function configIn(text: string): JsonMap {
  const yaml = text.replace(TOKEN, token => {
    if (token.startsWith('"')) return token;
    if (token.startsWith("'")) return JSON.stringify(token.slice(1, -1).replace(/\\(.)/gs, '$1'));
    return token === ':' ? ': ' : ' ';
  });
  const { data } = parseWithPositions(yaml);
  return isJsonMap(data) ? data : {};
}
