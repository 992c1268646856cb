/** Servers that the operator of OpenSearch runs: it takes policies as objects. */

import { type Json, type JsonObject, nameOf, type Proposal, type Resource } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { describeWorkload } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import type { Context, Message } from './context.ts';
import { isPattern } from './days.ts';
import { POLICY } from './job.ts';
import { hasRetention } from './kept.ts';
import { policyOf, type Retention } from './policy.ts';
import { awaitingDays, DAYS_STATED, deletes, evidenceOf, patternsOf, WHICH_INDICES } from './retention.ts';
import { seenFrom, sinksTo } from './stores.ts';

export function* clusterRetention({ root, options, configured }: Context): Generator<Proposal<Message>> {
  if (hasRetention(root)) return;
  for (const cluster of root.find('OpenSearchCluster')) {
    const service = cluster.get(['spec', 'general', 'serviceName']);
    const name = typeof service === 'string' ? service : cluster.name;
    const sinks = sinksTo([name], root.platform.namespaceOf(cluster), seenFrom(root));
    if (sinks.length === 0) continue;
    const agents = [...new Set(sinks.flatMap(each => each.written.readers))];
    const chosen = configured('indices', 'the team says which indices hold logs');
    const patterns =
      chosen === undefined ? patternsOf({ sinks, others: [] }) : options.indices.filter(isPattern);
    const finding = {
      message: 'for-ever',
      data: {
        server: `OpenSearchCluster ${cluster.name}`,
        agents: enumerated(agents.map(describeWorkload)),
        days: options.days,
        indices: enumerated(patterns),
      },
      at: { on: cluster.key, path: [] },
      changes: [],
      evidence: [],
    } as const;
    if (patterns.length === 0) {
      yield { ...finding, ...WHICH_INDICES };
      continue;
    }
    yield {
      ...finding,
      message: 'kept',
      changes: [
        {
          type: 'create',
          manifest: policyObject(cluster, { ...options, patterns, copies: 1 }),
          beside: cluster.key,
        },
      ],
      evidence: [chosen ?? evidenceOf({ sinks })],
      doubts: [
        ...deletes(options.days, {
          isChosen: chosen !== undefined,
          areStated: configured('days', DAYS_STATED) !== undefined,
        }),
        'only newer operators know patterns of indices in it, and give it to those that are there',
      ],
      ...awaitingDays(sinks),
    };
  }
}

/**
 * Its names of fields are those of the API in another case.
 *
 * @see https://docs.opensearch.org/latest/install-and-configure/install-opensearch/operator/operator-advanced/
 */
function policyObject(cluster: Resource, retention: Retention): JsonObject {
  const { ism_template: templates, ...policy } = policyOf(retention).policy;
  const [template] = templates as readonly Json[];
  return {
    apiVersion: cluster.apiVersion,
    kind: 'OpenSearchISMPolicy',
    metadata: { name: nameOf(cluster, { suffix: `-${POLICY}` }) },
    spec: {
      opensearchCluster: { name: cluster.name },
      policyId: POLICY,
      ...(inCamelCase(policy) as JsonObject),
      ismTemplate: inCamelCase(template!),
      applyToExistingIndices: true,
    },
  };
}

function inCamelCase(value: Json): Json {
  if (Array.isArray(value)) return value.map((each: Json) => inCamelCase(each));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      inCamelCase(inner),
    ]),
  );
}
