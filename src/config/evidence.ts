/** Reads `kustomend.evidence.yaml`, and writes what tools have seen into its text. */
import type { Observed, SeenContainer, SeenImage, Sighting } from '../transform.ts';
import type { Json } from '../yaml/read/data.ts';
import type { ContainerRecord, ImageRecord } from './evidence-schema.ts';
import { evidenceSchema } from './evidence-schema.ts';
import { besideConfig, readKept, withKept } from './kept-file.ts';
import type { ConfigFiles, LoadedConfig } from './load.ts';
import { imageConfig } from './lock.ts';
import type { ConfigProblem } from './problems.ts';

const EVIDENCE_FILE = 'kustomend.evidence.yaml';

/** Days after which what was seen is doubted, where the configuration says nothing else. */
const MAX_AGE = 90;

/** Entries as they are written. */
export interface Records {
  readonly images: ReadonlyMap<string, ImageRecord>;
  readonly containers: ReadonlyMap<string, ContainerRecord>;
}

/** Beside the configuration, else at the top. */
export function evidencePath(config: Pick<LoadedConfig, 'path'>): string {
  return besideConfig(config, EVIDENCE_FILE);
}

/** What a repository keeps, as it is written. @returns every problem with its place, where there is any */
export function readRecords(
  files: ConfigFiles,
  config: Pick<LoadedConfig, 'path'>,
): (Records & { lineOf(path: readonly string[]): number }) | { readonly problems: readonly ConfigProblem[] } {
  const kept = readKept(files, evidencePath(config), evidenceSchema);
  if (kept !== undefined && 'problems' in kept) return kept;
  return {
    images: new Map(Object.entries(kept?.data.images ?? {})),
    containers: new Map(Object.entries(kept?.data.containers ?? {})),
    lineOf: path => kept?.source.positionOf(path).line ?? 1,
  };
}

/**
 * The same as transforms see it.
 *
 * @param today by which it is old or not
 */
export function readObserved(
  files: ConfigFiles,
  config: Pick<LoadedConfig, 'path' | 'config'>,
  today: string,
): Observed | { readonly problems: readonly ConfigProblem[] } {
  const records = readRecords(files, config);
  if ('problems' in records) return records;
  const file = evidencePath(config);
  const sighting = (record: Pick<Sighting, 'source' | 'date'>, path: readonly string[]): Sighting => ({
    source: record.source,
    date: record.date,
    at: `${file}:${records.lineOf(path)}`,
    isOld: isOld(record.date, today, config),
  });
  return {
    images: new Map(
      [...records.images].map(([name, record]) => [
        name,
        seenImage(record, sighting(record, ['images', name])),
      ]),
    ),
    containers: new Map(
      [...records.containers].map(([name, record]) => [
        name,
        seenContainer(record, (part, of) => sighting(of, ['containers', name, part])),
      ]),
    ),
  };
}

function seenImage({ digests = [], config }: ImageRecord, sighting: Sighting): SeenImage {
  return { ...sighting, digests, config: imageConfig(config) };
}

function seenContainer(
  { usage, user, profile }: ContainerRecord,
  sighting: (part: keyof ContainerRecord, of: Pick<Sighting, 'source' | 'date'>) => Sighting,
): SeenContainer {
  return {
    usage: usage && {
      ...sighting('usage', usage),
      method: usage.method,
      days: usage.days,
      caveat: usage.caveat,
      requests: stated(usage.requests),
      limits: stated(usage.limits),
    },
    user: user && {
      ...sighting('user', user),
      image: user.image,
      digest: user.digest,
      uid: user.uid,
      gid: user.gid,
    },
    profile: profile && {
      ...sighting('profile', profile),
      image: profile.image,
      digest: profile.digest,
      isWhole: profile.partial !== true,
      isTried: profile.tried === true,
      writes: profile.writes ?? [],
      content: profile.content ?? [],
      unplaced: profile.unplaced,
      capabilities: profile.capabilities,
    },
  };
}

function stated(
  amounts: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(amounts).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

/** Whether a day is longer ago than evidence counts. */
export function isOld(date: string, today: string, { config }: Pick<LoadedConfig, 'config'>): boolean {
  const days = (Date.parse(today) - Date.parse(date)) / 86_400_000;
  // What is no day is no reason to believe it.
  return !(days <= (config.evidence?.maxAge ?? MAX_AGE));
}

const HEAD = `# What tools have seen of images and of what runs: \`kustomend evidence\` writes it, and fixes rest on it.
`;

/** What is to be written; null takes an entry out. */
export interface RecordChanges {
  readonly images: ReadonlyMap<string, ImageRecord | null>;
  readonly containers: ReadonlyMap<string, ContainerRecord | null>;
}

/** The text of the file with these entries. */
export function withRecords(text: string | undefined, { images, containers }: RecordChanges): string {
  return withKept(text, HEAD, {
    images: images as ReadonlyMap<string, Json | null>,
    containers: containers as ReadonlyMap<string, Json | null>,
  });
}
