/** How the configuration says a fact of an image: the question in the form of its answer. */

import type { ImageFactPath } from '../../../transform.ts';

const PROBE = '{httpGet: {path: <path>, port: <number>}}';
const FORMS: Readonly<Record<ImageFactPath, string>> = {
  official: '<true or false>',
  dockerfile: '<path, or none>',
  tag: '<tag>',
  user: '<number>',
  group: '<number>',
  ports: '[<number>, ...]',
  seccomp: 'RuntimeDefault',
  writes: '[<folder>, ...]',
  capabilities: '[<name>, ...]',
  apiToken: '<true or false>',
  resources: '{requests: {cpu: <amount>, memory: <amount>}}',
  'probes.liveness': PROBE,
  'probes.readiness': PROBE,
  'probes.startup': PROBE,
};

/** `user: <number>, probes: {liveness: ..., readiness: ...}`: facts as they stand below an image. */
export function formOf(facts: readonly ImageFactPath[]): string {
  const forms = facts.filter(fact => !fact.startsWith('probes.')).map(fact => `${fact}: ${FORMS[fact]}`);
  const probes = facts
    .filter(fact => fact.startsWith('probes.'))
    .map(fact => `${fact.slice('probes.'.length)}: ${FORMS[fact]}`);
  return [...forms, ...(probes.length === 0 ? [] : [`probes: {${probes.join(', ')}}`])].join(', ');
}
