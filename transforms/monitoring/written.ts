/** Written monitors that fetch nothing: their selector takes nobody, or no port has the name that they call. */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import { selectorIn } from '../../src/network/data.ts';
import { declaredPorts, podsBehind } from '../../src/network/services.ts';
import type { Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn, stringsIn } from '../shared/data.ts';
import { isOfOperator } from '../shared/monitoring/operator.ts';
import { mayHoldUnseenPods } from '../shared/namespaces/namespaces.ts';
import { nearName } from '../shared/near.ts';
import { enumerated } from '../shared/prose.ts';
import type { Message } from './context.ts';

export function* writtenMonitor(monitor: Resource, root: Root): Generator<Proposal<Message>> {
  const namespaces = namespacesOf(monitor, root);
  // What is not seen here may be what it selects.
  if (!isOfOperator(monitor) || namespaces === undefined || !root.complete) return;
  const selector = selectorIn(monitor.get(['spec', 'selector']));
  const isOfPods = monitor.kind === 'PodMonitor';
  const all: readonly Resource[] = namespaces.flatMap(each =>
    isOfPods ? root.platform.workloadsIn(each) : root.platform.find('Service', each),
  );
  const found = all.filter(each =>
    matchesSelector(selector, isOfPods ? (each as Workload).podLabels : each.labels),
  );
  if (found.length > 0) {
    yield* unknownPorts(monitor, found, root);
    return;
  }
  if (namespaces.some(each => mayHoldUnseenPods(each, root))) return;
  const near = nearestTo(monitor, all);
  yield {
    message: 'selects-nothing',
    data: {
      monitor: `${monitor.kind} ${monitor.name}`,
      what: isOfPods ? 'pod' : 'Service',
      nearest: near === undefined ? '' : `. ${near.kind} ${near.name} has other labels`,
    },
    at: { on: monitor.key, path: ['spec', 'selector'] },
    changes: [],
    evidence: [],
    blocked: 'what is it for? Correct its selector, or remove it',
  };
}

/** Undefined where it looks further than is seen here. */
function namespacesOf(monitor: Resource, root: Root): readonly (string | undefined)[] | undefined {
  const selector = monitor.get(['spec', 'namespaceSelector']);
  const { platform } = root;
  if (isMap(selector) && selector.any === true) return undefined;
  const named = isMap(selector) ? stringsIn(selector.matchNames) : [];
  const namespaces = named.length > 0 ? named : [platform.namespaceOf(monitor)];
  return namespaces.every(each => platform.workloadsIn(each).length > 0) ? namespaces : undefined;
}

function nearestTo(monitor: Resource, all: readonly Resource[]): Resource | undefined {
  const selector = selectorIn(monitor.get(['spec', 'selector']));
  const words = [...Object.values(selector?.matchLabels ?? {}), monitor.name];
  const names = all.map(({ name }) => name);
  for (const word of words) {
    const near = names.includes(word) ? word : nearName(word, names);
    if (near !== undefined) return all.find(({ name }) => name === near);
  }
  return undefined;
}

function* unknownPorts(
  monitor: Resource,
  found: readonly Resource[],
  root: Root,
): Generator<Proposal<Message>> {
  const isOfPods = monitor.kind === 'PodMonitor';
  const field = isOfPods ? 'podMetricsEndpoints' : 'endpoints';
  const there = found.flatMap(each =>
    isOfPods ? declaredPorts(each as Workload) : mapsIn(each.get(['spec', 'ports'])),
  );
  // Without pods behind it there is nothing to fetch, whatever the port is called.
  if (!isOfPods && found.every(each => podsBehind(each, root).length === 0)) return;
  const names = [...new Set(there.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])))];
  for (const { port } of mapsIn(monitor.get(['spec', field]))) {
    if (typeof port !== 'string' || names.includes(port)) continue;
    const object = found[0]!;
    const has = names.length === 0 ? 'no port with a name' : enumerated(names);
    yield {
      message: 'no-such-port',
      data: {
        monitor: `${monitor.kind} ${monitor.name}`,
        port,
        object: `${object.kind} ${object.name}`,
        has,
      },
      at: { on: monitor.key, path: ['spec', field] },
      changes: [],
      evidence: [],
      blocked: `which port is meant? ${object.kind} ${object.name} has ${has}`,
      // Of several that were written alike there is one answer.
      asks: [
        {
          type: 'decision',
          about: `monitors of a port ${port} that nothing has`,
          question: 'no port is called so there: which one is meant, or is it to be declared?',
          names: [`${object.kind} ${object.name} (${has})`],
        },
      ],
    };
  }
}
