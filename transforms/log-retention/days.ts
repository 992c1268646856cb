/** Indices by day: of one that takes everything nothing can be deleted but all of it. */

import { type Edit, inQuotesOf, type Settings, spliced, textOf } from './settings.ts';
import { type Sink, said } from './sinks.ts';

const DAYS = '%Y.%m.%d';
/** What a sink without a name of its own writes to. */
const DEFAULT = `vector-${DAYS}`;

/** The name that a sink writes to; undefined where it is none of an index, or somebody else says it. */
export function indexOf({ settings }: Sink): string | undefined {
  if (said(settings, 'mode') === 'data_stream' || settings.has('data_stream.dataset')) return undefined;
  if (settings.has('bulk') && settings.get('bulk')!.raw !== '') return undefined;
  if (settings.has('index')) return undefined;
  const index = settings.get('bulk.index');
  const text = index === undefined ? DEFAULT : textOf(index);
  return text === undefined || /\$/.test(text) ? undefined : text;
}

/** Whether it is one index for ever. A field of what is written may stand for a day. */
export function isForEver(sink: Sink): boolean {
  const index = indexOf(sink);
  return index !== undefined && !/[%{]/.test(index) && !isKeptUpToDate(sink);
}

/** What is written anew under the same name is no log. */
function isKeptUpToDate({ settings }: Sink): boolean {
  const action = said(settings, 'bulk.action') ?? 'index';
  return settings.has('id_key') || settings.has('bulk.version') || !['index', 'create'].includes(action);
}

export function byDay(sink: Sink, { lines }: Settings): Edit {
  const index = sink.settings.get('bulk.index')!;
  const named = inQuotesOf(index, `${textOf(index)!}-${DAYS}`);
  // Without quotes a name that goes on with a percent sign is one still.
  return { line: index.line, lines: [spliced(lines[index.line]!, index.value, named)] };
}

/**
 * `logs-20*` for the indices of a sink, as they are or will be; undefined where too little of their names is certain, or one is
 * written to for longer than a month: it would be deleted with what is new.
 */
export function patternOf(sink: Sink): string | undefined {
  const index = indexOf(sink);
  if (index === undefined || isKeptUpToDate(sink)) return undefined;
  const dated = isForEver(sink) ? `${index}-${DAYS}` : index;
  if (!SHORT.test(dated)) return undefined;
  // The century keeps out what else begins so: `shop-products` beside `shop-2026.11.30`.
  const pattern = dated
    .replace(/\{\{.*?\}\}/g, '*')
    .replace(/%Y.*$/, '20*')
    .replace(/%.*$/, '*');
  return isPattern(pattern) ? pattern : undefined;
}

/** A month, a week or a day. */
const SHORT = /%-?[mbBdejUVWFD]/;

/** Never what other indices have in common with logs. */
export function isPattern(pattern: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{2,}(?:\*[a-z0-9._-]*)*\*$/.test(pattern);
}
