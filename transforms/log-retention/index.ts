/** Logs are kept for a time, and not until the disk is full (catalogue M6). */

import { defineTransform } from '../../src/transform.ts';
import { clusterRetention } from './cluster.ts';
import { retention } from './retention.ts';
import { sinkProposals } from './vector.ts';

export default defineTransform({
  id: 'log-retention',
  title: 'Logs are kept for a time',
  severity: 'medium',
  severities: { 'old-keys': 'low' },
  group: 'availability',
  order: 1770,
  preset: 'recommended',
  each: 'root',
  options: {
    days: {
      type: 'integer',
      minimum: 1,
      default: 90,
      description: 'After how many days logs are deleted.',
    },
    warmDays: {
      type: 'integer',
      minimum: 1,
      default: 7,
      description:
        'After how many days an index has one copy at most besides the first, and none on a single node.',
    },
    indices: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description:
        'Patterns of the indices that hold logs, such as `logs-*`, where what writes them does not show it. One that begins with a star is left out.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    refused: '{sink} of Vector says {key}, which Vector refuses since 0.19: it does not start',
    'for-ever': '{server} keeps the logs of {agents} for ever: once its disk is full it takes none',
    kept: '{server} keeps the logs of {agents} for ever: once its disk is full it takes none. {indices} stay {days} days',
    'one-index':
      'Vector writes to one index for ever ({indices}), of which nothing old can be deleted. Its {sinks} has one a day, {pattern}',
    'old-keys': 'the {sinks} of Vector says {old}, which it warns of. It says {now}',
  },
  briefs: {
    refused: '{key} is refused by Vector',
    'for-ever': 'logs are kept for ever',
    kept: 'logs are kept for ever',
    'one-index': 'one index for ever',
    'old-keys': 'deprecated {old}',
  },
  docs: {
    why: 'Logs come without end, and a disk has one. Where nothing deletes old indices the server of logs stops taking new ones on the day when they are needed most, and takes everything with it that shares its disk.',
    whyOf: {
      'old-keys':
        'Vector warns of these keys at each start, and takes them until a new version does not. Against OpenSearch the version of the API is said outright: Vector takes OpenSearch 2 for Elasticsearch 2 when it looks by itself, and then sends a `_type` that OpenSearch refuses.',
      refused:
        'Vector takes no configuration with a key that it does not know: its pods crash, and no log arrives.',
    },
    risk: 'A policy deletes what is older than it says, also of indices with such a name that are there already; an index without a day in its name stays. Dashboards, alerts and index patterns that name the one index find nothing new once there is one a day: they need a star at the end. The policy has no rollover: on indices with a day in their names that action fails, and nothing would ever be deleted. Where no tool of GitOps makes the Job anew, it goes an hour after it is done: what is applied later makes another, with the image and the policy of then.',
    links: [
      'https://docs.opensearch.org/latest/im-plugin/ism/policies/',
      'https://docs.opensearch.org/latest/im-plugin/ism/api/',
      'https://vector.dev/docs/reference/configuration/sinks/elasticsearch/',
      'https://vector.dev/highlights/2022-10-04-0-25-0-upgrade-guide/',
    ],
    sameAs: [],
  },
  *plan(_, context) {
    yield* sinkProposals(context);
    yield* retention(context);
    yield* clusterRetention(context);
  },
});
