/** Lines of nginx's own language in an annotation, said by the typed annotations that stand for them. */

import type { Proposal, Resource } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';
import { nginxPath, nginxSays } from './controller.ts';

export type SnippetMessage = 'snippet' | 'snippet-open' | 'snippet-server';

interface Directive {
  readonly name: string;
  readonly args: readonly string[];
}

type Annotations = Readonly<Record<string, string>>;

/**
 * What an annotation says in place of a directive; undefined where none says quite the same.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
const TYPED: Readonly<Record<string, (args: readonly string[]) => Annotations | undefined>> = {
  proxy_connect_timeout: seconds('proxy-connect-timeout'),
  proxy_send_timeout: seconds('proxy-send-timeout'),
  proxy_read_timeout: seconds('proxy-read-timeout'),
  client_max_body_size: as('proxy-body-size'),
  client_body_buffer_size: as('client-body-buffer-size'),
  proxy_buffering: as('proxy-buffering'),
  proxy_request_buffering: as('proxy-request-buffering'),
  proxy_buffer_size: as('proxy-buffer-size'),
  proxy_http_version: as('proxy-http-version'),
  proxy_max_temp_file_size: as('proxy-max-temp-file-size'),
};

export function* snippets(ingress: Resource): Generator<Proposal<SnippetMessage>> {
  const server = nginxSays(ingress, 'server-snippet');
  if (server !== undefined) {
    yield {
      message: 'snippet-server',
      data: { name: ingress.name },
      at: { on: ingress.key, path: nginxPath('server-snippet') },
      changes: [],
      evidence: [],
      known: 'no annotation says what is meant for a whole server',
    };
  }
  const text = nginxSays(ingress, 'configuration-snippet');
  if (text === undefined) return;
  const path = nginxPath('configuration-snippet');
  const at = { on: ingress.key, path };
  const directives = directivesOf(text);
  const typed = directives && typedOf(directives, ingress);
  if (typed === undefined) {
    const names = [...new Set((directives ?? []).map(({ name }) => `\`${name}\``))];
    yield {
      message: 'snippet-open',
      data: { name: ingress.name },
      at,
      changes: [],
      evidence: [],
      known: text.includes('#')
        ? 'its comments would go with it'
        : `${names.length > 0 ? enumerated(names) : 'what it says'} has no annotation that says the same`,
    };
    return;
  }
  const said = enumerated(Object.keys(typed).map(each => `\`${each}\``));
  yield {
    message: 'snippet',
    data: { name: ingress.name, annotations: said },
    at,
    changes: [
      ingress.remove(path),
      ...Object.entries(typed).map(([name, value]) => ({
        ...ingress.set(nginxPath(name), value),
        restsOn: { resource: ingress.key, path },
      })),
    ],
    evidence: [
      { kind: 'manifest', at: ingress.where(path), says: 'every line of it has an annotation of its own' },
    ],
    doubts: [
      'controllers have left snippets out, unless told otherwise, since 1.9: what it says may not hold today, and then will',
    ],
  };
}

/** None where two of them, or one of them and what is written, say the same. */
function typedOf(directives: readonly Directive[], ingress: Resource): Annotations | undefined {
  const typed: Record<string, string> = {};
  for (const { name, args } of directives) {
    const said = TYPED[name]?.(args);
    if (said === undefined) return undefined;
    for (const [key, value] of Object.entries(said)) {
      if (key in typed || nginxSays(ingress, key) !== undefined) return undefined;
      typed[key] = value;
    }
  }
  return directives.length === 0 ? undefined : typed;
}

/** Undefined where it is more than plain directives: comments, blocks, quotes, variables of nginx. */
function directivesOf(text: string): readonly Directive[] | undefined {
  if (/[#{}"'$\\]/.test(text)) return undefined;
  const parts = text.split(';').map(each => each.trim());
  // What is behind the last semicolon is no directive: nginx would refuse it.
  if (parts.pop() !== '') return undefined;
  return parts.map(part => {
    const [name = '', ...args] = part.split(/\s+/);
    return { name, args };
  });
}

function as(annotation: string): (args: readonly string[]) => Annotations | undefined {
  return args => (args.length === 1 ? { [annotation]: args[0]! } : undefined);
}

/** The annotations take whole seconds, without a unit. */
function seconds(annotation: string): (args: readonly string[]) => Annotations | undefined {
  return ([time = '', ...more]) => {
    const [, number, unit = 's'] = /^(\d+)(s|m|h)?$/.exec(time) ?? [];
    if (number === undefined || more.length > 0) return undefined;
    return { [annotation]: String(Number(number) * SECONDS[unit as keyof typeof SECONDS]) };
  };
}

const SECONDS = { s: 1, m: 60, h: 3600 };
