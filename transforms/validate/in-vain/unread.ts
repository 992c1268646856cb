/** Variables that a version of an image no longer reads. */

import { isWithinBounds } from '../../../src/kubernetes/images/tag-version.ts';
import type { Container, Proposal } from '../../../src/transform.ts';
import { mapsIn } from '../../shared/data.ts';
import { describeContainer } from '../../shared/pods.ts';

export type UnreadMessage = 'unread-variable';

interface Removed {
  /** The end of a repository, registry and all. */
  readonly image: RegExp;
  readonly since: string;
  readonly variables: readonly string[];
  readonly instead: string;
}

const REMOVED: readonly Removed[] = [
  {
    // https://github.com/prometheus/mysqld_exporter/releases/tag/v0.15.0
    image: /(?:^|\/)(?:prom|prometheus)\/mysqld-exporter$/,
    since: '0.15',
    variables: ['DATA_SOURCE_NAME'],
    instead: '--config.my-cnf, or --mysqld.address and --mysqld.username with MYSQLD_EXPORTER_PASSWORD',
  },
  {
    // https://kafka.apache.org/40/documentation/zk2kraft.html
    image: /(?:^|\/)apache\/kafka$/,
    since: '4',
    variables: ['KAFKA_ZOOKEEPER_CONNECT'],
    instead: 'KRaft alone',
  },
];

/** What is said in vain, where the tag names a version from which on it is. A moving tag says none. */
export function* unreadVariables(container: Container): Generator<Proposal<UnreadMessage>> {
  const { name, tag } = container.image;
  const [found] = REMOVED.filter(({ image, since }) => image.test(name) && isWithinBounds(tag, { since }));
  if (found === undefined) return;
  const said = mapsIn(container.object.env).find(each => found.variables.includes(String(each.name)));
  if (said === undefined) return;
  const variable = String(said.name);
  yield {
    message: 'unread-variable',
    data: { subject: describeContainer(container), variable, since: found.since, instead: found.instead },
    at: { on: container.workload.key, path: [...container.path, 'env', { name: variable }] },
    changes: [],
    evidence: [],
  };
}
