/** How much memory a container needs at least (catalogue H2b). */

import { addQuantities, parseQuantity, printQuantity } from '../../src/kubernetes/quantity.ts';
import { literal } from '../../src/text/literal.ts';
import type { Container, Evidence, Json } from '../../src/transform.ts';
import { amount, isLess, largest, times } from './amounts.ts';
import { mapsIn } from './data.ts';
import { commandLine } from './pods.ts';

export interface Minimum {
  readonly memory: string;
  readonly evidence: Evidence;
  /** False for a family's number that nobody has checked. */
  readonly isSure: boolean;
}

/** The heap that a runtime is told to use, as a quantity. */
const SETTINGS: readonly (readonly [RegExp, (text: string) => string | undefined])[] = [
  [/-Xmx(\d+[kKmMgG]?)\b/, javaSize],
  [/-XX:MaxHeapSize=(\d+[kKmMgG]?)\b/, javaSize],
  [/--max-old-space-size[= ](\d+)\b/, text => `${text}Mi`],
];
/** Variables that a runtime, or the start script of a known image, reads its options from. */
const READ_BY_RUNTIMES =
  /^(?:JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|ES_JAVA_OPTS|OPENSEARCH_JAVA_OPTS|LS_JAVA_OPTS|KAFKA_HEAP_OPTS|CATALINA_OPTS|NODE_OPTIONS)$/;
/** Go's own, which is a soft limit for everything the program takes. */
const GO_LIMIT = /^(\d+)(KiB|MiB|GiB|TiB)$/;
/** What a runtime takes besides its heap, at least. */
const BESIDES = '256Mi';

/** The written heap with room besides it, or what the image's family needs, whichever is more. */
export function minimumMemory(container: Container): Minimum | undefined {
  const { facts, workload, path } = container;
  const family = facts.minimumMemory;
  const heap = heapOf(container);
  const forHeap = heap === undefined ? undefined : withRoom(heap, facts.component === 'search');
  const soft = softLimit(container);
  const memory = largest(family?.value, forHeap, soft);
  if (memory === undefined) return undefined;
  // What the manifest says is better evidence for the same amount.
  const isTold = [forHeap, soft].some(each => each !== undefined && !isLess(each, memory));
  if (family !== undefined && !isTold) {
    return { memory, evidence: family.evidence, isSure: family.verified };
  }
  const isHeap = forHeap !== undefined && !isLess(forHeap, memory);
  const says = isHeap ? `is told to use ${heap} of heap` : `is told to use ${soft} of memory`;
  const evidence: Evidence = { kind: 'manifest', at: workload.where([...path, 'env']), says };
  return { memory, evidence, isSure: true };
}

/** Sizes that some program is told, whoever reads them: Java's heaps wherever they stand, Spark's, Redis' and Go's own. */
const MENTIONED: readonly (readonly [RegExp, (text: string) => string | undefined])[] = [
  ...SETTINGS,
  [/-Xms(\d+[kKmMgG]?)\b/, javaSize],
  [/-XX:MaxDirectMemorySize=(\d+[kKmMgG]?)\b/, javaSize],
  [
    /(?:--driver-memory|--executor-memory|spark\.(?:driver|executor)\.memory|--?maxmemory)[= ](\d+[kKmMgG])b?\b/,
    javaSize,
  ],
];

/**
 * The largest size that a variable or an argument mentions, with room besides it. It may be told to somebody else: no
 * number for what is written, but none of ours may be below it.
 */
export function mentionedMemory(container: Container): Minimum | undefined {
  const { workload, path } = container;
  const variables = mapsIn(container.get(['env'])).map(
    ({ name, value }) => `${String(name)}=${String(value)}`,
  );
  const texts = [commandLine(container), ...variables];
  const sizes = MENTIONED.flatMap(([pattern, read]) =>
    texts.map(text => {
      const found = pattern.exec(text)?.[1];
      return found === undefined ? undefined : read(found);
    }),
  );
  const size = largest(...sizes);
  if (size === undefined) return undefined;
  const field = MENTIONED.some(([pattern]) => pattern.test(texts[0]!)) ? 'args' : 'env';
  const evidence: Evidence = {
    kind: 'manifest',
    at: workload.where([...path, field]),
    says: `mentions ${size}`,
  };
  return { memory: withRoom(size, false), evidence, isSure: false };
}

/** Search engines map their files beside the heap, as much again; others need a quarter more, and some megabytes. */
function withRoom(heap: string, isSearch: boolean): string {
  if (isSearch) return times(heap, 2);
  const room = largest(times(heap, 0.25), BESIDES)!;
  return times(printQuantity(addQuantities(parseQuantity(heap)!, parseQuantity(room)!)), 1);
}

function softLimit(container: Container): string | undefined {
  const written = mapsIn(container.get(['env'])).find(({ name }) => name === 'GOMEMLIMIT')?.value;
  const found = GO_LIMIT.exec(typeof written === 'string' ? written : '');
  return found === null ? undefined : `${found[1]}${found[2]!.slice(0, -1)}`;
}

function heapOf(container: Container): string | undefined {
  const values = mapsIn(container.get(['env']));
  const command = commandLine(container);
  // Any other variable counts where the command passes it on.
  const isRead = (name: Json | undefined) =>
    typeof name === 'string' &&
    (READ_BY_RUNTIMES.test(name) || new RegExp(`\\$[({]?${literal(name)}\\b`).test(command));
  const texts = [
    command,
    ...values.map(({ name, value }) => (isRead(name) && typeof value === 'string' ? value : '')),
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
