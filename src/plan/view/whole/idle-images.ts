/** Entries of `images:` that change nothing: kustomize says nothing about them, and what stands in the base goes out. */

import type { Evaluator } from '../../../kustomize/build/evaluate.ts';
import {
  type ImageEntry,
  imageMatches,
  imagesOf,
  splitImage,
} from '../../../kustomize/fields/image-entry.ts';
import { readImageEntry } from '../../../kustomize/fields/replicas-and-images.ts';
import type { Graph } from '../../../kustomize/file/graph.ts';
import { itemsOf, type Kustomization } from '../../../kustomize/file/kustomization.ts';
import { patchEntries } from '../../../kustomize/file/patch-entries.ts';
import type { IdleImage } from '../../../transform.ts';
import { collectFormerNames } from '../../rendered/image-names.ts';
import { areInSight, type Meeting, meetingsOf, oncePerKustomization } from './meetings.ts';

interface Idle extends Omit<IdleImage, 'at'> {
  readonly offset: number;
}

export const idleImages = oncePerKustomization(idleIn);

/** None where not all that it takes in is known. */
function idleIn(kustomization: Kustomization, evaluator: Evaluator, graph: Graph): readonly Idle[] {
  const entries = itemsOf(kustomization, 'images').map(({ node }) => readImageEntry(node, node.origin));
  if (entries.length === 0) return [];
  const meetings = meetingsOf(kustomization, evaluator, graph);
  if (meetings.length === 0 || !areInSight(meetings, evaluator)) return [];
  const met = meetings.map(imagesMet);
  // A look at one of them would change it.
  if (met.some(images => images === null)) return [];
  const patched = patchTexts(kustomization, evaluator);
  const images = new Set(met.flatMap(each => each ?? []));
  const former = new Map<string, Set<string>>();
  for (const { node } of meetings.flatMap(meeting => meeting.met)) collectFormerNames(node, former);
  return entries.flatMap((entry, index) => {
    const others = entries.toSpliced(index, 1).map(({ newName }) => newName);
    const isMet = [...images, ...others].some(image => imageMatches(image, entry.name));
    if (isMet || patched.some(text => text.includes(entry.name))) return [];
    const renamed = [...former].find(([, names]) => [...names].some(name => imageMatches(name, entry.name)));
    return [
      {
        offset: offsetOf(entry),
        name: entry.name,
        there: namesOf([...images, ...others]),
        renamed: renamed && splitImage(renamed[0]).name,
      },
    ];
  });
}

function imagesMet({ met, within }: Meeting): readonly string[] | null {
  const images = met.map(({ node }) => imagesOf(node, within.config.images));
  return images.includes(null) ? null : images.flatMap(each => each ?? []);
}

/** Patches of its own come before its images, and may bring one. */
function patchTexts(kustomization: Kustomization, { files }: Evaluator): readonly string[] {
  const fields = ['patches', 'patchesStrategicMerge', 'patchesJson6902'] as const;
  return patchEntries(kustomization, fields).map(each =>
    withoutNames(each.type === 'inline' ? each.text : (files.read(each.file ?? '') ?? '')),
  );
}

/** A container or an object that is called as its image is brings none. */
function withoutNames(text: string): string {
  return text.replaceAll(/^[ \t-]*(?:name|namespace):.*$/gm, '');
}

function namesOf(images: readonly string[]): readonly string[] {
  return [...new Set(images.map(image => splitImage(image).name))].filter(name => name !== '');
}

function offsetOf({ origin }: ImageEntry): number {
  return Math.max(origin.keyStart, 0) || origin.start;
}
