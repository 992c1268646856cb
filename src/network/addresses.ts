/** Addresses of Services inside texts. */

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
/** How hosts are told to programs: a field or a flag that says so. */
const HOST_BEFORE =
  /(?:host(?:name|s)?|servers?|addr(?:ess)?|endpoints?|ur[il]|brokers?|upstream|proxy_pass|targets?|nodes?|peers?|master|primary|connect)["']?(?:\s*[:=]|\s)\s*(?:-\s+)?["'[]*$/i;
const FLAG_BEFORE = /(?:^|\s)-h[= ]?["']?$/;
/** Keys whose values name something that is called like a Service all the same. */
const NAMES_OTHERS =
  /(?:^|[_.-])(?:(?:user|client|database|db|app|service|cluster|queue|realm)?_?name|user|login|db|database|schema|queue|topic|bucket|role|type|mode|level|env|environment|namespace|pass|password|secret|driver|adapter|engine|dialect|format|provider|kind|tier|app|realm|prefix|id)$/i;
const NAMES_HOSTS = /host|addr|server|url|uri|endpoint|svc|service(?!_?name)/i;

/**
 * The Services that a text gives as addresses: alone, with a port, in a URL, or behind a word that introduces hosts. That
 * there is one of the name is asked first: a text is full of words.
 *
 * @param key of the text, where it is a value of its own
 */
export function addressesIn(text: string, key: string | undefined, isService: IsService): Address[] {
  return [...text.matchAll(HOST)].flatMap(({ 0: word, index }) => {
    const named = serviceOf(word, isService);
    if (named === undefined) return [];
    const before = text.slice(Math.max(index - 200, 0), index);
    const after = text.slice(index + word.length, index + word.length + 8);
    if (GLUED_AFTER.test(after)) return [];
    const scheme = URL_BEFORE.exec(before)?.[1]?.toLowerCase();
    const isUrl = scheme !== undefined || /\/\/$/.test(before) || /@$/.test(before);
    if (!isUrl && GLUED_BEFORE.test(before)) return [];
    const port = /^:(\d{1,5})(?!\w)/.exec(after)?.[1] ?? /^ (\d{2,5})(?![\w.])/.exec(after)?.[1];
    const isAddress =
      isUrl ||
      port !== undefined ||
      word.includes('.') ||
      (HOSTS_ONLY.test(text) && isHostByKey(key)) ||
      HOST_BEFORE.test(before) ||
      FLAG_BEFORE.test(before);
    return isAddress ? [{ ...named, port: port === undefined ? undefined : Number(port), scheme }] : [];
  });
}

function isHostByKey(key: string | undefined): boolean {
  return key !== undefined && (NAMES_HOSTS.test(key) || !NAMES_OTHERS.test(key));
}

/** `name`, `name.namespace`, `name.namespace.svc` with what follows, each behind the name of a pod too. */
function serviceOf(
  word: string,
  isService: IsService,
): { readonly name: string; readonly namespace: string | undefined } | undefined {
  const labels = word.split('.');
  const svc = labels.indexOf('svc');
  const candidates: [string | undefined, string | undefined][] =
    svc >= 2
      ? [[labels[svc - 2], labels[svc - 1]]]
      : labels.length === 1
        ? [[labels[0], undefined]]
        : labels.length === 2
          ? [
              [labels[0], labels[1]],
              [labels[1], undefined],
            ]
          : labels.length === 3
            ? [[labels[1], labels[2]]]
            : [];
  for (const [name, namespace] of candidates)
    if (name !== undefined && isService(name, namespace)) return { name, namespace };
  return undefined;
}
