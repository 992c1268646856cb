/**
 * Callers of a store that nobody can see: no manifest has the values of the Secret with its address, or the program has the address built in.
 * They are let in, and it is said.
 */

import { variablesUsed } from '../../../src/kubernetes/commands.ts';
import { mapOf, mapsIn } from '../../../src/network/data.ts';
import { namedIn, targetsOf } from '../../../src/network/services.ts';
import type { Edge, Json, Root, Workload } from '../../../src/transform.ts';
import { remembered } from '../../shared/remembered.ts';
import { bringerOf } from '../../shared/secrets/makers.ts';
import { startOf } from '../../shared/start/tools.ts';
import { isLikelyStore } from '../../shared/storage/stores.ts';
import { keysOf } from './hidden.ts';

/** A variable, or all that a Secret gives, whose text only the cluster knows. */
interface Hidden {
  readonly workload: Workload;
  /** Undefined where the Secret says how its variables are called. */
  readonly key: string | undefined;
  /** What the Secret calls it. */
  readonly secretKey?: string | undefined;
  readonly secret: string;
  readonly at: string;
}

/** Who may call, and what speaks for it. */
interface Presumed {
  readonly workload: Workload;
  readonly at: string;
  readonly says: string;
}

/** What variables with addresses are called. */
const ADDRESS =
  /(?:UR[LI]|DSN|HOST(?:NAME)?|ADDR(?:ESS)?|CONN(?:ECTION)?(?:_?STR(?:ING)?)?|ENDPOINT|BROKERS?|SERVERS?)S?$/i;

/** What names of variables say of the server, and the images that are one. */
const KINDS: readonly (readonly [RegExp, RegExp])[] = [
  [/REDIS|VALKEY/i, /redis|valkey|keydb|dragonfly/],
  [/MEMCACHE/i, /memcached/],
  [/MONGO/i, /mongo|ferretdb/],
  [/AMQP|RABBIT/i, /rabbitmq/],
  [/KAFKA/i, /kafka|redpanda/],
  [/NATS/i, /nats/],
  [/ELASTIC|OPENSEARCH/i, /elastic|opensearch/],
  [/POSTGRES|(?:^|_)PG/i, /postg|pgbouncer|pgvector|timescale|cockroach/],
  [/MYSQL|MARIA/i, /mysql|mariadb|percona/],
  [/(?:^|_)S3|MINIO|^AWS_/i, /minio|seaweed/],
  // Of databases only, and whichever.
  [
    /DATABASE|(?:^|_)DB|SQL|JDBC/i,
    /postg|pgbouncer|pgvector|timescale|cockroach|mysql|mariadb|percona|mongo|mssql|oracle/,
  ],
];

/** Connections to a store that workloads of its namespace may open by what such a Secret says. */
export function presumedTo(to: Workload, seen: readonly Edge[], root: Root): Edge[] {
  const stores = to.containers.filter(each => each.role === 'main' && isLikelyStore(each));
  if (stores.length === 0) return [];
  const targets = root
    .servicesFor(to)
    .flatMap(service => targetsOf(service, undefined, root))
    .filter(({ workload }) => workload === to);
  const callers = new Set(seen.map(({ from }) => (from.type === 'workload' ? from.workload : undefined)));
  const first = new Map<Workload, Presumed>();
  for (const hidden of hiddenIn(root).get(root.platform.namespaceOf(to)) ?? []) {
    const { workload } = hidden;
    if (workload === to || callers.has(workload) || first.has(workload)) continue;
    if (stores.some(({ image }) => mayMean(hidden, image.name)))
      first.set(workload, presumedBy(hidden, root));
  }
  for (const alike of alikeIn(to, seen, root))
    if (!callers.has(alike.workload) && !first.has(alike.workload)) first.set(alike.workload, alike);
  return [...first.values()].flatMap(({ workload, at, says }) =>
    targets.map(({ port, protocol }) => ({
      from: { type: 'workload', workload } as const,
      to,
      port,
      protocol,
      evidence: { kind: 'manifest', at, says } as const,
    })),
  );
}

function presumedBy({ workload, key, secret, at }: Hidden, root: Root): Presumed {
  const from = bringerOf(secret, root.platform.namespaceOf(workload), at, root);
  return {
    workload,
    at,
    says: `${key ?? 'what it is told'} comes from Secret ${secret}, ${from ?? 'which stands in no manifest'}`,
  };
}

/** Programs of one image share their defaults: who is not told the address of the store may have it built in. */
function alikeIn(to: Workload, seen: readonly Edge[], root: Root): Presumed[] {
  const callers = seen.flatMap(edge =>
    edge.to === to && edge.from.type === 'workload' ? [edge.from.workload] : [],
  );
  const byImage = new Map(callers.flatMap(each => ownImages(each).map(image => [image, each] as const)));
  if (byImage.size === 0) return [];
  return root.platform.workloadsIn(root.platform.namespaceOf(to)).flatMap(workload => {
    const caller = ownImages(workload).flatMap(image => byImage.get(image) ?? [])[0];
    if (caller === undefined || workload === to) return [];
    const says = `it runs the image of ${caller.kind} ${caller.name}, which calls the store, and may have the address built in`;
    return [{ workload, at: workload.where([]), says }];
  });
}

/** Of programs of the team: one that is known, and a command that shows all that runs, say themselves what they call. */
function ownImages({ containers }: Workload): string[] {
  return containers.flatMap(container => {
    const { role, facts, image } = container;
    const isOwn =
      role === 'main' && facts.family === undefined && variablesUsed(startOf(container)) === undefined;
    return isOwn ? [image.text] : [];
  });
}

/** Either name may say it: `DSN` by the key `amqp-url`. */
function mayMean({ key, secretKey }: Pick<Hidden, 'key' | 'secretKey'>, image: string): boolean {
  const words = [key, secretKey].filter(each => each !== undefined);
  const kind = KINDS.find(([name]) => words.some(word => name.test(word)));
  return kind === undefined || kind[1].test(image);
}

const hiddenIn = remembered((root: Root) => {
  const found = new Map<string | undefined, Hidden[]>();
  const namespaces = new Set(root.workloads.map(each => root.platform.namespaceOf(each)));
  for (const namespace of namespaces) {
    const secrets = namedIn('Secret', namespace, root);
    const workloads = root.platform
      .workloadsIn(namespace)
      .filter(each => !each.containers.some(isLikelyStore));
    found.set(
      namespace,
      workloads.flatMap(each => hiddenOf(each, root).filter(({ secret }) => !secrets.has(secret))),
    );
  }
  return found;
});

function hiddenOf(workload: Workload, root: Root): Hidden[] {
  return workload.containers.flatMap(container => {
    const of = (
      field: string,
      key: string | undefined,
      { name, key: inSecret }: Readonly<Record<string, Json>>,
    ): Hidden[] => {
      if (typeof name !== 'string') return [];
      const secretKey = typeof inSecret === 'string' ? inSecret : undefined;
      if (key !== undefined && ![key, secretKey ?? ''].some(word => ADDRESS.test(word))) return [];
      return [{ workload, key, secretKey, secret: name, at: workload.where([...container.path, field]) }];
    };
    const used = variablesUsed(startOf(container));
    const variables = mapsIn(container.get(['env'])).flatMap(({ name, valueFrom }) =>
      used?.has(String(name)) === false ? [] : of('env', String(name), mapOf(mapOf(valueFrom).secretKeyRef)),
    );
    const all = mapsIn(container.get(['envFrom'])).flatMap(({ secretRef, prefix }) => {
      const { name } = mapOf(secretRef);
      if (typeof name !== 'string') return [];
      const keys = [...(keysOf(name, workload, root) ?? [])].map(key => `${String(prefix ?? '')}${key}`);
      if (used === undefined)
        return (keys.length > 0 ? keys : [undefined]).flatMap(key => of('envFrom', key, { name }));
      return [...used]
        .filter(key => keys.length === 0 || keys.includes(key))
        .flatMap(key => of('envFrom', key, { name }));
    });
    return [...variables, ...all];
  });
}
