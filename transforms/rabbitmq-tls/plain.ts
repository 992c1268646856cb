/** The steps after: callers move, and the plain listener goes. */

import type { Proposal } from '../../src/transform.ts';
import { describeWorkload } from '../shared/pods.ts';
import { listed, plainCallers } from './callers.ts';
import { plainPorts, TLS_PORT, tlsPorts, withoutPlain } from './configuration.ts';
import type { Context, Message } from './context.ts';
import { isAmong, isOfErlang, type Server, type Text } from './server.ts';

export function* plainStill(
  server: Server,
  tls: Text,
  { root, options, configured }: Context,
): Generator<Proposal<Message>> {
  const ofErlang = server.texts.filter(isOfErlang);
  const texts = server.texts.filter(each => !isOfErlang(each));
  const plain = plainPorts(texts.map(({ text }) => text).join('\n'));
  // What Erlang says of them is not read.
  if (plain.length === 0 || ofErlang.some(({ text }) => /\btcp_listeners\b/.test(text))) return;
  const { map, key, text } =
    texts.find(each => /^[ \t]*listeners\.tcp\b/m.test(each.text)) ??
    texts.find(each => each === tls) ??
    server.main ??
    tls;
  const callers = plainCallers(server, plain, root);
  const data = { server: describeWorkload(server.workload), caller: '' };
  for (const { from, evidence } of callers) {
    if (from.type !== 'workload' || !root.workloads.includes(from.workload)) continue;
    yield {
      message: 'caller',
      data: { ...data, caller: describeWorkload(from.workload) },
      at: { on: from.workload.key, path: [] },
      changes: [],
      evidence: [],
      known: `${evidence.at} says whom it calls: scheme \`amqps\`, port ${tlsPorts(tls.text)[0] ?? TLS_PORT}, and the authority of the certificate`,
    };
  }
  const stated = configured('plain', 'the team says that all clients have moved');
  if (stated === undefined || options.plain !== 'off') return;
  const path = ['data', key];
  const at = { on: map.key, path };
  const obstacle =
    callers.length > 0
      ? `these still call it in plain text: ${listed(callers, true)}`
      : (askedByProbe(server, plain) ??
        (ofErlang.some(each => each.key === key) ? `${key} is in the form of Erlang` : undefined));
  if (obstacle !== undefined) {
    yield { message: 'besides', data, at, changes: [], evidence: [], known: obstacle };
    return;
  }
  yield {
    message: 'off',
    data,
    at,
    changes: [map.set(path, withoutPlain(text))],
    evidence: [stated],
    doubts: ['who calls it in plain text, and is not seen here, is refused'],
  };
}

/** A pod whose probe is answered no more is killed, or left out of its Service. */
function askedByProbe({ container }: Server, plain: readonly number[]): string | undefined {
  const kind = ['livenessProbe', 'readinessProbe', 'startupProbe'].find(each =>
    isAmong(plain, container.get([each, 'tcpSocket', 'port']), container),
  );
  return kind && `its ${kind} asks the plain port`;
}
