/** Which paths a container writes, and what speaks for the list being complete (catalogue C4). */

import type { Container, Doubt, Evidence, JsonObject, Profile, Root } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { seenProfile } from '../shared/images/observed.ts';
import { effectiveSecurity, isWithin, mountsOf, normalPath } from '../shared/pods.ts';
import { ENTRYPOINT_REPLACED, enumerated } from '../shared/prose.ts';
import { remembered } from '../shared/remembered.ts';
import { isPromised } from '../shared/start/non-root.ts';
import { waitingEvidence } from '../shared/start/waiting.ts';
import { isCovered } from '../shared/storage/volumes.ts';
import { placesOf } from './file-paths.ts';
import { EMPTY } from './read-paths.ts';
import { renderedTemplates, type Settings, settingsOf } from './settings.ts';
import { toldPaths } from './told-paths.ts';

export interface WrittenPaths {
  readonly paths: readonly string[];
  /** Files outside of them: no volume can stand in for one. */
  readonly files: readonly string[];
  /** The subset that holds data: no size limit of ours. */
  readonly data: readonly string[];
  /** Content of the image that an empty volume would hide. */
  readonly hydrate: readonly string[];
  /** Settings that name further paths: whether these are written is for a person to say. */
  readonly moved: readonly string[];
  /** The volumes of the container that shows the paths. */
  readonly shown: ReadonlyMap<string, JsonObject>;
  readonly evidence: Evidence;
  /** What speaks for paths besides. */
  readonly added?: readonly Evidence[];
  /** Why the list may be incomplete; empty when it is known to be complete. */
  readonly doubts: readonly Doubt[];
  /** Those of them that an owner's list would settle. */
  readonly unverified: readonly Doubt[];
}

/** The written paths of a container: the image's facts, else what a hardened container of the same image shows. */
export function writtenPaths(container: Container, root: Root): WrittenPaths | undefined {
  const { facts, image } = container;
  const { writes = isKeptFromRoot(container) ? facts.openedWrites : undefined } = facts;
  const waiting = isPromised(writes) ? undefined : waitingEvidence(container);
  if (waiting !== undefined) return nothingBut(waiting);
  const told = isPromised(writes) ? undefined : toldPaths(container);
  if (told !== undefined) return { ...nothingBut(told.evidence), paths: told.paths };
  if (!writes?.verified) {
    const seen = seenToWrite(container, root);
    if (seen !== undefined && (seen.doubts.length === 0 || writes === undefined)) return seen;
  }
  if (writes === undefined || isForOthers(container)) return shownElsewhere(container, root);
  const shown = facts.unread === undefined ? undefined : shownElsewhere(container, root);
  if (shown !== undefined) return shown;
  const doubts: Doubt[] = [];
  const unverified: Doubt[] = [];
  let moved: readonly string[] = [];
  let configured: Pick<Settings, 'writes' | 'among' | 'evidence'> = { writes: [], among: [], evidence: [] };
  const rendered = isPromised(writes) ? undefined : renderedTemplates(container);
  if (!isPromised(writes)) {
    if (facts.unread !== undefined) {
      const { source, at } = facts.unread;
      unverified.push(`${source}, which ${at} copies, is not in sight and may name other paths`);
    } else if (!writes.verified)
      unverified.push(
        `that ${image.name} writes ${writes.value.length > 0 ? 'nothing else' : 'nothing'} is not verified`,
      );
    if (facts.readOnlyRoot?.value === 'unknown')
      unverified.push(`nobody has seen ${image.name} with a read-only root`);
    doubts.push(...unverified);
    if (container.get(['command']) !== undefined) doubts.push(ENTRYPOINT_REPLACED);
    if (rendered !== undefined)
      doubts.push(`its templates are written to ${rendered}, where a volume hides what the image has`);
    const known = [...writes.value, ...facts.data, ...facts.hydrate];
    const settings = settingsOf(container, root, known);
    moved = settings.moved;
    configured = settings;
    doubts.push(...settings.doubts);
  }
  const { folders: listed, files } = placesOf(writes.value, container, root);
  const hydrate = facts.hydrate.map(normalPath);
  if (isPromised(writes)) doubts.push(...doubtsOfList(container, listed, hydrate));
  const data = innermost(facts.data.map(normalPath), container);
  return {
    paths: [
      ...new Set([...listed, ...data, ...configured.writes, ...(rendered === undefined ? [] : [rendered])]),
    ].sort(),
    files,
    data,
    // A list says where it writes: of what the image has, only what a volume there would hide counts.
    hydrate: isPromised(writes)
      ? listed.filter(path => hydrate.some(each => isWithin(each, path)))
      : [...hydrate, ...configured.among],
    moved,
    shown: new Map(),
    evidence: writes.evidence,
    added: configured.evidence,
    doubts,
    unverified,
  };
}

/** Root may write where the Dockerfile's user may not. */
function isForOthers(container: Container): boolean {
  return (
    container.facts.writes?.evidence.kind === 'manifest' && effectiveSecurity(container, 'runAsUser') === 0
  );
}

/** Whether the manifest starts it as somebody else than root. */
function isKeptFromRoot(container: Container): boolean {
  const user = effectiveSecurity(container, 'runAsUser');
  return typeof user === 'number' && user !== 0;
}

function nothingBut(evidence: Evidence): WrittenPaths {
  return {
    paths: [],
    files: [],
    data: [],
    hydrate: [],
    moved: [],
    shown: new Map(),
    evidence,
    doubts: [],
    unverified: [],
  };
}

/** Folders that are for what a program makes itself: images have nothing there that one would miss. */
const SCRATCH = /\/(?:tmp|temp|run|cache|logs?|spool|sessions?|\.cache|\.npm|\.config)(?:\/|$)/;

/** Where a recording has seen it write. */
function seenToWrite(container: Container, root: Root): WrittenPaths | undefined {
  const profile = seenProfile(container, root);
  if (profile === undefined) return undefined;
  const { isTried, writes, content } = profile.what;
  const { folders, files } = placesOf(writes, container, root);
  return {
    ...nothingBut(profile.evidence),
    paths: [...new Set(folders)].sort(),
    files,
    // Images have nothing there.
    hydrate: content.map(normalPath).filter(path => !EMPTY.some(folder => isWithin(path, folder))),
    doubts: [...profile.doubts, ...(isTried ? [] : doubtsOfRecording(container, profile.what, folders))],
  };
}

/** What a recording of opened files does not show. */
function doubtsOfRecording(
  container: Container,
  { source, unplaced }: Profile,
  folders: readonly string[],
): Doubt[] {
  const calls =
    unplaced === undefined ? 'whether' : `it calls ${enumerated(unplaced.slice(0, 3))}, and where`;
  const isOpen = unplaced === undefined || unplaced.length > 0;
  const unsure = folders.filter(path => !SCRATCH.test(path) && !isCovered(container, path));
  return [
    ...(isOpen ? [`${calls} it makes folders or renames files ${source} does not show`] : []),
    ...(unsure.length > 0 ? [`the image may have files in ${enumerated(unsure)} that it did not read`] : []),
  ];
}

/** What is known of the image and speaks against a list of the configuration. */
function doubtsOfList(
  container: Container,
  listed: readonly string[],
  hydrate: readonly string[],
): readonly Doubt[] {
  const { facts, image } = container;
  const mounts = mountsOf(container).map(({ path }) => path);
  const missing = facts.leftOut.find(
    path => !mounts.some(mount => isWithin(path, mount) || isWithin(mount, path)),
  );
  const inside = listed.find(
    path => !mounts.includes(path) && hydrate.some(each => each !== path && isWithin(path, each)),
  );
  return [
    ...(missing === undefined
      ? []
      : [`${facts.writes?.evidence.at} leaves out ${missing}, which ${image.name} is known to write`]),
    ...(inside === undefined ? [] : [`${inside} lies where ${image.name} has files of its own`]),
  ];
}

/** Of nested data paths the one that is mounted counts, else the deepest (postgres moved its own with version 18). */
function innermost(data: readonly string[], container: Container): string[] {
  const mounts = mountsOf(container);
  return data.filter(path => {
    const family = data.filter(each => each !== path && (isWithin(each, path) || isWithin(path, each)));
    if (family.length === 0) return true;
    if (family.some(each => mounts.some(mount => mount.path === each))) return false;
    return family.every(each => isWithin(path, each)) || mounts.some(mount => mount.path === path);
  });
}

/** Volumes that outlive a pod: one of ours would not stand in for them. */
const LASTING = ['persistentVolumeClaim', 'ephemeral', 'hostPath', 'csi', 'nfs'];

/** Containers with a read-only root, by image. */
const hardenedByImage = remembered(({ workloads }: Root): ReadonlyMap<string, Container> => {
  const hardened = workloads
    .flatMap(workload => workload.containers)
    .filter(each => each.get(['securityContext', 'readOnlyRootFilesystem']) === true);
  return new Map(hardened.map(each => [each.image.text, each]));
});

/** A container of the same image that already has a read-only root: its emptyDirs are what the image needs. */
function shownElsewhere(container: Container, root: Root): WrittenPaths | undefined {
  const example = hardenedByImage(root).get(container.image.text);
  // Started otherwise it may write elsewhere: what is shown is then about another program.
  if (example === undefined || !isStartedAlike(container, example)) return shownByAnother(container, root);
  const paths = mountsOf(example).filter(mount => mount.volume === 'emptyDir');
  const { workload } = example;
  const own = mountsOf(container);
  const lasting = mountsOf(example)
    .filter(({ volume, readOnly }) => LASTING.includes(volume ?? '') && !readOnly)
    .map(({ path }) => path)
    .filter(path => !own.some(mount => mount.path === path));
  return {
    paths: paths.map(mount => mount.path).sort(),
    files: [],
    data: [],
    hydrate: paths.filter(({ name }) => isFilled(name, example)).map(mount => mount.path),
    moved: [],
    shown: new Map(paths.map(mount => [mount.path, volumeOf(mount.name, example)])),
    evidence: {
      kind: 'manifest',
      at: workload.where([...example.path, 'securityContext', 'readOnlyRootFilesystem']),
      says: `${workload.kind} ${workload.name} runs the same image with a read-only root`,
    },
    doubts: [...lasting.slice(0, 1).map(path => `the container that shows it also writes ${path}`)],
    unverified: [],
  };
}

/**
 * What the image gets along with in another version, another root or with other settings: to try that is better than to ask. Of what
 * a command of its own starts, and of who is told to be root, it shows nothing; and a writable root that is written is there for a reason.
 */
function shownByAnother(container: Container, root: Root): WrittenPaths | undefined {
  const { facts, image } = container;
  const isAnother =
    (facts.family !== undefined && facts.component === undefined) ||
    container.get(['command']) !== undefined ||
    container.get(['securityContext', 'readOnlyRootFilesystem']) === false ||
    effectiveSecurity(container, 'runAsUser') === 0;
  const shown = isAnother ? undefined : root.writtenReadOnly(image.name);
  if (shown === undefined) return undefined;
  const { volumes, by, at } = shown;
  const doubt = `${by} may run another version of it, or start it otherwise`;
  return {
    ...nothingBut({ kind: 'manifest', at, says: `${by} runs ${image.name} with a read-only root` }),
    paths: volumes.map(({ path }) => normalPath(path)).sort(),
    shown: new Map(volumes.map(({ path, emptyDir }) => [normalPath(path), emptyDir])),
    doubts: [doubt],
    unverified: [doubt],
  };
}

/** By the same command, told the same by its variables, and both as root or neither. */
function isStartedAlike(a: Container, b: Container): boolean {
  const isRoot = (each: Container) => {
    const user = effectiveSecurity(each, 'runAsUser') ?? each.facts.imageUser?.value;
    return user === 0 || user === '0' || user === 'root';
  };
  if (isRoot(a) !== isRoot(b)) return false;
  const start = (each: Container) =>
    JSON.stringify(['command', 'args', 'env', 'envFrom'].map(field => each.get([field]) ?? null));
  return start(a) === start(b);
}

/** Whether another container of the pod puts something into a volume before this one sees it. */
function isFilled(name: string, container: Container): boolean {
  return container.workload.containers.some(
    each =>
      each.role === 'init' &&
      each.name !== container.name &&
      mountsOf(each).some(mount => mount.name === name && !mount.readOnly),
  );
}

function volumeOf(name: string, { workload }: Container): JsonObject {
  const volume = mapsIn(workload.pod.volumes).find(each => each.name === name);
  return isMap(volume?.emptyDir) ? volume.emptyDir : {};
}
