/** What an image says of itself, by its own configuration: the facts that its author has built in. */
import type { ImageConfig } from '../transform.ts';

export interface ReadConfig {
  readonly config: ImageConfig;
  /** What looks like the version of the program, by labels and variables: `1.27.3`. */
  readonly versions: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** @param data the bytes that a manifest calls its configuration, read as JSON */
export function readImageConfig(data: unknown): ReadConfig {
  const image = mapOf(data);
  const { User: user, ExposedPorts, Volumes, Entrypoint, Cmd, Env, Labels } = mapOf(image.config);
  const variables = textsOf(Env).map(text => text.split('=', 1)[0]!);
  const values = textsOf(Env).flatMap(text =>
    /^\w*VERSION=/.test(text) ? [text.slice(text.indexOf('=') + 1)] : [],
  );
  const label = mapOf(Labels)['org.opencontainers.image.version'];
  return {
    config: {
      platform: platformOf(image),
      user: typeof user === 'string' && user !== '' ? user : undefined,
      ports: Object.keys(mapOf(ExposedPorts)).sort(),
      volumes: Object.keys(mapOf(Volumes)).sort(),
      entrypoint: textsOf(Entrypoint),
      command: textsOf(Cmd),
      variables: [...new Set(variables.filter(name => name !== ''))].sort(),
    },
    versions: [...(typeof label === 'string' ? [label] : []), ...values],
  };
}

/** `linux/arm64/v8`; undefined where it is none, as for what only describes another image. */
export function platformOf(value: unknown): string | undefined {
  const { os, architecture, variant } = mapOf(value);
  const parts = [os, architecture, ...(variant === undefined || variant === '' ? [] : [variant])];
  const isNamed = parts.every(
    part => typeof part === 'string' && /^[a-z0-9]+$/.test(part) && part !== 'unknown',
  );
  return isNamed ? parts.join('/') : undefined;
}

export function mapOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}
