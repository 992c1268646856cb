/** What a transform says of a text, judged as a finding of an object is. */
import { createHash } from 'node:crypto';
import type { CommentIgnore } from '../../config/ignores.ts';
import { commentIgnores, isIgnored } from '../../config/ignores.ts';
import { isConfigured, resolveOptions, transformSetting } from '../../config/transforms.ts';
import {
  type Json,
  type Safety,
  safetyOf,
  type TextContext,
  type TextFile,
  type TextProposal,
} from '../../transform.ts';
import { verdictOf } from '../find/barred/verdict.ts';
import { refuseBaseless } from '../find/found/fault.ts';
import { type FindingStatus, severityOf } from '../find/found/finding.ts';
import type { AnyTransform, PlanInput } from '../model/input.ts';
import { isBadEnough } from '../repository/active.ts';
import { fencesIn } from './blocks.ts';

export interface TextFinding {
  readonly transform: AnyTransform;
  readonly proposal: TextProposal;
  readonly file: TextFile;
  readonly fixId: string;
  readonly safety: Safety;
  readonly status: FindingStatus;
  readonly reason: string | undefined;
}

type Planned = (file: TextFile, context: TextContext<never>) => Iterable<TextProposal>;

/** What of a transform looks at texts. */
export function textsOf(transform: AnyTransform): Planned | undefined {
  if (transform.each === 'text') return transform.plan;
  return transform.texts as Planned | undefined;
}

const NOWHERE = { name: undefined, tier: undefined };

/** @param around where manifests hold a word, and what else is there */
export function contextOf(
  { config, selection }: PlanInput,
  { id, options }: AnyTransform,
  around: Pick<TextContext<never>, 'inManifests' | 'repository'>,
): TextContext<Readonly<Record<string, Json>>> {
  const { options: configured } = transformSetting(config.config, id);
  return {
    options: resolveOptions(options, configured, NOWHERE, selection.preset),
    configured(option, says) {
      const schema = options[option];
      if (schema === undefined || !isConfigured(schema, configured[option], NOWHERE)) return undefined;
      const at = config.at(['transforms', id, option]);
      return at === undefined ? undefined : { kind: 'config', at, says };
    },
    ...around,
  };
}

export function findInText(
  file: TextFile,
  transform: AnyTransform,
  context: TextContext<never>,
  input: PlanInput,
): TextFinding[] {
  const comments = exemptLines(file);
  const counts = new Map<string, number>();
  const findings: TextFinding[] = [];
  for (const proposal of textsOf(transform)?.(file, context) ?? []) {
    refuseBaseless(transform, proposal);
    if (!isBadEnough(severityOf(transform, proposal), input.selection)) continue;
    const key = `${proposal.message} ${proposal.at.setting}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    const fixId = fixIdOf(transform.id, file.path, proposal, count);
    const safety = safetyOf(proposal);
    const exempt = exemptionOf(transform.id, file, proposal, comments, input);
    const [status, reason] =
      exempt !== undefined
        ? (['ignored', exempt] as const)
        : verdictOf(input, { proposal, safety, fixId, restarts: false });
    findings.push({ transform, proposal, file, fixId, safety, status, reason });
  }
  return findings;
}

/** Stable where lines move: of several that say the same of one setting, the order counts. */
function fixIdOf(transform: string, path: string, { message, at }: TextProposal, count: number): string {
  const text = JSON.stringify([transform, path, message, at.setting, count]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function exemptionOf(
  id: string,
  file: TextFile,
  { at }: TextProposal,
  comments: readonly CommentIgnore[],
  { config, today }: PlanInput,
): string | undefined {
  const line = Number(/\d+$/.exec(file.where(at.offset))![0]);
  const exemption = isIgnored(
    { id, sameAs: [], root: '', resource: `File/${file.path}`, field: at.setting },
    {
      config,
      today,
      comments: comments.filter(each => each.line === line).map(each => ({ ...each, file: file.path })),
    },
  );
  return exemption === null ? undefined : `${exemption.by}: ${exemption.reason}`;
}

/** A comment above the fence of a block is about all that stands in it: a block cannot always hold one. */
function exemptLines({ text, language, where }: TextFile): CommentIgnore[] {
  if (!text.includes('kustomend:')) return [];
  const comments = commentIgnores(text);
  if (language !== 'markdown') return comments;
  const lineAt = (offset: number) => Number(/\d+$/.exec(where(offset))![0]);
  const blocks = fencesIn(text).map(({ start, end }) => ({ from: lineAt(start), to: lineAt(end) }));
  return comments.flatMap(comment => {
    const block = blocks.find(({ from }) => from === comment.line + 1);
    if (block === undefined) return [comment];
    return Array.from({ length: block.to - block.from }, (_, index) => ({
      ...comment,
      line: block.from + index,
    }));
  });
}
