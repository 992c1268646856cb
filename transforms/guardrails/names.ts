/** Names that nobody else in the cluster has. */

import type { Root } from '../../src/transform.ts';

/** Project, environment and namespace, each once: `shop-production-guardrails` for namespace `shop-production`. */
export function nameFor(namespace: string, { repository: { project }, environment }: Root): string {
  const words = namespace.split('-');
  // `shop-prod` says production; of `production-eu` it says half.
  const isSaid = (part: string) =>
    `-${namespace}-`.includes(`-${part}-`) ||
    (!part.includes('-') && words.some(word => word.length > 2 && part.startsWith(word)));
  const before = [project, environment.name].filter(
    each => each !== undefined && LABEL.test(each) && !isSaid(each),
  );
  return [...before, namespace, 'guardrails'].join('-');
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
