/**
 * `krr simple -f json`: measured use as Prometheus has kept it.
 * Shape: robusta_krr/core/models/{result,objects,allocations}.py of robusta-dev/krr; settings of its strategies in
 * robusta_krr/strategies. CPU is in cores, memory in bytes, `?` is what it does not know and null what it does not recommend.
 */
import { cpuText, memoryText } from '../model/amounts.ts';
import { dayOf, type Fields, fieldsOf, isFields, itemsOf, numberOf, textOf } from '../model/data.ts';
import type { Found, FoundContainer, ReadAs } from '../model/found.ts';

export function isKrr(data: unknown): data is Fields {
  return isFields(data) && Array.isArray(data.scans) && isFields(data.strategy);
}

export function readKrr(report: Fields, { date }: ReadAs): Found {
  const { name, settings } = fieldsOf(report.strategy);
  const method = methodOf(textOf(name) ?? '?', fieldsOf(settings));
  const hours = numberOf(fieldsOf(settings).history_duration);
  const scans = itemsOf(report.scans);
  const containers = scans.flatMap(scan => readScan(scan, { date, method, hours }));
  const missing = scans.length - containers.length;
  return {
    images: [],
    containers,
    left: missing === 0 ? [] : [`${missing} of ${scans.length} scans have no numbers`],
  };
}

interface Run {
  readonly date: string;
  readonly method: string;
  readonly hours: number | undefined;
}

function readScan(scan: Fields, { date, method, hours }: Run): FoundContainer[] {
  const { namespace, kind, name, container } = fieldsOf(scan.object);
  const [where, what, called, inside] = [namespace, kind, name, container].map(textOf);
  if (!where || !what || !called || !inside) return [];
  const recommended = fieldsOf(scan.recommended);
  const requests = amountsOf(recommended.requests);
  const limits = amountsOf(recommended.limits);
  if (Object.keys(requests).length + Object.keys(limits).length === 0) return [];
  const caveat = caveatOf(recommended.info, { ...limits, ...requests });
  return [
    {
      namespace: where,
      owners: [{ kind: what, name: called }],
      container: inside,
      record: {
        usage: {
          source: 'krr',
          date: lastMeasured(scan) ?? date,
          method,
          ...(hours !== undefined && { days: Math.round((hours / 24) * 10) / 10 }),
          ...(caveat !== undefined && { caveat }),
          ...(Object.keys(requests).length > 0 && { requests }),
          ...(Object.keys(limits).length > 0 && { limits }),
        },
      },
    },
  ];
}

function amountsOf(recommended: unknown): { readonly cpu?: string; readonly memory?: string } {
  const { cpu, memory } = fieldsOf(recommended);
  const [cores, bytes] = [cpu, memory].map(each => numberOf(isFields(each) ? each.value : each));
  return {
    ...(cores !== undefined && cores > 0 && { cpu: cpuText(cores) }),
    ...(bytes !== undefined && bytes > 0 && { memory: memoryText(bytes) }),
  };
}

/** What it says of resources that it has a number for. */
function caveatOf(info: unknown, amounts: object): string | undefined {
  const said = Object.entries(fieldsOf(info)).flatMap(([resource, text]) =>
    resource in amounts && textOf(text) !== undefined ? [`${resource}: ${String(text)}`] : [],
  );
  return said.length === 0 ? undefined : said.join('; ');
}

function lastMeasured(scan: Fields): string | undefined {
  return Object.values(fieldsOf(scan.metrics))
    .flatMap(metric => dayOf(fieldsOf(metric).end_time) ?? [])
    .sort()
    .at(-1);
}

function methodOf(strategy: string, settings: Fields): string {
  const percentile = numberOf(settings.cpu_percentile ?? settings.cpu_request);
  const buffer = numberOf(settings.memory_buffer_percentage);
  const cpu = percentile === undefined ? [] : [`CPU at percentile ${percentile}`];
  const memory = buffer === undefined ? [] : [`memory at its peak and ${buffer} % more`];
  const known = [...cpu, ...memory];
  return known.length === 0 ? `strategy ${strategy}` : known.join(', ');
}
