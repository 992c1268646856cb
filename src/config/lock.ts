/** Reads `kustomend.lock.yaml`, and writes what registries have said into its text. */
import type { ImageConfig, LockedImage } from '../transform.ts';
import type { Json } from '../yaml/read/data.ts';
import { besideConfig, readKept, withKept } from './kept-file.ts';
import type { ConfigFiles, LoadedConfig } from './load.ts';
import { type LockEntry, lockSchema } from './lock-schema.ts';
import type { ConfigProblem } from './problems.ts';

const LOCK_FILE = 'kustomend.lock.yaml';

/** By full reference: `docker.io/library/postgres:16.4`. */
export type Lock = ReadonlyMap<string, LockedImage>;

/** Beside the configuration, else at the top. */
export function lockPath(config: Pick<LoadedConfig, 'path'>): string {
  return besideConfig(config, LOCK_FILE);
}

/** @returns every entry, or every problem with its place */
export function readLock(
  files: ConfigFiles,
  config: Pick<LoadedConfig, 'path'>,
): Lock | { readonly problems: readonly ConfigProblem[] } {
  const file = lockPath(config);
  const kept = readKept(files, file, lockSchema);
  if (kept === undefined) return new Map();
  if ('problems' in kept) return kept;
  const entries = Object.entries(kept.data.images ?? {});
  return new Map(
    entries.map(([image, entry]) => {
      const at = `${file}:${kept.source.positionOf(['images', image]).line}`;
      return [image, lockedImage(entry, at)];
    }),
  );
}

function lockedImage({ digest, platforms, config }: LockEntry, at: string): LockedImage {
  return { digest, at, platforms, config: config && imageConfig(config) };
}

/** With what it leaves out because there is none. */
export function imageConfig(said: NonNullable<LockEntry['config']>): ImageConfig {
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

/** Without what it would only say to be empty. */
export function stated(config: ImageConfig): NonNullable<LockEntry['config']> {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== undefined && value.length > 0),
  );
}

const HEAD =
  '# What tags stood for, as registries said: `kustomend pin` writes it, and fixes take digests from it.\n';

/** The text of the lock file with these entries. */
export function withEntries(text: string | undefined, entries: ReadonlyMap<string, LockEntry>): string {
  return withKept(text, HEAD, { images: entries as ReadonlyMap<string, Json> });
}
