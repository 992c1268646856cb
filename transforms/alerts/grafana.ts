/** How the Grafana of a repository takes dashboards, by those that are there. */

import { apiGroupOf } from '../../src/kubernetes/kinds.ts';
import {
  type Doubt,
  type Evidence,
  type JsonObject,
  nameOf,
  type Resource,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';
import { isNamedIn, namesOf } from './named.ts';

const OPERATOR = 'grafana.integreatly.org';
/** `grafana_dashboard`, as charts of Grafana have it for the sidecar, or one like it. */
const LABEL = /grafana[._-]?dashboards?$/i;
/** Values that say no more than that it is one: others are names, of something that mounts it. */
const IS_ONE = /^(?:1|true|yes|)$/i;
/** Annotations by which a sidecar puts dashboards into a folder. */
const FOLDER = /(?:folder|target-directory)$/;
type Labels = Readonly<Record<string, string>>;

/** How one kind of object brings a dashboard. */
interface Convention {
  readonly kind: 'GrafanaDashboard' | 'ConfigMap';
  readonly says: string;
  /** Undefined where the others do not say what takes them. */
  manifest(others: Others, text: string, name: string): JsonObject | undefined;
}

interface Others {
  readonly all: readonly Resource[];
  /** Whether where they stand in Grafana is for all: one alone may have a place of its own. */
  readonly isHabit: boolean;
}

export interface Home {
  readonly manifest: JsonObject;
  readonly evidence: Evidence;
  readonly doubts: readonly Doubt[];
}

/** The object that brings a dashboard; undefined where no other one shows how. */
export function homeFor(workload: Workload, text: string, root: Root): Home | undefined {
  for (const { kind, says, manifest } of [OF_OPERATOR, OF_SIDECAR]) {
    const all = dashboards(root).filter(each => each.kind === kind);
    const namespaces = [...new Set(all.map(each => root.platform.namespaceOf(each)))];
    const isNear = namespaces.includes(root.platform.namespaceOf(workload));
    const [first] = all;
    if (first === undefined) continue;
    const made = manifest({ all, isHabit: isNear || all.length > 1 }, text, workload.name);
    if (made === undefined) continue;
    const isTakenAnywhere = isNear || (isMap(made.spec) && made.spec.allowCrossNamespaceImport === true);
    const where = enumerated(namespaces.map(each => each ?? 'no namespace'));
    return {
      manifest: {
        ...made,
        metadata: { name: nameOf(workload, affixOf(all)), ...(made.metadata as JsonObject) },
      },
      evidence: {
        kind: 'manifest',
        at: first.where(['metadata', 'name']),
        says: `${kind} ${first.name} ${says}`,
      },
      doubts: isTakenAnywhere ? [] : [`Grafana may look for dashboards in ${where} alone`],
    };
  }
  return undefined;
}

const OF_OPERATOR: Convention = {
  kind: 'GrafanaDashboard',
  says: 'says which Grafana takes dashboards',
  manifest({ all, isHabit }, json) {
    const said = (fields: readonly string[]) =>
      Object.fromEntries(
        fields.flatMap(field => {
          const [value, ...more] = all.map(each => each.get(['spec', field]));
          return value === undefined || !more.every(each => isSame(each, value)) ? [] : [[field, value]];
        }),
      );
    const taken = said(['instanceSelector', 'allowCrossNamespaceImport']);
    if (taken.instanceSelector === undefined) return undefined;
    return {
      apiVersion: all[0]!.apiVersion,
      kind: 'GrafanaDashboard',
      metadata: {},
      spec: { ...taken, ...(isHabit && said(['folder', 'folderRef', 'folderUID'])), json },
    };
  },
};

const OF_SIDECAR: Convention = {
  kind: 'ConfigMap',
  says: 'has the label by which Grafana takes dashboards',
  manifest({ all, isHabit }, json, name) {
    const labels = sharedBy(
      all.map(each => each.labels),
      (key, value) => LABEL.test(key) && IS_ONE.test(value),
    );
    const folder = isHabit
      ? sharedBy(
          all.map(each => each.annotations),
          key => FOLDER.test(key),
        )
      : {};
    if (Object.keys(labels).length === 0) return undefined;
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { labels, ...(Object.keys(folder).length > 0 && { annotations: folder }) },
      data: { [`${name}.json`]: json },
    };
  },
};

/** What all of them say alike. */
function sharedBy(all: readonly Labels[], isMeant: (key: string, value: string) => boolean): Labels {
  const entries = Object.entries(all[0]!).filter(([key, value]) => isMeant(key, value));
  return Object.fromEntries(entries.filter(([key, value]) => all.every(each => each[key] === value)));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Where all names begin, or end, with what they are: so does the new one. */
const AFFIXES = [
  { prefix: 'grafana-dashboard-' },
  { prefix: 'dashboard-' },
  { suffix: '-grafana-dashboard' },
  { suffix: '-dashboard' },
  { suffix: '-dashboards' },
] as const;

function affixOf(others: readonly Resource[]): { readonly prefix?: string; readonly suffix?: string } {
  const names = others.map(({ name, formerNames: [own = name] }) => own);
  const isAffix = ({ prefix = '', suffix = '' }: { prefix?: string; suffix?: string }) =>
    names.every(name => name.startsWith(prefix) && name.endsWith(suffix));
  return AFFIXES.find(isAffix) ?? { suffix: '-dashboard' };
}

/** Objects that bring dashboards, in all roots that may share the cluster. */
function dashboards({ platform }: Root): readonly Resource[] {
  return [
    ...platform.anywhere('GrafanaDashboard').filter(each => apiGroupOf(each.apiVersion) === OPERATOR),
    ...platform
      .anywhere('ConfigMap')
      .filter(
        ({ labels, object }) =>
          Object.keys(labels).some(key => LABEL.test(key)) && textsOf(object).length > 0,
      ),
  ];
}

function textsOf({ data, spec }: JsonObject): readonly string[] {
  const texts = isMap(data) ? Object.entries(data).filter(([key]) => key.endsWith('.json')) : [];
  return [...texts.map(([, text]) => String(text)), ...(isMap(spec) ? [String(spec.json ?? '')] : [])];
}

/** What a person chooses on top of a dashboard about pods: it shows whichever is chosen. */
const OF_PODS = /\b(?:kube_(?:pod|deployment|statefulset|daemonset)|container_(?:cpu|memory))_/;
const CHOSEN = /\b(?:pod|deployment|statefulset|daemonset|workload|container)\s*=~?\s*\\?"\$/;

/** Whether one of them is called after the workload, names it or lets people choose it. */
export function isShown(workload: Workload, root: Root): boolean {
  const names = namesOf(workload, root);
  return dashboards(root).some(({ name, object }) => {
    const text = textsOf(object).join('\n');
    return names.includes(name) || isNamedIn(text, names) || (OF_PODS.test(text) && CHOSEN.test(text));
  });
}
