/** The same Ingresses in other environments, and what an Ingress is for. */

import type { Resource, Root } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { hostsOf } from '../shared/hosts.ts';
import { sisterRoots } from '../shared/sister-roots.ts';

/** What the other environments have under the name that it is written under. */
export function sistersOf(ingress: Resource, root: Root): readonly Resource[] {
  const name = sourceName(ingress);
  return sisterRoots(root).flatMap(other => other.find('Ingress', each => sourceName(each) === name));
}

/** The Ingresses beside it, and all of the other environments. */
export function neighboursOf(ingress: Resource, root: Root): readonly Resource[] {
  const { platform } = root;
  return [
    ...platform.find('Ingress', platform.namespaceOf(ingress)).filter(each => each !== ingress),
    ...sisterRoots(root).flatMap(other => other.find('Ingress')),
  ];
}

const FOR_WEBHOOKS = /(?:^|[/.-])(?:web-?)?hooks?(?:[/.-]|$)|^\/(?:slack|github|gitlab)(?:\/|$)/i;
/** How services sign what they send. */
const SIGNED = /x-(?:slack-signature|hub-signature|gitlab-token|github-event)/i;

/** Whether services call it, each from a few addresses of its own. */
export function takesWebhooks(ingress: Resource): boolean {
  return (
    [...pathsOf(ingress), ...hostsOf(ingress)].some(each => FOR_WEBHOOKS.test(each)) ||
    Object.values(ingress.annotations).some(each => SIGNED.test(each))
  );
}

const FOR_PROGRAMS = /^\/(?:api|v\d+|graphql|grpc|rpc|ws|wss|socket\.io)(?:[/(]|$)/i;
const HOST_FOR_PROGRAMS = /^(?:api|ws|grpc|rpc)(?:-[\w-]+)?\./i;

/** Whether no browser shows a page of it. */
export function isForPrograms(ingress: Resource): boolean {
  const paths = pathsOf(ingress);
  const hosts = hostsOf(ingress);
  const isEach = (texts: readonly string[], ...forms: readonly RegExp[]) =>
    texts.length > 0 && texts.every(text => forms.some(form => form.test(text)));
  return (
    isEach(paths, FOR_PROGRAMS, FOR_WEBHOOKS) ||
    isEach(hosts, HOST_FOR_PROGRAMS, FOR_WEBHOOKS) ||
    Object.values(ingress.annotations).some(each => SIGNED.test(each))
  );
}

function pathsOf(ingress: Resource): readonly string[] {
  return mapsIn(ingress.get(['spec', 'rules'])).flatMap(({ http }) =>
    mapsIn([http ?? null]).flatMap(({ paths }) =>
      mapsIn(paths).flatMap(({ path }) => (typeof path === 'string' ? [path] : [])),
    ),
  );
}
