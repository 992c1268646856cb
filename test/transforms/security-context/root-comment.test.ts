/** A comment that says why a container is root. */
import securityContext from '../../../transforms/security-context/index.ts';
import { propose, rootOf, type Setting, workload } from '../root.ts';

const commentAt = (end: string): Setting => ({
  where: (_key, path) => path.map(part => (typeof part === 'string' ? part : part.name)).join('.'),
  platform: { rootNeeded: at => (at.endsWith(end) ? 'needs root for the GPU' : undefined) },
});
const users = (security: string, end: string) =>
  propose(
    securityContext,
    rootOf(workload(`containers: [{name: web, image: "x:1"${security}}]`), commentAt(end)),
  )
    .filter(({ message }) => /root|user/.test(message) && message !== 'root-work')
    .map(({ message, blocked, known }) => [message, blocked !== undefined, known]);

const SAID = 'its comment says why: needs root for the GPU';

test.each([
  ['beside the user', ', securityContext: {runAsUser: 0}', 'containers.web.securityContext.runAsUser'],
  ['beside what allows it', ', securityContext: {runAsNonRoot: false}', 'securityContext.runAsNonRoot'],
  ['above the container', '', 'containers.web'],
])('is reported with it: %s', (_, security, end) => {
  expect(users(security, end)).toEqual([['needs-root', false, SAID]]);
});

test('is asked about without one', () => {
  expect(users(', securityContext: {runAsUser: 0}', 'nowhere')).toEqual([['user-unknown', true, undefined]]);
});
