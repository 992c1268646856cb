/** Whether a written value is a credential in clear: what a person is told of, where a mask would hide more. */
import { connectionIn } from './connections.ts';
import { inUrls, privateKeys } from './forms.ts';
import { type Head, headOf } from './heads.ts';
import { tokensIn } from './tokens.ts';
import { isCredential, isDistinct, SHORTEST } from './values.ts';

export interface Literal {
  readonly is: Head | 'private key' | 'address';
  /** A word that everybody tries first, or that was meant to be changed. */
  readonly isDefault: boolean;
  /** The credential itself: the value, or a part of it. Nobody prints it. */
  readonly secret: string;
}

/** Something puts the value there: a shell, a template, a tool that reads a store. */
const REFERENCE =
  /\$\{|\$\(|\$[A-Za-z_]\w*|\{\{|<%|<[\w .:/#-]{1,128}>|%\(|\bENC\[|^(?:ref\+|vault:|op:\/\/|env:|file:|secret:|secretref:|awssm:|gcpsm:|ssm:|arn:|projects\/|\$__|@|!|%[A-Z_]+%$)/i;
/** What was meant to be replaced by whoever copies it, and works nowhere. */
const PLACEHOLDER =
  /(?:^|[^a-z])(?:replace|placeholder|your|insert|todo|fixme|dummy|fill|goes|here|set[-_ ]?me|to[-_ ]be|example|sample|redacted|omitted|masked|unused|managed|provided|injected|generated|not[-_ ]?(?:used|set|needed|required|applicable|available)|n\/a|none|null|nil|empty|undefined|tbd|fake[-_]?value)(?:$|[^a-z])|^(?:x{3,}|\*+|\.+|-+|_+|\?+|0+|replace\w*|your\w*|dummy\w*|placeholder\w*)$|x{4,}|\*{3,}|\.{3}|EXAMPLE/i;
const CHANGE = /^["']?(?:please[-_ ]?)?change[-_ ]?(?:me|it|this|in|on|before|for)/i;
/** Lists of default passwords begin with these. */
const DEFAULTS =
  /^(?:(?:my|the|super|very|top)?[-_]?)*(?:pass(?:word|wd|w0rd|phrase)?|pwd|secret|admin(?:istrator)?|root|toor|test(?:ing)?|user|guest|default|demo|dev|welcome|qwerty|letmein|postgres(?:ql)?|mysql|mariadb|redis|mongo(?:db)?|rabbit(?:mq)?|minio(?:admin)?|grafana|keycloak|elastic|sonar|nexus|vagrant|docker|tomcat|oracle|foo|bar|foobar|hunter2|token|key|insecure|unsafe|notsecure)+(?:[-_]?(?:pass(?:word|wd)?|pwd|secret|token|key|admin|root|user|db|dev|test|local))?[-_@#!]?\d{0,4}[!]?$|^(?:0?1234(?:5(?:6(?:7(?:89?0?)?)?)?)?|1111|0000|111111|000000|abc123|aaaaaa)$/i;
/** Settings that choose, where the name ends as that of a credential does. */
const CHOICE =
  /^(?:required?|optional|enabled?|disabled?|auto(?:matic)?|internal|external|basic|bearer|oauth2?|oidc|jwt|ldap|saml|vault|kubernetes|k8s|file|files|env|environment|plain|text|md5|trust|peer|never|always|strict|lax|strong|weak|opaque|header|cookie|query|body|query_string|access_token|id_token|refresh_token|client_secret(?:_\w+)?|string|number|integer|boolean|object|array|hex|base64|hs256|hs384|hs512|rs256|es256|aes|rsa|sha\d+|scram\S*|yes|no|true|false|on|off)$/i;
/** Of a password only its hash: nobody logs in with that. */
const HASH =
  /^(?:\$(?:2[abxy]?|argon2\w*|apr1|[156y]|pbkdf2\S*|scrypt|s0)\$|\{(?:SSHA|SHA|MD5|CRYPT|PBKDF2)|pbkdf2|sha\d+[:$]|scram-sha|md5[0-9a-f]{32}$)/i;
const PATH =
  /^(?:[.~]?\.?\/|[A-Za-z]:\\)|^[\w./-]+\.(?:pem|key|crt|cer|json|ya?ml|txt|conf|cfg|ini|jwt|pub|p12|jks|pfx|properties|env|php|html?|svc|local|cluster)$/;
const NAME = /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/;
/** How objects that hold credentials are called. */
const OBJECT =
  /^[a-z\d]+(?:[-.][a-z\d]+)*[-.](?:secrets?|tokens?|tls|cert|certs|credentials?|creds|keys?|auth|password|passwords|pull|sa)$/;

/** @param isSecret it stands in an object that is for nothing else: no name of something, and no choice */
export function literalOf(name: string, value: string, isSecret = false): Literal | undefined {
  const text = value.trim();
  return formOf(text) ?? namedValue(name, text, isSecret);
}

/** What shows whatever its name is. */
export function formOf(text: string): Literal | undefined {
  if (hasKey(text)) return { is: 'private key', isDefault: false, secret: text };
  for (const { value, start } of tokensIn(text)) {
    if (isMock(value) || isReference(value)) continue;
    if (start === 0 || isDistinct(value)) return { is: 'token', isDefault: false, secret: value };
  }
  return addressIn(text);
}

/** Of documentation, of mocks, or typed by hand: what is given out has many different characters. */
function isMock(token: string): boolean {
  return (
    /EXAMPLE|x{5,}|123456789|abcdefgh/i.test(token) ||
    isPlaceholder(token) ||
    new Set(token.slice(-LONGEST_TAIL)).size < FEWEST_CHARACTERS
  );
}

const LONGEST_TAIL = 24;
const FEWEST_CHARACTERS = 8;

/** A key has a body: without one it is the pattern of a program that looks for keys. */
function hasKey(text: string): boolean {
  if (!text.includes('PRIVATE KEY')) return false;
  const lines = [...privateKeys(text)].map(({ value }) => value);
  const body = lines.filter(line => !line.startsWith('-----')).join('');
  return body.length >= SHORTEST_KEY && !/^[xX.*]+$|EXAMPLE|your/i.test(body);
}

const SHORTEST_KEY = 40;

/** An address with a user and a password. */
function addressIn(text: string): Literal | undefined {
  for (const { value, start } of inUrls(text)) {
    // A user alone is a name, or a key that is public.
    if (text[start - 1] !== ':' || value.includes('/')) continue;
    if (isReference(value) || isPlaceholder(value) || value.length < 2) continue;
    return { is: 'address', isDefault: isDefault(value), secret: value };
  }
  const value = connectionIn(text)?.value;
  return value === undefined || isReference(value) || isPlaceholder(value) || value.length < SHORTEST_PASSWORD
    ? undefined
    : { is: 'address', isDefault: isDefault(value), secret: value };
}

function namedValue(name: string, text: string, isSecret: boolean): Literal | undefined {
  const is = headOf(name);
  if (is === undefined || !isCredential(text) || isReference(text)) return undefined;
  if (text.length < SHORTEST_PASSWORD || HASH.test(text) || text.includes('\n')) return undefined;
  if (CHANGE.test(text)) return { is, isDefault: true, secret: text };
  if (isPlaceholder(text) || PATH.test(text) || /\s\S+\s/.test(text)) return undefined;
  if (/^-?[\d.]+[smhd]?$/.test(text) && !(is === 'password' && /^\d{4,}$/.test(text))) return undefined;
  const isKnown = isDefault(text);
  if (!isSecret && !mayBe(is, text, isKnown)) return undefined;
  return { is, isDefault: isKnown, secret: text };
}

const SHORTEST_PASSWORD = 3;

/** Outside of Secrets a name may be given in the place of what it names, and a choice in that of a value. */
function mayBe(is: Head, text: string, isKnown: boolean): boolean {
  if (CHOICE.test(text) || NAME.test(text)) return false;
  if (is === 'password') return !OBJECT.test(text) || /\d/.test(text);
  if (isName(text)) return false;
  return isKnown ? is !== 'key' : isDistinct(text) && text.length >= SHORTEST_TOKEN;
}

const SHORTEST_TOKEN = 8;
const LONGEST_OF_NAMES = 40;

/** Words with dots, dashes and the like between them. */
function isName(text: string): boolean {
  return (
    (text.length < LONGEST_OF_NAMES && /^[a-z]+\d{0,2}(?:[-._/:][a-z]*\d{0,3})+$/i.test(text)) ||
    OBJECT.test(text)
  );
}

/** Words that speak to whoever copies the file: a password in small letters without a break may be one that is in use. */
export function isToBeChanged(text: string): boolean {
  return (
    CHANGE.test(text) && (text === text.toUpperCase() || /change[-_ ]?(?:this|in|on|before|for)/i.test(text))
  );
}

export function isReference(text: string): boolean {
  return REFERENCE.test(text);
}

export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text) && !CHANGE.test(text);
}

/** Also where it is encoded: whoever looks for it decodes it. */
export function isDefault(text: string): boolean {
  return (
    isTried(text) ||
    (/^[A-Za-z0-9+/]{4,32}={0,2}$/.test(text) && isTried(Buffer.from(text, 'base64').toString('utf8').trim()))
  );
}

function isTried(text: string): boolean {
  return (
    CHANGE.test(text) ||
    (text.length >= SHORTEST_PASSWORD && text.length <= SHORTEST * 4 && DEFAULTS.test(text))
  );
}
