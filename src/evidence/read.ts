/** Reads the file of a tool by what it looks like. */

import {
  isDockerInspect,
  isImageConfig,
  isSkopeoInspect,
  readDockerInspect,
  readNamedConfig,
} from './formats/inspect.ts';
import { isKrr, readKrr } from './formats/krr.ts';
import { readPod } from './formats/pods.ts';
import { PROFILES, readProfile } from './formats/profile.ts';
import { readVpa } from './formats/vpa.ts';
import { type Fields, fieldsOf, isFields } from './model/data.ts';
import { documentsIn } from './model/document.ts';
import { EvidenceProblem, type Found, type ReadAs, together } from './model/found.ts';

const KNOWN =
  'krr -f json, kubectl get vpa, pods, applicationprofiles or containerprofiles -o json, docker inspect, skopeo inspect --config';

/**
 * @param files the bytes of each file; one that is of no use by itself may name what another says
 * @returns what each says
 * @throws SourceProblem at the first that is none of those known, or not in order
 */
export function readEvidence(files: readonly SourceFile[]): Found[] {
  const read = files.map(file => ({ file, documents: within(file, () => documentsIn(file.bytes)) }));
  const all = read.flatMap(({ documents }) => documents);
  return read.map(({ file, documents }) => within(file, () => readDocuments(documents, all, file.as)));
}

export interface SourceFile {
  /** As the user names it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly as: ReadAs;
}

/** What is wrong with a file, and which. */
export class SourceProblem extends Error {
  readonly file: string;
  readonly line: number;
  constructor(file: string, line: number, message: string) {
    super(message);
    this.file = file;
    this.line = line;
  }
}

function within<T>({ name }: SourceFile, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EvidenceProblem)) throw error;
    throw new SourceProblem(name, error.line, error.message);
  }
}

function readDocuments(documents: readonly unknown[], all: readonly unknown[], as: ReadAs): Found {
  if (documents.some(isSkopeoInspect) && !all.some(isImageConfig))
    throw new EvidenceProblem(
      'says neither the user nor the ports of the image: skopeo inspect --config does',
    );
  const objects = documents.flatMap(objectsIn);
  const others = documents.filter(each => !isList(each) && !isObject(each));
  const found = [
    ...objects.map(each => readObject(each, as)),
    ...others.flatMap(each => readOther(each, all, as)),
  ];
  if (found.every(each => each === undefined)) throw new EvidenceProblem(whatIsIt(documents));
  const read = together(found.filter(each => each !== undefined));
  refuseUnseen(read);
  return counted(read, found.filter(each => each === undefined).length);
}

const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

/** What is kept is read by people, and so is its diff. */
function refuseUnseen({ images, containers }: Found): void {
  const unseen = textsWithin([...images, ...containers]).find(text => UNSEEN.test(text));
  if (unseen !== undefined)
    throw new EvidenceProblem(`holds characters that nobody sees, in ${JSON.stringify(unseen).slice(0, 80)}`);
}

function textsWithin(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsWithin) : [];
}

function readObject(object: Fields, as: ReadAs): Found | undefined {
  if (object.kind === 'Pod') return readPod(object, as);
  if (object.kind === 'VerticalPodAutoscaler') return readVpa(object, as);
  return PROFILES.has(String(object.kind)) ? readProfile(object, as) : undefined;
}

function readOther(data: unknown, all: readonly unknown[], as: ReadAs): (Found | undefined)[] {
  if (isKrr(data)) return [readKrr(data, as)];
  if (isDockerInspect(data)) return [readDockerInspect(data, as)];
  if (isImageConfig(data)) return [readNamedConfig(data, all.filter(isSkopeoInspect), as)];
  return isSkopeoInspect(data) ? [together([])] : [undefined];
}

function isList(data: unknown): boolean {
  return (
    isFields(data) && typeof data.kind === 'string' && data.kind.endsWith('List') && Array.isArray(data.items)
  );
}

function isObject(data: unknown): data is Fields {
  return isFields(data) && typeof data.kind === 'string' && typeof data.apiVersion === 'string';
}

function objectsIn(document: unknown): readonly Fields[] {
  if (isList(document))
    return (fieldsOf(document).items as readonly unknown[]).filter(isFields).map(ofKind(document));
  return isObject(document) ? [document] : [];
}

/** Items of a list of one kind (`PodList`) may leave their own out, as the API does. */
function ofKind(list: unknown): (item: Fields) => Fields {
  const kind = String(fieldsOf(list).kind).slice(0, -'List'.length);
  return item => (item.kind === undefined && kind !== '' ? { ...item, kind } : item);
}

function counted(found: Found, unknown: number): Found {
  const counts = new Map<string, number>();
  for (const reason of found.left) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const left = [...counts].map(([reason, count]) => (count > 1 ? `${count} ${reason}` : reason));
  return { ...found, left: unknown === 0 ? left : [...left, `${unknown} objects of other kinds`] };
}

function whatIsIt(documents: readonly unknown[]): string {
  const isEmpty = documents.every(
    each => (Array.isArray(each) && each.length === 0) || (isList(each) && objectsIn(each).length === 0),
  );
  if (isEmpty) return 'holds an empty list';
  const [first] = documents.flatMap(objectsIn);
  const kind = first === undefined ? '' : ` (kind ${String(first.kind)})`;
  return `is none of the files that can be read${kind}: ${KNOWN}`;
}
