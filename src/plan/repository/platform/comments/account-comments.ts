/** Comments in the document of a ServiceAccount that say what it is for, where that is not the API of the cluster. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { linesOf } from '../../../../text/lines.ts';
import type { Evidence } from '../../../../transform.ts';
import { isPutOff } from './put-off.ts';

/** @param at `file:line` of anything in the document */
export type ApartFromApi = (at: string) => Evidence | undefined;

const API = String.raw`(?:any |the )?(?:kubernetes|k8s|kube|cluster)(?:'s)? api\b`;
/** `with no Kubernetes API access`, `does not talk to the Kubernetes API` */
const NO_API = new RegExp(
  String.raw`\b(?:no|without|(?:does not|doesn't|do not|don't|never) (?:need|use|call|access|talk to)s?) ${API}`,
  'i',
);
const CLOUD = /\b(?:workload identity|irsa|pod identity)\b/i;
/**
 * What an account is for in a cloud says nothing of its rights in the cluster, which the annotation of the cloud leaves open too:
 * a comment settles it where that is all that the account is for.
 */
const ALONE = /\b(?:only|solely|exclusively|just|purely|nothing (?:but|else))\b/i;
/** Rights in the cluster that it has besides. */
const RIGHTS = new RegExp(String.raw`\b(?:rbac|(?:cluster)?role ?bindings?|cluster ?roles?)\b|\b${API}`, 'i');
/** What is denied or asked is no statement. */
const OPEN = /\b(?:no|not|never|without)\b|n't\b|\?/i;

export function apartFromApi(files: Files): ApartFromApi {
  return at => {
    const [, file = '', number = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
    const comments = commentsOf(linesOf(files.read(file) ?? ''), Number(number) - 1);
    const said = comments.map(({ text }) => text).join(' ');
    const says = isPutOff(said) ? undefined : purposeIn(said);
    const line = comments[0]?.line;
    return says === undefined || line === undefined
      ? undefined
      : { kind: 'manifest', at: `${file}:${line}`, says };
  };
}

function purposeIn(said: string): string | undefined {
  if (NO_API.test(said)) return 'its comment says that it leaves the Kubernetes API alone';
  const sentence = said.split(/[.;]/).find(each => CLOUD.test(each));
  if (sentence === undefined || !ALONE.test(sentence)) return undefined;
  if (OPEN.test(sentence) || RIGHTS.test(said)) return undefined;
  return 'its comment says that it is there to be somebody in a cloud, and for nothing else';
}

interface Comment {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Of the document, and of what stands before it with comments alone: the head of the file. */
function commentsOf(lines: readonly string[], inside: number): readonly Comment[] {
  const isMark = (line: string | undefined) => line === undefined || /^---(?:\s|$)/.test(line);
  let first = inside;
  while (!isMark(lines[first - 1])) first--;
  let head = first - 1;
  while (head > 0 && /^\s*(?:#|$)/.test(lines[head - 1]!)) head--;
  if (head === 0) first = 0;
  let end = inside;
  while (!isMark(lines[end])) end++;
  return lines.slice(first, end).flatMap((line, index) => {
    const text = /^\s*#+\s*(.*)$/.exec(line)?.[1];
    return text === undefined ? [] : [{ line: first + index + 1, text }];
  });
}
