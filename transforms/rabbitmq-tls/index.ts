/** RabbitMQ takes its connections by TLS (catalogue M9). */

import { defineTransform } from '../../src/transform.ts';
import { isOnOwnMachine } from '../shared/clusters/local.ts';
import { hasProxy } from '../shared/clusters/proxies.ts';
import { runsToday } from '../shared/pods.ts';
import { clusterOf } from './cluster.ts';
import { newListener } from './listener.ts';
import { plainStill } from './plain.ts';
import { serverIn, tlsText } from './server.ts';

export default defineTransform({
  id: 'rabbitmq-tls',
  title: 'RabbitMQ takes its connections by TLS',
  severity: 'medium',
  severities: { caller: 'low', besides: 'low', off: 'low' },
  group: 'security',
  order: 970,
  preset: 'recommended',
  each: 'root',
  options: {
    issuer: {
      type: 'string',
      description:
        'The issuer of cert-manager that signs certificates for names inside of the cluster. Unset, it is the one that Certificates for such names have, or the only authority of the repository.',
    },
    issuerKind: {
      type: 'string',
      enum: ['Issuer', 'ClusterIssuer'],
      default: 'ClusterIssuer',
      description: 'What `issuer` names.',
    },
    plain: {
      type: 'string',
      enum: ['kept', 'off'],
      perEnvironment: { otherwise: 'kept' },
      description:
        'Whether it still takes connections in plain text where it listens for TLS. `off` once all clients have moved.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    open: '{server} takes connections in plain text alone',
    listener:
      '{server} takes connections in plain text alone. It listens for TLS too, with a certificate by {issuer}',
    besides: '{server} takes connections in plain text besides TLS',
    off: '{server} takes connections in plain text besides TLS. It takes TLS alone',
    caller: '{caller} talks to {server} in plain text, which listens for TLS too',
  },
  briefs: {
    open: 'no listener for TLS',
    listener: 'no listener for TLS',
    besides: 'plain text besides TLS',
    off: 'plain text besides TLS',
    caller: 'plain text where TLS is there',
  },
  docs: {
    why: 'Names, passwords and messages go to RabbitMQ as they are: whoever gets into the network of the cluster reads them, and can send some of his own.',
    risk: 'Three steps. First the server listens for TLS besides, and nothing changes for its clients; its pods start anew, and wait for the certificate. Then each client is told port, scheme and authority, by its owner. Last, `plain: off` takes the plain listener away: who has not moved is refused.',
    links: [
      'https://www.rabbitmq.com/docs/ssl',
      'https://www.rabbitmq.com/kubernetes/operator/using-operator#tls-conf',
      'https://cert-manager.io/docs/usage/certificate/',
    ],
    sameAs: [],
  },
  *plan(root, context) {
    // Nobody listens in on somebody's own machine.
    if (isOnOwnMachine(root)) return;
    for (const workload of root.workloads) {
      const server = serverIn(workload, root);
      // The proxy of a mesh has encrypted it already.
      if (server === undefined || hasProxy(workload, root) || !runsToday(workload, root)) continue;
      const tls = tlsText(server);
      yield* tls === undefined ? newListener(server, context) : plainStill(server, tls, context);
    }
    for (const cluster of root.find('RabbitmqCluster')) yield* clusterOf(cluster, context);
  },
});
