/** Whether the release of an operator that the repository installs serves a version. */
import type { Root, WrittenChart } from '../../src/transform.ts';
import type { Move } from './moves.ts';

/** Charts by the name that releases have in the tables of versions, where a chart has the version of what it installs. */
const CHARTS: Readonly<Record<string, readonly string[]>> = {
  'External Secrets': ['external-secrets'],
  Istio: ['istiod', 'base'],
};

export interface Pinned {
  readonly chart: WrittenChart;
  /** Undefined where the range goes beyond the release, and whether that is taken is not known. */
  readonly serves: boolean | undefined;
}

type Release = readonly [major: number, minor: number];

/** What is installed, the oldest that is known first; undefined where the repository installs none. */
export function pinnedFor({ newSince = '' }: Move, { platform }: Root): Pinned | undefined {
  const [, product = '', release = ''] = /^(.*) (\d+\.\d+)$/.exec(newSince) ?? [];
  const since = numbersOf(release);
  if (since === undefined) return undefined;
  const all = (CHARTS[product] ?? [])
    .flatMap(name => platform.chartsCalled(name))
    .map((chart): Pinned => ({ chart, serves: servedBy(chart.version, since) }));
  return (
    all.find(({ serves }) => serves === false) ?? all.find(({ serves }) => serves === undefined) ?? all.at(0)
  );
}

/** What is written with a minor is of that minor, but for `^1.2` and what names a bound only (`>=0.9`). */
function servedBy(range: string, since: Release): boolean | undefined {
  const text = range.trim();
  const written = numbersOf(
    /^[v=~^]*\s*(\d+\.\d+)(?:\.(?:\d+|[xX*]))?(?:[-+][\w.]+)?$/.exec(text)?.[1] ?? '',
  );
  const lowest = written ?? numbersOf(/^>=\s*v?(\d+\.\d+)(?:\.\d+)?\b[^|]*$/.exec(text)?.[1] ?? '');
  if (lowest === undefined) return undefined;
  if (isBefore(since, lowest) || String(since) === String(lowest)) return true;
  const isOpen = written === undefined || (text.startsWith('^') && lowest[0] > 0);
  return isOpen ? undefined : false;
}

function numbersOf(text: string): Release | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

function isBefore(a: Release, b: Release): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}
