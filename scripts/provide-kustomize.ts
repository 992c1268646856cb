/**
 * Provides the kustomize for the tests, and prints its path. Where there is none it says so: the suites then rest on our
 * own evaluation alone, which is a failure in CI.
 *
 * usage: provide-kustomize.ts [--required]   fails unless it is of our version
 */
import { isOurs, KUSTOMIZE_VERSION, providedKustomize } from './kustomize.ts';

const found = providedKustomize();
if (found) console.log(found.path);
console.error(found ? `witness: kustomize ${found.version}, ${found.path}` : 'witness: absent');
if (process.argv.includes('--required') && !(found && isOurs(found))) {
  console.error(`kustomize ${KUSTOMIZE_VERSION} is required: put it on PATH, or go, which can install it`);
  process.exitCode = 1;
}
if (process.env.CI && !found) process.exitCode = 1;
