/** Containers that Services send requests to. */

import type { Container, JsonObject, Resource, Root, Workload } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { commandLine } from '../shared/pods.ts';
import { isStore, mayBeStore } from '../shared/stores.ts';

/** Each with one of its Services. Clients of stores keep their connections, and those of headless Services look for pods by themselves. */
export function servedContainers(
  workload: Workload,
  root: Root,
): readonly { readonly container: Container; readonly service: Resource }[] {
  const services = root
    .servicesFor(workload)
    .filter(each => each.get(['spec', 'clusterIP']) !== 'None' && requestPorts(each).length > 0);
  const main = workload.containers.filter(({ role }) => role === 'main');
  const [only, ...others] = main;
  return main.flatMap(container => {
    if (isStore(container) || mayBeStore(container)) return [];
    const named = services.find(service => sendsTo(service, container));
    const declared = main.some(each => services.some(service => sendsTo(service, each)));
    const service =
      named ?? (!declared && only === container && others.length === 0 ? services[0] : undefined);
    return service === undefined ? [] : [{ container, service }];
  });
}

/** Who collects metrics or asks for health comes again. */
const BESIDES = /metrics|prom(?:etheus)?|exporter|health|probe/i;

function sendsTo(service: Resource, container: Container): boolean {
  const ports = mapsIn(container.get(['ports'])).filter(({ name }) => !BESIDES.test(String(name)));
  return requestPorts(service).some(({ port, targetPort }) => {
    const target = targetPort ?? port;
    // Nobody has to declare a port: what its image is known to listen on does as well.
    const isKnown = container.facts.ports.some(known => known === target);
    return isKnown || ports.some(({ name, containerPort }) => target === name || target === containerPort);
  });
}

function requestPorts(service: Resource): readonly JsonObject[] {
  return mapsIn(service.get(['spec', 'ports'])).filter(
    ({ name, targetPort }) => !BESIDES.test(String(name)) && !BESIDES.test(String(targetPort)),
  );
}

/** Flags and variables by which programs wait themselves before they stop; a time to finish is none to go on as before. */
const WAITS =
  /(?:shutdown|stop|drain|termination|exit)[-_.]?(?:delay|wait|sleep)|lame[-_]?duck|pre[-_]?stop/i;

/** Whether what it is told lets it stop in its own time. */
export function waitsItself(container: Container): boolean {
  return [commandLine(container), ...mapsIn(container.get(['env'])).map(({ name }) => String(name))].some(
    text => WAITS.test(text),
  );
}
