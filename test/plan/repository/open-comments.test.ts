import { leftOpen } from '../../../src/plan/repository/platform/comments/open-comments.ts';

const saidAt = (text: string, line: number) => leftOpen({ read: () => text } as never)(`a.yaml:${line}`);

test.each([
  ['# the clusters come with it; which of ours\n# join, and when, is open (X-1)\nmesh: istio', 3],
  ['mesh: istio # to be decided', 1],
  ['# TBD\nmesh: istio', 2],
])('%j leaves it open', (text, line) => expect(saidAt(text, line)).toBeTruthy());

test.each([
  ['# opens on Monday\nmesh: istio', 2],
  ['# is open\na: b\nmesh: istio', 3],
  ['mesh: istio', 1],
])('%j does not', (text, line) => expect(saidAt(text, line)).toBeUndefined());
