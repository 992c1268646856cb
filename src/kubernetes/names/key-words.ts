/** Whether a key says that its value is the name, or the address, of an object of a kind. */

/** What stands before a value, or holds it. */
export interface Key {
  readonly text: string;
  /** Whether an API defines it; a variable is called as its program likes. */
  readonly isField: boolean;
}

/** How a kind is said in keys and on command lines, beside its own name. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  Service: ['svc'],
  ConfigMap: ['cm'],
  ServiceAccount: ['sa'],
  PersistentVolumeClaim: ['pvc', 'claim'],
  Deployment: ['deploy'],
  StatefulSet: ['sts'],
  DaemonSet: ['ds'],
  Ingress: ['ing'],
};

/** The words that say a kind. */
export function wordsOfKind(kind: string): readonly string[] {
  const own = kind.toLowerCase();
  const all = [own, ...(Object.hasOwn(SHORT, kind) ? SHORT[kind]! : [])];
  return [...all, ...all.map(each => `${each}s`)];
}

/** What only a Service has: others are called by a name, and connected to by none. */
export function hasAddress(kind: string): boolean {
  return kind === 'Service';
}

const ADDRESS =
  /(?:host|url|uri|addr|address|endpoint|server|upstream|backend|broker|peer|prox[yi]|origin|destination|gateway|seed|fqdn|dsn|dns|subdomain)(?:e?s|names?)?$/;

/** The name of one is its address; names in a list of them are their own. */
const NAMED_BY_ADDRESS = /^(?:host|server|dns|domain|endpoint|backend|upstream)$/;

/** What stands last in a key that is about something else, be there a host in it or not. */
const OTHER = new Set(
  'user username password pass pwd db database key path dir file folder port id type version label tag class image topic queue prefix suffix cert secret token timeout kind namespace mode protocol scheme account role group title'.split(
    ' ',
  ),
);

/** Programs call themselves something there, for whoever reads their traces. */
const TELEMETRY = new Set(
  'otel dd datadog apm elastic telemetry tracing trace jaeger zipkin log logging metrics'.split(' '),
);

/** Without those that say that something is referred to. */
export function wordsIn(key: string): readonly string[] {
  return key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '' && word !== 'ref' && word !== 'refs');
}

/** Whether the value is of an object of the kind; a key that does not say so may be about anything. */
export function saysKind(key: Key, kind: string): boolean {
  const words = wordsIn(key.text);
  return hasAddress(kind) ? saysAddress(words, key, kind) : saysName(words, key, kind);
}

function saysAddress(words: readonly string[], { isField }: Key, kind: string): boolean {
  const last = words.at(-1) ?? '';
  if (OTHER.has(last)) return false;
  const own = new Set(wordsOfKind(kind));
  const isOfTelemetry = words.some(word => TELEMETRY.has(word));
  if (isName(last)) {
    const above = words.at(-2) ?? '';
    // SERVICE_NAME is what a program calls itself.
    if (isField && (own.has(above) || above === 'backends')) return true;
    return NAMED_BY_ADDRESS.test(above) && !isOfTelemetry;
  }
  if (isOfTelemetry) return words.some(word => ADDRESS.test(word));
  return words.some(word => own.has(word) || ADDRESS.test(word));
}

function saysName(words: readonly string[], { isField }: Key, kind: string): boolean {
  const [own = '', ...short] = wordsOfKind(kind);
  const isNamed = isName(words.at(-1) ?? '');
  // What is called SECRET holds one, and is called so by nobody.
  if (kind === 'Secret' && !isField && !isNamed) return false;
  if (isNamed && words.join('').includes(own)) return true;
  const end = isNamed ? words.slice(0, -1) : words;
  return end.join('').endsWith(own) || short.includes(end.at(-1) ?? '');
}

function isName(word: string): boolean {
  return word === 'name' || word === 'names';
}
