/** What Linkerd is told of a namespace, by annotations. */

import type { Proposal, Root } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import type { OwnedNamespace } from '../shared/namespaces/namespaces.ts';
import { refusedCallers, strictDoubts } from './callers.ts';
import type { Context, Message } from './context.ts';

const INBOUND = 'config.linkerd.io/default-inbound-policy';

/**
 * By the name that a quota has for what it counts: a proxy states nothing by itself, and its pods would be refused.
 *
 * @see https://linkerd.io/2/reference/proxy-configuration/
 */
const RESOURCES: Readonly<Record<string, readonly [annotation: string, value: string]>> = {
  'requests.cpu': ['proxy-cpu-request', '100m'],
  'requests.memory': ['proxy-memory-request', '128Mi'],
  'limits.cpu': ['proxy-cpu-limit', '1'],
  'limits.memory': ['proxy-memory-limit', '256Mi'],
};

/** What proxies state of themselves, where a quota wants it. */
export function proxyResources({ name }: OwnedNamespace, { platform }: Root): Record<string, string> {
  const counted = platform.find('ResourceQuota', name).flatMap(each => {
    const hard = each.get(['spec', 'hard']);
    return isMap(hard) ? Object.keys(hard) : [];
  });
  return Object.fromEntries(
    Object.entries(RESOURCES)
      // A quota may say `cpu` for requests.
      .filter(([key]) => counted.includes(key) || counted.includes(key.replace(/^requests\./, '')))
      .map(([, [annotation, value]]) => [`config.linkerd.io/${annotation}`, value]),
  );
}

/** Pods encrypt among themselves without a word; that they refuse others has to be said. */
export function* strictLinkerd(
  namespace: OwnedNamespace,
  { root, options: { mode }, configured }: Context,
): Generator<Proposal<Message>> {
  const { name, object } = namespace;
  const decision = configured('mode', `pods of this environment are to be ${mode}`);
  if (decision === undefined || mode !== 'STRICT' || object === undefined) return;
  if (object.annotations[INBOUND] !== undefined || root.platform.find('Server', name).length > 0) return;
  const path = ['metadata', 'annotations', INBOUND];
  yield refusedCallers(namespace, root) ?? {
    message: 'inbound',
    data: { name },
    at: { on: object.key, path },
    changes: [object.set(path, 'all-authenticated')],
    restarts: false,
    via: 'texts',
    evidence: [decision],
    doubts: [...strictDoubts(namespace, root), 'pods follow when they are made anew'],
  };
}
