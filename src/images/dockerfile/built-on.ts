/** What holds of an image that is built on a known one. */

import type { Family, FamilyFact } from '../families/record/family.ts';
import { asRun } from '../start/as-started.ts';
import { isOwnScript, runsOf, type Start, startOver } from '../start/running.ts';
import { configuredAs } from './configured.ts';
import type { DockerfileFacts } from './dockerfile.ts';
import type { Change } from './instructions/changes.ts';

/** Facts that are no longer sure after a change. What is known to be void is taken out besides. */
const UNSURE: Readonly<Record<Change, readonly FamilyFact[]>> = {
  configuration: ['rootCapabilities'],
  unread: ['rootCapabilities', 'writes', 'readOnlyRoot'],
  program: ['user', 'group', 'fsGroup', 'nonRoot', 'capabilities', 'rootCapabilities', 'minimumMemory'],
  accounts: ['user', 'group', 'fsGroup', 'nonRoot'],
  owners: ['user', 'group', 'nonRoot'],
  privileges: ['capabilities', 'rootCapabilities'],
};

/**
 * The family of the base as far as it holds for the image and for what a manifest starts in it. Its ports and paths are void
 * where its configuration is the repository's, but for the ports that the Dockerfile exposes.
 */
export function familyBuiltOn(dockerfile: DockerfileFacts, start: Start): Family | null {
  const { server, start: own, ports: exposed, userName } = dockerfile;
  if (server === undefined) return null;
  const left = asBuilt(server, own, start);
  const configured = configuredAs(dockerfile, start);
  const settings = configured === 'unknown' ? undefined : configured;
  const changes = new Set(dockerfile.changes.keys());
  if (configured === 'unknown') changes.add('configuration');
  const unsure = new Set([...changes].flatMap(change => UNSURE[change]));
  const verified = new Map([...left.verified].filter(([fact]) => !unsure.has(fact)));
  const hasProgram = changes.has('program');
  const isMoved = hasProgram || changes.has('configuration');
  const isConfigured = isMoved || changes.has('unread');
  const given = settings?.addsPorts === false ? [] : left.ports;
  const ports = isConfigured ? exposed : [...new Set([...given, ...(settings?.ports ?? []), ...exposed])];
  return {
    ...left,
    verified,
    ports: left.component === undefined ? [] : ports,
    // What it sets for the entrypoint, or starts in its place, may leave them out.
    rootSteps: isConfigured || own.command !== undefined ? [] : left.rootSteps,
    // Where it answers, and by which path, is its configuration's: only where it listens and writes was read.
    ...(settings !== undefined && {
      writes: left.writes && {
        ...left.writes,
        emptyDirs: [...new Set([...left.writes.emptyDirs, ...settings.writes])],
        hydrate: [...new Set([...left.writes.hydrate, ...settings.among])],
      },
      probes: {},
      privilegedPort: ports.some(port => port < 1024),
    }),
    ...(isConfigured && { probes: {}, privilegedPort: ports.some(port => port < 1024) }),
    ...(isMoved && { writes: undefined, readOnlyRoot: undefined }),
    ...((hasProgram || changes.has('privileges')) && { escalates: undefined }),
    ...(hasProgram && { needsApiToken: undefined, defaultSeccomp: undefined, underSeccomp: undefined }),
    // A user of its own, of which only the name is known.
    ...((changes.has('accounts') || userName !== undefined) && {
      uid: undefined,
      gid: undefined,
      fsGroup: undefined,
      nonRoot: undefined,
    }),
  };
}

/** The manifest's words before those of the Dockerfile, and those before the base's. */
function asBuilt(server: Family, own: Start, start: Start): Family {
  const started = startOver(own, start);
  const runs = runsOf(server, started);
  return asRun(server, isOwnScript(own, start) && runs === 'image' ? 'script' : runs, started);
}
