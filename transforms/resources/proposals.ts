/** What the proposals about resources have in common. */

import type { Container, Doubt, Evidence, Proposal } from '../../src/transform.ts';
import { describeContainer } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';

export type Message =
  | 'requests'
  | 'guaranteed'
  | 'memory-limit'
  | 'unknown-need'
  | 'cpu-limit'
  | 'storage-limit'
  | 'too-low';

/** One limit of a container. */
export function limitOf(
  container: Container,
  message: Message,
  resource: string,
  value: string,
  doubts: readonly Doubt[],
  evidence: Evidence | undefined,
): Proposal<Message> {
  const path = ['resources', 'limits', resource];
  return {
    message,
    data: { ...dataOf(container, { [resource]: value }) },
    at: { on: container.workload.key, path: [...container.path, ...path] },
    changes: [container.set(path, value)],
    doubts,
    evidence: evidence === undefined ? [] : [evidence],
  };
}

/** Where a number comes from that nothing speaks for, as the end of a sentence. */
export function whence(like: Container | undefined): string {
  return like === undefined
    ? 'the number is of no measure but our own'
    : `the number is that of ${describeContainer(like)}, which runs the same image and may do something else`;
}

export function dataOf(
  container: Container,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    subject: describeContainer(container),
    resources: enumerated(Object.keys(values)),
    values: enumerated(Object.entries(values).map(([name, value]) => `${name} ${value}`)),
  };
}
