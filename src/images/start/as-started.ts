/** A family as a container starts it. */

import type { Family } from '../families/record/family.ts';
import { withMovedPorts } from './moved-ports.ts';
import { type Runs, runsOf, type Start } from './running.ts';
import { withoutEntrypoint } from './without-entrypoint.ts';

/**
 * What holds of a family for a container's command and arguments.
 *
 * @param entrypoint of the image, where that is known: arguments alone go to it
 */
export function asStarted(family: Family, start: Start, entrypoint?: readonly string[]): Family {
  return asRun(family, runsOf(family, start, entrypoint), start);
}

/** {@link asStarted} where it is known what runs. */
export function asRun(family: Family, runs: Runs, start: Start): Family {
  const { command = [], args = [] } = start;
  const server = withMovedPorts(withoutSilentPorts(family, [...command, ...args]), start);
  const left = withoutEntrypoint(passesEntrypointBy(command) ? asServer(server) : server, runs);
  const { writes, leavesFilesBy } = left;
  if (writes === undefined || leavesFilesBy === undefined || runs !== 'image') return left;
  if (![...command, ...args].includes(leavesFilesBy)) return left;
  return { ...left, writes: { ...writes, hydrate: [] } };
}

/** Ports that the image's own arguments open, and these do not. */
function withoutSilentPorts(family: Family, words: readonly string[]): Family {
  const { answering, ports } = family;
  if (answering?.ports === undefined || words.length === 0) return family;
  const text = words.join(' ');
  if (answering.words?.test(text) || answering.configured?.test(text)) return family;
  return { ...family, ports: ports.filter(port => !answering.ports!.includes(port)) };
}

/** Scripts of images are called so, by whatever starts them. */
function passesEntrypointBy(command: readonly string[]): boolean {
  return command.length > 0 && !command.some(word => word.includes('entrypoint'));
}

/** The server of a family alone: as root it works on files that are the image's user's, and gives away none. */
function asServer(family: Family): Family {
  if (!family.stepsDownInEntrypoint) return family;
  const verified = new Map([...family.verified].filter(([fact]) => fact !== 'rootCapabilities'));
  return { ...family, verified, capabilitiesIfRoot: ['DAC_OVERRIDE'] };
}
