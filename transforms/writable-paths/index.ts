/** Read-only root file systems, with a volume wherever the image writes (catalogue C4). */

import {
  type Change,
  type Container,
  defineTransform,
  type Json,
  type Proposal,
  type Root,
  type RootStep,
} from '../../src/transform.ts';
import { isInManifest } from '../shared/places.ts';
import {
  commandLine,
  describeContainer,
  effectiveSecurity,
  immutableTemplate,
  isPrivileged,
  isWindows,
  isWithin,
  mountsOf,
} from '../shared/pods.ts';
import { enumerated, imageQuestion, installQuestion, openFact, type Question } from '../shared/prose.ts';
import { isPromised } from '../shared/start/non-root.ts';
import { stepOnImage, stepOnVolume, stepQuestion } from '../shared/start/root-steps.ts';
import { insistedOn } from '../shared/storage/own-directory.ts';
import { isCovered, mountedAt, volumeNames } from '../shared/storage/volumes.ts';
import { contentAt, isSystem } from './contents.ts';
import { copyQuestion, directoryQuestion, fileQuestion, systemQuestion, whereItWrites } from './questions.ts';
import { readsFrom } from './read-paths.ts';
import { syncedBy } from './synced.ts';
import { emptyDirFor, type Sizes } from './volumes.ts';
import { type WrittenPaths, writtenPaths } from './written-paths.ts';

type Message = 'read-only-root' | 'hidden-content' | 'paths-unknown' | 'writes-files' | 'writes-anywhere';

interface Options extends Sizes {
  readonly hydrate: boolean;
}

const FIELD = ['securityContext', 'readOnlyRootFilesystem'];
/** Where the copying init container sees the volume that it fills. */
const COPY_TARGET = '/kustomend-copy';

export default defineTransform({
  id: 'writable-paths',
  title: 'Root file systems are read-only',
  severity: 'critical',
  group: 'security',
  order: 200,
  preset: 'recommended',
  each: 'container',
  options: {
    sizeLimit: {
      type: 'string',
      complete: '64Mi',
      description: 'Size limit of volumes for temporary and runtime files (/tmp, /var/tmp, /run, /var/run).',
    },
    largeSizeLimit: {
      type: 'string',
      complete: '512Mi',
      description: 'Size limit of volumes for other written paths: caches, logs, reports.',
    },
    hydrate: {
      type: 'boolean',
      default: false,
      description:
        'Fill volumes over directories with content of the image by an init container that copies it: fixes that need --unsafe.',
    },
  },
  facts: ['writes'],
  placement: { field: 'source', resource: 'beside' },
  messages: {
    'read-only-root': '{subject} may write anywhere in its image. Its root becomes read-only{volumes}',
    'hidden-content':
      '{subject} may write anywhere in its image, also where the image has files of its own ({paths}): an empty volume would hide them',
    'paths-unknown': '{subject} may write anywhere in its image, and which paths it needs is not known',
    'writes-files':
      '{subject} may write anywhere in its image, and it writes to files ({paths}): a volume is a folder, and cannot take their place',
    'writes-anywhere': '{subject} needs a writable root file system',
  },
  briefs: {
    'read-only-root': 'writable root',
    'hidden-content': 'writable root',
    'paths-unknown': 'writable root, paths unknown',
    'writes-files': 'writable root, written files',
    'writes-anywhere': 'needs a writable root',
  },
  docs: {
    why: 'Who gets into a process cannot leave tools, web shells or changed binaries in an image that nobody can write.',
    risk: 'A path that is written and has no volume makes the container fail, perhaps only later. The list of written paths is therefore taken from the configuration, from what is known of the image, or from a container that already runs so. A volume over a size limit evicts its pod.',
    links: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
      'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
      'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#local-ephemeral-storage',
    ],
    sameAs: [
      'kube-score:container-security-context-readonlyrootfilesystem',
      'kube-linter:no-read-only-root-fs',
      'polaris:notReadOnlyRootFilesystem',
      'kubeaudit:ReadOnlyRootFilesystemNil',
      'kubeaudit:ReadOnlyRootFilesystemFalse',
      'CKV_K8S_22',
    ],
  },
  *plan(container, { options, root }) {
    const proposal = planContainer(container, root, options);
    if (proposal !== undefined) yield proposal;
  },
});

/** What puts software into the image when it starts. */
const INSTALLS =
  /\b(?:(?:apt-get|apt|yum|dnf|microdnf|zypper) (?:-\S+ )*install|apk (?:-\S+ )*add|pip3? install|npm (?:ci|i|install)|gem install|go install)\b/;

function planContainer(container: Container, root: Root, options: Options): Proposal<Message> | undefined {
  const { workload, facts, image } = container;
  const written = container.get(FIELD);
  if (written === true || isWindows(workload) || isPrivileged(container)) return undefined;
  const subject = describeContainer(container);
  const at = { on: workload.key, path: [...container.path, ...FIELD] };
  const mayBeExplained = written === false && ({ mayBeExplained: true } as const);
  const asked = (message: Message, question: Question, paths = '') =>
    ({
      message,
      data: { subject, paths },
      at,
      changes: [],
      evidence: [],
      ...question,
      ...mayBeExplained,
    }) as const;

  const synced = syncedBy(container);
  if (synced !== undefined) return asked('writes-anywhere', { known: synced });
  const installs = INSTALLS.exec(commandLine(container))?.[0];
  if (installs !== undefined) return asked('writes-anywhere', installQuestion(installs));
  if (facts.readOnlyRoot?.value === 'no') {
    return asked('writes-anywhere', {
      known: `image ${image.name} does not run with a read-only root`,
    });
  }
  const paths = writtenPaths(container, root);
  if (paths === undefined) {
    // A layer that makes the root writable has its reasons: tools that sync into running pods, a debugger.
    if (written === false && !isInManifest([...container.path, ...FIELD], workload)) return undefined;
    return asked('paths-unknown', whereItWrites(container, root));
  }
  if (paths.moved.length > 0) {
    const question = `${enumerated(paths.moved)}: which paths does ${image.name} write`;
    return asked(
      'paths-unknown',
      imageQuestion(container, question, 'writes', `[${[...paths.paths, '?'].join(', ')}]`),
    );
  }
  const files = paths.files.filter(path => !isCovered(container, path));
  if (files.length > 0) return asked('writes-files', fileQuestion(container, files), enumerated(files));
  const systems = paths.paths.filter(
    path => !paths.shown.has(path) && isSystem(path) && !isCovered(container, path),
  );
  if (systems.length > 0)
    return asked('hidden-content', systemQuestion(container, systems), enumerated(systems));
  const filled = new Map(
    paths.paths.flatMap(path => {
      // A volume that the same image has there elsewhere was shown to do no harm.
      const line = paths.shown.has(path) ? undefined : contentAt(container, path);
      return line === undefined ? [] : [[path, line] as const];
    }),
  );
  const hidden = [...new Set([...paths.hydrate, ...filled.keys()])].filter(
    path => !isCovered(container, path),
  );
  if (hidden.length > 0 && !canCopy(container, options)) {
    const shown = hidden.map(path => (filled.has(path) ? `${path}, by ${filled.get(path)}` : path));
    return asked('hidden-content', copyQuestion(container, hidden), enumerated(shown));
  }

  const uncovered = paths.paths.filter(path => !hidden.includes(path) && !isCovered(container, path));
  const owned = uncovered.find(path => path === directoryOfItsOwn(container));
  if (owned !== undefined) return asked('writes-anywhere', directoryQuestion(container, owned));
  const read = uncovered.filter(path => readsFrom(container, path));
  if (read.length > 0) {
    const known = `its command runs or copies what the image has in ${enumerated(read)}, and an empty volume would hide that`;
    return asked('hidden-content', { known }, enumerated(read));
  }
  const step = isPromised(facts.writes) ? undefined : stoppedAt(container, uncovered);
  if (step !== undefined) {
    return asked('writes-anywhere', stepQuestion(container, step, 'it would stop when it starts'));
  }
  const doubts = [
    ...(written === false ? ['readOnlyRootFilesystem: false is written'] : []),
    ...paths.doubts,
    ...uncovered.flatMap(path => nestedMounts(container, path)),
    ...(hidden.length > 0 ? [`an init container copies ${enumerated(hidden)}`] : []),
    ...immutableTemplate(workload),
  ];
  const needed = [...uncovered, ...hidden];
  const isOpen = paths.unverified.length > 0 && doubts.length === paths.unverified.length;
  const open = isOpen ? openFact(container, 'writes', paths.paths) : undefined;
  const names = volumeNames(container, needed);
  const volumes =
    needed.length === 0
      ? ''
      : `, with ${needed.length === 1 ? 'a volume' : 'volumes'} at ${enumerated(needed)}`;
  return {
    message: 'read-only-root',
    data: { subject, volumes },
    at,
    ...mayBeExplained,
    changes: [
      container.set(FIELD, true),
      ...needed.flatMap(path => volumeChanges(container, path, names.get(path)!, paths, options)),
      ...(hidden.length > 0 ? [copier(container, hidden, names)] : []),
    ],
    doubts,
    settledBy: open === undefined ? [] : [open],
    evidence: [paths.evidence, ...(paths.added ?? [])],
  };
}

/** What the image does when it starts that a read-only root, or a new volume that is root's, would stop. */
function stoppedAt(container: Container, volumes: readonly string[]): RootStep | undefined {
  const user = effectiveSecurity(container, 'runAsUser');
  const isRoot = user === 0 || (user === undefined && effectiveSecurity(container, 'runAsNonRoot') !== true);
  const onVolumes = isRoot ? [] : volumes.map(path => stepOnVolume(container, path));
  return stepOnImage(container) ?? onVolumes.find(step => step !== undefined);
}

/** Where only the owner of a folder may do what the program does first: root alone makes a new volume its user's. */
function directoryOfItsOwn(container: Container): string | undefined {
  const user = effectiveSecurity(container, 'runAsUser');
  // Who lists it for an image that starts as root has seen it.
  if (user === 0 || (user === undefined && isPromised(container.facts.writes))) return undefined;
  return insistedOn(container)?.path;
}

function volumeChanges(
  container: Container,
  path: string,
  name: string,
  { data, shown }: WrittenPaths,
  options: Options,
): Change[] {
  // Data has no limit: what fits today must fit tomorrow.
  const emptyDir = shown.get(path) ?? (data.includes(path) ? {} : emptyDirFor(path, options));
  return mountedAt(container, path, name, emptyDir);
}

/** Single files mounted below a path: an empty volume around them hides their neighbours. */
function nestedMounts(container: Container, path: string): string[] {
  const nested = mountsOf(container).filter(mount => mount.path !== path && isWithin(mount.path, path));
  if (nested.length === 0 || path === '/tmp') return [];
  return [`${enumerated(nested.map(mount => mount.path))} would lie inside the new volume at ${path}`];
}

/** A new init container runs after the written ones: too late for those. */
function canCopy({ facts, role }: Container, { hydrate }: Options): boolean {
  return hydrate && role === 'main' && facts.shell !== false;
}

/** An init container of the same image that copies directories of the image into their volumes (opt-in). */
function copier(container: Container, paths: readonly string[], names: ReadonlyMap<string, string>): Change {
  const { workload, image } = container;
  const name = `copy-${container.name}`.slice(0, 63).replace(/-+$/, '');
  const commands = paths.map(path => `cp -a ${path}/. ${COPY_TARGET}${path}`);
  const own = container.get(['imagePullPolicy']);
  const init = {
    name,
    image: image.text,
    ...(own === undefined ? {} : { imagePullPolicy: own }),
    command: ['sh', '-c', commands.join(' && ')],
    // It writes to its volumes and nowhere else.
    securityContext: { readOnlyRootFilesystem: true },
    volumeMounts: paths.map(path => ({ name: names.get(path)!, mountPath: `${COPY_TARGET}${path}` })),
  } satisfies Json;
  return workload.set([...workload.podPath, 'initContainers', { name }], init);
}
