import transform from '../../../transforms/job-limits/index.ts';
import { deadlineFor, shortestGap } from '../../../transforms/job-limits/schedule.ts';
import { changesOf, only, propose, rootOf } from '../root.ts';

test.each([
  ['* * * * *', 30],
  ['*/2 * * * *', 60],
  ['*/10 * * * *', 300],
  ['0,5 * * * *', 150],
  ['58,2 * * * *', 120],
  ['0-10/5 * * * *', 150],
  ['TZ=UTC */4 * * * *', 120],
  ['7 * * * *', 300],
  ['@hourly', 300],
  ['0 3 * * *', 7200],
  ['0 3 * * 0', 50400],
  ['@weekly', 50400],
])('%s may be late by %i s', (schedule, seconds) => {
  expect(deadlineFor(schedule)).toBe(seconds);
});

const restartOf = (spec: string) =>
  only(
    propose(
      transform,
      rootOf(`
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec: {${spec}template: {spec: {containers: [{name: a, image: "x:1"}]}}}`),
    ),
    'restart-policy',
  );

test.each([
  ['', 'OnFailure', 'Never may have been meant, or no Job'],
  ['podFailurePolicy: {rules: []}, ', 'Never', 'no Job may have been meant'],
  [
    'completionMode: Indexed, completions: 2, backoffLimitPerIndex: 1, ',
    'Never',
    'no Job may have been meant',
  ],
])('a Job that counts failed pods never restarts one: {%s}', (spec, policy, doubt) => {
  const found = restartOf(spec);
  expect(changesOf(found)).toEqual([`spec.template.spec.restartPolicy = "${policy}"`]);
  expect(found?.doubts).toEqual([doubt]);
});

test.each([
  ['*/10 * * * *', 600],
  ['0,5 * * * *', 300],
  ['7 * * * *', 3600],
  ['0 3 * * *', 86400],
  ['0 1,4,23 * * 1-5', 7200],
  ['@hourly', 3600],
  ['30 5 * * MON', 604800],
  ['30 5 * * 1-5', 86400],
  ['30 5 * * 7,4', 259200],
  ['0 3 1 * *', 2419200],
  ['0 3 1,31 * *', 86400],
  ['0 3 1 * 1', 86400],
  ['@weekly', 604800],
  ['@every 5m', undefined],
  ['H 3 * * *', undefined],
])('%s leaves %p s between two starts', (schedule, seconds) => {
  expect(shortestGap(schedule)).toBe(seconds);
});

test.each([
  [3000, undefined],
  [3600, 'unsafe'],
])('runs that end before the next one starts cannot overlap: %i s', (limit, safety) => {
  const found = propose(
    transform,
    rootOf(`
apiVersion: batch/v1
kind: CronJob
metadata: {name: often}
spec:
  schedule: 0 * * * *
  jobTemplate:
    spec:
      activeDeadlineSeconds: ${limit}
      template: {spec: {restartPolicy: Never, containers: [{name: a, image: "x:1"}]}}`),
  );
  expect(only(found, 'concurrency')?.safety).toBe(safety);
});

test('what jobs of every hour say is nothing for one of every week', () => {
  const job = (name: string, schedule: string, more = '') => `
apiVersion: batch/v1
kind: CronJob
metadata: {name: ${name}}
spec:
  schedule: ${schedule}
  ${more}
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "x:1"}]}}}}
---`;
  const others = ['a', 'b'].map(name => job(name, '"7 * * * *"', 'startingDeadlineSeconds: 300')).join('');
  const deadlineOf = (schedule: string) =>
    propose(transform, rootOf(others + job('own', schedule))).find(({ message }) => message === 'deadline');
  expect(deadlineOf('"9 * * * *"')).toMatchObject({ safety: 'safe', data: { seconds: 300 } });
  // Nor is a number of ours, where somebody writes one everywhere else.
  expect(deadlineOf('"@weekly"')).toBeUndefined();
});

test('how late a CronJob starts is for whoever asks: without, none of ours is written', () => {
  const nightly = rootOf(`
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec: {schedule: "0 3 * * *", concurrencyPolicy: Forbid, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "x:1"}]}}}}}`);
  expect(propose(transform, nightly).map(({ message }) => message)).not.toContain('deadline');
  expect(propose(transform, nightly, { lateStarts: true }).map(({ message }) => message)).toContain(
    'deadline',
  );
});
