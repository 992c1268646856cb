/** What the programs of a workload are told: variables, arguments, and the ConfigMaps and Secrets that reach them. */

import { Buffer } from 'node:buffer';
import { variablesUsed } from '../kubernetes/commands.ts';
import { memoized } from '../text/memo.ts';
import type { Container, FieldPath, Json, Resource, Root, Workload } from '../transform.ts';
import { isJsonMap } from '../yaml/read/data.ts';
import { mapOf, mapsIn } from './data.ts';
import { namedIn } from './services.ts';

/** A text that reaches a program. Texts of Secrets are read like all others, and never said again. */
export interface Told {
  readonly text: string;
  /** The variable, the key or the flag that it is the value of. */
  readonly key: string | undefined;
  /** Where it is written. */
  readonly at: string;
  /** The text beside it that says the port, by the name of its own: `DB_PORT` beside `DB_HOST`. */
  readonly portBeside: string | undefined;
  /** The ConfigMap or Secret that it comes from, where other workloads are given all of it too. */
  readonly shared?: string | undefined;
  /** The one field that it is; undefined for a part of a list. */
  readonly field?: Field | undefined;
  /** Whose variable or argument it is; undefined for a file of the pod. */
  readonly container?: Container;
  /** Of a variable: the command shows all that runs, and does not use it. */
  readonly isUnused?: boolean;
}

/** A field of an object that is rendered. */
interface Field {
  readonly of: Resource;
  readonly path: FieldPath;
}

export function toldTo(workload: Workload, root: Root): Told[] {
  const sources = newSources(workload, root);
  return [
    ...workload.containers.flatMap(container => [
      ...variablesOf(container, sources),
      ...argumentsOf(container),
    ]),
    ...mapsIn(workload.pod.volumes).flatMap(volume => filesOf(volume, sources)),
  ];
}

type Source = 'ConfigMap' | 'Secret';

/** Finds the data that a reference of the pod means. */
interface Sources {
  entries(kind: Source, name: Json | undefined): readonly Entry[];
  /** Whether other workloads are given all of it too. */
  isShared(kind: Source, name: string): boolean;
}

interface Entry {
  readonly key: string;
  readonly text: string;
  readonly at: string;
  readonly field: Field;
  readonly shared?: string | undefined;
}

function newSources(workload: Workload, root: Root): Sources {
  const namespace = root.platform.namespaceOf(workload);
  return {
    entries(kind, name) {
      const found = namedIn(kind, namespace, root).get(String(name));
      return found === undefined ? [] : entriesOf(found);
    },
    isShared: (kind, name) =>
      root.platform.workloadsWith(keysOfGiven, namespace, `${kind}/${name}`).some(each => each !== workload),
  };
}

function keysOfGiven({ containers }: Workload): string[] {
  return containers.flatMap(sourcesOfAll).map(({ kind, name }) => `${kind}/${name}`);
}

/** What gives a container all that it holds. */
function sourcesOfAll(container: Container): { readonly kind: Source; readonly name: string }[] {
  return mapsIn(container.get(['envFrom'])).flatMap(({ configMapRef, secretRef }) =>
    (
      [
        ['ConfigMap', configMapRef],
        ['Secret', secretRef],
      ] as const
    ).flatMap(([kind, reference]) => {
      const { name } = mapOf(reference);
      return typeof name === 'string' ? [{ kind, name }] : [];
    }),
  );
}

/** Keys of a ConfigMap or a Secret with their values, encoded ones as they are. */
export const entriesOf = memoized((resource: Resource): readonly Entry[] => {
  const isEncoded = resource.kind === 'Secret';
  return ['data', 'stringData'].flatMap(field =>
    Object.entries(mapOf(resource.get([field]))).flatMap(([key, value]) => {
      if (typeof value !== 'string') return [];
      const text = isEncoded && field === 'data' ? Buffer.from(value, 'base64').toString('utf8') : value;
      const path = [field, key];
      return [{ key, text, at: resource.where(path), field: { of: resource, path } }];
    }),
  );
});

function variablesOf(container: Container, sources: Sources): Told[] {
  const { workload } = container;
  const given = sourcesOfAll(container).flatMap(({ kind, name }) => {
    const shared = sources.isShared(kind, name) ? `${kind} ${name}` : undefined;
    return sources.entries(kind, name).map(each => ({ ...each, shared }));
  });
  const own = mapsIn(container.get(['env'])).flatMap((variable): Entry[] => {
    const key = String(variable.name);
    const path: FieldPath = [...container.path, 'env', { name: key }, 'value'];
    if (typeof variable.value === 'string')
      return [{ key, text: variable.value, at: workload.where(path), field: { of: workload, path } }];
    const { configMapKeyRef, secretKeyRef } = mapOf(variable.valueFrom);
    const reference = isJsonMap(configMapKeyRef) ? configMapKeyRef : mapOf(secretKeyRef);
    const from = sources.entries(isJsonMap(configMapKeyRef) ? 'ConfigMap' : 'Secret', reference.name);
    return from.filter(each => each.key === reference.key).map(each => ({ ...each, key }));
  });
  const all = [...given, ...own];
  const values = new Map(all.map(({ key, text }) => [key, text]));
  const used = variablesUsed({ command: wordsIn(container, 'command'), args: wordsIn(container, 'args') });
  return all.map(({ key, text, at, shared, field }) => ({
    key,
    at,
    shared,
    field,
    container,
    text: text.includes('$(')
      ? text.replaceAll(/\$\(([\w.-]+)\)/g, (whole, name: string) => values.get(name) ?? whole)
      : text,
    portBeside: portBeside(key, values),
    ...(used !== undefined && { isUnused: !used.has(key) }),
  }));
}

/** `DB_PORT` of `DB_HOST`, and of `POSTGRES` too. */
function portBeside(key: string, values: ReadonlyMap<string, string>): string | undefined {
  const stem = key.replace(/_?(?:HOST(?:NAME)?|ADDR(?:ESS)?|SERVER|SERVICE)$/i, '');
  return values.get(`${stem}_PORT`) ?? values.get(`${key}_PORT`) ?? values.get(`${stem}_port`);
}

function argumentsOf(container: Container): Told[] {
  return (['command', 'args'] as const).flatMap(field => {
    const items = wordsIn(container, field);
    const at = container.workload.where([...container.path, field]);
    return items.map((text, index) => {
      const flag = /^--?[\w-]+$/.exec(items[index - 1] ?? '')?.[0];
      return { text, key: flag?.replace(/^-+/, ''), at, portBeside: undefined, container };
    });
  });
}

function wordsIn(container: Container, field: 'command' | 'args'): readonly string[] {
  const value = container.get([field]);
  return Array.isArray(value) ? (value as readonly Json[]).map(String) : [];
}

/** Files of a volume: those of a ConfigMap or a Secret, or of several of them. */
function filesOf(volume: Json, sources: Sources): Told[] {
  const { configMap, secret, projected } = mapOf(volume);
  const parts = [{ configMap, secret }, ...mapsIn(mapOf(projected).sources)];
  return parts.flatMap(part => {
    const [config, hidden] = [mapOf(part.configMap), mapOf(part.secret)];
    return [
      ...chosen(sources.entries('ConfigMap', config.name), config.items),
      ...chosen(sources.entries('Secret', hidden.secretName ?? hidden.name), hidden.items),
    ].map(({ text, at, key, field }) => ({ text, at, key, field, portBeside: undefined }));
  });
}

/** With `items` only the keys that they list become files. */
function chosen(entries: readonly Entry[], items: Json | undefined): readonly Entry[] {
  const keys = mapsIn(items).map(each => each.key);
  return keys.length === 0 ? entries : entries.filter(({ key }) => keys.includes(key));
}
