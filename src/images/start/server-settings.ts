/** What the configuration files of a known server say, in an image or mounted over it: where it listens and writes. */

import { posix } from 'node:path';

export interface Settings {
  readonly ports: readonly number[];
  /** Folders that it is told to write to, besides those of its image. */
  readonly writes: readonly string[];
  /** Of these, where the image has files of its own: an empty volume would hide them. */
  readonly among: readonly string[];
  /**
   * When it is read. `main`: always, and the sites beside it. `main alone`: always, and it takes in no sites. `site`: with the
   * main file. `named`: where the command names it.
   */
  readonly role: 'main' | 'main alone' | 'site' | 'named';
}

/**
 * Reads the configuration of a server.
 *
 * @param family id of the server's family
 * @param path where the file is put
 * @returns undefined for what is not understood to the last word: it may move anything
 */
export function settingsIn(family: string, path: string, text: string): Settings | undefined {
  if (text.length > MOST_TEXT) return undefined;
  const [name = ''] = family.split(':');
  if (OF_NGINX.test(name)) return settingsOfNginx(name, path, text);
  if (name === 'redis' && path.endsWith('/redis.conf')) return settingsOfRedis(text);
  return undefined;
}

/** Families whose image has its sites where nginx looks for them. */
const OF_NGINX = /^nginx(?:-unprivileged)?(?::|$)/;
/** Larger files are no configurations that somebody wrote. */
const MOST_TEXT = 100_000;

/** Directives that read, or say how to answer: they write nothing and listen nowhere. */
const PLAIN =
  /^(?:server|http|events|location|upstream|map|geo|limit_except|if|types|server_name|root|index|alias|try_files|return|rewrite|set|break|error_page|default_type|charset|charset_types|autoindex|expires|etag|add_header|more_set_headers|internal|resolver|resolver_timeout|gzip\w*|brotli\w*|sendfile|tcp_nopush|tcp_nodelay|keepalive\w*|reset_timedout_connection|send_timeout|large_client_header_buffers|client_(?:header|max_body|body_buffer|body_timeout)\w*|types_hash\w*|server_names_hash\w*|server_tokens|log_format|log_not_found|worker_\w+|pcre_jit|daemon|multi_accept|use|open_file_cache\w*|ssl_\w+|http2|proxy_(?:pass|pass_request_\w+|socket_keepalive|method|set_body|http_version|set_header|hide_header|pass_header|redirect|cookie_\w+|connect_timeout|read_timeout|send_timeout|buffering|buffers|buffer_size|busy_buffers_size|request_buffering|next_upstream\w*|ssl_\w+|cache_bypass|no_cache|intercept_errors|ignore_headers|max_temp_file_size|cache|cache_(?:valid|key|lock\w*|use_stale|methods|min_uses|revalidate|background_update))|fastcgi_(?:pass|param|index|split_path_info|read_timeout|buffers|buffer_size)|allow|deny|satisfy|auth_basic\w*|limit_(?:req|conn)\w*|real_ip\w*|set_real_ip_from|stub_status|sub_filter\w*|mirror\w*|auth_request\w*|valid_referers|if_modified_since|add_trailer|recursive_error_pages|split_clients|map_hash\w*|variables_hash\w*|chunked_transfer_encoding|lingering_\w+|output_buffers|postpone_output|aio|directio|grpc_(?:pass|set_header|hide_header|pass_header|connect_timeout|read_timeout|send_timeout|buffer_size|ssl_\w+)|absolute_redirect|port_in_redirect|merge_slashes|underscores_in_headers|ignore_invalid_headers|default|hostnames|[\w.*~"'$/^-]+\/[\w.+-]+)$/;
const LOGS = /^(?:off|\/dev\/(?:stdout|stderr|null)|stderr|\/var\/log\/nginx\/(?:access|error)\.log)$/;
const LOOPBACK = /^(?:127\.|localhost:|\[::1\])/;
const TEMPORARY = /^(?:client_body|proxy|fastcgi|uwsgi|scgi)_temp_path$/;
const CACHE = /^(?:proxy|fastcgi|uwsgi|scgi)_cache_path$/;
/** Folders for what comes and goes: a cache in one of them stands for all of it. */
const SCRATCH = /^(?:\/tmp|\/var\/tmp|\/run|\/var\/run|\/var\/cache\/nginx)(?=\/)/;
/** Where images of nginx have what they run by and show; the links to the streams of the container among it. */
const FILLED =
  /^\/(?:(?:bin|boot|dev(?!\/shm)|docker-entrypoint\.d|etc|lib\w*|proc|root|sbin|sys|usr|var\/log)(?:\/|$)|(?:var(?:\/lib)?)?$)/;
const SITE = /^\/etc\/nginx\/conf\.d\/[\w.-]+\.conf$/;
/** Of it the entrypoint makes the site that the image brings, whenever it starts. */
const TEMPLATE_OF_SITE = '/etc/nginx/templates/default.conf.template';
const SITES = '/etc/nginx/conf.d';
const ALL_SITES = /^\/etc\/nginx\/conf\.d(?:\/(?:\*(?:\.conf)?)?)?$/;

/**
 * Which sites of a server are gone after something was removed: that moves its ports, and nothing that it writes.
 *
 * @param family id of the server's family
 * @param path what is removed, as it is written
 * @returns undefined where it is no site
 */
export function removedSite(family: string, path: string): string | undefined {
  if (!OF_NGINX.test(family)) return undefined;
  if (SITE.test(path)) return path;
  return ALL_SITES.test(path) ? `${SITES}/default.conf` : undefined;
}

/** What is left where a site was: it says nothing. */
export const NO_SITE: Settings = { ports: [], writes: [], among: [], role: 'site' };

/** Whether a file takes the place of the site that the image brings: with it, its port goes. */
export function isSiteOfImage(path: string): boolean {
  return path === `${SITES}/default.conf` || path === TEMPLATE_OF_SITE;
}

function settingsOfNginx(family: string, path: string, text: string): Settings | undefined {
  const isMain = path === '/etc/nginx/nginx.conf';
  if (!isMain && !SITE.test(path) && path !== TEMPLATE_OF_SITE) return undefined;
  const directives = directivesIn(text);
  if (directives === undefined) return undefined;
  const ports = new Set<number>();
  const writes = new Set<string>(path === TEMPLATE_OF_SITE ? [SITES] : []);
  const stated = new Set<string>();
  let includesSites = false;
  for (const [name = '', first = ''] of directives) {
    stated.add(name);
    if (name === 'listen') {
      const port = /^(?:[\w.*]+:|\[[\w:]*\]:)?(\d+)$/.exec(first)?.[1];
      if (port === undefined) return undefined;
      // Nobody outside of the pod's network sees what listens on the loopback alone.
      if (!LOOPBACK.test(first)) ports.add(Number(port));
    } else if (name === 'user') {
      if (first !== 'nginx') return undefined;
    } else if (name === 'access_log' || name === 'error_log') {
      if (!LOGS.test(first)) return undefined;
    } else if (name === 'pid' || TEMPORARY.test(name)) {
      const path = pathIn(first);
      if (path === undefined) return undefined;
      writes.add(posix.dirname(path));
    } else if (CACHE.test(name)) {
      const path = pathIn(first);
      if (path === undefined) return undefined;
      writes.add(SCRATCH.exec(path)?.[0] ?? path);
    } else if (name === 'include') {
      if (/^(?:\/etc\/nginx\/)?conf\.d\/\*(?:\.conf)?$/.test(first)) includesSites = true;
      else if (!/^(?:\/etc\/nginx\/)?(?:mime\.types|fastcgi_params)$/.test(first)) return undefined;
    } else if (!PLAIN.test(name) && !isEntry(name)) return undefined;
  }
  // The variant without root says in its own main file that it writes to /tmp alone.
  if (
    isMain &&
    family === 'nginx-unprivileged' &&
    !(stated.has('pid') && stated.has('client_body_temp_path'))
  )
    return undefined;
  const role = !isMain ? 'site' : includesSites ? 'main' : 'main alone';
  const among = [...writes].filter(folder => folder !== SITES && FILLED.test(folder));
  return { ports: [...ports], writes: [...writes], among, role };
}

/** A path from the top as it is found: `/etc/nginx/x.pid` of `/tmp/../etc/nginx/x.pid`. */
function pathIn(word: string): string | undefined {
  return /^(?:\/[\w.-]+){2,}\/?$/.test(word) ? posix.join('/', word).replace(/\/$/, '') : undefined;
}

/** A line of a `map` or of `types`: a text or a pattern, and what stands for it. */
function isEntry(name: string): boolean {
  return /^(?:["'~]|\d|[\w-]+\/)/.test(name);
}

const TOKEN = /"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|#[^\n]*|[^"'#]+/y;

/**
 * Directives as words; blocks are taken for directives with what stands in them.
 *
 * @returns undefined where a quote is open to the end: nobody knows what stands behind it
 */
function directivesIn(text: string): string[][] | undefined {
  let plain = '';
  for (let index = 0; index < text.length; ) {
    TOKEN.lastIndex = index;
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined) return undefined;
    index += token.length;
    if (token.startsWith('#')) continue;
    // What ends a directive does not end it inside of quotes.
    plain += /^["']/.test(token) ? token.replace(/[;{}#\s]/g, '_') : token;
  }
  return plain
    .replace(/\$\{\w+\}/g, '$')
    .split(/[;{}]/)
    .map(each => each.trim().split(/\s+/))
    .filter(([name]) => name !== '' && name !== undefined);
}

/** Settings by which Redis writes elsewhere, or something else runs with it. Without its `pidfile` it runs all the same. */
const MOVED = /^(?:include|loadmodule|unixsocket|daemonize|tls-port|supervised|aclfile|bind)$/;

function settingsOfRedis(text: string): Settings | undefined {
  let port = 6379;
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^([\w-]+)\s+(.*)$/.exec(line.trim()) ?? [];
    const key = name.toLowerCase();
    const said = value.replace(/^(["'])(.*)\1$/, '$2');
    if (MOVED.test(key) && !/^(?:no|0|\*|0\.0\.0\.0(?: .*)?)$/.test(said)) return undefined;
    if (key === 'dir' && !/^(?:\.\/?|\/data\/?)$/.test(said)) return undefined;
    if (key === 'logfile' && said !== '' && !said.startsWith('/dev/')) return undefined;
    if (key !== 'port') continue;
    if (!/^[1-9]\d*$/.test(said)) return undefined;
    port = Number(said);
  }
  return { ports: [port], writes: [], among: [], role: 'named' };
}
