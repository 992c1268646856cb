/** What a file is written in, by its name: of those that are no manifests and that people read or run. */

import { isPipeline } from '../../kustomize/files/command-files.ts';
import type { TextLanguage } from '../../transform.ts';

const BY_NAME: readonly (readonly [RegExp, TextLanguage])[] = [
  [/\.(?:md|markdown|mdx)$/i, 'markdown'],
  [/\.(?:sh|bash|zsh|ksh)$/i, 'shell'],
  [/(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|\.(?:dockerfile|containerfile)$/i, 'dockerfile'],
  [/(?:^|\/)\.env(?:\.[\w.-]+)?$|\.env$/i, 'dotenv'],
  [/(?:^|\/)(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/i, 'compose'],
];

/** Undefined for what is no text of these. */
export function languageOf(path: string): TextLanguage | undefined {
  return BY_NAME.find(([name]) => name.test(path))?.[1] ?? (isPipeline(path) ? 'workflow' : undefined);
}

/** Files that are there to be copied: what they say is no setting of anything. */
const SAMPLE = /(?:^|[./_-])(?:example|sample|template|dist|tmpl|tpl)(?:\.|$)/i;

export function isSample(path: string, language: TextLanguage): boolean {
  return language === 'markdown' || SAMPLE.test(path.slice(path.lastIndexOf('/') + 1));
}

/** By what follows the fence of a block. */
const BY_FENCE: Readonly<Record<string, TextLanguage>> = {
  bash: 'shell',
  sh: 'shell',
  shell: 'shell',
  zsh: 'shell',
  console: 'shell',
  'shell-session': 'shell',
  shellsession: 'shell',
  terminal: 'shell',
  env: 'dotenv',
  dotenv: 'dotenv',
  properties: 'dotenv',
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  dockerfile: 'dockerfile',
  docker: 'dockerfile',
};

export function languageOfBlock(info: string, text: string): TextLanguage {
  const [word = ''] = /^[\w-]+/.exec(info.trim().toLowerCase()) ?? [];
  const language = BY_FENCE[word] ?? 'other';
  if (language !== 'yaml') return language;
  if (text.includes('${{')) return 'workflow';
  return /^services:/m.test(text) ? 'compose' : 'yaml';
}
