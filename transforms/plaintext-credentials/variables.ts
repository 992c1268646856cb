/** Credentials in the variables and the commands of containers. */

import { isDefault, isPlaceholder, isReference, literalOf } from '../../src/credentials/literal.ts';
import { writtenIn } from '../../src/credentials/written.ts';
import { literal as literalText } from '../../src/text/literal.ts';
import {
  type Container,
  type Evidence,
  type FieldPath,
  type Json,
  nameOf,
  type Proposal,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';
import { passwordsIn } from './programs.ts';
import { ROTATE, whereFrom } from './questions.ts';
import { type Source, secretsRead, sourceOf } from './sources.ts';
import { areDefaults, type Spoken, spokenOf, spokenOfAll } from './words.ts';

export type VariableMessage = 'env' | 'env-default' | 'env-secret' | 'command' | 'command-default';

/** The Secret of a workload by the convention of the repository, with the line that states it. */
export interface Convention {
  readonly secret: string;
  readonly evidence: Evidence;
}

export function* inContainers(
  workload: Workload,
  root: Root,
  convention: Convention | undefined,
): Generator<Proposal<VariableMessage>> {
  for (const container of workload.containers) {
    for (const variable of mapsIn(container.get(['env'])))
      yield* inVariable(variable, container, root, convention);
    yield* inCommand(container, root, convention);
  }
}

function* inVariable(
  { name, value }: { readonly [key: string]: Json },
  container: Container,
  root: Root,
  convention: Convention | undefined,
): Generator<Proposal<VariableMessage>> {
  if (typeof name !== 'string' || typeof value !== 'string') return;
  const literal = literalOf(name, value);
  if (literal === undefined) return;
  const { workload } = container;
  const path = [...container.path, 'env', { name }, 'value'];
  const place = { container: container.name, subject: `${workload.kind} ${workload.name}`, name };
  const finding = { data: { ...place, what: spokenOf(literal) }, at: { on: workload.key, path } };
  const source = literal.secret === value.trim() ? sourceOf(name, workload, root) : undefined;
  const from = source === undefined ? fromConvention(name, convention) : fromSource(source, value, workload);
  if (from === undefined || literal.is === 'address') {
    const message = literal.isDefault ? 'env-default' : 'env';
    const question = whereFrom(name, workload.where(path), secretsRead([workload], root), convention?.secret);
    yield { message, ...finding, changes: [], evidence: [], ...question };
    return;
  }
  const also = literal.secret === value.trim() ? saidBeside(value.trim(), container) : undefined;
  if (also !== undefined) {
    const known = `container ${also} of its pod says it too: one alone would no longer get in`;
    yield { message: 'env', ...finding, changes: [], evidence: [], known };
    return;
  }
  const { secret, reference, key, evidence, doubts, promised } = from;
  yield {
    message: 'env-secret',
    data: { ...finding.data, secret, key },
    at: finding.at,
    changes: [
      container.remove(['env', { name }, 'value']),
      container.set(['env', { name }, 'valueFrom'], { secretKeyRef: { name: reference, key } }),
    ],
    evidence: [evidence],
    doubts,
    ...(promised && { promised }),
  };
}

/** The container beside it whose command logs in with the same word: `-pdrill`, `--password=drill`, `root:drill@localhost`. */
function saidBeside(value: string, { name, workload }: Container): string | undefined {
  const word = new RegExp(`(?:-p|[:=])["']?${literalText(value)}(?![\\w-])`);
  return workload.containers.find(
    each =>
      each.name !== name && COMMANDS.some(path => stringsIn(each.get(path)).some(text => word.test(text))),
  )?.name;
}

interface From {
  readonly secret: string;
  readonly reference: Json;
  readonly key: string;
  readonly evidence: Evidence;
  readonly doubts: readonly string[];
  readonly promised?: Proposal['promised'];
}

function fromSource({ by, secret, key, value }: Source, literal: string, workload: Workload): From {
  const path = by.kind === 'Secret' ? ['data', key] : ['spec'];
  const isSame = value === literal;
  const says = isSame ? `its key ${key} says the same` : `Secret ${secret} has a key ${key}`;
  return {
    secret,
    reference: by.kind === 'Secret' ? nameOf(by) : secret,
    key,
    evidence: { kind: 'manifest', at: by.where(path), says },
    doubts: [
      ...(isSame ? [] : [differenceOf(key, secret, value)]),
      ROTATE,
      ...(workload.kind === 'Job' ? ['the template of a Job that exists cannot change'] : []),
    ],
  };
}

function differenceOf(key: string, secret: string, value: string | undefined): string {
  return value === undefined
    ? `whether key ${key} of Secret ${secret} says the same is not known`
    : `key ${key} of Secret ${secret} says something else`;
}

function fromConvention(name: string, convention: Convention | undefined): From | undefined {
  if (convention === undefined) return undefined;
  const { secret, evidence } = convention;
  const doubts = [`that Secret ${secret} has a key ${name} is what the configuration says`, ROTATE];
  return {
    secret,
    reference: secret,
    key: name,
    evidence,
    doubts,
    promised: [{ kind: 'Secret', name: secret }],
  };
}

/** Words of commands, one finding for each list. */
function* inCommand(
  container: Container,
  root: Root,
  convention: Convention | undefined,
): Generator<Proposal<VariableMessage>> {
  for (const path of COMMANDS) {
    const words = stringsIn(container.get(path));
    if (words.length === 0) continue;
    const found = [...writtenIn(words.length > 1 ? asLines(words) : words[0]!), ...givenIn(container, path)];
    if (found.length === 0) continue;
    const { workload } = container;
    const what = spokenOfAll(found);
    const at = workload.where([...container.path, ...path]);
    yield {
      message: areDefaults(found.map(({ literal }) => literal)) ? 'command-default' : 'command',
      data: {
        container: container.name,
        subject: `${workload.kind} ${workload.name}`,
        field: path.join('.'),
        what,
      },
      at: { on: workload.key, path: [...container.path, ...path] },
      changes: [],
      evidence: [],
      ...whereFrom(what, at, secretsRead([workload], root), convention?.secret),
    };
  }
}

/** What well-known programs are given in a place whose name says nothing: `mysql -pX`, `redis-cli -a X`. */
function givenIn(container: Container, path: FieldPath): readonly Spoken[] {
  return passwordsIn(container, path).flatMap(value =>
    isReference(value) || isPlaceholder(value)
      ? []
      : [{ name: '', literal: { is: 'password', isDefault: isDefault(value), secret: value } }],
  );
}

const COMMANDS: readonly FieldPath[] = [
  ['command'],
  ['args'],
  ['livenessProbe', 'exec', 'command'],
  ['readinessProbe', 'exec', 'command'],
  ['startupProbe', 'exec', 'command'],
  ['lifecycle', 'postStart', 'exec', 'command'],
  ['lifecycle', 'preStop', 'exec', 'command'],
];

/** An option and its value, which are two words, on one line; scripts keep their own lines. */
function asLines(words: readonly string[]): string {
  return words
    .map((word, index) => {
      const isOption = /^--?[\w-]+$/.test(word);
      const next = words[index + 1];
      return isOption && next !== undefined && !next.startsWith('-') ? `${word} ` : `${word}\n`;
    })
    .join('');
}
