/**
 * What a name says that its value is, by its last words: of `DB_PASSWORD` a password, of `PASSWORD_MIN_LENGTH` a length. A
 * mask hides what merely speaks of a credential; who tells somebody of one must be right.
 */

/** What a value is. `name` and the like are no credential. */
export type Head = 'password' | 'token' | 'secret' | 'key';

/** Behind the word that counts: which one of several it is. */
const QUALIFIER =
  /^(?:base|value|b64|base64|raw|plain|text|dev|development|stage|staging|prod|production|test|qa|local|primary|secondary|default|current|previous|old|new|main|rw|ro|read|write|\d+)$/;

/** `dbpassword`, `requirepass`; `bypass` and `compass` end alike. */
const PASSWORD = /(?:password|passwd|passphrase|passcode|(?<!by|com|sur|tres|under|over)pass|pwd|psk)$|^pw$/;
const TOKEN = /token$/;
const SECRET = /secret$/;
/** Of `tlsSecret` and the like the value is the name of a Secret. */
const NAMES_OBJECT =
  /(?:^|\s)(?:tls|ssl|certs?|certificates?|cert key|private key|pull|image|images|registry|existing|configs?|credentials?|creds|keystore|truststore|ca)$/;
/** What a key opens, where it is none of a map or a lock. */
const OPENS =
  /^(?:api|app|application|private|access|secret|encryption|encrypt|signing|sign|signature|master|session|cookie|account|storage|shared|client|auth|jwt|hmac|fernet|crypto|aes|deploy|license|licence|service|admin|root|server|token|password|hash|cipher|symmetric|unseal|recovery)$/;
const JOINED_KEY = /(?:api|secret|access|private|master|encryption|signing|session|auth)key$/;
/** Of these the value is no secret, or no text of one. */
const PUBLIC = /^(?:public|pub|publishable|anon|site|dummy|example|sample|hashed|encrypted|csrf|next)$/;

/** Undefined where a value of that name is no credential. */
export function headOf(name: string): Head | undefined {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter(word => word !== '')
    .map(word => word.toLowerCase());
  while (words.length > 1 && QUALIFIER.test(words.at(-1)!)) words.pop();
  const last = words.at(-1);
  if (last === undefined || words.some(word => PUBLIC.test(word))) return undefined;
  // A folder of a shell.
  if (name === 'PWD' || name === 'OLDPWD') return undefined;
  if (PASSWORD.test(last)) return 'password';
  if (TOKEN.test(last)) return 'token';
  if (SECRET.test(last)) return NAMES_OBJECT.test(words.slice(0, -1).join(' ')) ? undefined : 'secret';
  if (JOINED_KEY.test(last)) return 'key';
  return last === 'key' && OPENS.test(words.at(-2) ?? '') ? 'key' : undefined;
}
