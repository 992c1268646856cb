/** Servers that the cluster operator of RabbitMQ makes: it mounts the certificate, listens and opens the port itself. */

import type { JsonObject, Proposal, Resource } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { certificateFor, namesIn, secretOf } from './certificate.ts';
import { listensForTls } from './configuration.ts';
import { type Context, type Message, whichIssuer } from './context.ts';
import { issuerFor } from './issuer.ts';

const TLS = ['spec', 'tls'];

export function* clusterOf(cluster: Resource, context: Context): Generator<Proposal<Message>> {
  const { root, options, configured } = context;
  if (!cluster.apiVersion.startsWith('rabbitmq.com/') || saysTls(cluster)) return;
  const tls = cluster.get(TLS);
  const finding = {
    message: 'open',
    data: { server: `RabbitmqCluster ${cluster.name}`, issuer: '' },
    at: { on: cluster.key, path: TLS },
    changes: [],
    evidence: [],
  } as const;
  if (isMap(tls) && typeof tls.secretName === 'string') {
    yield* plainOff(cluster, tls, context);
    return;
  }
  const namespace = root.platform.namespaceOf(cluster);
  const issuer = issuerFor(namespace, root, options, configured('issuer', 'the team has named its issuer'));
  if (issuer === undefined) {
    yield { ...finding, ...whichIssuer(namespace, root) };
    return;
  }
  const secretName = secretOf(cluster);
  const nodes = namesIn(`${cluster.name}-nodes`, namespace).slice(1);
  yield {
    ...finding,
    message: 'listener',
    data: { ...finding.data, issuer: `${issuer.kind} ${issuer.name}` },
    changes: [
      cluster.set([...TLS, 'secretName'], secretName),
      certificateFor(
        cluster,
        [...namesIn(cluster.name, namespace), ...nodes.map(each => `*.${each}`)],
        issuer,
      ),
    ],
    evidence: [issuer.evidence],
    doubts: [
      'its pods start anew, and wait until the certificate is there',
      ...(namespace === undefined ? ['nothing names its namespace, which callers may say too'] : []),
    ],
    promised: [{ kind: 'Secret', name: secretName }],
  };
}

/** In its own words, beside those of the operator. */
function saysTls(cluster: Resource): boolean {
  return ['additionalConfig', 'advancedConfig'].some(field =>
    listensForTls(String(cluster.get(['spec', 'rabbitmq', field]) ?? '')),
  );
}

function* plainOff(
  cluster: Resource,
  tls: JsonObject,
  { options, configured }: Context,
): Generator<Proposal<Message>> {
  const stated = configured('plain', 'the team says that all clients have moved');
  if (stated === undefined || options.plain !== 'off' || tls.disableNonTLSListeners === true) return;
  const path = [...TLS, 'disableNonTLSListeners'];
  yield {
    message: 'off',
    data: { server: `RabbitmqCluster ${cluster.name}` },
    at: { on: cluster.key, path },
    changes: [cluster.set(path, true)],
    evidence: [stated],
    doubts: ['who calls it in plain text, and is not seen here, is refused'],
  };
}
