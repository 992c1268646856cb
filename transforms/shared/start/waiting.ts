/** Containers that wait for something else and do nothing besides: whoever runs them, wherever they may write (catalogue C4). */

import { programsOf, scriptOf } from '../../../src/kubernetes/commands.ts';
import type { Container, Evidence } from '../../../src/transform.ts';
import { mapsIn, stringsIn } from '../data.ts';
import { commandLine } from '../pods.ts';
import { remembered } from '../remembered.ts';

/** Programs that write no file unless they are told to, and start no other one. */
const WAITING = new Set(
  [
    ': [ [[ test true false exit return set wait export read shift local sleep echo printf date expr seq',
    'tr cut head tail wc cat grep egrep basename dirname',
    'nc ncat wget curl nslookup dig host getent pg_isready mysqladmin redis-cli',
  ]
    .join(' ')
    .split(' '),
);
/** What runs the program behind it, for a time. */
const FOR_A_TIME = /\btimeout\s+(?:-\S+\s+)*[\d.]+[smh]?\s+/g;
const HARMLESS = '/dev/(?:null|stdout|stderr|tcp|udp)\\b';
/** By which a command writes a file all the same, listens, or runs something that nobody sees. */
const WRITES = [
  new RegExp(`>(?!\\s*&)(?!>?\\s*["']?${HARMLESS})`),
  /<<|\beval\b/,
  /\bwget\b(?![^;&|\n]*(?:--spider|-[a-zA-Z]*O\s*(?:-|\/dev\/null)|--output-document[= ](?:-|\/dev\/null)))/,
  new RegExp(`\\bcurl\\b[^;&|\\n]*\\s(?:-[a-zA-Z]*[oD]|--output|--dump-header)[= ]*(?![= ]|${HARMLESS})`),
  /\bcurl\b[^;&|\n]*\s(?:-[a-zA-Z]*[OJc]|--remote-name|--cookie-jar)\b/,
  /\b(?:nc|ncat)\b[^;&|\n]*\s-[a-zA-Z]*[lec]/,
];

/**
 * What shows that an init container only waits; undefined where it may do more, or holds a volume. One that runs beside the others
 * and sleeps is there for people, who work in it.
 */
export const waitingEvidence = remembered((container: Container): Evidence | undefined => {
  if (container.role !== 'init' || container.get(['lifecycle']) !== undefined) return undefined;
  const words = [...stringsIn(container.get(['command'])), ...stringsIn(container.get(['args']))];
  if (container.get(['command']) === undefined || mapsIn(container.get(['volumeMounts'])).length > 0)
    return undefined;
  const script = scriptOf(words);
  if (script === undefined) return undefined;
  const text = script.replace(FOR_A_TIME, '');
  const programs = programsOf(text);
  if (programs.length === 0 || !programs.every(each => WAITING.has(each.slice(each.lastIndexOf('/') + 1))))
    return undefined;
  if (WRITES.some(pattern => pattern.test(commandLine(container)))) return undefined;
  const at = container.workload.where([...container.path, 'command']);
  return {
    kind: 'manifest',
    at,
    says: 'only waits, as its command shows: any user may, and it writes nothing',
  };
});
