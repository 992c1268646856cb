/** What an image does when it starts and only root may do, as far as the manifest leaves it in. */

import type { Container, RootStep } from '../../../src/transform.ts';
import { staying } from '../choices.ts';
import { isMap, mapsIn } from '../data.ts';
import { commandLine, isWithin, mountsOf } from '../pods.ts';
import type { Question } from '../prose.ts';

/** What the container stops at when it starts as another user than root. */
export function stepOfRoot(container: Container): RootStep | undefined {
  return container.facts.rootSteps.find(
    step => isLeftIn(step, container) && (step.volumes === undefined || hasVolume(container, step.volumes)),
  );
}

/** What the container stops at when nobody may change the files of its image. */
export function stepOnImage(container: Container): RootStep | undefined {
  return container.facts.rootSteps.find(step => step.changesImage && isLeftIn(step, container));
}

/** What the container stops at without root where a new volume, which is root's, stands at a path. */
export function stepOnVolume(container: Container, path: string): RootStep | undefined {
  return container.facts.rootSteps.find(step => step.volumes?.includes(path) && isLeftIn(step, container));
}

/**
 * Whether an image may be told to leave out what it does as root: one question, whatever it keeps from being done.
 *
 * @param fault what comes of it, as the start of a sentence
 */
export function stepQuestion({ image: { name } }: Container, step: RootStep, fault: string): Question {
  const does = `${name} ${describeStep(step)}`;
  const about = `what ${name} does as root when it starts`;
  const question = `${does}: may it do without? As it is it stops as another user, or with a read-only root`;
  const choices = [staying('no, it has to do that', 'it has to do as root what it does when it starts')];
  return { blocked: `${fault}: ${does}`, asks: [{ type: 'decision', about, question, choices }] };
}

/** The step and what leaves it out, as the end of a sentence. */
function describeStep({ does, unless, configuredAt = [] }: RootStep): string {
  const settled = [
    ...unless.map(each => `${each} is set`),
    ...configuredAt.map(each => `a volume configures ${each}`),
  ];
  return settled.length === 0 ? does : `${does} unless ${settled.join(' or ')}`;
}

/** Whether nothing in the manifest says otherwise, or may say so where nobody sees it. */
function isLeftIn(step: RootStep, container: Container): boolean {
  const { unless, configuredAt = [], flags, port } = step;
  const line = commandLine(container);
  const isReplaced = container.get(['command']) !== undefined && !/entrypoint/.test(line);
  if (step.by === 'entrypoint' && isReplaced) return false;
  if (mapsIn(container.get(['envFrom'])).length > 0) return false;
  if (mapsIn(container.get(['env'])).some(each => unless.includes(String(each.name)) && each.value !== '')) {
    return false;
  }
  if (hasVolume(container, configuredAt) || flags?.test(line)) return false;
  return port === undefined || !isFree(port, container);
}

/** A pod may let everybody listen, and a declared port above shows that somebody has thought of it. */
function isFree(port: number, container: Container): boolean {
  const { securityContext } = container.workload.pod;
  const sysctls = isMap(securityContext) ? mapsIn(securityContext.sysctls) : [];
  if (
    sysctls.some(each => each.name === 'net.ipv4.ip_unprivileged_port_start' && Number(each.value) <= port)
  ) {
    return true;
  }
  const ports = mapsIn(container.get(['ports'])).map(({ containerPort }) => Number(containerPort));
  return ports.length > 0 && ports.every(each => each >= 1024);
}

function hasVolume(container: Container, paths: readonly string[]): boolean {
  return mountsOf(container).some(mount =>
    paths.some(path => isWithin(path, mount.path) || isWithin(mount.path, path)),
  );
}
