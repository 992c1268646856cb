/** Agents that are known to read files of the node, and to write none of them. */

import type { Container, Doubt, Evidence, Root } from '../../src/transform.ts';
import { commandLine, immutableTemplate, isWithin } from '../shared/pods.ts';
import { ENTRYPOINT_REPLACED } from '../shared/prose.ts';
import { configOf } from '../shared/storage/config-maps.ts';

interface Reader {
  /** Of the node; all unless stated. */
  readonly paths: readonly string[];
  readonly says: string;
  /** Its own word that it writes files there. */
  readonly writes?: RegExp;
}

/**
 * Agents that keep their position beside the logs (fluentd, promtail, fluent-bit with a `DB`) are not among them.
 *
 * @see https://vector.dev/docs/reference/configuration/global-options/#data_dir
 * @see https://github.com/prometheus/node_exporter#docker
 */
const READERS: ReadonlyMap<string, Reader> = new Map([
  [
    'vector',
    {
      paths: ['/var/log', '/var/lib/docker/containers'],
      says: 'it reads logs of the node, and keeps its position in its own data_dir',
      writes:
        /data_dir["']?\s*[:=]\s*["']?\/var\/log|\[sinks\.[^\]]+\](?:(?!\n\[)[\s\S])*\btype\s*=\s*["']file["']|\bsinks["']?\s*:[\s\S]*\btype["']?\s*:\s*["']?file\b/,
    },
  ],
  [
    'node-exporter',
    { paths: ['/'], says: 'it reads what the node says of itself, and has no file to write' },
  ],
]);

/** What speaks for it that none of these containers writes there; undefined where nothing does. */
export function knownReader(
  containers: readonly Container[],
  path: string,
  root: Root,
): { readonly evidence: readonly Evidence[]; readonly doubts: readonly Doubt[] } | undefined {
  const evidence: Evidence[] = [];
  const doubts: Doubt[] = [];
  for (const container of containers) {
    const family = container.facts.family ?? '';
    const reader = READERS.get(family);
    if (reader === undefined || !reader.paths.some(each => isWithin(path, each))) return undefined;
    evidence.push({ kind: 'family', at: family, says: reader.says });
    if ((container.get(['command']) ?? null) !== null) doubts.push(ENTRYPOINT_REPLACED);
    const { writes, paths } = reader;
    const config = configOf(container.workload, root);
    if (writes === undefined) continue;
    if (config.length === 0) doubts.push(`its configuration, which may have it write, is not in sight`);
    const texts = [commandLine(container), ...config.flatMap(({ object }) => JSON.stringify(object.data))];
    if (texts.some(each => writes.test(each.replaceAll('\\n', '\n').replaceAll('\\"', '"'))))
      doubts.push(`its configuration has it write files, perhaps below ${paths[0]}`);
  }
  return { evidence, doubts: [...doubts, ...immutableTemplate(containers[0]!.workload)] };
}
