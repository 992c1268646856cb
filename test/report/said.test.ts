/** A message taken apart: the fault, what becomes of it, and what speaks against it. */
import { saidOf, saidText } from '../../src/report/words/said.ts';

const DOUBT = 'whether web uses it is not known';

test.each([
  [
    'the pods hold a token. It is no longer mounted',
    [],
    'the pods hold a token; fix: it is no longer mounted',
  ],
  [
    `the pods hold a token. It is no longer mounted. Not without a look: ${DOUBT}`,
    [DOUBT],
    `the pods hold a token; fix: it is no longer mounted; doubt: ${DOUBT}`,
  ],
  ['a CronJob overlaps. Forbid: it does not', [], 'a CronJob overlaps; fix: Forbid: it does not'],
  [
    'it is in v2beta2, which 1.26 took away. It is in v2',
    [],
    'it is in v2beta2, which 1.26 took away; fix: it is in v2',
  ],
  ['a Service is not headless', [], 'a Service is not headless'],
])('%s', (message, doubts, text) => {
  expect(saidText({ message, doubts })).toBe(text);
});

test('what speaks against it stands apart', () => {
  const message = `a. It b. They c. Not without a look: ${DOUBT}; d`;
  expect(saidOf({ message, doubts: [DOUBT, 'd'] })).toEqual({
    fault: 'a',
    fix: 'It b. They c',
    doubts: `${DOUBT}; d`,
  });
});
