/** Addresses of Services inside texts. */

import { memoizedText } from '../text/memo.ts';

/** A Service as a text names it. */
export interface Address {
  readonly name: string;
  /** Undefined: the namespace of whoever reads the text. */
  readonly namespace: string | undefined;
  readonly port: number | undefined;
  /** Of the URL that it stands in, without `://`. */
  readonly scheme: string | undefined;
}

/** Whether there is a Service of a name, in the namespace of the reader where none is said. */
export type IsService = (name: string, namespace: string | undefined) => boolean;

const HOST = /[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*/g;
/** What stands before and is part of the same word: then it is no host. A scheme and a user end with other marks. */
const GLUED_BEFORE = /(?:[\w.$%{-]|(?:^|[^/])\/)$/;
const GLUED_AFTER = /^(?:[A-Z_{]|-|\.\w|:[a-z])/;
const URL_BEFORE = /([a-z][a-z0-9+.-]*):\/\/(?:[^\s/'"]*@)?$/i;
/** Hosts and nothing else, as the value of a field has them. */
const HOSTS_ONLY = /^\s*[\w.:-]+(?:[,;]\s*[\w.:-]+)*\s*$/;
/** How a record of the DNS for a port begins: `_http._tcp.` before the name of the Service. */
const RECORD_BEFORE = /(?:^|[^\w.-])_[a-z0-9-]+\._$/;
const PROTOCOL = /^(?:tcp|udp|sctp)\./;
/** Most texts name no Service, and the same ones are read for every root that is around them. */
const wordsOf = memoizedText(4096, text => new Set(text.match(HOST)));

/** How hosts are told to programs: a field or a flag that says so. */
const HOST_BEFORE =
  /(?:host(?:name|s)?|servers?|addr(?:ess)?|endpoints?|ur[il]|brokers?|upstream|proxy_pass|targets?|nodes?|peers?|master|primary|connect)["']?(?:\s*[:=]|\s)\s*(?:-\s+)?["'[]*$/i;
/** How proxies are told where to pass requests on: nginx, Caddy (behind what it matches) and HAProxy (behind a name of its own). */
const PASSED_ON_BEFORE =
  /(?:\b[a-z]+_pass|\b(?:reverse_proxy|php_fastcgi)(?:\s+[/@*]\S*)?|\bset\s+\$\w+|(?:^|\n)\s*server\s+[\w.-]+)\s+["']?$/;
const FLAG_BEFORE = /(?:^|\s)-h[= ]?["']?$/;
/** A namespace that is filled in where the text is read: `.<NAMESPACE>`, `.$(POD_NAMESPACE)`, `.{{ namespace }}`. */
const FILLED_IN = /(?<=[a-z0-9])\.[<${(]{1,2} ?\.?([\w.-]+) ?[>})]{0,2}(?:\.svc(?:\.cluster\.local)?)?/g;
const SAYS_NAMESPACE = /(?:^|[_.-])(?:namespace|ns)$/i;
const NAMES_CALLERS =
  /(?:^|[_.-])(?:allowed_?hosts?|(?:allowed|trusted|cors|csrf|whitelisted)_?(?:\w+_)?(?:origins?|domains?)|cors(?:_\w+)?|origin_?whitelist|server_?names?|virtual_?hosts?)$/i;
/** Keys whose values name something that is called like a Service all the same. */
const NAMES_OTHERS = new RegExp(
  `(?:^|[_.-])(?:${[
    '(?:user|client|database|db|app|service|cluster|queue|realm)?_?name',
    'user|login|role|owner|tenant|team|group|org(?:anization)?|pass|password|secret|id',
    'db|database|schema|table|keyspace|collection|core|index|bucket',
    'queue|topic|exchange|vhost|stream|subject|channel|consumer',
    'type|mode|level|kind|tier|format|prefix|driver|adapter|engine|dialect|provider|profile',
    'env|environment|namespace|region|zone|realm|workspace|project|product|app|component|module|package',
    'site|theme|title|label|tag|image|version|branch|repo(?:sitory)?|release',
  ].join('|')})$`,
  'i',
);
const NAMES_HOSTS = /(?:host(?:name)?|addr(?:ess)?|server|ur[il]|endpoint|svc|service)(?:e?s)?$/i;

/**
 * The Services that a text gives as addresses: alone, with a port, in a URL, or behind a word that introduces hosts. That
 * there is one of the name is asked first: a text is full of words.
 *
 * @param key of the text, where it is a value of its own
 */
export function addressesIn(
  written: string,
  key: string | undefined,
  isService: IsService,
): readonly Address[] {
  if (key !== undefined && namesCallers(key)) return [];
  const text = written.replaceAll(FILLED_IN, (whole, name: string) =>
    SAYS_NAMESPACE.test(name) ? '' : whole,
  );
  if (![...wordsOf(text)].some(word => serviceOf(word.replace(PROTOCOL, ''), isService) !== undefined))
    return [];
  return [...text.matchAll(HOST)].flatMap(({ 0: word, index }) => {
    const before = text.slice(Math.max(index - 200, 0), index);
    const isRecord = PROTOCOL.test(word) && RECORD_BEFORE.test(before);
    const named = serviceOf(isRecord ? word.replace(PROTOCOL, '') : word, isService);
    if (named === undefined) return [];
    const after = text.slice(index + word.length, index + word.length + 8);
    if (GLUED_AFTER.test(after)) return [];
    const scheme = URL_BEFORE.exec(before)?.[1]?.toLowerCase();
    const isUrl = scheme !== undefined || /\/\/$/.test(before) || /@$/.test(before);
    if (!isUrl && !isRecord && GLUED_BEFORE.test(before)) return [];
    const port = /^:(\d{1,5})(?!\w)/.exec(after)?.[1] ?? /^ (\d{2,5})(?![\w.])/.exec(after)?.[1];
    const isAddress =
      isUrl ||
      isRecord ||
      port !== undefined ||
      word.includes('.') ||
      (HOSTS_ONLY.test(text) && isHostByKey(key)) ||
      HOST_BEFORE.test(before) ||
      PASSED_ON_BEFORE.test(before) ||
      FLAG_BEFORE.test(before);
    return isAddress ? [{ ...named, port: port === undefined ? undefined : Number(port), scheme }] : [];
  });
}

/** Whether what a key says is how a program is called, and who may call it: it calls none of them. */
export function namesCallers(key: string): boolean {
  return NAMES_CALLERS.test(key);
}

function isHostByKey(key: string | undefined): boolean {
  return key !== undefined && (NAMES_HOSTS.test(key) || !NAMES_OTHERS.test(key));
}

/** How a StatefulSet calls its pods. */
const POD = /-\d+$/;

/** `name`, `name.namespace`, `name.namespace.svc` with what follows, each behind the name of a pod too. */
function serviceOf(
  word: string,
  isService: IsService,
): { readonly name: string; readonly namespace: string | undefined } | undefined {
  // Most words: asked of every text, for every root around it.
  if (!word.includes('.') && word !== 'svc')
    return isService(word, undefined) ? { name: word, namespace: undefined } : undefined;
  const all = word.split('.');
  const svc = all.indexOf('svc');
  const said = svc < 0 ? all : all.slice(0, svc);
  const isOfPod = said.length > 1 && POD.test(said[0]!);
  const forms = isOfPod ? [said.slice(1), said] : [said];
  for (const [name, namespace, ...others] of forms) {
    const isWhole = others.length === 0 && (svc < 0 || namespace !== undefined);
    if (isWhole && isService(name!, namespace)) return { name: name!, namespace };
  }
  return undefined;
}
