/** The capabilities that a container was seen to use (catalogue C4). */

import type { Container, Evidence, Fact, Root } from '../../src/transform.ts';
import { stringsIn } from '../shared/data.ts';
import { type Seen, seenProfile } from '../shared/images/observed.ts';
import { isPromised } from '../shared/start/non-root.ts';

/**
 * What container runtimes give where nobody says anything (defaultLinuxCapabilities of containerd, and of moby). Asking for
 * another one is refused, and shows all the same in recordings: what a container does not have it need not keep.
 */
const DEFAULT: ReadonlySet<string> = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);

/** What Linux lets use who is not root, by the program's file. */
const OF_FILES = 'NET_BIND_SERVICE';

/** The list with what speaks for it and against it; undefined where the configuration says one, or nobody has looked. */
export function seenCapabilities(
  container: Container,
  root: Root,
  isRoot: boolean,
): (Seen<readonly string[]> & { readonly fact: Fact<readonly string[]> }) | undefined {
  if (isPromised(container.facts.rootCapabilities)) return undefined;
  const profile = seenProfile(container, root);
  const used = profile?.what.capabilities;
  if (profile === undefined || used === undefined) return undefined;
  const written = stringsIn(container.get(['securityContext', 'capabilities', 'add']));
  const what = used.filter(each =>
    isRoot ? DEFAULT.has(each) || written.includes(each) : each === OF_FILES,
  );
  const { doubts, evidence: shown } = profile;
  const evidence: Evidence = {
    ...shown,
    says: `${shown.says}: it uses ${what.join(', ') || 'no capabilities'}`,
  };
  return { what, evidence, doubts, fact: { value: what, evidence, verified: doubts.length === 0 } };
}
