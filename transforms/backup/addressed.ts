/** Which of several stores of a kind a tool copies: the one that it is told as a host, or else by whatever name. */

import type { WrittenJob } from '../../src/transform.ts';
import { hasWord } from '../shared/voices.ts';

export type Told = WrittenJob['told'];

/** Variables whose whole value is an address. */
const IS_HOST = /HOST|SERVER|ADDR/i;

/** Options of clients, addresses of all kinds, and what a script or a connection string gives a host. */
const HOSTS = [
  /(?:^|\s)-h\s*["']?(\w[\w.,:/-]*)/g,
  /--(?:host(?:name)?|server)[\s=]+["']?(\w[\w.,:/-]*)/g,
  /\b(?:postgres\w*|m[ya]\w*sql|mariadb|mongodb(?:\+srv)?|rediss?|https?):\/\/(?:[^@\s/"']*@)?(\w[\w.,:-]*)/g,
  /@tcp\((\w[\w.-]*)/g,
  /\b\w*(?:HOST|SERVER)\w*=["']?(\w[\w.,:-]*)/gi,
];

/**
 * A name of a user, a database or an image is no address: `postgres` is all of them.
 *
 * @param names of the store, and of the others of its kind that a tool beside them may mean
 * @returns undefined where none is named
 */
export function addressedBy(
  told: Told,
  { own, others }: { readonly own: readonly string[]; readonly others: readonly string[] },
): 'own' | 'other' | undefined {
  const hosts = hostsIn(told);
  const text = told.map(each => each.text).join('\n');
  const reads = [
    (name: string) => hosts.some(host => isHostOf(host, name)),
    (name: string) => hasWord(text, name),
  ];
  for (const isNamed of reads) {
    if (own.some(isNamed)) return 'own';
    if (others.some(isNamed)) return 'other';
  }
  return undefined;
}

function hostsIn(told: Told): readonly string[] {
  const line = told
    .filter(({ key }) => key === undefined)
    .map(({ text }) => text)
    .join(' ');
  const values = told.filter(({ key }) => key !== undefined);
  const found = [line, ...values.map(({ text }) => text)].flatMap(text =>
    HOSTS.flatMap(pattern => [...text.matchAll(pattern)].map(([, host]) => host!)),
  );
  const whole = values.filter(({ key = '' }) => IS_HOST.test(key)).map(({ text }) => text);
  return [...found, ...whole].flatMap(each => each.split(/[,/\s]+/));
}

/** A member of a StatefulSet is called before its Service: `db-0.db`. */
function isHostOf(host: string, name: string): boolean {
  const [first = '', second] = host.replace(/:\d*$/, '').split('.');
  return first === name || (second === name && /-\d+$/.test(first));
}
