/** What a configuration that the repository mounts into nginx says of a path that answers by itself (catalogue L4). */

import type { Container, Evidence, JsonObject, Root } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { isWithin, mountsOf } from '../shared/pods.ts';
import { configMapsOf } from '../shared/volumes.ts';

const NGINX = ['nginx', 'nginx-unprivileged'];
/** `return 200` of an exact path: nobody behind the server is asked for it. */
const ANSWERS = /location\s+=\s+(\/[\w./-]*)\s*\{[^{}]*\breturn\s+(?:200|204)\b/;
const LISTENS = /^\s*listen\s+(?:[\w.*]+:|\[[^\]]*\]:)?(\d+)\s*([^;]*);/gm;

/** The handler that such a configuration has an answer for, at its line. */
export function answeredPath(
  container: Container,
  root: Root,
): { readonly handler: JsonObject; readonly evidence: Evidence } | undefined {
  if (!NGINX.includes(container.facts.family ?? '')) return undefined;
  for (const { path, name } of mountsOf(container)) {
    if (!isWithin(path, '/etc/nginx')) continue;
    for (const source of configMapsOf(container, name)) {
      const [config] = root.find(
        'ConfigMap',
        each => each.name === source && each.namespace === container.workload.namespace,
      );
      const texts = isMap(config?.object.data) ? Object.entries(config.object.data) : [];
      for (const [key, text] of texts) {
        const answer = typeof text === 'string' ? answerIn(text) : undefined;
        if (answer === undefined) continue;
        const says = `${key} answers ${answer.path} by itself`;
        const evidence: Evidence = { kind: 'manifest', at: config!.where(['data', key]), says };
        return { handler: { httpGet: answer }, evidence };
      }
    }
  }
  return undefined;
}

/** Of one server that listens in plain on one port: which of several a probe would meet is not to be seen. */
function answerIn(text: string): { readonly path: string; readonly port: number } | undefined {
  const code = text.replaceAll(/(^|\s)#.*/g, '$1');
  const servers = code.split(/(?:^|[\s;{}])server\s*\{/).slice(1);
  if (servers.length !== 1) return undefined;
  const ports = [...code.matchAll(LISTENS)].filter(([, , rest = '']) => !/\b(?:ssl|quic)\b/.test(rest));
  const [port, ...others] = new Set(ports.map(([, each]) => Number(each)));
  const path = ANSWERS.exec(servers[0]!)?.[1];
  return path === undefined || port === undefined || others.length > 0 ? undefined : { path, port };
}
