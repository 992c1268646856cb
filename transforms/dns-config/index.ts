/** Names of the outside are not looked for in the cluster first (catalogue L8). */

import { type Container, type Doubt, defineTransform } from '../../src/transform.ts';
import { describeWorkload, immutableTemplate, isWindows } from '../shared/pods.ts';
import { isLikelyStore } from '../shared/storage/stores.ts';
import { dotsOf, shortenedHost } from './told-hosts.ts';

export default defineTransform({
  id: 'dns-config',
  title: 'Names of the outside are looked up once',
  severity: 'low',
  group: 'resources',
  order: 720,
  preset: 'opt-in',
  each: 'workload',
  options: {
    ndots: {
      type: 'integer',
      minimum: 0,
      maximum: 15,
      default: 2,
      description:
        'Names with as many dots are looked up as they are before anything is appended. Written here, it is taken as your decision.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing:
      '{subject} looks for names with fewer than five dots in the cluster first, four questions for each of the outside. It does so with fewer than {ndots}',
  },
  briefs: { missing: 'no dnsConfig' },
  docs: {
    why: 'Kubernetes writes `ndots: 5` into every pod: `api.example.com` is asked for below three domains of the cluster first, for IPv4 and IPv6 each, and what that asks is a good part of what cluster DNS has to do.',
    risk: 'Names are tried in another order: `db.shop.svc` has to have fewer dots than that, and one that is in the cluster and outside (`db.shop` as a domain of the internet) is then the one outside. Pods restart.',
    links: [
      'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config',
      'https://man7.org/linux/man-pages/man5/resolv.conf.5.html',
    ],
    sameAs: ['kube-linter:dnsconfig-options'],
  },
  *plan(workload, { root, options, configured }) {
    const { dnsConfig, dnsPolicy, hostNetwork } = workload.pod;
    if ((dnsConfig ?? null) !== null || isWindows(workload)) return;
    // Such pods have the resolver of their node, or say it all themselves.
    if (dnsPolicy === 'Default' || dnsPolicy === 'None') return;
    if (hostNetwork === true && dnsPolicy !== 'ClusterFirstWithHostNet') return;
    if (workload.containers.every(each => each.role !== 'main' || looksNothingUp(each))) return;
    // Nobody deletes a Job for fewer questions.
    if (immutableTemplate(workload).length > 0) return;
    const decision = configured('ndots', `${options.ndots} dots make a name whole`);
    const host = shortenedHost(workload, root);
    const least = host === undefined ? 0 : dotsOf(host) + 1;
    const ndots = decision === undefined ? Math.max(options.ndots, least) : options.ndots;
    const path = [...workload.podPath, 'dnsConfig'];
    yield {
      message: 'missing',
      data: { subject: describeWorkload(workload), ndots },
      at: { on: workload.key, path },
      changes: [workload.set(path, { options: [{ name: 'ndots', value: String(ndots) }] })],
      evidence: decision === undefined ? [] : [decision],
      doubts: [
        ...(decision === undefined
          ? ['a name that is both in the cluster and outside is another one then']
          : []),
        ...(ndots < least ? [lost(host!)] : []),
      ],
    };
  },
});

function lost(host: string): Doubt {
  return `${host} has dots enough to be looked for outside first then, and images with musl do not find it`;
}

/** Web servers that ask for the names of their configuration once, when they start. */
const ASKS_ONCE = /^(?:bitnami[/-])?(?:nginx(?:-unprivileged)?|httpd|apache)(?::|$)/;

/** Stores answer, and call nobody outside. */
function looksNothingUp(container: Container): boolean {
  const { family = '', component } = container.facts;
  return isLikelyStore(container) || (component === 'web' && ASKS_ONCE.test(family));
}
