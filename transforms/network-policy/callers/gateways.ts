/** The pods, or the addresses, from which a gateway calls. */

import type { Caller, Resource, Root } from '../../../src/transform.ts';
import { attachedTo, GATEWAY_NAME, gatewayPods } from '../../shared/clusters/gateways.ts';
import { balancer } from './balancers.ts';
import { controllerCalled } from './ingresses.ts';
import { type Known, type Labels, podsIn, saidLabels } from './peers.ts';

/** @param home namespace of the policy */
export function fromGateway(
  { name, namespace, object }: Extract<Caller, { type: 'gateway' }>,
  home: string | undefined,
  root: Root,
): readonly Known[] {
  const { platform } = root;
  const own = namespace ?? platform.namespaceOf(object);
  const gateway = platform.find('Gateway', own).find(each => each.name === name);
  const called = `gateway ${name}`;
  // Of one that somebody else brings the name is all that there is.
  const kind = String(gateway?.get(['spec', 'gatewayClassName']) ?? name);
  const shown = gateway ?? object;
  const says = `${shown.kind} ${shown.name} is of class ${kind}`;
  const outside = balancer(kind, called, { kind: 'manifest', at: shown.where(['spec']), says });
  if (outside !== undefined) return outside;
  const before = gateway && istioBefore(gateway);
  if (before !== undefined) return [pods(called, before, home, 'by its address')];
  const controller = controllerOf(kind, root) ?? kind;
  const made = gatewayPods(controller);
  if (made !== undefined)
    return [
      pods(called, { labels: { [made.label]: name }, namespace: made.namespace ?? own }, home, made.bound),
    ];
  const known = controllerCalled(controller, called, root);
  if (known !== undefined) return [known];
  const labels = { [GATEWAY_NAME]: name };
  return [
    {
      peer: { type: 'pods', labels },
      name: called,
      doubt: `which namespace runs the pods of ${called} is not known: any pod with ${saidLabels(labels)} is let in, and what has another label is cut off`,
    },
  ];
}

interface Place {
  readonly labels: Labels;
  readonly namespace: string | undefined;
}

function pods(name: string, { labels, namespace }: Place, home: string | undefined, bound: string): Known {
  const peer = podsIn(namespace, home, labels);
  const where = peer.type === 'beside' ? 'beside it' : `in namespace ${namespace}`;
  return {
    peer,
    name,
    doubt: `the pods of ${name} are taken for those with ${saidLabels(labels)} ${where}, ${bound}`,
  };
}

const OF_ISTIO = 'istio-';

/** Its charts give the pods a label that is the name of their Service without that of Istio. */
function istioBefore(gateway: Resource): Place | undefined {
  const { service = '', namespace } = attachedTo(gateway) ?? {};
  if (!service.startsWith(OF_ISTIO)) return undefined;
  return { labels: { istio: service.slice(OF_ISTIO.length) }, namespace };
}

function controllerOf(kind: string, { platform }: Root): string | undefined {
  const found = platform.find('GatewayClass', undefined).find(each => each.name === kind);
  const controller = found?.get(['spec', 'controllerName']);
  return typeof controller === 'string' ? controller : undefined;
}
