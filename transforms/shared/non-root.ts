/** Whether a container runs without root, and which user it should run as. */

import type { Container, Evidence, Fact } from '../../src/transform.ts';
import { commandLine, effectiveSecurity, isPrivileged } from './pods.ts';

/** Commands that change owners, kernel settings or packages: they want root whatever the image (images-kb rule 12). */
const NEEDS_ROOT =
  /(?:^|[\s;&|(/])(?:chown|chgrp|sysctl|iptables|nft|modprobe|mount|setcap|useradd|adduser|apk add|apt|apt-get|yum|dnf|microdnf|tdnf)(?=$|[\s;&|)])/;

/** The word of the command that wants root, if any. */
export function rootCommand(container: Container): string | undefined {
  return NEEDS_ROOT.exec(commandLine(container))?.[0].replace(/^[\s;&|(/]/, '');
}

/** What speaks for a container that runs without root as it stands: the manifest, or a promise of the configuration. */
export function nonRootEvidence(container: Container): Evidence | undefined {
  const { workload, facts, path } = container;
  if (isPrivileged(container)) return undefined;
  const user = effectiveSecurity(container, 'runAsUser');
  if (user === 0 || effectiveSecurity(container, 'runAsNonRoot') === false) return undefined;
  if (typeof user === 'number' || effectiveSecurity(container, 'runAsNonRoot') === true) {
    const isOwn = container.get(['securityContext', typeof user === 'number' ? 'runAsUser' : 'runAsNonRoot']);
    const holder =
      isOwn === undefined ? [...workload.podPath, 'securityContext'] : [...path, 'securityContext'];
    const says = typeof user === 'number' ? `runs as UID ${user}` : 'must not run as root';
    return { kind: 'manifest', at: workload.where(holder), says };
  }
  return isPromised(facts.user) && facts.user?.value !== 0 ? facts.user?.evidence : undefined;
}

/** True for facts that the configuration states: the user's own word. */
export function isPromised(fact: Fact<unknown> | undefined): boolean {
  return fact?.evidence.kind === 'config';
}
