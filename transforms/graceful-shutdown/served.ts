/** Containers that Services send requests to. */

import { isHeadless } from '../../src/network/services.ts';
import type { Container, Json, JsonObject, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { commandLine } from '../shared/pods.ts';
import { configOf } from '../shared/storage/config-maps.ts';
import { isStore, mayBeStore } from '../shared/storage/stores.ts';

/** With one of their Services each. Clients of stores keep their connections, and those of headless Services look for pods by themselves. */
export function servedContainers(workload: Workload, root: Root): ReadonlyMap<Container, Resource> {
  const services = root
    .servicesFor(workload)
    .filter(each => !isHeadless(each) && requestPorts(each).length > 0);
  const main = workload.containers.filter(({ role }) => role === 'main');
  const served = new Map<Container, Resource>();
  for (const service of services) {
    const declaring = main.filter(each => takes(service, declaredPorts(each)));
    // Nobody has to declare a port: what an image is known to listen on does as well, and one container is the one.
    const known = main.filter(({ facts }) => takes(service, facts.ports));
    const found = declaring.length > 0 ? declaring : known.length > 0 ? known : main.length === 1 ? main : [];
    for (const each of found) {
      if (!isStore(each) && !mayBeStore(each) && !served.has(each)) served.set(each, service);
    }
  }
  return served;
}

/** Who collects metrics or asks for health comes again. */
const BESIDES = /metrics|prom(?:etheus)?|exporter|health|probe/i;

/** Numbers and names. */
function declaredPorts(container: Container): readonly (Json | undefined)[] {
  return mapsIn(container.get(['ports']))
    .filter(({ name }) => !BESIDES.test(String(name)))
    .flatMap(({ name, containerPort }) => [name, containerPort]);
}

function takes(service: Resource, ports: readonly (Json | undefined)[]): boolean {
  return requestPorts(service).some(({ port, targetPort }) => ports.includes(targetPort ?? port));
}

function requestPorts(service: Resource): readonly JsonObject[] {
  return mapsIn(service.get(['spec', 'ports'])).filter(
    ({ name, targetPort }) => !BESIDES.test(String(name)) && !BESIDES.test(String(targetPort)),
  );
}

/** Flags and variables by which programs wait themselves before they stop; a time to finish is none to go on as before. */
const WAITS =
  /(?:shutdown|stop|drain|termination|exit)[-_.]?(?:delay|wait|sleep)|lame[-_]?duck|pre[-_]?stop/i;

/** A script that ends connections before its program stops. */
const DRAINS = /\bdrain(?:s|ing)?\b/i;

/** Whether what it is told, or a script that it gets, lets it stop in its own time. */
export function waitsItself(container: Container, root: Root): boolean {
  const told = [commandLine(container), ...mapsIn(container.get(['env'])).map(({ name }) => String(name))];
  if (told.some(text => WAITS.test(text)) || DRAINS.test(told[0]!)) return true;
  return configOf(container.workload, root).some(({ object: { data } }) =>
    Object.values(isMap(data) ? data : {}).some(text => {
      const script = String(text);
      return script.startsWith('#!') && (DRAINS.test(script) || WAITS.test(script));
    }),
  );
}
