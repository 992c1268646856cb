/** Policies of OpenSearch on how long indices stay. */

import type { Json, JsonObject } from '../../src/transform.ts';

export interface Retention {
  /** `logs-*` */
  readonly patterns: readonly string[];
  readonly days: number;
  /** After which an index is no longer written to and has fewer copies. */
  readonly warmDays: number;
  /** Copies of it then, besides the first. */
  readonly copies: number;
}

/**
 * Indices have a day in their names, so none of them rolls over: that action fails on such a name, and with it the policy
 * stops, so that nothing is ever deleted.
 *
 * @see https://docs.opensearch.org/latest/im-plugin/ism/policies/
 */
export function policyOf({ patterns, days, warmDays, copies }: Retention): {
  readonly policy: JsonObject & { readonly states: readonly JsonObject[] };
} {
  const isWarm = warmDays < days;
  const first = isWarm ? { state_name: 'warm', age: warmDays } : { state_name: 'delete', age: days };
  return {
    policy: {
      description: `Logs are deleted after ${days} days`,
      default_state: 'hot',
      states: [
        { name: 'hot', actions: [], transitions: [transition(first.state_name, first.age)] },
        ...(isWarm
          ? [
              {
                name: 'warm',
                actions: [{ replica_count: { number_of_replicas: copies } }],
                transitions: [transition('delete', days)],
              },
            ]
          : []),
        { name: 'delete', actions: [{ delete: {} }], transitions: [] },
      ],
      ism_template: [{ index_patterns: [...patterns], priority: 100 }],
    },
  };
}

/** The same as a file, with a line for each state. */
export function policyText(retention: Retention): string {
  const { policy } = policyOf(retention);
  const { states, ...rest } = policy;
  const fields = Object.entries(rest).map(([key, value]) => `    "${key}": ${spaced(value)}`);
  const lines = states.map(each => `      ${spaced(each)}`).join(',\n');
  return `{\n  "policy": {\n${[...fields, `    "states": [\n${lines}\n    ]`].join(',\n')}\n  }\n}\n`;
}

/** On one line, with spaces where a person would have them. */
function spaced(value: Json): string {
  return JSON.stringify(value, null, 1)
    .replace(/\n */g, ' ')
    .replace(/([[{]) | ([\]}])/g, '$1$2');
}

function transition(state: string, days: number): JsonObject {
  return { state_name: state, conditions: { min_index_age: `${days}d` } };
}
