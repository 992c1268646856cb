/** What scrapes metrics, as files of the repository set it up: a Prometheus of the operator, or one with a configuration of its own. */

import type { Files } from '../../../kustomize/files/files.ts';
import { at, entry, type Node, textOf, toJson } from '../../../kustomize/tree/node.ts';
import type {
  JsonObject,
  WrittenPrometheus,
  WrittenRules,
  WrittenScrapes,
  WrittenServer,
} from '../../../transform.ts';
import { isJsonMap } from '../../../yaml/read/data.ts';
import { documentsIn, groupOf, kindOf, labelsOf, nameOf, placeOf } from '../manifests/documents.ts';
import { alertsIn } from './alerts.ts';

const MANIFEST = /\.ya?ml$/;
/** The values of kube-prometheus-stack have what the operator reads under this key. */
const OF_CHART = 'prometheusSpec';
const SERVER = /^kind:\s*["']?Prometheus(?:Agent)?["']?\s*$|^[ \t]*prometheusSpec:/m;
const RULES = /^kind:\s*["']?PrometheusRule\b/m;
const SCRAPES = /^[ \t]*(?:scrape_configs|additionalScrapeConfigs|extraScrapeConfigs):/m;
/** Its fields are not those of a server. */
const SCHEMA = /^kind:\s*["']?CustomResourceDefinition\b/m;
/** What is for a machine of its own scrapes no cluster. */
const OF_COMPOSE = /(?:^|[/._-])(?:docker|compose)(?:[/._-]|$)/i;
/** Other objects by which metrics are fetched, which are not read here. */
const OTHER_WAYS =
  /^kind:\s*["']?(?:(?:Cluster)?PodMonitoring|VM(?:Service|Pod|Static|Node)Scrape|ScrapeConfig)\b|^apiVersion:\s*["']?azmonitoring\.coreos\.com\//m;

export function readPrometheus(files: Files, paths: readonly string[]): WrittenPrometheus {
  const manifests = paths
    .filter(path => MANIFEST.test(path) && !OF_COMPOSE.test(path))
    .filter(path => !SCHEMA.test(files.read(path) ?? ''));
  return {
    servers: manifests
      .filter(path => SERVER.test(files.read(path) ?? ''))
      .flatMap(path => documentsIn(files, path))
      .flatMap(document => serversIn(files, document)),
    rules: manifests
      .filter(path => RULES.test(files.read(path) ?? ''))
      .flatMap(path => documentsIn(files, path))
      .flatMap(document => rulesIn(files, document)),
    alerts: manifests.flatMap(path => alertsIn(path, files.read(path) ?? '')),
    scrapes: manifests.flatMap(path => scrapesIn(files, path)),
    otherWay: manifests.map(path => placeIn(files, path, OTHER_WAYS)).find(place => place !== undefined),
  };
}

function scrapesIn(files: Files, path: string): readonly WrittenScrapes[] {
  const place = placeIn(files, path, SCRAPES);
  return place === undefined ? [] : [{ at: place, text: files.read(path) ?? '' }];
}

function placeIn(files: Files, path: string, pattern: RegExp): string | undefined {
  const text = files.read(path) ?? '';
  const found = pattern.exec(text);
  if (found === null) return undefined;
  return `${path}:${text.slice(0, found.index).split('\n').length}`;
}

function serversIn(files: Files, document: Node): readonly WrittenServer[] {
  if (/^Prometheus(?:Agent)?$/.test(kindOf(document)) && groupOf(document) === 'monitoring.coreos.com') {
    const spec = entry(document, 'spec');
    return [
      {
        name: nameOf(document),
        at: placeOf(files, entry(document, 'kind') ?? document),
        namespace: textOf(at(document, 'metadata', 'namespace')),
        spec: mapOf(spec),
      },
    ];
  }
  const release = kindOf(document) === 'HelmRelease' ? releaseOf(document) : undefined;
  return valuesIn(document).map(spec => ({
    name: undefined,
    at: placeOf(files, spec),
    namespace: undefined,
    spec: asRendered(mapOf(spec), release),
  }));
}

function rulesIn(files: Files, document: Node): readonly WrittenRules[] {
  if (kindOf(document) !== 'PrometheusRule' || groupOf(document) !== 'monitoring.coreos.com') return [];
  return [
    {
      name: nameOf(document),
      at: placeOf(files, entry(document, 'kind') ?? document),
      labels: labelsOf(files, document),
      spec: mapOf(entry(document, 'spec')),
    },
  ];
}

function releaseOf(document: Node): string | undefined {
  const named = textOf(at(document, 'spec', 'releaseName'));
  return named ?? (at(document, 'spec', 'targetNamespace') === undefined ? nameOf(document) : undefined);
}

function valuesIn(node: Node): readonly Node[] {
  if (node.kind === 'list') return node.items.flatMap(valuesIn);
  if (node.kind !== 'map') return [];
  return [...node.entries].flatMap(([key, value]) => (key === OF_CHART ? [value] : valuesIn(value)));
}

/**
 * What the chart makes of its values: monitors of its own release, unless it is told not to, from all namespaces.
 *
 * @param release its name, where that is known
 */
function asRendered(values: JsonObject, release: string | undefined): JsonObject {
  const selectors = ['serviceMonitor', 'podMonitor', 'rule'].flatMap(what => {
    const selector = values[`${what}Selector`];
    const isSaid = isJsonMap(selector) && Object.keys(selector).length > 0;
    const takesAny = values[`${what}SelectorNilUsesHelmValues`] === false;
    const own = release === undefined ? [] : [[`${what}Selector`, { matchLabels: { release } }] as const];
    return [
      ...(isSaid ? [] : takesAny ? [[`${what}Selector`, {}] as const] : own),
      ...(isJsonMap(values[`${what}NamespaceSelector`]) ? [] : [[`${what}NamespaceSelector`, {}] as const]),
    ];
  });
  const said = Object.entries(values).filter(
    ([key, value]) => !(key.endsWith('Selector') && isJsonMap(value) && Object.keys(value).length === 0),
  );
  return Object.fromEntries([...said, ...selectors]);
}

function mapOf(node: Node | undefined): JsonObject {
  const value = node === undefined ? {} : toJson(node);
  return isJsonMap(value) ? value : {};
}
