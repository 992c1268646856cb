/** What Vector is told of where logs go. */

import type { Container, Doubt, Evidence, Proposal } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { commandLine } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { hasHash } from '../shared/secrets/makers.ts';
import { configOf } from '../shared/storage/config-maps.ts';
import { hasWord } from '../shared/voices.ts';
import type { Context, Message } from './context.ts';
import { byDay, indexOf, isForEver } from './days.ts';
import { type Renewed, renewedIn, SINCE } from './keys.ts';
import { edited } from './settings.ts';
import { type Sink, versionOf, type Written, writtenIn } from './sinks.ts';
import { storesIn } from './stores.ts';

export function* sinkProposals({ root }: Pick<Context, 'root'>): Generator<Proposal<Message>> {
  for (const written of writtenIn(root)) {
    const keys = [...refused(written), ...oldKeys(written)];
    yield* keys;
    yield* oneIndex(written, keys.length > 0, { root });
  }
}

const TOGETHER = Math.max(...Object.values(SINCE));

/** The version of those that read a file, the oldest of several; undefined where a tag does not say it. */
function oldestReader({ readers }: Written): number | undefined {
  const versions = readers.map(versionOf);
  return versions.includes(undefined) ? undefined : Math.min(...(versions as number[]));
}

/** Keys that are refused since 0.19: Vector does not start with one of them. */
const GONE: Readonly<Record<string, string>> = {
  host: '`endpoints`',
  index: '`bulk.index`',
  bulk_action: '`bulk.action`',
  headers: '`request.headers`',
};
const GONE_SINCE = 19;

function* refused(written: Written): Generator<Proposal<Message>> {
  const version = oldestReader(written);
  if (version === undefined || version < GONE_SINCE) return;
  for (const sink of written.sinks.filter(({ type }) => type === 'elasticsearch')) {
    const keys = [...sink.settings.keys()].map(each => each.split('.')[0]!);
    for (const [key, successor] of Object.entries(GONE)) {
      if (!keys.includes(key)) continue;
      yield {
        message: 'refused',
        data: { sink: sink.name, key },
        at: atOf(written),
        changes: [],
        evidence: [],
        known: `${successor} says it today`,
      };
    }
  }
}

function* oldKeys(written: Written): Generator<Proposal<Message>> {
  const version = oldestReader(written);
  const found = written.sinks.flatMap(sink =>
    renewedIn(sink, written.text, version ?? TOGETHER).map(renewed => ({ sink, renewed })),
  );
  if (found.length === 0) return;
  const unsure = version === undefined;
  yield {
    message: 'old-keys',
    data: {
      sinks: sinksOf(found.map(({ sink }) => sink)),
      old: listed(
        found.map(({ renewed }) => renewed),
        'old',
      ),
      now: listed(
        found.map(({ renewed }) => renewed),
        'now',
      ),
    },
    at: atOf(written),
    changes: [
      changeOf(
        written,
        found.flatMap(({ renewed }) => renewed.edits),
      ),
    ],
    evidence: unsure ? [] : [evidenceOf(written)],
    doubts: unsure
      ? ['no tag says which version of Vector reads it: an old one does not know these keys']
      : [],
  };
}

function listed(found: readonly Renewed[], field: 'old' | 'now'): string {
  return (
    enumerated([...new Set(found.map(each => each[field]).filter(each => each !== ''))]) || 'nothing of it'
  );
}

function evidenceOf({ readers }: Written): Evidence {
  const reader = readers[0]!;
  const container = reader.containers.find(({ facts }) => facts.family === 'vector')!;
  return {
    kind: 'manifest',
    at: reader.where([...container.path, 'image']),
    says: `Vector ${container.image.tag} means the same by them, and warns of the old ones`,
  };
}

function* oneIndex(
  written: Written,
  hasOldKeys: boolean,
  { root }: Pick<Context, 'root'>,
): Generator<Proposal<Message>> {
  const sinks = written.sinks.filter(isForEver);
  if (sinks.length === 0) return;
  const indices = [...new Set(sinks.map(each => indexOf(each)!))];
  yield {
    message: 'one-index',
    data: { sinks: sinksOf(sinks), indices: enumerated(indices), pattern: `${indices[0]!}-%Y.%m.%d` },
    at: atOf(written),
    changes: [
      changeOf(
        written,
        sinks.map(each => byDay(each, written.text)),
      ),
    ],
    evidence: [],
    doubts: [
      `who reads ${enumerated(indices)} by that name finds what was there, and nothing new; that stays until somebody deletes it`,
      ...namedBy(indices, written, root),
      ...notYet(written),
    ],
    // Both are about one text: it is read again once the first is written.
    ...(hasOldKeys && { awaits: 'other words for its old keys' }),
  };
}

/** Vector reads its file when it starts, unless it is told to watch it. */
function notYet({ map, readers }: Written): readonly Doubt[] {
  const late = readers.filter(({ containers }) => !containers.some(isWatching));
  if (hasHash(map) || late.length === 0) return [];
  return [
    `ConfigMap ${map.name} keeps its name: nothing changes until somebody starts ${enumerated(late.map(({ name }) => name))} anew`,
  ];
}

function isWatching(container: Container): boolean {
  return (
    /(?:^|\s)(?:-w|--watch-config)(?:\s|$)/.test(commandLine(container)) ||
    mapsIn(container.get(['env'])).some(({ name }) => name === 'VECTOR_WATCH_CONFIG')
  );
}

/** Other configurations that speak of an index. */
function namedBy(indices: readonly string[], { map }: Written, root: Context['root']): readonly Doubt[] {
  // Its cluster may be called the same.
  const ofStores = storesIn(root).flatMap(({ workload }) => configOf(workload, root));
  const names = root
    .find('ConfigMap')
    .filter(each => each.key !== map.key && !ofStores.includes(each))
    .filter(each =>
      Object.values(each.get(['data']) ?? {}).some(
        text => typeof text === 'string' && indices.some(index => hasWord(text, index)),
      ),
    )
    .map(({ name }) => name);
  return names.length === 0 ? [] : [`ConfigMap ${enumerated(names)} names it`];
}

function atOf({ map, key }: Written): Proposal['at'] {
  return { on: map.key, path: ['data', key] };
}

function changeOf(
  { map, key, text }: Written,
  edits: Parameters<typeof edited>[1],
): Proposal['changes'][number] {
  return map.set(['data', key], edited(text, edits));
}

function sinksOf(sinks: readonly Sink[]): string {
  const names = [...new Set(sinks.map(({ name }) => name))];
  return `sink${names.length > 1 ? 's' : ''} ${enumerated(names)}`;
}
