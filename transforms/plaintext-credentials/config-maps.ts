/** Credentials in ConfigMaps, which everybody reads who may look at the namespace. */
import { literalOf } from '../../src/credentials/literal.ts';
import { writtenIn } from '../../src/credentials/written.ts';
import type { Container, Evidence, Json, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import type { Question } from '../shared/prose.ts';
import { fileOf } from './places.ts';
import { ROTATE, whereFrom } from './questions.ts';
import { secretsRead, sourcesIn } from './sources.ts';
import { areDefaults, spokenOf, spokenOfAll } from './words.ts';

export type ConfigMessage =
  | 'config'
  | 'config-default'
  | 'config-twice'
  | 'config-file'
  | 'config-file-default';

/** @param secret the name of Secrets by the convention of the repository, which is undefined where nobody has stated one */
export function* inConfigMap(
  config: Resource,
  root: Root,
  secret: string | undefined,
): Generator<Proposal<ConfigMessage>> {
  const data = config.get(['data']);
  if (!isMap(data)) return;
  for (const [key, value] of Object.entries(data)) {
    const path = ['data', key];
    if (typeof value !== 'string' || !root.repository.holds(fileOf(config.where(path)))) continue;
    const place = { config, key, value, root, secret };
    yield* isFile(key, value) ? inFile(place) : inEntry(place);
  }
}

/** Entries are variables; what has lines, or a name of a file, is mounted. */
function isFile(key: string, value: string): boolean {
  return value.trim().includes('\n') || /\.[a-z]{2,10}$/i.test(key);
}

/** Programs: what stands there for a value may be an expression. */
const CODE = /\.(?:[cm]?[jt]sx?|py|go|rb|php|lua|java|pl|ps1|cs|rs|kts?|groovy|tpl|tmpl|gotmpl|rego|star)$/i;

interface Place {
  readonly config: Resource;
  readonly key: string;
  readonly value: string;
  readonly root: Root;
  readonly secret: string | undefined;
}

/** The workloads that take it name the Secrets that they read. */
function questionAbout(what: string, { config, key, root, secret }: Place): Question {
  const readers = readersOf(config, root);
  const own = secret?.replaceAll('{workload}', readers[0]?.name ?? config.name);
  return whereFrom(what, config.where(['data', key]), secretsRead(readers, root), own);
}

function* inFile(place: Place): Generator<Proposal<ConfigMessage>> {
  const { config, key, value } = place;
  const found = writtenIn(value, { isCode: CODE.test(key) });
  if (found.length === 0) return;
  const what = spokenOfAll(found);
  yield {
    message: areDefaults(found.map(({ literal }) => literal)) ? 'config-file-default' : 'config-file',
    data: { name: config.name, key, what },
    at: { on: config.key, path: ['data', key] },
    changes: [],
    evidence: [],
    ...questionAbout(`${what} in ${key}`, place),
  };
}

function* inEntry(place: Place): Generator<Proposal<ConfigMessage>> {
  const { config, key, value, root } = place;
  const literal = literalOf(key, value);
  if (literal === undefined) return;
  const data = { name: config.name, key, what: spokenOf(literal) };
  const at = { on: config.key, path: ['data', key] };
  const twice = saidBySecret(config, key, root);
  if (twice === undefined) {
    const message = literal.isDefault ? 'config-default' : 'config';
    yield { message, data, at, changes: [], evidence: [], ...questionAbout(key, place) };
    return;
  }
  yield {
    message: 'config-twice',
    data: { ...data, secret: twice.secret },
    at,
    changes: [config.remove(at.path)],
    evidence: twice.evidence,
    doubts: [ROTATE],
  };
}

/** The Secret that gives a variable to all who take it from a ConfigMap too, and later: what counts is the Secret's. */
function saidBySecret(
  config: Resource,
  key: string,
  root: Root,
): { readonly secret: string; readonly evidence: readonly Evidence[] } | undefined {
  const readers = readersOf(config, root)
    .map(workload => ({ workload, reads: readingsOf(workload, config.name, key) }))
    .filter(({ reads }) => reads.alone || reads.takes.length > 0);
  if (readers.length === 0 || readers.some(({ reads }) => reads.alone)) return undefined;
  const found = readers.flatMap(({ workload, reads }) =>
    reads.takes.map(container => ({
      container,
      secret: winnerOver(config.name, key, container, root),
      workload,
    })),
  );
  const secret = found[0]?.secret;
  if (secret === undefined || found.some(each => each.secret !== secret)) return undefined;
  const evidence = found.map(
    ({ container, workload }): Evidence => ({
      kind: 'manifest',
      at: workload.where([...container.path, 'envFrom']),
      says: `${container.name} takes ${key} from Secret ${secret}, which counts`,
    }),
  );
  return { secret, evidence };
}

function readersOf(config: Resource, root: Root): readonly Workload[] {
  return root.workloads.filter(
    each =>
      each.namespace === config.namespace &&
      (mapsIn(each.pod.volumes).some(volume => mentions(volume, config.name)) ||
        each.containers.some(container =>
          [['env'], ['envFrom']].some(path => mentions(container.get(path), config.name)),
        )),
  );
}

interface Readings {
  /** Containers that take all of the ConfigMap for their variables. */
  readonly takes: readonly Container[];
  /** Something takes the entry as such. */
  readonly alone: boolean;
}

function readingsOf(workload: Workload, config: string, key: string): Readings {
  const isMounted = mapsIn(workload.pod.volumes).some(
    volume => mentions(volume, config) && !hasOtherItems(volume.configMap, key),
  );
  const isTaken = workload.containers.some(container =>
    mapsIn(container.get(['env'])).some(
      ({ valueFrom }) => mentions(valueFrom, config) && mentions(valueFrom, key),
    ),
  );
  return {
    takes: workload.containers.filter(container => mentions(container.get(['envFrom']), config)),
    alone: isMounted || isTaken,
  };
}

/** A volume that lists its entries, and not this one. */
function hasOtherItems(source: Json | undefined, key: string): boolean {
  const items = isMap(source) ? mapsIn(source.items) : [];
  return items.length > 0 && items.every(item => item.key !== key);
}

function mentions(value: Json | undefined, name: string): boolean {
  if (value === name) return true;
  if (Array.isArray(value)) return value.some((each: Json) => mentions(each, name));
  return isMap(value) && Object.values(value).some(each => mentions(each, name));
}

/** The Secret that counts: the last of several sources, of those that are rendered or that something makes. */
function winnerOver(config: string, key: string, container: Container, root: Root): string | undefined {
  const { namespace } = container.workload;
  const sources = mapsIn(container.get(['envFrom']));
  const last = sources.findLastIndex(
    ({ configMapRef }) => isMap(configMapRef) && configMapRef.name === config,
  );
  if (sources.some(({ prefix }) => typeof prefix === 'string' && prefix !== '')) return undefined;
  const later = sources.slice(last + 1).map(({ secretRef }) => isMap(secretRef) && secretRef.name);
  return sourcesIn(root).find(
    each => later.includes(each.secret) && each.key === key && each.by.namespace === namespace,
  )?.secret;
}
