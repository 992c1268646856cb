/** How much memory a container needs at least (catalogue H2b). */

import { addQuantities, parseQuantity, printQuantity } from '../../../src/kubernetes/quantity.ts';
import { literal } from '../../../src/text/literal.ts';
import type { Container, Doubt, Evidence, Root, Told } from '../../../src/transform.ts';
import { toldTo } from '../start/told.ts';
import { amount, isLess, largest, times } from './amounts.ts';

export interface Minimum {
  readonly memory: string;
  readonly evidence: Evidence;
  /** What speaks against it: nobody has checked a family's number, or nothing shows that the program reads what it is told. */
  readonly doubt: Doubt | undefined;
}

interface Setting {
  readonly pattern: RegExp;
  /** The size that it says, as a quantity. */
  readonly read: (text: string) => string | undefined;
  /** What the size is of: `of heap`. */
  readonly of: string;
  /** What a program takes besides. */
  readonly room: (size: string) => string;
}

/** Sizes that the program takes for itself, whatever it works on. */
const SETTINGS: readonly Setting[] = [
  { pattern: /-Xmx(\d+[kKmMgG]?)\b/, read: binary, of: 'of heap', room: ofRuntime },
  { pattern: /-XX:MaxHeapSize=(\d+[kKmMgG]?)\b/, read: binary, of: 'of heap', room: ofRuntime },
  { pattern: /--max-old-space-size[= ](\d+)\b/, read: text => `${text}Mi`, of: 'of heap', room: ofRuntime },
  // A store that is full asks for more at times only: while it saves, and for its connections.
  { pattern: /--maxmemory[= ](\d+(?:[kmg]b?)?)\b/i, read: binary, of: 'for its data', room: aQuarter },
  {
    pattern: /\bshared_buffers\s*=\s*'?(\d+(?:kB|MB|GB))\b/,
    read: binary,
    of: 'of shared buffers',
    room: aQuarter,
  },
  {
    pattern: /innodb[-_]buffer[-_]pool[-_]size=(\d+[KMG]?)\b/i,
    read: binary,
    of: 'for its buffer pool',
    room: aQuarter,
  },
];
/** Variables that a runtime, or the start script of a known image, reads its options from. */
const READ_BY_RUNTIMES =
  /^(?:JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|ES_JAVA_OPTS|OPENSEARCH_JAVA_OPTS|LS_JAVA_OPTS|KAFKA_HEAP_OPTS|CATALINA_OPTS|NODE_OPTIONS)$/;
/** No runtime reads it, and so many start scripts do that it says something where the script is not in sight. */
const READ_BY_SCRIPTS = /^JAVA_OPTS$/;
/** Families whose own start script does. */
const WITH_SUCH_SCRIPTS = /^(?:keycloak|tomcat)(?::|$)/;
/** Go's own, which is a soft limit for everything the program takes. */
const GO_LIMIT = /^(\d+)(KiB|MiB|GiB|TiB)$/;
/** What a runtime takes besides its heap, at least. */
const BESIDES = '256Mi';

/** What it is told to take with room besides it, or what the image's family needs, whichever is more. */
export function minimumMemory(container: Container, root: Root): Minimum | undefined {
  const { facts, image } = container;
  const family = facts.minimumMemory;
  const told = toldMemory(container, root);
  // What the manifest says is better evidence for the same amount.
  if (told !== undefined && !isLess(told.memory, family?.value)) return told;
  const doubt = family?.verified ? undefined : `that ${image.name} needs it is not verified`;
  return family && { memory: family.value, evidence: family.evidence, doubt };
}

/** Sizes that some program is told, whoever reads them: Java's heaps wherever they stand, Spark's, Redis' and Go's own. */
const MENTIONED: readonly (readonly [RegExp, (text: string) => string | undefined])[] = [
  ...SETTINGS.map(({ pattern, read }) => [pattern, read] as const),
  [/-Xms(\d+[kKmMgG]?)\b/, binary],
  [/-XX:MaxDirectMemorySize=(\d+[kKmMgG]?)\b/, binary],
  [
    /(?:--driver-memory|--executor-memory|spark\.(?:driver|executor)\.memory|-maxmemory)[= ](\d+[kKmMgG])b?\b/,
    binary,
  ],
];

/**
 * The largest size that a variable or an argument mentions, with room besides it. It may be told to somebody else: no
 * number for what is written, but none of ours may be below it.
 */
export function mentionedMemory(container: Container, root: Root): Minimum | undefined {
  const found = toldTo(container, root).flatMap(told => {
    const text = told.variable === undefined ? told.text : `${told.variable}=${told.text}`;
    const sizes = MENTIONED.map(([pattern, read]) => sizeIn(text, pattern, read));
    const size = largest(...sizes);
    return size === undefined ? [] : [{ size, at: told.at }];
  });
  const size = largest(...found.map(each => each.size));
  if (size === undefined) return undefined;
  const { at } = found.find(each => each.size === size)!;
  const evidence: Evidence = { kind: 'manifest', at, says: `mentions ${size}` };
  return { memory: ofRuntime(size), evidence, doubt: 'it may be told to somebody else' };
}

/** The most that it is told to take, with room, by whom it is certain to listen to before the others. */
function toldMemory(container: Container, root: Root): Minimum | undefined {
  const all = toldTo(container, root);
  const commands = all.filter(({ variable }) => variable === undefined);
  const minima = all.flatMap(told => {
    const isRead = isReadBy(told, commands, container);
    return isRead === undefined ? [] : neededBy(told, isRead, container);
  });
  const most = (each: readonly Minimum[]) => {
    const memory = largest(...each.map(one => one.memory));
    return each.find(one => one.memory === memory);
  };
  return most(minima.filter(({ doubt }) => doubt === undefined)) ?? most(minima);
}

/** Whether the program reads it for certain; undefined where nothing shows that it does. */
function isReadBy({ variable }: Told, commands: readonly Told[], { facts }: Container): boolean | undefined {
  if (variable === undefined || variable === 'GOMEMLIMIT' || READ_BY_RUNTIMES.test(variable)) return true;
  // Any other variable counts where the command passes it on.
  const passed = new RegExp(`\\$[({]?${literal(variable)}\\b`);
  if (commands.some(({ text }) => passed.test(text))) return true;
  if (READ_BY_SCRIPTS.test(variable) && WITH_SUCH_SCRIPTS.test(facts.family ?? '')) return true;
  const isInSight = commands.some(({ text }) => text !== '') && !isScript(commands);
  return READ_BY_SCRIPTS.test(variable) && !isInSight && facts.family === undefined ? false : undefined;
}

function isScript(commands: readonly Told[]): boolean {
  return commands.some(({ text }) => /(?:\.sh|entrypoint)\b/.test(text));
}

function neededBy({ variable, text, at }: Told, isRead: boolean, { facts, image }: Container): Minimum[] {
  const doubt = isRead ? undefined : `whether ${image.name} reads ${variable} is not known`;
  if (variable === 'GOMEMLIMIT') {
    const [, number, unit = ''] = GO_LIMIT.exec(text) ?? [];
    if (number === undefined) return [];
    const memory = `${number}${unit.slice(0, -1)}`;
    return [
      { memory, evidence: { kind: 'manifest', at, says: `is told to use ${memory} of memory` }, doubt },
    ];
  }
  return SETTINGS.flatMap(({ pattern, read, of, room }) => {
    const size = sizeIn(text, pattern, read);
    if (size === undefined) return [];
    // Search engines map their files beside the heap, as much again.
    const memory = facts.component === 'search' && room === ofRuntime ? times(size, 2) : room(size);
    const says = `is told to use ${size} ${of}`;
    return [{ memory, evidence: { kind: 'manifest', at, says }, doubt }];
  });
}

function sizeIn(
  text: string,
  pattern: RegExp,
  read: (text: string) => string | undefined,
): string | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : read(found);
}

/** A quarter more, and some megabytes. */
function ofRuntime(heap: string): string {
  return withRoom(heap, largest(times(heap, 0.25), BESIDES)!);
}

function aQuarter(size: string): string {
  return withRoom(size, times(size, 0.25));
}

function withRoom(size: string, room: string): string {
  return times(printQuantity(addQuantities(parseQuantity(size)!, parseQuantity(room)!)), 1);
}

/** `512m` of the JVM, `512mb` of Redis and `512MB` of PostgreSQL are 512Mi. */
function binary(text: string): string | undefined {
  const [, number = '', unit = ''] = /^(\d+)([kmg]?)b?$/i.exec(text) ?? [];
  const size = unit === '' ? number : `${number}${unit.toUpperCase()}i`;
  return amount(size) === undefined ? undefined : size;
}
