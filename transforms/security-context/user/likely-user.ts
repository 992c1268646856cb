/** The user that a Dockerfile says of an image, where nobody has said that it builds it. */

import type { Container, Doubt, Fact, OpenFact } from '../../../src/transform.ts';
import { accountOf } from '../../shared/accounts/accounts.ts';
import { openFact } from '../../shared/prose.ts';

/** Undefined where no such file is seen, or where it leaves the image to root. */
export function likelyUser({ facts: { user, nonRoot, hints } }: Container): Fact<number> | undefined {
  if (user === undefined || user.verified || user.value === 0 || !hints.has('dockerfile')) return undefined;
  return user.evidence.kind === 'manifest' && nonRoot?.value === 'yes' ? user : undefined;
}

export function notVerified({ image: { name } }: Container, user: Fact<number>): Doubt {
  return `that ${name} runs as UID ${user.value} is not verified`;
}

/** What speaks against that it does without capabilities, where it has no user that is known. */
export function mayBeRoot(
  { image: { name }, facts: { nonRoot }, workload }: Container,
  isOpenShift: boolean,
): Doubt {
  if (nonRoot?.value === 'yes' && nonRoot.evidence.kind === 'manifest')
    return `whether ${nonRoot.evidence.at} says the user of ${name} is not known: as root it may use capabilities`;
  return isOpenShift
    ? `whether a constraint of OpenShift lets ServiceAccount ${accountOf(workload)} run it as root is not known`
    : 'it may start as root and use capabilities that nobody has listed';
}

/** What would leave no doubt, where the file says besides that no program has a capability of its own. */
export function settledByDockerfile(container: Container, user: Fact<number>): OpenFact[] {
  const { capabilities } = container.facts;
  const open = openFact(container, 'user', user.value);
  return capabilities?.value.length === 0 && open?.fact === 'dockerfile' ? [open] : [];
}
