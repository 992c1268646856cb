/** What diffs and lists of findings say of each message (docs/design/judgement.md 9). */
import { transforms } from '../../transforms/index.ts';

const all = transforms.flatMap(({ id, messages, briefs = {} }) =>
  Object.keys(messages).map(message => ({
    name: `${id} ${message}`,
    brief: (briefs as Readonly<Partial<Record<string, string>>>)[message],
  })),
);

test('every message has a brief', () => {
  expect(all.filter(({ brief }) => brief === undefined).map(({ name }) => name)).toEqual([]);
});

test('a brief is a few words, without the subject', () => {
  const wordy = all.filter(
    ({ brief = '' }) => brief.length > 50 || /\{(?:subject|workload|resource)\}|\. /.test(brief),
  );
  expect(wordy.map(({ name }) => name)).toEqual([]);
});
