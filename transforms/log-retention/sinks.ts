/** Sinks of Vector that write to a server of searches, and the files that say so. */

import type { Resource, Root, Workload } from '../../src/transform.ts';
import { runsToday } from '../shared/pods.ts';
import { configOf } from '../shared/storage/config-maps.ts';
import { type Setting, type Settings, textOf } from './settings.ts';
import { readToml } from './toml.ts';
import { readYaml } from './yaml.ts';

export interface Sink {
  readonly name: string;
  readonly type: string;
  /** By their names below the sink: `bulk.index`. */
  readonly settings: ReadonlyMap<string, Setting>;
}

/** An entry of a ConfigMap that Vector reads. */
export interface Written {
  readonly map: Resource;
  readonly key: string;
  readonly text: Settings;
  readonly sinks: readonly Sink[];
  /** The pods that read it. */
  readonly readers: readonly Workload[];
}

const TYPES = ['elasticsearch', 'opensearch'];

export function writtenIn(root: Root): readonly Written[] {
  const found = new Map<string, Written>();
  for (const workload of root.workloads) {
    if (!workload.containers.some(isVector) || !runsToday(workload, root)) continue;
    for (const map of configOf(workload, root)) {
      for (const [key, text] of Object.entries(map.get(['data']) ?? {})) {
        const id = `${map.key} ${key}`;
        const known = found.get(id);
        const made = known ?? (typeof text === 'string' ? readWritten(map, key, text) : undefined);
        if (made !== undefined) found.set(id, { ...made, readers: [...made.readers, workload] });
      }
    }
  }
  return [...found.values()];
}

export function isVector({ facts, role }: Workload['containers'][number]): boolean {
  return facts.family === 'vector' && role !== 'init';
}

function readWritten(map: Resource, key: string, source: string): Written | undefined {
  const text = /\.toml$/.test(key) ? readToml(source) : /\.ya?ml$/.test(key) ? readYaml(source) : undefined;
  const sinks = text === undefined ? [] : sinksIn(text);
  return text === undefined || sinks.length === 0 ? undefined : { map, key, text, sinks, readers: [] };
}

function sinksIn({ all }: Settings): readonly Sink[] {
  const names = new Set(
    all.flatMap(({ path }) => (path[0] === 'sinks' && path.length > 2 ? [path[1]!] : [])),
  );
  return [...names].flatMap(name => {
    const settings = new Map(
      all
        .filter(({ path }) => path[0] === 'sinks' && path[1] === name)
        .map(each => [each.path.slice(2).join('.'), each]),
    );
    const type = said(settings, 'type');
    return type !== undefined && TYPES.includes(type) ? [{ name, type, settings }] : [];
  });
}

/** What a setting says; undefined where it is not there, or says it in more than a word. */
export function said(settings: Sink['settings'], name: string): string | undefined {
  const setting = settings.get(name);
  return setting === undefined ? undefined : textOf(setting);
}

/** `0.34` as 34; undefined where no tag says it. */
export function versionOf({ containers }: Workload): number | undefined {
  const tag = containers.find(isVector)?.image.tag;
  const [, major, minor] = /^v?(\d+)\.(\d+)(?:\.|-|$)/.exec(tag ?? '') ?? [];
  return major === undefined ? undefined : Number(major) * 1000 + Number(minor);
}
