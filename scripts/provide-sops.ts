/**
 * Says which sops the tests have. Building one takes minutes: that is done where it is asked for, and in CI, where its
 * absence is a failure.
 *
 * usage: provide-sops.ts [--install]
 */
import { presentSops, providedSops } from './sops.ts';

const isWanted = process.argv.includes('--install') || Boolean(process.env.CI);
const found = isWanted ? providedSops() : presentSops();
console.error(
  found
    ? `sops: ${found.sops}`
    : 'sops: absent, what needs the real one is skipped (npm run measure -- sops encrypt builds it with go, and runs that)',
);
if (isWanted && !found) process.exitCode = 1;
