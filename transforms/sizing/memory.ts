/** How much memory a container needs at least (catalogue H2b). */

import type { Container, Evidence } from '../../src/transform.ts';
import { amount, largest, times } from '../shared/amounts.ts';
import { mapsIn } from '../shared/data.ts';
import { commandLine } from '../shared/pods.ts';

export interface Minimum {
  readonly memory: string;
  readonly evidence: Evidence;
}

/** The heap that a runtime is told to use, as a quantity. */
const SETTINGS: readonly (readonly [RegExp, (text: string) => string | undefined])[] = [
  [/-Xmx(\d+[kKmMgG]?)\b/, javaSize],
  [/--max-old-space-size[= ](\d+)\b/, text => `${text}Mi`],
];

/** Twice the written heap, or what the image's family needs, whichever is more. */
export function minimumMemory(container: Container): Minimum | undefined {
  const { facts, workload, path } = container;
  const family = facts.minimumMemory;
  const heap = heapOf(container);
  const forHeap = heap === undefined ? undefined : times(heap, 2);
  const memory = largest(family?.value, forHeap);
  if (memory === undefined) return undefined;
  if (family !== undefined && memory === family.value) return { memory, evidence: family.evidence };
  const says = `is told to use ${heap} of heap`;
  return { memory, evidence: { kind: 'manifest', at: workload.where([...path, 'env']), says } };
}

function heapOf(container: Container): string | undefined {
  const values = mapsIn(container.get(['env']));
  const texts = [
    commandLine(container),
    ...values.map(({ value }) => (typeof value === 'string' ? value : '')),
  ];
  const heaps = SETTINGS.flatMap(([pattern, read]) =>
    texts.map(text => {
      const found = pattern.exec(text)?.[1];
      return found === undefined ? undefined : read(found);
    }),
  );
  return largest(...heaps);
}

/** `512m` of the JVM is 512Mi. */
function javaSize(text: string): string | undefined {
  const unit = /[kmg]$/i.exec(text)?.[0].toUpperCase();
  const size = unit === undefined ? text : `${text.slice(0, -1)}${unit}i`;
  return amount(size) === undefined ? undefined : size;
}
