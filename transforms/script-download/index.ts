/** What is downloaded is looked at before it runs (catalogue M7). */

import { defineTransform, type Span, type TextBlock, type TextFile } from '../../src/transform.ts';
import { type Download, downloadsIn } from './commands.ts';
import { stepsInstead } from './instead.ts';
import { releaseOf } from './releases.ts';

export default defineTransform({
  id: 'script-download',
  title: 'What is downloaded is checked before it runs',
  severity: 'medium',
  severities: { shown: 'low', applied: 'low' },
  group: 'supply-chain',
  order: 70,
  preset: 'recommended',
  each: 'text',
  options: {
    checksums: {
      type: 'object',
      default: {},
      description: 'SHA-256 of what is downloaded, by its address, as somebody has read it.',
    },
    versions: {
      type: 'object',
      default: {},
      description:
        'Versions of `helm` and `kustomize`: their archives, which come with checksums, take the place of their installers.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    run: '{file} runs whatever {host} sends{change}',
    applied: '{file} applies whatever {host} sends{change}',
    shown: '{file} tells its readers to run whatever {host} sends{change}',
  },
  briefs: {
    run: 'a download that runs unseen',
    applied: 'a download that is applied unseen',
    shown: 'a download that readers run unseen',
  },
  docs: {
    why: 'What a server sends today is not what somebody has looked at: whoever gets into it, or into the branch behind it, runs on every machine that follows the text.',
    risk: 'The checked file stays where the command ran, and one that changes is refused until somebody has looked at it and set the new checksum.',
    links: [
      'https://github.com/ossf/scorecard/blob/main/docs/checks.md#pinned-dependencies',
      'https://helm.sh/docs/intro/install/',
      'https://github.com/kubernetes-sigs/kustomize/releases',
    ],
    sameAs: [],
  },
  *plan(file, { options, configured }) {
    for (const block of file.blocks) {
      if (!SHELLS.has(block.language)) continue;
      for (const download of downloadsIn(block.text)) {
        const message = messageFor(download, file);
        // Of what readers apply, they see the address; what is tagged stays what it is as long as its owner does.
        if (message === undefined) continue;
        const span = { start: block.start + download.start, end: block.start + download.end };
        const host = new URL(download.url).host;
        const at = { setting: download.url, offset: span.start };
        const instead = stepsInstead(download, options);
        const stated = instead && configured(instead.by, SAYS[instead.by]);
        if (instead === undefined || stated === undefined) {
          yield {
            message,
            data: { file: file.path, host, change: '' },
            at,
            changes: [],
            evidence: [],
            blocked: questionFor(download),
            asks: [
              {
                type: 'decision',
                about: 'checksums of what is downloaded',
                question:
                  'what have these been when somebody looked at them? (`checksums` or `versions` of script-download)',
                names: [download.url],
              },
            ],
          };
          continue;
        }
        yield {
          message,
          data: { file: file.path, host, change: '. It checks that first' },
          at,
          changes: [file.replace(span, joined(instead.steps, file, block, span))],
          evidence: [stated],
          doubts: [...instead.doubts, ...(file.isSample ? [] : ['the file stays where the command ran'])],
        };
      }
    }
  },
});

const SAYS = {
  checksums: 'the team has read what it is',
  versions: 'the team says which version it is',
} as const;

const SHELLS = new Set(['shell', 'dockerfile', 'workflow']);

function messageFor({ runner }: Download, { isSample }: TextFile): 'run' | 'applied' | 'shown' | undefined {
  if (/\b(?:kubectl|oc)\b/.test(runner)) return isSample ? undefined : 'applied';
  return isSample ? 'shown' : 'run';
}

function questionFor({ url, isPlain }: Download): string {
  const release = releaseOf(url);
  if (release !== undefined)
    return `which version of ${release.program} is it? (\`versions\` of script-download)`;
  return isPlain
    ? 'which SHA-256 has it? (`checksums` of script-download)'
    : 'it is fetched by options of its own: who checks it?';
}

/** Lines of their own where the command has one of its own. */
function joined(
  steps: readonly string[],
  { text }: TextFile,
  { language }: TextBlock,
  { start, end }: Span,
): string {
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const indent = text.slice(line, start);
  const isAlone = /^[ \t]*$/.test(indent) && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end));
  if (language === 'dockerfile') return steps.join(' && ');
  if (!isAlone) return `(${steps.join(' && ')})`;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  // Where a shell ends with the first command that fails it does not do so within a list of them.
  const stops = language === 'workflow' || /^[ \t]*set[ \t]+(?:-[a-z]*e|-o[ \t]+errexit)/m.test(text);
  return steps.join(stops ? `${newline}${indent}` : ` \\${newline}${indent}  && `);
}
