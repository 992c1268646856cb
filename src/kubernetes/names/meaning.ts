/** What a word means that reads like the name of an object: an address of it, something else, or nobody knows. */
import { hasAddress, type Key, saysKind, wordsIn, wordsOfKind } from './key-words.ts';

/** An object by all that it is called. */
export interface Named {
  readonly kind: string;
  readonly names: readonly string[];
  /** Those that it is rendered in; an address may say them. */
  readonly namespaces: ReadonlySet<string>;
}

/** What holds a text. */
export interface Holder {
  readonly key: Key | undefined;
  /** Of another namespace, where a name alone is that of another object. */
  readonly isApart: boolean;
}

export type Meaning =
  /** It is the object. */
  | 'it'
  | 'comment'
  | 'another namespace'
  | 'a host outside'
  | 'an image'
  | 'not known to be it'
  /** A file, a folder, a part of a path: nobody takes it for a name. */
  | 'nothing';

/** More says nothing new, and lines of generated texts have no end. */
const SEEN = 300;

/** Ends of files: what has one is a file that is called like an object. */
const FILE = /^\.(?:ya?ml|json|toml|conf|cfg|ini|env|properties|tpl|md|sh|txt|xml|key|crt|pem)\b/;

const LABEL = String.raw`[a-z0-9](?:[\w-]*[a-z0-9])?|\$\(\w+\)|\$\{[^}\s]*\}|\$\w+|\{\{[^{}]*\}\}`;
const NEXT_LABEL = new RegExp(`^\\.(${LABEL})`, 'i');
const PORT = /^:(?:\d{1,5}(?![\w.-])|\$|%|\{\{|<)/;
/** What ends a word that stands by itself. */
const END = /^(?:$|[\s"'`,;)\]}|&<>?#\\]|\.(?:$|\s))/;
const IS_KEY = /^\\?["']?\s*(?::(?:\s|$|["'{[])|=)/;
/** What a word may begin behind. */
const BEGIN = /(?:^|[\s"'`,;:=([{<>|&!])$/;
const NAMESPACE_VARIABLE = /^[${(]+\w*(?:namespace|(?:^|_|[${(])ns)[)}]*$/i;
/** Of what is no host, but a bucket or a place to fetch from. */
const STORES = /(?:s3a?|gs|gcs|oci|docker|file|arn|vault|ref\+?\w*):\/\/$/i;
const REACHES =
  /(?:^|[\s;&|(`])(?:nslookup|ping|server|nc|ncat|netcat|telnet|dig|host|hosts|curl|wget|wait-for(?:-it)?(?:\.sh)?|nmap)(?:\s+-\S+)*\s+["']?$/;

/** What a word means by what stands around it, and in what. */
export function meaningOf(
  text: string,
  { start, name }: { readonly start: number; readonly name: string },
  named: Named,
  holder: Holder,
): Meaning {
  const before = lineBefore(text, start);
  const end = start + name.length;
  const after = text.slice(end, end + SEEN);
  if (isComment(before)) return 'comment';
  if (FILE.test(after)) return 'nothing';
  const tail = tailOf(after, named);
  if (tail === 'another namespace' || tail === 'a host outside') return isInPath(before) ? 'nothing' : tail;
  const head = headOf(before, named);
  if (head === 'nothing' || (tail === 'folder' && head !== 'host')) return 'nothing';
  if (head === 'image' || tail === 'tag' || isImage(before, holder)) return 'an image';
  if (head === 'other namespace') return 'another namespace';
  const isIt = isMeant(text, start, { before, after, head, tail }, named, holder);
  if (!isIt) return 'not known to be it';
  const saysNamespace = tail === 'namespaced' || head === 'namespace' || head === 'account';
  return holder.isApart && !saysNamespace ? 'another namespace' : 'it';
}

/** Whether a comment of scripts, configurations or YAML is before an offset of a text, on its line. */
export function isInComment(text: string, start: number): boolean {
  return isComment(lineBefore(text, start));
}

function lineBefore(text: string, start: number): string {
  const seen = text.slice(Math.max(0, start - SEEN), start);
  return seen.slice(seen.lastIndexOf('\n') + 1);
}

interface Around {
  readonly before: string;
  readonly after: string;
  readonly head: Head;
  readonly tail: Tail;
}

function isMeant(text: string, start: number, around: Around, named: Named, holder: Holder): boolean {
  const { head, tail } = around;
  if (head === 'kind' || head === 'namespace') return tail === 'end' || tail === 'port';
  if (head === 'account') return named.kind === 'ServiceAccount' && tail === 'end';
  if (tail === 'other') return false;
  // What nobody connects to has a name, and no address.
  if (!hasAddress(named.kind) && (head === 'host' || tail !== 'end')) return false;
  if (tail === 'namespaced' || tail === 'own') return true;
  if (head === 'part') return false;
  return head === 'host' || tail === 'port' || isAlone(text, start, around, named, holder);
}

type Tail =
  | 'end'
  | 'port'
  /** `.svc`, of the namespace that says it. */
  | 'own'
  /** `.shop`, of the namespace that the object is in. */
  | 'namespaced'
  | 'folder'
  | 'tag'
  | 'other'
  | 'another namespace'
  | 'a host outside';

function tailOf(after: string, { namespaces }: Named): Tail {
  if (PORT.test(after)) return 'port';
  if (IS_KEY.test(after)) return 'other';
  if (after.startsWith('/')) return 'folder';
  if (after.startsWith(':')) return 'tag';
  const [whole, label] = NEXT_LABEL.exec(after) ?? [];
  if (whole === undefined || label === undefined) return END.test(after) ? 'end' : 'other';
  const rest = after.slice(whole.length);
  const isOfCluster = /^\.svc(?![\w-])/.test(rest);
  if (label === 'svc') return 'own';
  const isOwn = namespaces.has(label) || NAMESPACE_VARIABLE.test(label);
  const goesOn = /^\.\w/.test(rest);
  if (isOwn) return isOfCluster || !goesOn ? 'namespaced' : 'a host outside';
  if (isOfCluster) return 'another namespace';
  return goesOn ? 'a host outside' : 'other';
}

type Head =
  | 'start'
  /** Behind `//`, `user@` or the name of a pod. */
  | 'host'
  | 'namespace'
  | 'other namespace'
  | 'kind'
  | 'account'
  | 'image'
  /** Of a longer name: of a pod, or of somebody else's host. */
  | 'part'
  | 'other'
  | 'nothing';

function headOf(before: string, named: Named): Head {
  const last = before.at(-1);
  if (last === '/') return headOfPath(before, named);
  if (isInPath(before)) return 'nothing';
  if (last === '@') return /[\w%*)}]@$/.test(before) ? 'host' : 'other';
  if (last === '.') return /(?:-\d+|[)}]|\$\w+|_tcp|_udp)\.$/.test(before) ? 'host' : 'part';
  const [, account] = /\bsystem:serviceaccount:([^\s:]+):$/.exec(before) ?? [];
  if (account !== undefined) return isOwn(account, named) ? 'account' : 'other namespace';
  return BEGIN.test(before) ? 'start' : 'other';
}

function headOfPath(before: string, named: Named): Head {
  if (before.endsWith('//'))
    return STORES.test(before) ? 'other' : /[\w/]\/\/$/.test(before) ? 'nothing' : 'host';
  const [, path = ''] = /([^\s"'`,;=[\]<>|]*)\/$/.exec(before) ?? [];
  const parts = path.split('/');
  const first = parts[0]!;
  if (path.includes('://') || first === '' || /^(?:\.{1,2}|~|\w:)$/.test(first)) return 'nothing';
  if (parts.length > 1) return /[.:]/.test(first) ? 'image' : 'nothing';
  if (isOwn(first, named)) return 'namespace';
  if (wordsOfKind(named.kind).includes(first.toLowerCase())) return 'kind';
  if (/^[${(]/.test(first)) return 'other';
  return /[.:]/.test(first) ? 'image' : 'other namespace';
}

function isOwn(namespace: string, { namespaces }: Named): boolean {
  return namespaces.has(namespace) || NAMESPACE_VARIABLE.test(namespace);
}

/** Behind the host of a URL, or somewhere in a file system. */
function isInPath(before: string): boolean {
  return /(?:^|[\s"'`,;:=()[\]])(?:[a-z][\w+.-]*:\/\/[^\s/"']+|\.{0,2})\/(?!\/)[^\s"'`,;=()[\]]*$/i.test(
    before,
  );
}

/** A word behind which nothing tells an address: what says what it is stands before it. */
function isAlone(
  text: string,
  start: number,
  { before: line, after }: Around,
  { kind }: Named,
  { key }: Holder,
): boolean {
  // Other elements of a list may stand between.
  const before = line.replace(/(?:\\?["']?[\w.:/@-]+\\?["']?\s*,\s*)+(\\?["']?)$/, '$1');
  if (/^[\s"'`([{-]*$/.test(before) && (start <= SEEN || line !== text.slice(start - SEEN, start)))
    return key !== undefined && saysKind(key, kind);
  const [, own, flag] =
    /([\w.-]+)\\?["']?\s*(?:[:=]|=>)\s*\\?["'`([{]*$|(?:^|\s)--?([\w.-]+)\s+["']?$/.exec(before) ?? [];
  const said = own ?? flag;
  if (said !== undefined && said !== 'h' && saysKind({ text: said, isField: false }, kind)) return true;
  const [, word = ''] = /([\w-]+)\s+["']?$/.exec(before) ?? [];
  if (own === undefined && wordsOfKind(kind).includes(word.toLowerCase())) return true;
  if (!hasAddress(kind)) return false;
  return flag === 'h' || REACHES.test(before) || (own === undefined && /^\s+\d{2,5}(?!\S)/.test(after));
}

/** Behind a `#` that no quotes hold. */
function isComment(before: string): boolean {
  let quote = '';
  for (let i = 0; i < before.length; i++) {
    const char = before[i]!;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '#' && (i === 0 || /\s/.test(before[i - 1]!))) return true;
  }
  return false;
}

function isImage(before: string, { key }: Holder): boolean {
  return (
    isOfImage(key?.text ?? '') || isOfImage(/([\w.-]+)["']?\s*[:=]\s*["']?[\w./-]*$/.exec(before)?.[1] ?? '')
  );
}

function isOfImage(key: string): boolean {
  return /image/i.test(key) && wordsIn(key).some(word => /^images?$/.test(word));
}
