/** Names that nobody else in the cluster has. */

import type { Root } from '../../src/transform.ts';

/**
 * After the namespace alone, which a cluster has once: all its environments say the same then, and the base that they have in
 * common can. What kustomizations put around names is not said a second time: `shop` behind `-dev` for `shop-dev`.
 */
export function nameFor(namespace: string, root: Root): string {
  const { prefix, suffix } = affixesOf(root);
  const isBefore = prefix !== '' && `${namespace}-`.startsWith(prefix);
  const rest = isBefore ? namespace.slice(prefix.length) : namespace;
  const isBehind = suffix !== '' && `-${rest}`.endsWith(suffix);
  const said = isBehind ? rest.slice(0, Math.max(rest.length - suffix.length, 0)) : rest;
  return said === '' ? 'guardrails' : `${said}-guardrails`;
}

/** What a workload is called besides its own name. */
function affixesOf({ workloads }: Root): { readonly prefix: string; readonly suffix: string } {
  for (const { name, formerNames } of workloads) {
    const [own] = formerNames
      .filter(each => each !== '' && each !== name && name.includes(each))
      .sort((a, b) => a.length - b.length);
    if (own === undefined) continue;
    const start = name.indexOf(own);
    return { prefix: name.slice(0, start), suffix: name.slice(start + own.length) };
  }
  return { prefix: '', suffix: '' };
}
