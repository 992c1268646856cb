/** Ports that only insiders have any business with. */

import type { Json, JsonObject, Resource, Root } from '../../src/transform.ts';
import { bindingsOf } from '../shared/accounts/accounts.ts';
import { isMap, mapsIn } from '../shared/data.ts';

/** By number, of programs that have no other port of that number. */
const BY_NUMBER: ReadonlyMap<number, string> = new Map([
  [2375, 'the API of Docker'],
  [2379, 'the clients of etcd'],
  [2380, 'the peers of etcd'],
  [4369, 'the names of Erlang nodes'],
  [5005, 'a Java debugger'],
  [6060, 'a profiler'],
  [8161, 'the console of ActiveMQ'],
  [9229, 'a Node.js debugger'],
  [9901, 'the administration of Envoy'],
  [9990, 'the management of WildFly'],
  [10250, 'the kubelet'],
  [15000, 'the administration of Envoy'],
  [15672, 'the management of RabbitMQ'],
  [25672, 'the peers of RabbitMQ'],
]);

const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/pprof/i, 'a profiler'],
  [/(?:^|-)(?:jdwp|debug(?:ger)?|inspector)(?:-|$)/i, 'a debugger'],
];

/** What is behind a port of a Service, where it is for insiders. */
export function insidersPort(port: JsonObject, service: Resource, root: Root): string | undefined {
  const target = port.targetPort ?? port.port;
  const names = [port.name, target].filter(each => typeof each === 'string');
  const named = BY_NAME.find(([name]) => names.some(each => name.test(each)))?.[1];
  const number = typeof target === 'number' ? target : numberOf(target, service, root);
  return named ?? BY_NUMBER.get(number ?? Number(port.port)) ?? BY_NUMBER.get(Number(port.port));
}

/** The number that a container of its pods has under a name. */
function numberOf(name: Json | undefined, service: Resource, root: Root): number | undefined {
  const behind = root.workloads.filter(workload =>
    root.servicesFor(workload).some(({ key }) => key === service.key),
  );
  const ports = behind.flatMap(({ containers }) => containers.flatMap(each => mapsIn(each.get(['ports']))));
  const found = ports.find(each => each.name === name)?.containerPort;
  return typeof found === 'number' ? found : undefined;
}

/** Images of consoles that ask nobody who it is, or let them do as much as the account of their pod. */
const CONSOLES: readonly (readonly [RegExp, string])[] = [
  [/^(?:kibana(?:-oss)?|opensearch-dashboards)$/, 'a console of its search server'],
  [/^(?:prometheus|alertmanager|thanos)$/, 'monitoring'],
  [
    /^kubernetesui\/dashboard|^(?:kubernetes-dashboard|dashboard-(?:web|api)|headlamp)$/,
    'a console of the cluster',
  ],
  [/^(?:adminer|phpmyadmin|pgadmin4|mongo-express|redis-commander|redisinsight)$/, 'a console of a database'],
  [/^(?:kafka-ui|kafdrop|akhq)$/, 'a console of a broker'],
];

/** What a Service gives out by what runs behind it: a console, or something with every right in the cluster. */
export function insidersBehind(service: Resource, root: Root): string | undefined {
  const behind = root.workloads.filter(workload =>
    root.servicesFor(workload).some(({ key }) => key === service.key),
  );
  for (const { containers } of behind) {
    for (const { role, image } of containers) {
      const names = [image.name.split('/').at(-1)!, image.name.split('/').slice(-2).join('/')];
      const known = CONSOLES.find(([called]) => names.some(name => called.test(name)));
      if (role === 'main' && known !== undefined) return known[1];
    }
  }
  const isMaster = behind.some(workload => bindingsOf(workload, root).some(givesAll));
  return isMaster ? 'what has every right in the cluster' : undefined;
}

function givesAll(binding: Resource): boolean {
  const role = binding.get(['roleRef']);
  return binding.kind === 'ClusterRoleBinding' && isMap(role) && role.name === 'cluster-admin';
}
