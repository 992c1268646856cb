/** What makes sandboxes of its own keeps what it makes them with. */

import securityContext from '../../../transforms/security-context/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const of = (container: string, pod = '', setting = {}) =>
  propose(securityContext, rootOf(workload(`containers: [{name: a, ${container}}]\n${pod}`), setting));

const NON_ROOT = ', securityContext: {runAsNonRoot: true, runAsUser: 1000}';

test.each([
  'image: "quay.io/buildah/stable:v1.35"',
  'image: "quay.io/podman/stable:v5"',
  'image: "moby/buildkit:v0.12.5-rootless"',
  'image: "gcr.io/kaniko-project/executor:v1.23.0"',
  'image: "example.com/ci/runner:2-dind"',
  'image: "example.com/runner:1", command: [runsc, --network=none, run]',
  'image: "example.com/builds:1", args: ["flatpak-builder --user"]',
  'image: "alpine:3.20", command: [sh, -c, "unshare -r sleep 9"]',
])('neither profile nor escalation nor capabilities are taken from %s', container => {
  const found = of(container + NON_ROOT);
  for (const message of ['seccomp', 'escalation', 'capabilities'] as const)
    expect(found.filter(each => each.message === message).flatMap(changesOf)).toEqual([]);
});

test.each([
  [
    'image: "example.com/renderer:1", command: [chromium, --headless]',
    'unsafe',
    /makes sandboxes of its own/,
  ],
  ['image: "example.com/playwright-tests:1"', 'unsafe', /makes sandboxes of its own/],
  ['image: "example.com/renderer:1", command: [chromium, --no-sandbox]', 'unsafe', /nothing shows/],
])('a browser has a sandbox unless it is told to go without: %s', (container, safety, doubt) => {
  const found = only(of(container), 'seccomp');
  expect(found?.safety).toBe(safety);
  expect(found?.doubts?.at(-1)).toMatch(doubt);
});

test('a restricted namespace, or a sister under the profile, is no evidence against a sandbox', () => {
  const sister =
    '{name: b, image: "example.com/playwright:2", securityContext: {seccompProfile: {type: RuntimeDefault}}}';
  const text = workload(`containers: [{name: a, image: "example.com/playwright:1"}, ${sister}]`);
  expect(only(propose(securityContext, rootOf(text)), 'seccomp')?.safety).toBe('unsafe');
});

test('who says that it runs under the profile is believed', () => {
  const images = { 'example.com/playwright': { seccomp: 'RuntimeDefault' } } as const;
  expect(only(of('image: "example.com/playwright:1"', '', { images }), 'seccomp')?.safety).toBe('safe');
});
