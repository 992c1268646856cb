/** The first step: a listener for TLS beside the plain one. */

import {
  type Change,
  type Doubt,
  nameOf,
  type Proposal,
  type Resource,
  type Workload,
} from '../../src/transform.ts';
import { isOnOwnMachine } from '../shared/clusters/local.ts';
import { describeWorkload, immutableTemplate } from '../shared/pods.ts';
import { listed, plainCallers } from './callers.ts';
import { certificateFor, namesOfServices, secretOf } from './certificate.ts';
import {
  CERTIFICATES,
  declinesTls,
  PLAIN_PORT,
  plainPorts,
  TLS_PORT,
  withListener,
} from './configuration.ts';
import { type Context, type Message, whichIssuer } from './context.ts';
import { issuerFor } from './issuer.ts';
import { INCLUDED, type Server, unextended } from './server.ts';
import { servicesOf, wayTo } from './way.ts';

const VOLUME = 'rabbitmq-tls';
const MORE = '30-tls.conf';

export function* newListener(server: Server, context: Context): Generator<Proposal<Message>> {
  const { root, options, configured } = context;
  const { workload, container, main } = server;
  const plain = main === undefined ? [PLAIN_PORT] : plainPorts(main.text);
  if (plain.length === 0) return;
  const finding = {
    message: 'open',
    data: { server: describeWorkload(workload), issuer: '' },
    at:
      main === undefined
        ? { on: workload.key, path: container.path }
        : { on: main.map.key, path: ['data', main.key] },
    changes: [],
    evidence: [],
  } as const;
  const declined = server.texts.find(({ text }) => declinesTls(text));
  if (declined !== undefined) {
    yield { ...finding, known: `\`listeners.ssl = none\` in ${declined.key} has switched it off` };
    return;
  }
  const services = servicesOf(server, plain, root);
  if (services.length === 0) {
    yield { ...finding, known: 'no Service leads to it: nothing says by which name it is called' };
    return;
  }
  const namespace = root.platform.namespaceOf(workload);
  const issuer = issuerFor(namespace, root, options, configured('issuer', 'the team has named its issuer'));
  if (issuer === undefined) {
    yield { ...finding, ...whichIssuer(namespace, root) };
    return;
  }
  const inPlace = main !== undefined && isForAll(workload, context) ? main : undefined;
  const obstacle = inPlace === undefined ? unextended(server) : undefined;
  if (obstacle !== undefined) {
    yield { ...finding, known: obstacle };
    return;
  }
  const secretName = secretOf(workload);
  yield {
    ...finding,
    message: 'listener',
    data: { ...finding.data, issuer: `${issuer.kind} ${issuer.name}` },
    changes: [
      ...(inPlace === undefined
        ? beside(server)
        : [inPlace.map.set(['data', inPlace.key], withListener(inPlace.text))]),
      container.set(['volumeMounts', { mountPath: CERTIFICATES }], {
        name: VOLUME,
        mountPath: CERTIFICATES,
        readOnly: true,
      }),
      workload.set([...workload.podPath, 'volumes', { name: VOLUME }], {
        name: VOLUME,
        secret: { secretName },
      }),
      ...wayTo(server, plain, services, root),
      certificateFor(workload, namesOfServices(services, root), issuer),
    ],
    evidence: [issuer.evidence],
    doubts: [
      'its pods start anew, and wait until the certificate is there',
      ...callersOf(server, plain, root),
      ...services.flatMap(reachedFromOutside),
      ...(namespace === undefined ? ['nothing names its namespace, which callers may say too'] : []),
      ...immutableTemplate(workload),
    ],
    promised: [{ kind: 'Secret', name: secretName }],
  };
}

/**
 * Whether all environments that have it get a listener: then it is said where the rest is. Otherwise what is written would
 * have to be written again for some of them, with the password that may stand in it.
 */
function isForAll(workload: Workload, { root, options, configured }: Context): boolean {
  const stated = configured('issuer', '');
  return root
    .sistersOf(workload)
    .every(
      ({ root: other, workload: sister }) =>
        !isOnOwnMachine(other) &&
        issuerFor(other.platform.namespaceOf(sister), other, options, stated) !== undefined,
    );
}

/** In a file of its own behind the others. */
function beside({ workload, container }: Server): readonly Change[] {
  const name = nameOf(workload, { suffix: '-tls' });
  const mountPath = `${INCLUDED}/${MORE}`;
  const volume = `${VOLUME}-config`;
  return [
    {
      type: 'create',
      manifest: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name },
        data: { [MORE]: withListener('') },
      },
      beside: workload.key,
    },
    container.set(['volumeMounts', { mountPath }], {
      name: volume,
      mountPath,
      subPath: MORE,
      readOnly: true,
    }),
    workload.set([...workload.podPath, 'volumes', { name: volume }], { name: volume, configMap: { name } }),
  ];
}

function callersOf(server: Server, plain: readonly number[], root: Context['root']): readonly Doubt[] {
  const callers = plainCallers(server, plain, root);
  return callers.length === 0
    ? []
    : [
        `who calls goes on in plain text until told scheme \`amqps\`, port ${TLS_PORT} and \`ca.crt\` of Secret ${secretOf(server.workload)}: ${listed(callers)}`,
      ];
}

function reachedFromOutside(service: Resource): readonly Doubt[] {
  const type = service.get(['spec', 'type']);
  return type === 'NodePort' || type === 'LoadBalancer'
    ? [`Service ${service.name} is a ${type}: the new port is open to the outside too`]
    : [];
}
