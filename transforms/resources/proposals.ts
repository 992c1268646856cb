/** What the proposals about resources have in common. */

import type { Container, Doubt, Elsewhere, Evidence, Proposal } from '../../src/transform.ts';
import { describeContainer } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import type { Likeness } from './likeness.ts';

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
  elsewhere: Elsewhere = 'unwanted',
): Proposal<Message> {
  const path = ['resources', 'limits', resource];
  return {
    message,
    data: { ...dataOf(container, { [resource]: value }) },
    at: { on: container.workload.key, path: [...container.path, ...path] },
    changes: [container.set(path, value)],
    doubts,
    elsewhere,
    evidence: evidence === undefined ? [] : [evidence],
  };
}

/** Where a number comes from that nothing speaks for, as the end of a sentence. */
export function whence(like: Likeness | undefined): string {
  return `the number is ${like === undefined ? 'of no measure but our own' : like.says}`;
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
