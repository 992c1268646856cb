/** What a configuration that the repository mounts into nginx says of a path that answers by itself (catalogue L4). */

import type { Container, Evidence, JsonObject, Root } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { mountsOf } from '../shared/pods.ts';
import { type MountedText, nginxTexts } from '../shared/texts/nginx.ts';

/** Where a folder takes the place of the image's own site, and a file does. */
const SITES = ['/etc/nginx', '/etc/nginx/conf.d'];
const OWN_SITE = /\/(?:conf\.d\/default\.conf|templates\/default\.conf\.template)$/;
const INCLUDES = /\binclude\s+[^;]*\/conf\.d\//;
/** Where the image's own site listens. */
const OWN_PORTS: Readonly<Record<string, number>> = { nginx: 80, 'nginx-unprivileged': 8080 };

/** `return 200` of an exact path: nobody behind the server is asked for it. */
const ANSWERS = /location[ \t]+=[ \t]+(\/[\w./-]*)\s*\{[^{}]*\breturn\s+(?:200|204)\b/;
const LISTENS = /(?:^|[;{}\s])listen[ \t]+([^;]*);/g;
/** A port in plain that the kubelet reaches: on every address. */
const PLAIN =
  /^(?:(?:0\.0\.0\.0|\*|\[::\]):)?(\d+)(?:[ \t]+(?:default_server|http2|reuseport|ipv6only=\w+))*$/;

/** The handler that such a configuration has an answer for, at its line, and what speaks against it. */
export function answeredPath(
  container: Container,
  root: Root,
):
  | { readonly handler: JsonObject; readonly evidence: Evidence; readonly doubts: readonly string[] }
  | undefined {
  const family = container.facts.family ?? '';
  const texts = nginxTexts(container, root);
  // Which of several servers a probe would meet is not to be seen.
  const servers = texts?.flatMap(each => serversIn(each).map(server => ({ ...each, server }))) ?? [];
  const [only] = servers;
  if (texts === undefined || only === undefined || servers.length > 1) return undefined;
  const path = ANSWERS.exec(only.server)?.[1];
  const port = plainPort(only.server);
  if (path === undefined || port === undefined) return undefined;
  if (port === OWN_PORTS[family] && keepsOwnSite(container, texts)) return undefined;
  const isDeclared = mapsIn(container.get(['ports'])).some(({ containerPort }) => containerPort === port);
  return {
    handler: { httpGet: { path, port } },
    evidence: {
      kind: 'manifest',
      at: only.config.where(['data', only.key]),
      says: `${only.key} answers ${path} by itself`,
    },
    doubts: isDeclared ? [] : ['the container does not declare the port'],
  };
}

const PORT = /^(?:\S*:)?(\d+)(?:\s|$)/;

/** The line that has such a configuration listen on a port, wherever else it does; undefined without one. */
export function listensOn(container: Container, port: number, root: Root): Evidence | undefined {
  const found = nginxTexts(container, root)?.find(({ text }) =>
    [...text.matchAll(LISTENS)].some(([, said = '']) => Number(PORT.exec(said.trim())?.[1]) === port),
  );
  if (found === undefined) return undefined;
  const at = found.config.where(['data', found.key]);
  return { kind: 'manifest', at, says: `${found.key} has it listen on port ${port}` };
}

function serversIn({ text }: MountedText): readonly string[] {
  return text.split(/(?:^|[\s;{}])server[ \t]*\{/).slice(1);
}

/** Undefined where it listens on several ports, in another way, or on some addresses alone. */
function plainPort(server: string): number | undefined {
  const ports = new Set([...server.matchAll(LISTENS)].map(([, said = '']) => PLAIN.exec(said.trim())?.[1]));
  const [port, ...others] = ports;
  return port === undefined || others.length > 0 ? undefined : Number(port);
}

/** Whether the image's own site is read beside, which is the first to be asked on its port. */
function keepsOwnSite(container: Container, texts: readonly MountedText[]): boolean {
  if (texts.some(({ path }) => OWN_SITE.test(path))) return false;
  if (texts.some(({ path, text }) => path === '/etc/nginx/nginx.conf' && !INCLUDES.test(text))) return false;
  return !mountsOf(container).some(({ path }) => SITES.includes(path));
}
