/** Reads `kustomend.lock.yaml`, and writes what registries have said into its text. */
import { posix } from 'node:path';
import { OBSTACLES } from '../text/obstacle.ts';
import type { ImageConfig, LockedImage } from '../transform.ts';
import { editYaml, type KeyOrder, type YamlEdit } from '../yaml/edit/edit.ts';
import { newYamlFile } from '../yaml/edit/new-file.ts';
import type { Json } from '../yaml/read/data.ts';
import { parseWithPositions } from '../yaml/read/positions.ts';
import type { ConfigFiles, LoadedConfig } from './load.ts';
import { type LockEntry, lockSchema } from './lock-schema.ts';
import { type ConfigProblem, problemsOf } from './problems.ts';

const LOCK_FILE = 'kustomend.lock.yaml';

/** By full reference: `docker.io/library/postgres:16.4`. */
export type Lock = ReadonlyMap<string, LockedImage>;

/** Beside the configuration, else at the top. */
export function lockPath({ path }: Pick<LoadedConfig, 'path'>): string {
  return posix.join(posix.dirname(path ?? LOCK_FILE), LOCK_FILE);
}

/** @returns every entry, or every problem with its place */
export function readLock(
  files: ConfigFiles,
  config: Pick<LoadedConfig, 'path'>,
): Lock | { readonly problems: readonly ConfigProblem[] } {
  const file = lockPath(config);
  const obstacle = files.obstacle(file);
  if (obstacle !== undefined)
    return { problems: [{ file, line: 1, column: 1, message: `${file} ${OBSTACLES[obstacle]}` }] };
  const text = files.read(file);
  if (text === undefined) return new Map();
  const source = parseWithPositions(text);
  if (source.errors.length > 0) return { problems: source.errors.map(error => ({ ...error, file })) };
  const parsed = lockSchema().safeParse(source.data ?? {});
  if (!parsed.success) return { problems: problemsOf(parsed.error, file, source, lockSchema()) };
  const entries = Object.entries(parsed.data.images ?? {});
  return new Map(
    entries.map(([image, entry]) => {
      const at = `${file}:${source.positionOf(['images', image]).line}`;
      return [image, lockedImage(entry, at)];
    }),
  );
}

function lockedImage({ digest, platforms, config }: LockEntry, at: string): LockedImage {
  return { digest, at, platforms, config: config && imageConfig(config) };
}

function imageConfig(said: NonNullable<LockEntry['config']>): ImageConfig {
  const { platform, user, ports = [], volumes = [], entrypoint = [], command = [], variables = [] } = said;
  return { platform, user, ports, volumes, entrypoint, command, variables };
}

/** An entry without what it would only say to be empty. */
export function lockEntry(
  { digest, platforms, config }: Omit<LockedImage, 'at'>,
  resolvedAt: string,
): LockEntry {
  return {
    digest,
    resolvedAt,
    ...(platforms !== undefined && { platforms: [...platforms] }),
    ...(config !== undefined && { config: stated(config) }),
  };
}

function stated(config: ImageConfig): NonNullable<LockEntry['config']> {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== undefined && value.length > 0),
  );
}

const HEAD =
  '# What tags stood for, as registries said: `kustomend pin` writes it, and fixes take digests from it.\n';

/**
 * The text of the lock file with these entries, each at its place in the order of names. Lines of other entries stay.
 *
 * @param text undefined where there is none yet
 * @throws Error where a text that was read before cannot be edited
 */
export function withEntries(text: string | undefined, entries: ReadonlyMap<string, LockEntry>): string {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)) as [string, Json][];
  if (text === undefined || text.trim() === '') {
    const data = { version: 1, images: Object.fromEntries(sorted) };
    return HEAD + newYamlFile(data, { documentMarker: false, indentSequences: true, flowLists: true });
  }
  const edits = sorted.map(
    ([image, value]): YamlEdit => ({ op: 'set', doc: 0, path: ['images', image], value }),
  );
  const result = editYaml(text, edits, { keyOrder: byName });
  if (!result.ok) throw new Error(result.reason);
  return result.text;
}

/** Names of images in their order; what an entry says in the order in which it is written here. */
const byName: KeyOrder = ([top, image], keys, key) =>
  top === 'images' && image === undefined ? (keys.filter(each => each < key).at(-1) ?? null) : undefined;
