/** Keys of a sink that Vector has given up, in words of the version that runs. */

import { type Edit, type Setting, type Settings, spliced } from './settings.ts';
import { type Sink, said } from './sinks.ts';

/** Keys with their successors, and the line that says so. */
export interface Renewed {
  readonly old: string;
  readonly now: string;
  readonly edits: readonly Edit[];
}

/**
 * The first version that knows the successor and means the same by it.
 *
 * @see https://vector.dev/highlights/2022-10-04-0-25-0-upgrade-guide/
 * @see https://github.com/vectordotdev/vector/blob/v0.34.0/src/sinks/elasticsearch/common.rs
 */
export const SINCE = { endpoint: 25, suppress_type_name: 30 } as const;

/** What a sink says in words that have a successor. Of both forms at once Vector takes none. */
export function renewedIn({ settings, type }: Sink, text: Settings, version: number): readonly Renewed[] {
  if (type !== 'elasticsearch') return [];
  const endpoint = settings.get('endpoint');
  const types = settings.get('suppress_type_name');
  return [
    ...(endpoint === undefined || settings.has('endpoints') || version < SINCE.endpoint
      ? []
      : inList(endpoint, settings.get('inputs'), text)),
    ...(types === undefined || version < SINCE.suppress_type_name ? [] : byVersion(types, settings, text)),
  ];
}

function inList(endpoint: Setting, neighbour: Setting | undefined, { form, lines }: Settings): Renewed[] {
  const { line, key, value, raw } = endpoint;
  if (raw === '' || raw.includes('\n')) return [];
  const written = lines[line]!;
  const named = { old: 'endpoint', now: 'endpoints' };
  const dash = neighbour === undefined ? undefined : /^( *)- */m.exec(neighbour.raw)?.[0];
  if (form === 'yaml' && dash !== undefined) {
    return [
      {
        ...named,
        edits: [
          {
            line,
            lines: [`${written.slice(0, key.start)}endpoints:`, dash + written.slice(value.start)],
          },
        ],
      },
    ];
  }
  // Within brackets commas and braces end a word.
  const isPlain = form === 'yaml' && !/^["']/.test(raw) && /[[\]{},]/.test(raw);
  const item = isPlain ? `'${raw}'` : raw;
  return [
    { ...named, edits: [{ line, lines: [spliced(spliced(written, value, `[${item}]`), key, 'endpoints')] }] },
  ];
}

/**
 * Whether requests name a type: so says the version of the API too. `auto` would take OpenSearch 2 for Elasticsearch 2 and
 * name one, which it refuses: the version is said outright.
 *
 * @see https://github.com/vectordotdev/vector/issues/17690
 */
function byVersion(types: Setting, settings: Sink['settings'], { form, lines }: Settings): Renewed[] {
  const old = 'suppress_type_name';
  const version = settings.get('api_version');
  const written = version === undefined ? 'auto' : said(settings, 'api_version');
  const without = { line: types.line, lines: commentOf(lines[types.line]!, types) };
  const isNamed = said(settings, old) === 'false';
  if (
    isNamed ||
    written === 'v7' ||
    written === 'v8' ||
    said(settings, 'opensearch_service_type') === 'serverless'
  ) {
    return [{ old, now: '', edits: [without] }];
  }
  // Two answers to one question stay as they are.
  if (said(settings, old) !== 'true' || written !== 'auto') return [];
  const now = { old, now: 'api_version' };
  const v8 = form === 'toml' ? '"v8"' : 'v8';
  if (version !== undefined) {
    const other = { line: version.line, lines: [spliced(lines[version.line]!, version.value, v8)] };
    return [{ ...now, edits: [other, without] }];
  }
  const line = spliced(spliced(lines[types.line]!, types.value, v8), types.key, 'api_version');
  return [{ ...now, edits: [{ line: types.line, lines: [line] }] }];
}

/** What was said of a line that goes. */
function commentOf(line: string, { key, value }: Setting): readonly string[] {
  const comment = line.slice(value.end).trim();
  return comment === '' ? [] : [line.slice(0, key.start) + comment];
}
