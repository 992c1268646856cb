/** The configuration of RabbitMQ, in the form `key = value` that it reads from 3.7 on. */

/** What it is told, by key; comments, also behind a value, and what was commented out do not count. */
export function settingsIn(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap(line => {
      const [, key, value = ''] = SETTING.exec(line) ?? [];
      return key === undefined ? [] : [[key, value.trim()] as const];
    }),
  );
}

const SETTING = /^[ \t]*([\w.-]+)[ \t]*=([^#]*)/;

export const TLS_PORT = 5671;
export const PLAIN_PORT = 5672;
/** Where the certificate is mounted: not below a folder that is a volume of its own already. */
export const CERTIFICATES = '/etc/rabbitmq-tls';

/**
 * @see https://www.rabbitmq.com/docs/ssl#enabling-tls
 */
const LISTENER: readonly (readonly [key: string, value: string])[] = [
  ['listeners.ssl.default', String(TLS_PORT)],
  ['ssl_options.certfile', `${CERTIFICATES}/tls.crt`],
  ['ssl_options.keyfile', `${CERTIFICATES}/tls.key`],
];

/** Whether it listens for TLS, in this form or that of Erlang. */
export function listensForTls(text: string): boolean {
  if (/\bssl_listeners\b/.test(text)) return true;
  if (declinesTls(text)) return false;
  return [...settingsIn(text).keys()].some(key => /^listeners\.ssl(?:\.|$)/.test(key));
}

/** Whether somebody has switched TLS off: then no listener counts, whatever else is said. */
export function declinesTls(text: string): boolean {
  return settingsIn(text).get('listeners.ssl') === 'none';
}

/** Ports at which it takes plain text; none where that is switched off. */
export function plainPorts(text: string): readonly number[] {
  const settings = settingsIn(text);
  if (settings.get('listeners.tcp') === 'none') return [];
  const told = portsUnder('listeners.tcp.', settings);
  return told.length === 0 ? [PLAIN_PORT] : told;
}

/** Ports at which it takes TLS. */
export function tlsPorts(text: string): readonly number[] {
  return portsUnder('listeners.ssl.', settingsIn(text));
}

function portsUnder(prefix: string, settings: ReadonlyMap<string, string>): readonly number[] {
  return [...settings].flatMap(([key, value]) => {
    const port = key.startsWith(prefix) ? /\d+$/.exec(value)?.[0] : undefined;
    return port === undefined ? [] : [Number(port)];
  });
}

/** The same with a listener for TLS behind the other listeners, in the writer's own spacing. */
export function withListener(text: string): string {
  const lines = text.split('\n');
  const end = lines[0]?.endsWith('\r') === true ? '\r' : '';
  const sign = signOf(text);
  const written = LISTENER.map(([key, value]) => `${key}${sign}${value}${end}`);
  const last = lines.findLastIndex(line => /^[ \t]*listeners\./.test(line));
  if (last >= 0) return lines.toSpliced(last + 1, 0, ...written).join('\n');
  const isOpen = text !== '' && !text.endsWith('\n');
  return `${text}${isOpen ? `${end}\n` : ''}${written.join('\n')}\n`;
}

/** The same without a listener for plain text: that one line stands above all ports, which stay for who wants them back. */
export function withoutPlain(text: string): string {
  const lines = text.split('\n');
  const end = lines[0]?.endsWith('\r') === true ? '\r' : '';
  const first = lines.findIndex(line => /^[ \t]*listeners\.tcp\b/.test(line));
  return lines.toSpliced(Math.max(first, 0), 0, `listeners.tcp${signOf(text)}none${end}`).join('\n');
}

/** Between a key and its value, as the writer has it. */
function signOf(text: string): string {
  return /^[ \t]*[\w.-]+=/m.test(text) ? '=' : ' = ';
}
