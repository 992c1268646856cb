import { explainFix } from '../../src/report/explain/explain-fix.ts';
import securityContext from '../../transforms/security-context/index.ts';
import { newFix } from './fixture.ts';

const explained = (over: Parameters<typeof newFix>[0]) =>
  explainFix(newFix(over), securityContext, text => text);

test.each([
  ['planned', 'safe', 'critical, fixable, restarts pods'],
  ['unsafe', 'unsafe', 'critical, needs --unsafe, restarts pods'],
  // What follows from another unsafe fix is found by a plan with the flag, and planned there.
  ['planned', 'unsafe', 'critical, needs --unsafe, restarts pods'],
  ['person', 'unsafe', 'critical, needs an answer, restarts pods'],
] as const)('%s and %s: %s', (status, safety, line) => {
  expect(explained({ status, safety }).split('\n')[1]).toBe(line);
});
